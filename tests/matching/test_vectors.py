"""Weights of features, checked by hand."""

from __future__ import annotations

import math

import pytest

from matching.analysis import MOST_SKILLS, Analyser, Item, Occurrence
from matching.skills import own_vocabulary
from matching.vectors import IDF_FLOOR, Entry, Frequencies, count, frequencies, scale, weigh


def test_the_word_that_says_most_stands_for_a_feature() -> None:
    said = [Occurrence("c:a", 0.5, "x", "b"), Occurrence("c:a", 0.4, "y"), Occurrence("c:a", 0.4, "y")]

    assert count(said) == {"c:a": Entry(pytest.approx(1.3), "y", "")}


def test_saying_it_ten_times_counts_little_more_than_once() -> None:
    vector = weigh({"a": Entry(10, "a"), "b": Entry(1, "b"), "c": Entry(0.5, "c")}, Frequencies(0, {}), letters=1)

    assert vector["a"].weight / vector["b"].weight == pytest.approx(1 + math.log(10))
    assert vector["c"].weight / vector["b"].weight == pytest.approx(0.5)
    assert math.hypot(*(entry.weight for entry in vector.values())) == pytest.approx(1)


def test_what_few_say_tells_more() -> None:
    known = frequencies([{"a": 3.0, "b": 0.5}, {"a": 1.0}])

    assert known == Frequencies(2, {"a": 2.0, "b": 0.5})
    assert known.idf("a") == IDF_FLOOR
    assert known.idf("a") < known.idf("b") < known.idf("c") == IDF_FLOOR + math.log(3)


def test_only_the_first_skills_are_read() -> None:
    pasted = Item("a", skills=tuple(own_vocabulary().skills)[:50])

    found = {each.feature for each in Analyser().occurrences(pasted) if each.feature.startswith("k:")}
    assert found == {f"k:{key}" for key in pasted.skills[:MOST_SKILLS]}


def test_nothing_weighs_nothing() -> None:
    assert weigh({}, Frequencies(0, {}), letters=1) == {}
    assert scale({}, Frequencies(0, {}), letters=1) == {}


def test_all_letters_together_weigh_what_they_are_given_against_the_rest() -> None:
    vector = scale({"s:a": 1.0, "e:b": 1.0, **{f"g:{n}": 1.0 for n in range(50)}}, Frequencies(0, {}), letters=0.5)

    rest = math.hypot(vector["s:a"], vector["e:b"])
    letters = math.hypot(*(weight for feature, weight in vector.items() if feature.startswith("g:")))
    assert letters / rest == pytest.approx(0.5)
    assert math.hypot(rest, letters) == pytest.approx(1)
