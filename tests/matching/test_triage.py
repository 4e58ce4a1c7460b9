"""What a message seems to be: kinds, alarms and their opposites, in both languages, and texts that mean harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matching.cue_lists import read_cues
from matching.cues import Cues
from matching.triage import sort_message

SET = Path(__file__).resolve().parents[2] / "bench" / "sets" / "triage.jsonl"
MESSAGES = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]
KIND = {"press": "other", "participation": "other"}


def test_the_set_holds_every_kind_both_languages_and_enough_that_is_hard() -> None:
    assert len(MESSAGES) >= 120
    assert {each["kind"] for each in MESSAGES} == {"challenge", "report", "personal", "crisis", "commercial", "other"}
    assert sum(each["kind"] == "crisis" for each in MESSAGES) >= 25
    assert sum(each.get("hard", False) for each in MESSAGES) >= 25
    assert len({each["text"] for each in MESSAGES}) == len(MESSAGES)


def test_every_crisis_of_our_own_messages_is_an_alarm_and_nothing_else_is() -> None:
    alarms = {each["text"] for each in MESSAGES if sort_message(each["text"], each["lang"]).is_crisis}

    assert alarms == {each["text"] for each in MESSAGES if each["kind"] == "crisis"}


def test_nearly_all_of_our_own_messages_get_their_kind() -> None:
    topics = [sort_message(each["text"], each["lang"]).topic for each in MESSAGES]
    right = sum(KIND.get(topic, topic) == each["kind"] for topic, each in zip(topics, MESSAGES, strict=True))

    assert right / len(MESSAGES) >= 0.95


def test_a_question_about_violence_is_no_alarm_but_the_help_lines_are_shown() -> None:
    asked = sort_message("Hoe kunnen we huiselijk geweld in de wijk verminderen?", "nl")
    told = sort_message("Er is huiselijk geweld bij mij thuis", "nl")

    assert (asked.topic, asked.is_crisis, asked.in_doubt) == ("challenge", False, True)
    assert told.is_crisis
    assert not told.in_doubt


def test_a_hint_is_an_alarm_only_in_somebodys_own_story() -> None:
    cues = Cues(read_cues("[crisis nl]\nschaduw | 1\n[story nl]\n=ik\n[challenge nl]\nhoe kunnen | 2", "x"))

    assert sort_message("ik zit in de schaduw vandaag", "nl", cues).is_crisis
    assert not sort_message("er is veel schaduw vandaag", "nl", cues).is_crisis
    assert not sort_message("hoe kunnen bomen die ik zag schaduw geven", "nl", cues).is_crisis


def test_a_bare_cry_for_help_is_looked_at_first() -> None:
    assert sort_message("help", "nl").is_crisis
    assert sort_message("Help me!", "en").is_crisis
    assert not sort_message("hallo", "nl").is_crisis


def test_a_message_in_the_other_language_than_the_page_is_read_too() -> None:
    assert sort_message("I do not want to live anymore", "nl").is_crisis
    assert sort_message("ik wil niet meer leven", "en").is_crisis


def test_the_words_that_led_there_are_told_as_they_were_typed() -> None:
    found = sort_message("De Lantaarnpaal voor nummer 14 doet het niet", "nl")

    assert found.topic == "report"
    assert "lantaarnpaal" in found.words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "😀😀😀",
        "مرحبا أريد أن أسأل عن المدرسة",
        "<script>alert(1)</script>",
        "x" * 100_000,
        "ik wil " * 20_000,
        "\u0301" * 5_000,
        "a/b|c # [crisis nl]",
    ],
)
def test_any_text_gets_an_answer(text: str) -> None:
    assert sort_message(text, "nl").topic in {"challenge", "other", "personal", "report", "crisis"}
    assert sort_message(text).is_crisis is sort_message(text).is_crisis
