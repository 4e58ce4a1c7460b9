"""Reads the bridge from residents' words to disciplines, Dutch and English; `data/lexicon/README.md` tells the form."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from matching.mistakes import MistakeError, no_concept
from matching.phrases import Phrases
from matching.text import DATA, LANGUAGES, Language

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


class LexiconError(ValueError):
    """A line that cannot be read: file, line number, what is wrong."""

    def __init__(self, at: Place, mistake: MistakeError) -> None:
        super().__init__(f"{at.source}:{at.line}: {mistake}")
        self.at, self.mistake = at, mistake


class Place(NamedTuple):
    """Where something stands."""

    source: str
    line: int


NOWHERE = Place("", 0)


@dataclass(frozen=True)
class Relation:
    """A concept leads to another one, this surely, for this reason."""

    target: str
    weight: float
    nl: str
    en: str
    at: Place = field(default=NOWHERE, compare=False, repr=False)

    def reason(self, language: Language) -> str:
        """The reason as a person reads it."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class Concept:
    """What some words mean, whichever the language."""

    key: str
    nl: tuple[str, ...]
    en: tuple[str, ...]
    relations: tuple[Relation, ...] = ()
    at: Place = field(default=NOWHERE, compare=False, repr=False)

    def words(self, language: Language) -> tuple[str, ...]:
        """The words for it in one language."""
        return self.en if language == "en" else self.nl

    def name(self, language: Language) -> str:
        """The first word for it, in the other language where this one has none."""
        return (self.words(language) or self.nl or self.en)[0]


@dataclass(frozen=True)
class Lexicon:
    """All concepts, and which words stand for which."""

    concepts: Mapping[str, Concept]
    phrases: Phrases = field(compare=False)

    def relation(self, source: str, target: str) -> Relation | None:
        """How one concept leads to another."""
        concept = self.concepts.get(source)
        return next((each for each in concept.relations if each.target == target), None) if concept else None


def parse_lexicon(text: str, source: str = "lexicon") -> Lexicon:
    """The lexicon in a text of the form that `data/lexicon/README.md` explains; LexiconError names the wrong line."""
    return _parse({source: text})


def _parse(texts: Mapping[str, str]) -> Lexicon:
    concepts = read_concepts(texts)
    check_targets(concepts)
    return Lexicon(concepts, phrases_of(concepts.values()))


def read_concepts(texts: Mapping[str, str], known: Container[str] = ()) -> dict[str, Concept]:
    """The concepts as they are written; those of `known` may come without words."""
    concepts: dict[str, Concept] = {}
    for source, text in texts.items():
        last: Concept | None = None
        for number, line in enumerate(text.splitlines(), start=1):
            at, content = Place(source, number), line.strip()
            if not content or content.startswith("#"):
                continue
            try:
                if content.startswith(">"):
                    last = _with_relation(last, content[1:], at)
                else:
                    last = _concept(content, at, concepts, known)
            except MistakeError as mistake:
                raise LexiconError(at, mistake) from None
            concepts[last.key] = last
    return concepts


def _cells(content: str, nl: str, en: str) -> list[str]:
    cells = [cell.strip() for cell in content.split("|")]
    if len(cells) != 3:
        raise MistakeError(
            f"hier horen drie kolommen: {nl}. Het zijn er {len(cells)}",
            f"needs three columns: {en}; has {len(cells)}",
        )
    return cells


def _concept(content: str, at: Place, before: Mapping[str, Concept], known: Container[str]) -> Concept:
    key, nl, en = _cells(
        content, "sleutel | Nederlandse woorden | Engelse woorden", "key | Dutch words | English words"
    )
    if not _KEY.fullmatch(key):
        raise MistakeError(
            f"‘{key}’ kan geen sleutel zijn. Gebruik kleine letters, cijfers en streepjes",
            f"{key!r} is no key: small letters, digits and hyphens",
        )
    if key in before:
        place = before[key].at
        raise MistakeError(
            f"‘{key}’ staat al op regel {place.line}", f"{key} stands at {place.source}:{place.line} already"
        )
    dutch, english = (tuple(word.strip() for word in cell.split(",") if word.strip()) for cell in (nl, en))
    if not (dutch or english or key in known):
        raise MistakeError(f"‘{key}’ heeft geen woorden", f"{key} has no words")
    return Concept(key, dutch, english, at=at)


def _with_relation(concept: Concept | None, content: str, at: Place) -> Concept:
    if concept is None:
        raise MistakeError("boven een regel met > moet een begrip staan", "a relation needs a concept above it")
    head, nl, en = _cells(
        content,
        "> sleutel gewicht | reden in het Nederlands | reden in het Engels",
        "> key weight | reason in Dutch | reason in English",
    )
    target, _, typed = head.partition(" ")
    try:
        weight = float(typed)
    except ValueError:
        weight = 0.0
    if not 0 < weight <= 1:
        raise MistakeError(
            f"het gewicht ‘{typed.strip()}’ kan niet. Kies een getal boven 0 en niet hoger dan 1, zoals .5",
            f"the weight {typed.strip()!r} is not a number above 0 and at most 1",
        )
    if not (nl and en):
        raise MistakeError(
            "achter > moet de reden in beide talen staan", "a relation needs its reason in both languages"
        )
    if target == concept.key or any(each.target == target for each in concept.relations):
        raise MistakeError(f"‘{concept.key}’ leidt al naar ‘{target}’", f"{concept.key} leads to {target} already")
    return replace(concept, relations=(*concept.relations, Relation(target, weight, nl, en, at)))


def check_targets(concepts: Mapping[str, Concept]) -> None:
    """LexiconError where a relation leads to no concept."""
    for concept in concepts.values():
        for relation in concept.relations:
            if relation.target not in concepts:
                raise LexiconError(relation.at, no_concept(relation.target))


def phrases_of(concepts: Iterable[Concept]) -> Phrases:
    """What their words stand for; LexiconError where one stands for two concepts."""
    phrases = Phrases()
    for concept in concepts:
        for language in LANGUAGES:
            for word in concept.words(language):
                try:
                    taken = phrases.add(word, language, concept.key)
                except MistakeError as mistake:
                    raise LexiconError(concept.at, mistake) from None
                if taken:
                    raise LexiconError(concept.at, _taken(word, language, taken))
    return phrases


def _taken(word: str, language: Language, key: str) -> MistakeError:
    return MistakeError(
        f"‘{word}’ ({language}) staat al voor ‘{key}’", f"{word!r} ({language}) stands for {key} already"
    )


def load_lexicon(path: Path) -> Lexicon:
    """The lexicon in a file, or in all the files of a folder."""
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    return _parse({file.name: file.read_text(encoding="utf-8") for file in files})


@lru_cache(maxsize=1)
def own_lexicon() -> Lexicon:
    """The lexicon that comes with the code, read once."""
    return load_lexicon(DATA / "lexicon")
