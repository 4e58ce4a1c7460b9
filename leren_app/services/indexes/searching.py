"""Asking an index in words: what fits a text well enough to be shown, best first."""

from __future__ import annotations

from collections.abc import Collection

from matching.analysis import Item
from matching.explaining import WORD
from matching.matcher import Matcher, Suggestion

LONGEST = 200  # characters of a search that are read
MOST_FOUND = 100
LEAST_SAID = 0.008
"""Of the score, by words that mean the same: what names the thing itself is found."""
LEAST_LED = 0.03
"""Of the score, where words only lead to each other: below it they brush the text."""
SHARE_OF_BEST = 0.2
"""Of the best score, likewise."""


def tidy(typed: str) -> str:
    """A search as it is read and shown: one line of bounded length, without what cannot be seen."""
    visible = "".join(letter if letter.isprintable() else " " for letter in typed[: 2 * LONGEST])
    return " ".join(visible.split())[:LONGEST].strip()


def search(index: Matcher, typed: str, among: Collection[str] | None = None) -> tuple[Suggestion, ...]:
    """What fits these words, best first; nothing for words that say nothing."""
    found = index.rank(Item("", texts=(tidy(typed),)), k=MOST_FOUND, among=among)
    least = max([LEAST_LED, *(SHARE_OF_BEST * each.score for each in found[:1])])
    return tuple(each for each in found if each.score >= least or _said(each) >= LEAST_SAID)


def _said(found: Suggestion) -> float:
    """How much of the score comes from words that mean the same."""
    direct = (reason for reason in found.reasons if reason.via == WORD or reason.via.startswith(("concept:", "skill:")))
    return sum(reason.contribution for reason in direct)
