"""Weights of features, checked by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from matching.analysis import MOST_SKILLS, Analyser, Item, Occurrence, Weights
from matching.skills import own_vocabulary
from matching.vectors import IDF_FLOOR, MANY, MOST_ROWS, Frequencies, frequencies, most_saying, scale, total

NOTHING_KNOWN = Frequencies(0, {})
EVEN = replace(Weights(), words=1.0, letters=0.5, meaning_power=2.0, letters_power=1.0, most_letters=3.0)


def test_the_word_that_says_most_stands_for_a_feature() -> None:
    said = [Occurrence("c:a", 0.5, "x", "b"), Occurrence("c:a", 0.4, "y"), Occurrence("c:a", 0.4, "y")]

    assert most_saying(said) == {"c:a": ("y", "")}
    assert total(said) == {"c:a": pytest.approx(1.3)}


def test_saying_it_ten_times_counts_little_more_than_once() -> None:
    vector = scale({"c:a": 10, "c:b": 1, "c:c": 0.5}, NOTHING_KNOWN, 1.0, EVEN)

    assert vector["c:a"] / vector["c:b"] == pytest.approx(1 + math.log(10))
    assert vector["c:c"] / vector["c:b"] == pytest.approx(0.5)
    assert math.hypot(*vector.values()) == pytest.approx(1)


def test_what_few_say_tells_more() -> None:
    known = frequencies([{"a": 3.0, "b": 0.5}, {"a": 1.0}])

    assert known == Frequencies(2, {"a": 2.0, "b": 0.5})
    assert known.idf("a") == IDF_FLOOR
    assert known.idf("a") < known.idf("b") < known.idf("c") == IDF_FLOOR + math.log(3)


def test_an_empty_word_tells_nothing_where_everybody_says_it() -> None:
    known = frequencies([{"os:a": 1.0, "c:b": 1.0}])

    assert known.idf("os:a") == 0
    assert scale({"os:a": 1.0, "c:b": 1.0}, known, 1.0, EVEN) == {"c:b": 1.0}


def test_all_letters_together_weigh_what_they_are_given_against_the_rest() -> None:
    vector = scale({"s:a": 1.0, "e:b": 1.0, **{f"g:{n}": 1.0 for n in range(50)}}, NOTHING_KNOWN, 1.0, EVEN)

    rest = math.hypot(vector["s:a"], vector["e:b"])
    letters = math.hypot(*(weight for feature, weight in vector.items() if feature.startswith("g:")))
    assert letters / rest == pytest.approx(0.5)
    assert math.hypot(rest, letters) == pytest.approx(1)


def test_the_less_is_understood_the_less_meaning_and_the_more_letters_count() -> None:
    said = {"c:a": 1.0, "s:a": 1.0, "g:a": 1.0}
    whole, half, hardly = (scale(said, NOTHING_KNOWN, share, EVEN) for share in (1.0, 0.5, 0.01))

    assert whole["c:a"] == pytest.approx(whole["s:a"])
    assert half["c:a"] == pytest.approx(half["s:a"] / 4)
    assert half["g:a"] / math.hypot(half["c:a"], half["s:a"]) == pytest.approx(0.5 * 2)
    assert hardly["g:a"] / math.hypot(hardly["c:a"], hardly["s:a"]) == pytest.approx(0.5 * 3)


def test_only_the_first_skills_are_read() -> None:
    pasted = Item("a", skills=tuple(own_vocabulary().skills)[:50])

    found = {each.feature for each in Analyser().occurrences(pasted) if each.feature.startswith("k:")}
    assert found == {f"k:{key}" for key in pasted.skills[:MOST_SKILLS]}


def test_letters_that_many_rows_have_are_left_out_where_there_are_many_rows() -> None:
    said = {"s:a": 1.0, "g:many": 1.0, "g:few": 1.0}
    few_rows, many_rows = (
        Frequencies(rows, {"s:a": rows, "g:many": rows * MOST_ROWS, "g:few": rows * MOST_ROWS - 1})
        for rows in (MANY - 1, MANY)
    )

    assert scale(said, few_rows, 1.0, EVEN).keys() == said.keys()
    left = scale(said, many_rows, 1.0, EVEN)
    assert left.keys() == {"s:a", "g:few"}
    assert left["g:few"] / left["s:a"] == pytest.approx(0.5)


def test_nothing_weighs_nothing() -> None:
    assert scale({}, NOTHING_KNOWN, 1.0, EVEN) == {}
