"""Reading help on pages: the hints for a text as lines in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from leren_app.domain.reading import Hint, Kind, read
from leren_app.domain.text import LANGUAGES
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language

MOST = 6
"""Lines shown for one text; who has more to mend begins with these."""
_CAPITALS = re.compile(r"\b[A-Z]{2,5}\b")


@dataclass(frozen=True)
class Line:
    """One hint: what it is about, the words of the text, the plainer words, and what to do."""

    label: str
    words: str
    plain: str
    advice: str


@dataclass(frozen=True)
class ReadingHelp:
    """The first lines for a text, and how many more there are."""

    lines: list[Line]
    more: int


def reading_help(text: str | None, language: str) -> ReadingHelp:
    """Hints for a text in its own language, said in the language of the page; the heaviest kinds first."""
    hints = sorted(read(text or "", language, _known_here()), key=lambda hint: _ORDER.index(hint.kind))
    return ReadingHelp([_line(hint) for hint in hints[:MOST]], max(0, len(hints) - MOST))


def _line(hint: Hint) -> Line:
    advice = "" if hint.plain else hint.advice.in_(spoken_language())
    return Line(_label(hint), hint.words, hint.plain, advice)


def _label(hint: Hint) -> str:
    if hint.kind is Kind.VERY_LONG_SENTENCE:
        return ngettext("Very long sentence (%(num)d word)", "Very long sentence (%(num)d words)", hint.count)
    if hint.kind is Kind.LONG_SENTENCE:
        return ngettext("Long sentence (%(num)d word)", "Long sentence (%(num)d words)", hint.count)
    return {
        Kind.HARD_WORD: gettext("Hard word"),
        Kind.LONG_WORD: gettext("Long word"),
        Kind.PASSIVE: gettext("Nobody does it"),
        Kind.NOBODY: gettext("Nobody does it"),
        Kind.STACKED: gettext("Stacked words"),
        Kind.ABBREVIATION: gettext("Abbreviation"),
    }[hint.kind]


def _known_here() -> frozenset[str]:
    """Abbreviations in the names of the city's partners: here everybody knows them."""
    names = (institution.name.in_(language) for institution in the_city().institutions for language in LANGUAGES)
    return frozenset(short for name in names for short in _CAPITALS.findall(name))


_ORDER = (
    Kind.VERY_LONG_SENTENCE,
    Kind.HARD_WORD,
    Kind.ABBREVIATION,
    Kind.LONG_WORD,
    Kind.LONG_SENTENCE,
    Kind.PASSIVE,
    Kind.NOBODY,
    Kind.STACKED,
)
