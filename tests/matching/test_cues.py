"""The lists of cues: what a line finds, what takes it back, what coordinators lay over it, which lines are wrong."""

from __future__ import annotations

import time

import pytest

from matching.cue_lists import FOLDER, own_cues, read_cues, with_cues
from matching.cues import Cues, by_topic
from matching.lexicon import LexiconError, own_lexicon
from matching.text import Language, words_of


def found(lines: str, text: str, language: Language = "nl") -> dict[str, str]:
    """Phrase of each cue in a text, and the words that it found."""
    hits = Cues(read_cues(lines, "x.txt")).find(words_of(text), language)
    return {hit.cue.phrase: hit.words for hit in hits}


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        ("wil dood", "IK WIL DOOD!!!", "wil dood"),
        ("crisisopvang", "Is er CRISISÓPVANG?", "crisisópvang"),
        ("lantaarnpaal", "twee lantaarnpalen", "lantaarnpalen"),
        ("lantaarn*", "de lantaarnverlichting", "lantaarnverlichting"),
        ("wil ... dood", "wil eigenlijk gewoon dood", "wil eigenlijk gewoon dood"),
        ("wil/wou ... dood", "wou dood", "wou dood"),
        ("vuilniszak", "een vuilnizsak", "vuilnizsak"),
        ("vuilniszak", "een vuilnizak", "vuilnizak"),
        ("grofvuilhoop", "een grofvuilnhoop", "grofvuilnhoop"),
    ],
)
def test_a_line_finds_forms_endings_gaps_and_a_wrong_letter(line: str, text: str, words: str) -> None:
    assert found(f"[crisis nl]\n{line}", text) == {line: words}


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("wil ... dood", "wil een twee drie vier dood"),
        ("=vaders", "mijn vader"),
        ("meten", "met ons"),
        ("wil dood", "dood wil"),
        ("gat", "gast"),
    ],
)
def test_a_line_does_not_find_what_only_looks_alike(line: str, text: str) -> None:
    assert found(f"[crisis nl]\n{line}", text) == {}


def test_english_lines_are_not_looked_for_in_dutch() -> None:
    assert found("[crisis en]\nwant die", "want die", "nl") == {}


def test_nothing_takes_back_what_stands_within_it() -> None:
    lines = "[crisis nl]\nsaai\ndodelijk\n[nothing nl]\ndodelijk saai"

    assert found(lines, "het is dodelijk saai") == {}
    assert found(lines, "het is dodelijk") == {"dodelijk": "dodelijk"}


def test_a_not_takes_back_a_report_but_never_a_crisis() -> None:
    lines = "[report nl]\nmelding\n[crisis nl]\nmeer leven"

    assert found(lines, "dit is geen melding, ik wil niet meer leven") == {"meer leven": "meer leven"}


def test_a_concept_of_the_lexicon_counts_with_all_its_words_in_both_languages() -> None:
    lines = "[report]\n@street-lighting | 2"

    assert set(found(lines, "straatverlichting")) == set(found(lines, "street lights", "en")) == {"@street-lighting"}


def test_of_two_cues_of_a_topic_in_the_same_words_the_surer_one_counts() -> None:
    hits = Cues(read_cues("[crisis nl]\ndood | 1\nwil dood | 3", "x")).find(words_of("ik wil dood"), "nl")

    assert [hit.cue.weight for hit in by_topic(hits)["crisis"]] == [3]


def test_coordinators_lines_outrank_ours() -> None:
    ours = Cues(read_cues("[report nl]\nvlonder | 3\npaal | 2\n[crisis nl]\nvuur | 3", "x"))
    theirs = with_cues(ours, "[nothing nl]\nvuur en vlam\n[crisis nl]\nvlonder | 1\n[report nl]\npaal | 0")

    hits = theirs.find(words_of("een vlonder, een paal, vuur en vlam"), "nl")

    assert [(hit.cue.topic, hit.cue.phrase) for hit in hits] == [("crisis", "vlonder")]


@pytest.mark.parametrize(
    ("lines", "number", "problem"),
    [
        ("dood", 1, "a heading such as"),
        ("[crisis nl]\n\nwil ... | 3", 3, "stands between two words"),
        ("[crisis nl]\na ... ... b", 2, "stands between two words"),
        ("[panic nl]", 1, "a heading is a list and a language"),
        ("[crisis de]", 1, "a heading is a list and a language"),
        ("[crisis nl]\ndood | 4", 2, "the weight '4'"),
        ("[crisis nl]\ndood | zeer", 2, "the weight 'zeer'"),
        ("[crisis nl]\n112 bellen", 2, "numbers and signs are left out"),
        ("[crisis nl]\nstart-up", 2, "read as 2 words"),
        ("[crisis nl]\nab*", 2, "too short"),
        ("[crisis nl]\nI", 2, "0 words that can be found"),
        ("[crisis nl]\n" + "wel " * 9, 2, "9 words that can be found"),
        ("[crisis]\ndood", 2, "needs a language"),
        ("[crisis]\n@no-such-concept", 2, "is the key of no concept"),
        ("[crisis nl]\ndood\n# een\ndood | 2", 4, "stands on line 2 already"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(lines: str, number: int, problem: str) -> None:
    with pytest.raises(LexiconError) as caught:
        with_cues(Cues([]), lines)

    assert str(caught.value).startswith(f"triage.txt:{number}: ")
    assert problem in str(caught.value)


def test_our_lists_are_read_and_every_concept_in_them_is_there() -> None:
    concepts = [cue.phrase[1:] for cue in own_cues().cues if not cue.parts]

    assert set(concepts) <= set(own_lexicon().concepts)
    assert {cue.topic for cue in own_cues().cues} >= {path.stem for path in FOLDER.glob("*.txt")} - {
        "form",
        "other",
        "concepts",
    }


def test_long_texts_cost_bounded_time() -> None:
    words = words_of("ik wil niet meer verder leven vuilnizakken " * 2000)
    began = time.process_time()
    own_cues().find(words, "nl")

    assert time.process_time() - began < 2
