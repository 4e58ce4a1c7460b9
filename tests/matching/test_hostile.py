"""Hostile input costs bounded time, gives finite scores, and changes nothing for others."""

from __future__ import annotations

import math
import time

import pytest

from matching.analysis import MOST_WORDS_OF_ITEM, Analyser, Item
from matching.matcher import Matcher
from matching.skills import own_vocabulary
from tests.matching.town import COURSES, LONELY, asked, fitted, ids

EVERYTHING = tuple(own_vocabulary().skills)
HOSTILE = {
    "fifty skills": Item("x", skills=EVERYTHING[:50]),
    "stuffed": Item("x", "eenzaam " * 5000 + "ouderen " * 5000),
    "empty": Item("x"),
    "stop words": Item("x", "de het een of maar want"),
    "emoji": Item("x", "\U0001f600" * 500),
    "arabic": Item("x", "\u0627\u0644\u0648\u062d\u062f\u0629 \u0648\u0643\u0628\u0627\u0631 \u0627\u0644\u0633\u0646"),
    "large": Item("x", "", tuple(f"eenzaam woord{chr(97 + n % 26)}{chr(97 + n // 26)} " * 1000 for n in range(5))),
    "one word": Item("x", "a" * 100_000),
    "markup": Item("x", "<" * 50_000 + "a@" * 20_000),
    "digits": Item("x", "1 2" * 30_000),
    "control": Item("x", "".join(map(chr, range(32))) * 1000),
    "many texts": Item("x", texts=("eenzaam",) * 10_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_in_bounded_time_and_scored_with_finite_numbers(name: str) -> None:
    began = time.process_time()
    as_query = fitted().rank(HOSTILE[name])
    as_item = Matcher().fit([*COURSES, HOSTILE[name]]).rank(LONELY)

    assert time.process_time() - began < 3
    assert all(math.isfinite(found.score) and 0 < found.score <= 1 for found in (*as_query, *as_item))


@pytest.mark.parametrize("name", HOSTILE)
def test_others_keep_their_scores_and_their_order(name: str) -> None:
    matcher = fitted()
    before = matcher.rank(LONELY)

    matcher.update([HOSTILE[name]])
    after = tuple(found for found in matcher.rank(LONELY, 11) if found.id != "x")

    assert after == before


def test_of_many_large_texts_the_first_are_read() -> None:
    began = time.process_time()
    read = Analyser().rows(Item("x", texts=("woord " * 5000,) * 200))

    assert sum(map(len, read)) == MOST_WORDS_OF_ITEM
    assert time.process_time() - began < 3


def test_pasting_all_skills_puts_nobody_above_who_has_the_one_that_is_asked() -> None:
    matcher = Matcher().fit([Item("honest", skills=("gis",)), Item("stuffed", skills=EVERYTHING)])

    assert ids(matcher, asked("kaarten maken"))[0] == "honest"
    assert ids(matcher, Item("q", skills=("gis",)))[0] == "honest"


def test_repeating_a_word_puts_nobody_above_who_fits_it_whole() -> None:
    stuffed = Item("stuffed", "eenzaam " * 3000)
    matcher = Matcher().fit([Item("honest", "eenzame ouderen in de buurt"), stuffed])

    assert ids(matcher, LONELY)[0] == "honest"
