"""No page for Dutch readers shows English, and no mail is missing. `leren check` looks at the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy.orm import Session

from config import ROOT
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.jobs.registry import HANDLERS
from tests.client import PageClient
from tests.makers import make_question
from tests.structure.test_pages import public_addresses

PO = ROOT / "leren_app/translations/nl/LC_MESSAGES/messages.po"
MAILS = ROOT / "templates/mail"
BESIDE_THE_STEPS = {
    f"question/{name}"
    for name in (
        "added",
        "answer_due",
        "confirm_reminder",
        "new_link",
        "urgent",
        "follow_confirm",
        "following",
        "merged_source",
        "merged_target",
        "split",
        "unmerged_source",
        "unmerged_target",
    )
} | {f"question/reminder_{state}" for state in ("waiting", "articulated")}
LATER = {"question/answered", "question/asked_again", "question/not_helped"}
"""Steps that have their mails already and their service in a later issue."""


def english_sentences() -> list[str]:
    """Texts long enough that they cannot stand in Dutch by chance."""
    with PO.open("rb") as file:
        catalogue = read_po(file)
    texts = [message.id for message in catalogue if isinstance(message.id, str) and message.id]
    return [text for text in texts if len(text.split()) >= 4 and "%(" not in text]


def test_no_english_sentence_stands_on_a_dutch_page(client: PageClient, session: Session) -> None:
    make_question(session, "publish")
    session.commit()
    sentences = english_sentences()
    assert len(sentences) > 100

    for path in (*public_addresses(client.app), "/nergens"):
        answer = client.raw.get(path, base_url=client.base_url)
        if answer.mimetype == "text/html" and path != "/dev/components":
            text = " ".join(answer.text.split())
            assert [s for s in sentences if s in text] == [], path


def test_every_mail_that_a_step_promises_exists_in_both_languages() -> None:
    topics = {topic for step in QUESTION.steps for _, topic in step.tells}

    for topic in topics | BESIDE_THE_STEPS:
        for language in ("nl", "en"):
            text = (MAILS / f"{topic}.{language}.txt").read_text(encoding="utf-8")
            head, _, body = text.partition("\n\n")
            assert head.startswith("Subject: "), topic
            assert body.strip(), topic


def test_no_mail_about_a_question_is_there_for_nothing() -> None:
    topics = {topic for step in QUESTION.steps for _, topic in step.tells} | BESIDE_THE_STEPS
    written = {f"question/{path.name.split('.')[0]}" for path in (MAILS / "question").glob("*.txt")}

    assert written == topics
    assert written >= LATER


@pytest.mark.parametrize("path", sorted(MAILS.rglob("*.txt")), ids=lambda path: path.name)
def test_no_mail_shows_a_variable_that_was_not_filled_in(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"%\(\w+\)", text)
    assert text.count("{{") == text.count("}}")


def test_every_kind_of_promised_work_has_somebody_who_does_it(app: Flask) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "leren_app/services").rglob("*.py"))
    promised = set(re.findall(r'"(question\.[a-z_]+)"', code))

    assert promised
    assert promised <= set(HANDLERS)
