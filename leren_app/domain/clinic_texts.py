"""What the texts of the clinic are called, and whether the two languages still say the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from leren_app.domain.text import LANGUAGES, Text

BOXES: dict[str, Text] = {
    "worry": Text("Wat zit u dwars?", "What worries you?"),
    "difference": Text("Wat zou er anders zijn als het lukt?", "What would be different if it works out?"),
    "known": Text("Wat weten we al?", "What do we know already?"),
    "feasible": Text("Wat kan in 10 weken?", "What can be done in 10 weeks?"),
}
SPOKEN: dict[str, Text] = {
    "title": Text("de titel", "the title"),
    "summary": Text("de samenvatting", "the summary"),
    "research_question": Text("de onderzoeksvraag", "the research question"),
}
"""Texts that are written in each language, in the order in which they are named."""


class Written(Protocol):
    """Anything with the texts of the clinic as attributes: a version, or what was typed."""


def names_of_changed(before: Written, after: Written, language: str) -> list[str]:
    """What differs between two texts, in words: the boxes with their heading, the rest once for both languages."""
    boxes = [f"‘{name.in_(language)}’" for key, name in BOXES.items() if _of(before, key) != _of(after, key)]
    spoken = [
        name.in_(language)
        for key, name in SPOKEN.items()
        if any(_of(before, f"{key}_{each}") != _of(after, f"{key}_{each}") for each in LANGUAGES)
    ]
    return boxes + spoken


def lagging(versions: Sequence[Written]) -> dict[str, list[Text]]:
    """Language → texts that were changed in the other language since, and in this one not yet; oldest version first.

    Who then changes the one that stayed behind has caught up, whatever was written. A gap is no lag.
    """
    found: dict[str, list[Text]] = {}
    for key, name in SPOKEN.items():
        behind = _behind(key, versions)
        if behind and _of(versions[-1], f"{key}_{behind}"):
            found.setdefault(behind, []).append(name)
    return found


def _behind(key: str, versions: Sequence[Written]) -> str:
    behind = ""
    for before, after in pairwise(versions):
        was = {each: _of(before, f"{key}_{each}") for each in LANGUAGES}
        changed = [each for each in LANGUAGES if was[each] != _of(after, f"{key}_{each}")]
        if len(changed) == len(LANGUAGES) or changed == [behind] or (changed and not was[changed[0]]):
            behind = ""  # both, the one that stayed behind, or one that was not written before
        elif changed:
            behind = next(each for each in LANGUAGES if each not in changed)
    return behind


def _of(written: Written, name: str) -> str:
    return str(getattr(written, name))
