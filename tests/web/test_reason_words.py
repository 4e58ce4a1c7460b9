"""Reasons in words: few, the heaviest first, in the reader's language, and each word in its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from leren_app.web.language import KEY
from leren_app.web.reason_words import TYPED, Sentence, sentences_of_found
from matching.explaining import Reason


@contextmanager
def reading(app: Flask, language: str) -> Iterator[None]:
    """As somebody who reads a page in this language."""
    with app.test_request_context("/vragen", environ_overrides={KEY: language}):
        yield


def said(sentences: list[Sentence]) -> list[str]:
    return ["".join(part.text for part in sentence) for sentence in sentences]


def languages(sentence: Sentence) -> dict[str, str]:
    return {part.text: part.lang for part in sentence if part.is_word}


def test_what_both_name_is_told_at_once_and_three_sentences_are_the_most(app: Flask) -> None:
    reasons = [
        Reason("ouderen", "word", "ouderen", 0.2),
        Reason("eenzaam", "concept:loneliness", "alleen", 0.19),
        Reason("buurthuis", "word", "buurthuis", 0.18),
        Reason("tuin", "word", "tuinen", 0.17),
        Reason("hitte", "concept:heat", "warmte", 0.16),
    ]

    with reading(app, "nl"):
        found = said(sentences_of_found(reasons))

    assert found[0] == "Allebei noemen: ouderen, buurthuis."
    assert found[1].startswith("“eenzaam” en “alleen” gaan over hetzelfde")
    assert found[2] == "“tuin” en “tuinen” zijn hetzelfde woord."
    assert len(found) == 3


def test_what_only_looks_alike_is_told_where_there_is_nothing_else(app: Flask) -> None:
    alike = Reason("schuttershof", "letters", "schutters", 0.3)

    with reading(app, "en"):
        alone = said(sentences_of_found([alike]))
        beside = said(sentences_of_found([alike, Reason("bees", "word", "bees", 0.1)]))

    assert alone == ["“schuttershof” looks like “schutters”."]
    assert beside == ["Both mention: bees."]


def test_what_weighs_little_beside_the_heaviest_is_left_out(app: Flask) -> None:
    reasons = [Reason("bijen", "word", "bijen", 0.3), Reason("dak", "word", "daken", 0.08)]

    with reading(app, "nl"):
        assert said(sentences_of_found(reasons)) == ["Allebei noemen: bijen."]


@pytest.mark.parametrize(
    ("language", "marked"), [("nl", {"bijen": "", "bees": "en"}), ("en", {"bijen": "nl", "bees": ""})]
)
def test_each_word_says_its_language_where_it_is_not_the_pages(
    app: Flask, language: str, marked: dict[str, str]
) -> None:
    with reading(app, language):
        (sentence,) = sentences_of_found([Reason("bijen", "concept:bees-insects", "bees", 0.3)])

    assert languages(sentence) == marked


def test_of_two_ways_to_say_it_the_one_in_the_readers_language_is_told(app: Flask) -> None:
    reasons = [
        Reason("fiets", "concept:cycling", "bicycle", 0.2),
        Reason("fiets", "concept:cycling", "fietsen", 0.19),
    ]

    with reading(app, "nl"):
        assert list(map(languages, sentences_of_found(reasons))) == [{"fiets": "", "fietsen": ""}]


def test_who_looked_for_a_word_reads_that_it_is_named(app: Flask) -> None:
    reasons = [Reason("bijen", "word", "bijen", 0.3), Reason("Bijen", "word", "bijen", 0.2)]

    with reading(app, "nl"):
        assert said(sentences_of_found(reasons, TYPED)) == ["Noemt: bijen."]


def test_no_reason_is_no_sentence(app: Flask) -> None:
    with reading(app, "nl"):
        assert sentences_of_found([]) == []
