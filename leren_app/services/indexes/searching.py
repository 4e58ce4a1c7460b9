"""Asking an index in words: what fits a text well enough to be shown, best first."""

from __future__ import annotations

from collections.abc import Collection

from matching.analysis import Item
from matching.matcher import Matcher, Suggestion

LONGEST = 200  # characters of a search that are read
MOST_FOUND = 100
LEAST_FOUND = 0.05
"""Below it a word only brushes the text, by two steps of the lexicon."""
SHARE_OF_BEST = 0.2
"""What fits five times worse than the best is not what was looked for."""


def tidy(typed: str) -> str:
    """A search as it is read and shown: one line of bounded length, without what cannot be seen."""
    visible = "".join(letter if letter.isprintable() else " " for letter in typed[: 2 * LONGEST])
    return " ".join(visible.split())[:LONGEST].strip()


def search(index: Matcher, typed: str, among: Collection[str] | None = None) -> tuple[Suggestion, ...]:
    """What fits these words, best first; nothing for words that say nothing."""
    found = index.rank(Item("", texts=(tidy(typed),)), k=MOST_FOUND, among=among)
    least = max([LEAST_FOUND, *(SHARE_OF_BEST * each.score for each in found[:1])])
    return tuple(each for each in found if each.score >= least)
