"""What changed between two versions reads well, adds up exactly, and takes bounded time."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leren_app.domain.difference import Piece, difference

SIGNS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
anything = st.text(st.characters(), max_size=120)
prose = st.lists(st.sampled_from(["de ", "man ", "in ", "huis. ", "oud", "!", "\n", "  ", "\x00"]), max_size=40).map(
    "".join
)


def shown(old: str, new: str) -> str:
    """The difference on one line."""
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in difference(old, new))


def assert_adds_up(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces give both texts back, none is empty, and neighbours differ in kind."""
    pieces = difference(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert all(piece.text for piece in pieces)
    assert all(one.kind != next_one.kind for one, next_one in pairwise(pieces))
    return pieces


def make_text(seed: int, words: int, kinds: int, stop: str = " ") -> str:
    """A text of so many words of so many kinds, the same for the same seed."""
    chance = random.Random(seed)
    return "".join(f"{chance.randrange(kinds)}{stop if chance.random() < 0.1 else ' '}" for _ in range(words))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("gelijk", "gelijk", "gelijk"),
        ("", "nieuw", "{+nieuw+}"),
        ("oud", "", "[-oud-]"),
        ("Het is goed", "Het is goed en mooi", "Het is goed{+ en mooi+}"),
        ("Het is goed.", "Het is heel goed.", "Het is {+heel +}goed."),
        (
            "Veel ouderen zijn alleen.",
            "Veel ouderen voelen zich alleen.",
            "Veel ouderen [-zijn-]{+voelen zich+} alleen.",
        ),
        # two replacements with a short word between them become one
        ("de man in huis loopt", "de vrouw in tuin loopt", "de [-man in huis-]{+vrouw in tuin+} loopt"),
        ("man in huis op zee nu", "vrouw in tuin op land nu", "[-man in huis op zee-]{+vrouw in tuin op land+} nu"),
        ("man onder huis", "vrouw onder tuin", "[-man-]{+vrouw+} onder [-huis-]{+tuin+}"),
        # but not over the end of a paragraph, and not where something only came or went
        ("man\n\nhuis", "vrouw\n\ntuin", "[-man-]{+vrouw+}\n\n[-huis-]{+tuin+}"),
        ("een in huis", "in tuin", "[-een -]in [-huis-]{+tuin+}"),
        ("a  b", "a b", "a[-  -]{+ +}b"),
        ("niets", "anders", "[-niets-]{+anders+}"),
    ],
)
def test_a_difference_reads_as_an_editor_would_mark_it(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


@given(anything, anything)
def test_any_two_texts_add_up(old: str, new: str) -> None:
    assert_adds_up(old, new)


@given(prose, prose)
def test_texts_of_common_words_add_up(old: str, new: str) -> None:
    assert_adds_up(old, new)


@given(anything)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert difference(text, text) == ((Piece("same", text),) if text else ())


def test_a_long_text_with_small_changes_is_still_compared_by_words() -> None:
    old = make_text(1, 3500, 2000, stop=". ")
    words = old.split(" ")
    words[1000], words[2000] = "HIER", "DAAR"

    pieces = assert_adds_up(old, " ".join(words))

    assert [piece.text for piece in pieces if piece.kind == "added"] == ["HIER", "DAAR"]


LONG = {
    "unrelated prose": (make_text(1, 3500, 500, ". "), make_text(2, 3500, 500, ". ")),
    "prose without full stop": (make_text(3, 5000, 500), make_text(4, 5000, 500)),
    "two words": (make_text(5, 10_000, 2), make_text(6, 10_000, 2)),
    "two words in sentences": (make_text(7, 10_000, 2, ". "), make_text(8, 10_000, 2, ". ")),
    "two words in paragraphs": (make_text(9, 10_000, 2, "\n\n"), make_text(10, 10_000, 2, "\n\n")),
    "two words, fewer": (make_text(13, 1_500, 2), make_text(14, 1_500, 2)),
    "one word": ("a " * 10_000, "a " * 9_000 + "b"),
    "dots": (". " * 10_000, ".. " * 6_000),
    "spaces": (" " * 20_000, " " * 19_999 + "\n"),
    "one line": ("x" * 20_000, "y" * 20_000),
    "lines": ("a\nb\n" * 5_000, "b\na\nc\n" * 3_300),
    "backwards": (" ".join(map(str, range(3500))), " ".join(map(str, range(3500, 0, -1)))),
    "just affordable": (make_text(11, 310, 2), make_text(12, 310, 2)),
}


@pytest.mark.parametrize("name", LONG)
def test_twenty_thousand_signs_of_anything_are_compared_in_time(name: str) -> None:
    start = time.perf_counter()

    assert_adds_up(*LONG[name])

    assert time.perf_counter() - start < 5  # measured: 0.01 to 0.5 s; plain difflib takes minutes


def test_where_comparing_costs_too_much_the_changed_part_is_given_as_a_whole() -> None:
    old, new = "Begin. " + make_text(5, 10_000, 2) + "slot", "Begin. " + make_text(6, 10_000, 2) + "slot"

    pieces = difference(old, new)

    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert pieces[0].text.startswith("Begin. ")
    assert pieces[-1].text.endswith("slot")
