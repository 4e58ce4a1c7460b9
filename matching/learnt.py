"""What was learnt from parallel texts: English stems for Dutch ones, and which Dutch words can be parts of compounds.

A table is a text file: lines that start with # say where it comes from; every other line is a Dutch stem, in how many
texts it stood, and up to four English stems with their probability, with tabs between: `afval 41 wast:0.82`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from matching.text import DATA

FIRST_LINE = "# learnt: nl > en"


class LearntError(ValueError):
    """A line of a learnt table that cannot be read: file, line number, what is wrong."""


class Translation(NamedTuple):
    """An English stem, and how probable it is for the Dutch one."""

    stem: str
    probability: float


@dataclass(frozen=True)
class Learnt:
    """English stems by Dutch stem, and how many texts each Dutch stem stood in."""

    translations: Mapping[str, tuple[Translation, ...]] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    source: tuple[str, ...] = ()


def parse_learnt(lines: Iterable[str], source: str) -> Learnt:
    """The table in some lines; LearntError names the first wrong one."""
    translations: dict[str, tuple[Translation, ...]] = {}
    texts: dict[str, int] = {}
    told = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            told.append(line.rstrip("\n"))
            continue
        try:
            stem, count, *pairs = line.rstrip("\n").split("\t")
            if not stem or stem in texts or int(count) < 1:
                raise ValueError
            texts[stem] = int(count)
            if pairs:
                translations[stem] = tuple(map(_translation, pairs))
        except ValueError:
            raise LearntError(f"{source}:{number}: needs a new stem, a count and stem:probability, with tabs") from None
    return Learnt(translations, texts, tuple(told))


def _translation(cell: str) -> Translation:
    stem, _, typed = cell.rpartition(":")
    probability = float(typed)
    if not stem or not 0 < probability <= 1:
        raise ValueError
    return Translation(stem, probability)


def write_learnt(learnt: Learnt) -> str:
    """The table as text, in the order of its stems."""
    lines = [FIRST_LINE, *(line for line in learnt.source if line != FIRST_LINE)]
    for stem, count in sorted(learnt.texts.items()):
        pairs = (f"{each.stem}:{each.probability:.2f}" for each in learnt.translations.get(stem, ()))
        lines.append("\t".join([stem, str(count), *pairs]))
    return "\n".join(lines) + "\n"


def is_learnt(path: Path) -> bool:
    """Whether a file is a learnt table, by its first line."""
    with path.open(encoding="utf-8") as file:
        return file.readline().strip() == FIRST_LINE


def load_learnt(path: Path) -> Learnt:
    """The table in a file."""
    with path.open(encoding="utf-8") as file:
        return parse_learnt(file, path.name)


@lru_cache(maxsize=1)
def own_learnt() -> Learnt:
    """The table that comes with the code, read once."""
    return load_learnt(DATA / "learnt.txt")
