"""What makes a text hard to read: each rule gives hints with their place, their words and what to do.

A rule stands here only where it is right nine times in ten (docs/reading.md); the rest is left to people.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from leren_app.domain.reading.known import JOINS, NO_ACTION, NO_PARTICIPLES, PARTICIPLES, WELL_KNOWN
from leren_app.domain.reading.lists import Phrase, Plainer, hard_words
from leren_app.domain.reading.sentences import Span, sentences, words
from leren_app.domain.text import Text

LONG, VERY_LONG = 15, 20
"""Words in a sentence, above which it is long and very long for a reader on level B1."""
LONGEST_WORD = 18
BEGINNING = 5
"""How many words of a long sentence are said back."""


class Kind(StrEnum):
    """What a hint is about."""

    VERY_LONG_SENTENCE = "very_long_sentence"
    LONG_SENTENCE = "long_sentence"
    HARD_WORD = "hard_word"
    LONG_WORD = "long_word"
    PASSIVE = "passive"
    NOBODY = "nobody"
    STACKED = "stacked"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True)
class Hint:
    """One piece of advice: where it is about, the words it says back, and what would read more easily."""

    start: int
    end: int
    kind: Kind
    words: str
    advice: Text
    plain: str = ""
    """The plainer word, for a hard one."""
    count: int = 0
    """How many words a long sentence has."""


def read(text: str, language: str, known: Collection[str] = ()) -> tuple[Hint, ...]:
    """The hints for a text in this language, in the order of its words; a word is named once.

    `known` are abbreviations that every reader of this city knows.
    """
    found: dict[tuple[Kind, str | int], Hint] = {}
    known_here = WELL_KNOWN | set(known)
    for sentence in sentences(text):
        spans = words(sentence.text, sentence.start)
        for hint in (*_length(sentence, spans), *_hard(text, spans, language), *_shape(sentence, spans, language)):
            found.setdefault((hint.kind, hint.start if hint.count else hint.words.lower()), hint)
    for hint in _abbreviations(text, known_here):
        found.setdefault((hint.kind, hint.words.lower()), hint)
    return tuple(sorted(found.values(), key=lambda hint: (hint.start, hint.end)))


# ---- sentences ----


def _length(sentence: Span, spans: list[Span]) -> Iterator[Hint]:
    count = len(spans)
    if count <= LONG or (count <= VERY_LONG and _places_to_cut(sentence, spans) < (2 if count <= LONG + 2 else 1)):
        return
    kind = Kind.VERY_LONG_SENTENCE if count > VERY_LONG else Kind.LONG_SENTENCE
    first = sentence.text[: spans[BEGINNING - 1].end - sentence.start] + " …"
    yield Hint(sentence.start, sentence.end, kind, first, _SPLIT[kind], count=count)


def _places_to_cut(sentence: Span, spans: list[Span]) -> int:
    """How often a second thought begins: at a comma or the like, or at a word that joins; both at once count once."""
    gaps = [sentence.text[a.end - sentence.start : b.start - sentence.start] for a, b in itertools.pairwise(spans)]
    return sum(
        bool(_CUTS.search(gap)) or after.text.lower() in JOINS for gap, after in zip(gaps, spans[1:], strict=True)
    )


def _shape(sentence: Span, spans: list[Span], language: str) -> Iterator[Hint]:
    if language != "nl":
        return
    for found in _MEN.finditer(sentence.text):
        yield _at(sentence, found, Kind.NOBODY, _SAY_WHO)
    for found in _STACK.finditer(sentence.text):
        if not {found["first"].lower(), found["second"].lower()} & NO_ACTION:
            yield _at(sentence, found, Kind.STACKED, _USE_VERBS)
    passive = _passive(spans)
    if passive is not None:
        yield passive


def _passive(spans: list[Span]) -> Hint | None:
    """“Moet worden onderzocht”: a duty of nobody. A plain “wordt” is left alone: who does it is mostly no matter."""
    small = [span.text.lower() for span in spans]
    must = next((i for i, word in enumerate(small) if word in MUST), None)
    if must is None or "door" in small:
        return None
    pairs = enumerate(zip(small[must:], small[must + 1 :], strict=False), must)
    at = next((i for i, pair in pairs if "worden" in pair and any(_is_participle(word) for word in pair)), None)
    if at is None:
        return None
    said = f"{small[must]} … {small[at]} {small[at + 1]}" if at - must > 1 else " ".join(small[must : at + 2])
    return Hint(spans[must].start, spans[at + 1].end, Kind.PASSIVE, said, _SAY_WHO)


def _is_participle(word: str) -> bool:
    return word in PARTICIPLES or (bool(_PARTICIPLE.fullmatch(word)) and word not in NO_PARTICIPLES)


# ---- words ----


def _hard(text: str, spans: list[Span], language: str) -> Iterator[Hint]:
    listed = hard_words(language)
    small = [span.text.lower() for span in spans]
    at = 0
    while at < len(spans):
        match = _phrase_at(small, at, listed.get(small[at], ()))
        if match is not None:
            phrase, plainer = match
            start, end = spans[at].start, spans[at + len(phrase) - 1].end
            yield Hint(start, end, Kind.HARD_WORD, text[start:end], _PLAIN.with_(plain=plainer.plain), plainer.plain)
            at += len(phrase)
            continue
        if language == "nl" and _is_too_long(spans[at].text, is_first=at == 0):
            yield Hint(spans[at].start, spans[at].end, Kind.LONG_WORD, spans[at].text, _CUT)
        at += 1


def _phrase_at(small: list[str], at: int, phrases: tuple[tuple[Phrase, Plainer], ...]) -> tuple[Phrase, Plainer] | None:
    return next((each for each in phrases if tuple(small[at : at + len(each[0])]) == each[0]), None)


def _is_too_long(word: str, *, is_first: bool) -> bool:
    """A long compound; not a name, an address, or a word that its hyphens cut already."""
    if "/" in word or "@" in word or any(c.isdigit() for c in word) or (word[0].isupper() and not is_first):
        return False
    return max(len(part) for part in re.split(r"[-’']", word)) > LONGEST_WORD


def _abbreviations(text: str, known: Collection[str]) -> Iterator[Hint]:
    for found in _CAPITALS.finditer(text):
        short = found.group()
        is_shouted = any(len(word) > 1 and word.isupper() for word in _neighbours(text, found))
        if short not in known and not is_shouted and not _is_explained(text, short):
            yield Hint(found.start(), found.end(), Kind.ABBREVIATION, short, _EXPLAIN)


def _is_explained(text: str, short: str) -> bool:
    """“GGZ (geestelijke gezondheidszorg)” or “geestelijke gezondheidszorg (GGZ)”."""
    return f"({short})" in text or f"{short} (" in text


def _neighbours(text: str, found: re.Match[str]) -> list[str]:
    before, after = text[: found.start()].split()[-1:], text[found.end() :].split()[:1]
    return [word.strip(".,:;!?()") for word in (*before, *after)]


def _at(sentence: Span, found: re.Match[str], kind: Kind, advice: Text) -> Hint:
    return Hint(sentence.start + found.start(), sentence.start + found.end(), kind, found.group(), advice)


# ---- what the rules know ----

_MEN = re.compile(r"\bmen\b", re.IGNORECASE)
_STACK = re.compile(
    r"\b(?P<first>\w{3,}ing(?:en)?)\s+van\s+(?:de\s+|het\s+|een\s+)?(?P<second>\w{3,}ing(?:en)?)\b", re.IGNORECASE
)
_PARTICIPLE = re.compile(r"(?:(?:aan|af|bij|in|na|op|uit|voor|mee|samen|terug|vast|toe|door)?ge\w{3,}[dt]|ver\w{3,}d)")
_CAPITALS = re.compile(r"(?<![\w@./-])[A-Z]{2,5}(?![\w@/-])")
MUST = frozenset({"moet", "moeten", "zal", "zullen", "dient", "dienen"})
_CUTS = re.compile(r"[,;–—(]")

_SPLIT = {
    Kind.LONG_SENTENCE: Text(
        "Kan dit in twee zinnen? Tot 15 woorden leest makkelijk.",
        "Could this be two sentences? Up to 15 words reads easily.",
    ),
    Kind.VERY_LONG_SENTENCE: Text(
        "Maak hier twee of drie zinnen van: één gedachte in elke zin.",
        "Make two or three sentences of this: one thought in each.",
    ),
}
_PLAIN = Text("Gewoner is: {plain}.", "Plainer is: {plain}.")
_CUT = Text(
    "Knip dit woord in stukken, of zeg het in een paar gewone woorden.",
    "Cut this word into pieces, or say it in a few plain words.",
)
_SAY_WHO = Text("Zeg wie het doet.", "Say who does it.")
_USE_VERBS = Text(
    "Maak er een werkwoord van: niet ‘de verbetering van’, maar ‘verbeteren’.",
    "Make a verb of it: “improve” instead of “the improvement of”.",
)
_EXPLAIN = Text("Schrijf de eerste keer voluit wat dit is.", "Write out the first time what this stands for.")
