"""How much is understood, and what in a lexicon leads astray."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matching.__main__ import main
from matching.analysis import Analyser, Item
from matching.coverage import Coverage, coverage, problems
from matching.lexicon import own_lexicon, parse_lexicon
from tests.matching.made import analyser

CIRCLE = """
a | appel | apple
  > b .5 | daarom | because
b | boom | tree
  > c .5 | daarom | because
c | kool | cabbage
  > a .5 | daarom | because
  > b .5 | daarom | because
d | dal |
e | | elm
  > a .5 | daarom | because
"""


def told(text: str, *skills: str, language: str | None = "nl") -> Coverage:
    return coverage([Item("a", "", (text,), skills, "nl" if language == "nl" else "en")], analyser())


def test_words_reach_a_concept_say_nothing_or_are_unknown() -> None:
    found = told("eenzame ouderen en de zwoerpeling, zwoerpeling", "interviewen")

    assert (found.reached, found.empty) == (3, 2)
    assert found.unknown == Counter({("nl", "zwoerpeling"): 2})
    assert found.share == pytest.approx(5 / 7)


def test_the_last_part_of_a_compound_makes_it_understood() -> None:
    assert told("zwoerpelingschool").share == 1
    assert told("zwoerpelingschool", language="en").share == 0


def test_no_words_are_wholly_understood() -> None:
    assert coverage([], analyser()).share == 1
    assert told("12345").share == 1


def test_a_silent_name_is_not_unknown() -> None:
    item = Item("a", "Zwoerpeling", language="nl")

    assert coverage([item], Analyser(silent=frozenset({"zwoerpeling"}))).empty == 1
    assert coverage([item], analyser()).unknown.total() == 1


def test_circles_and_lonely_concepts_are_named_once() -> None:
    assert problems(parse_lexicon(CIRCLE, "mine")) == [
        "a > b > c > a: a circle",
        "b > c > b: a circle",
        "mine:9: d joins nothing: one language, no relation",
    ]


def test_our_own_lexicon_leads_nobody_astray() -> None:
    assert problems(own_lexicon()) == []


def test_the_command_tells_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, texts = tmp_path / "mine.txt", tmp_path / "texts.jsonl"
    words.write_text(CIRCLE, encoding="utf-8")
    texts.write_text(
        '{"id": "a", "texts": ["zwoerpeling en eenzaam zwoerpeling knoert"], "language": "nl"}', encoding="utf-8"
    )

    assert main(["check", "--lexicon", str(words)]) == 1
    assert "a > b > c > a: a circle" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert "nothing leads astray" in capsys.readouterr().out
    assert main(["coverage", str(texts), "--unknown", "1"]) == 0
    out = capsys.readouterr().out
    assert "40.0% understood" in out
    assert out.splitlines()[-1].split() == ["2", "nl", "zwoerpeling"]
