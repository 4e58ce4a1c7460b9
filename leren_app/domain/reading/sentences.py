"""Cuts a text into sentences and words, with their places; abbreviations and numbers end no sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leren_app.domain.reading.known import ABBREVIATIONS

WORD = re.compile(
    r"https?://\S+|\S+@\S+\.\w+"  # an address is one word
    r"|(?:[^\W\d_]\.){2,}"  # m.b.t., e.g.
    r"|\w+(?:[.,:/’'\-]\w+)*"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n+")
_OPENS = re.compile(r"\s*[\"'“‘(\[]*(?P<first>\w)")
_BEFORE = re.compile(r"[\w.]*$")
MAY_END = frozenset({"enz", "etc", "e.d", "e.a", "o.i.d", "al", "inc", "ltd", "nl", "no", "max", "min", "st", "ed"})
"""Those that often close a sentence, or are a word as well: they do not when a small letter follows."""


@dataclass(frozen=True)
class Span:
    """A piece of a text and where it stands."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Span]:
    """The sentences in order, without the white space around them; each line of a list is one."""
    found, start = [], 0
    for end in (*_ends(text), len(text)):
        piece = text[start:end]
        kept = piece.strip()
        if kept:
            begins = start + len(piece) - len(piece.lstrip())
            found.append(Span(begins, begins + len(kept), kept))
        start = end
    return found


def words(text: str, offset: int = 0) -> list[Span]:
    """The words with their places; numbers and addresses are words, signs are not."""
    return [Span(m.start() + offset, m.end() + offset, m.group()) for m in WORD.finditer(text)]


def _ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if "\n" in found.group() or not _is_within(text, found):
            yield found.end()


def _is_within(text: str, found: re.Match[str]) -> bool:
    """Whether the point belongs to an abbreviation, an initial or a number in the middle of a sentence."""
    follows = _OPENS.match(text, found.end())
    first = follows.group("first") if follows else ""
    if first.islower():
        return True
    if not found.group().startswith("."):
        return False
    before = _BEFORE.search(text, 0, found.start())
    word = before.group().lower().strip(".") if before else ""
    if word in MAY_END:
        return False
    is_initial = len(word) == 1 and word.isalpha() and text[found.start() - 1].isupper()
    return word in ABBREVIATIONS or ("." in word and not word[-1:].isdigit()) or is_initial
