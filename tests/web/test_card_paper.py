"""The card on paper: large print for old eyes, and still one page with the longest words it may hold."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.web.hosts.card_files import content_of
from leren_app.web.paper import pdf
from tests.web.test_card import carded

SMALLEST, CODE = 11, 18
LONG = {
    "reference": "LMDS-2026-1104",
    "address": "leren-met-de-stad.leiden-kennisstad.nl/en/mijn-vraag/kaart",
    "desk": "Kom langs: Het Gebouw, Arubapad 2, maandag tot en met donderdag. Of bel 071 516 5165.",
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_card_is_one_page_in_print_that_old_eyes_read(app: Flask, session: Session, language: str) -> None:
    question, card = carded(session)
    question.asker.language = language
    sizes: dict[str, float] = {}

    def look(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes[text.strip()] = size * abs(matrix[3])

    with app.test_request_context():
        made = pdf("card", {**content_of(question, card), **LONG}, "kaart.pdf")
    pages = pypdf.PdfReader(io.BytesIO(made.data)).pages
    assert len(pages) == 1
    pages[0].extract_text(visitor_text=look)

    assert min(sizes.values()) >= SMALLEST, sizes
    assert next(size for text, size in sizes.items() if card.code in text) >= CODE
