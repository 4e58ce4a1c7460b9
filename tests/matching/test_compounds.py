"""Dutch compounds, taken apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import compounds
from matching.compounds import _ENDINGS, SHORTEST_PART, Splitter
from matching.text import stem
from tests.matching.made import analyser

KNOWN = {"school", "plein", "gezondheid", "verschil", "zorg", "kosten", "verkeer", "veld", "ding", "heid", "ling"}


def splitter(*more: str) -> Splitter:
    """One that knows a few words."""
    return Splitter((KNOWN | set(more)).__contains__, {})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("schoolplein", ("school", "plein")),
        ("gezondheidsverschil", ("gezondheid", "verschil")),
        ("gezondheidszorgkosten", ("gezondheid", "zorg", "kosten")),
        ("schuttersplein", ("plein",)),  # whatever comes before it
        ("school", ()),
        ("plein", ()),
        ("zorgje", ()),
        ("", ()),
    ],
)
def test_a_compound_has_the_parts_a_reader_sees(word: str, parts: tuple[str, ...]) -> None:
    assert splitter().parts(word) == parts


@pytest.mark.parametrize("link", ["", "s", "n", "en", "e"])
def test_a_letter_that_joins_two_parts_is_no_part_of_them(link: str) -> None:
    assert splitter().parts(f"verkeer{link}plein") == ("verkeer", "plein")


def test_an_ending_is_never_a_part() -> None:
    for ending in _ENDINGS:
        assert splitter(ending).parts(f"school{ending}") == ()
        assert splitter(ending).parts(f"{ending}plein") in ((), ("plein",))


def test_a_part_is_not_shorter_than_four_letters() -> None:
    assert SHORTEST_PART == 4
    assert splitter("bus").parts("schoolbus") == ()
    assert splitter("bus").parts("busschool") == ()


def test_words_that_stood_in_texts_are_parts_and_frequent_ones_rather() -> None:
    seen = Splitter(lambda _: False, {stem("fiets", "nl"): 9, stem("pad", "nl"): 9, stem("paden", "nl"): 3})
    assert seen.parts("fietspaden") == ("fiets", "paden")

    two_ways = {"dijkpa": 1, "trouw": 1, "dijk": 500, "patrouw": 500}
    assert Splitter(lambda _: False, two_ways).parts("dijkpatrouw") == ("dijk", "patrouw")


def test_a_compound_of_many_parts_is_taken_apart_to_a_depth_and_no_further() -> None:
    assert splitter().parts("school" * 3) == ("school",) * 3
    assert len(splitter().parts("school" * 4)) == 4
    assert len(splitter().parts("school" * 6)) < 6


@settings(deadline=None)
@given(st.lists(st.sampled_from([*sorted(KNOWN), "s", "en", "x"]), max_size=8).map("".join))
def test_the_parts_stand_in_the_word_in_their_order_and_are_known(word: str) -> None:
    parts, at = splitter().parts(word), 0
    for part in parts:
        at = word.index(part, at) + len(part)
    assert KNOWN.issuperset(parts)
    assert word.endswith(parts[-1:] or "")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_it_ends_for_any_word(word: str) -> None:
    assert analyser().parts(word) == analyser().parts(word)


def test_the_longest_words_there_are_take_little_time() -> None:
    words = ["school" * 6, "gezondheids" * 3, "a" * 40, "s" * 40, "ende" * 10]
    began = time.process_time()

    for word in words:
        splitter().parts(word)
        analyser().parts(word)

    assert time.process_time() - began < 0.5


def test_our_own_words_take_apart_what_residents_write() -> None:
    assert analyser().parts("schoolplein") == ("school", "plein")
    assert analyser().parts("gezondheidsverschillen") == ("gezondheid", "verschillen")


def test_no_more_words_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compounds, "MOST_SEEN", 3)
    one = splitter()

    for number in range(10):
        one.parts("x" * number)
        assert len(one._seen) <= 3
    assert one.parts("school" * 3) == one.parts("school" * 3) == ("school",) * 3
