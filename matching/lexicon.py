"""Reads the bridge between residents' words and disciplines, in Dutch and English: `data/lexicon.txt` explains it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from matching.phrases import Phrases
from matching.text import DATA, LANGUAGES, Language

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


class LexiconError(ValueError):
    """A line that cannot be read: file, line number, what is wrong."""

    def __init__(self, source: str, line: int, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}")


@dataclass(frozen=True)
class Relation:
    """A concept leads to another one, this surely, for this reason."""

    target: str
    weight: float
    nl: str
    en: str
    line: int = 0

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
    line: int = 0

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
    """The lexicon in a text of the form that `data/lexicon.txt` explains; LexiconError names the first wrong line."""
    concepts: dict[str, Concept] = {}
    last: Concept | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        try:
            if content.startswith(">"):
                last = _with_relation(last, content[1:], number)
            else:
                last = _concept(content, number, concepts)
        except ValueError as problem:
            raise LexiconError(source, number, str(problem)) from None
        concepts[last.key] = last
    _check_targets(concepts, source)
    return Lexicon(concepts, _phrases_of(concepts.values(), source))


def _cells(content: str, names: str) -> list[str]:
    cells = [cell.strip() for cell in content.split("|")]
    if len(cells) != 3:
        raise ValueError(f"needs three columns: {names}; has {len(cells)}")
    return cells


def _concept(content: str, line: int, known: Mapping[str, Concept]) -> Concept:
    key, nl, en = _cells(content, "key | Dutch words | English words")
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key: small letters, digits and hyphens")
    if key in known:
        raise ValueError(f"{key} stands on line {known[key].line} already")
    dutch, english = (tuple(word.strip() for word in cell.split(",") if word.strip()) for cell in (nl, en))
    if not (dutch or english):
        raise ValueError(f"{key} has no words")
    return Concept(key, dutch, english, line=line)


def _with_relation(concept: Concept | None, content: str, line: int) -> Concept:
    if concept is None:
        raise ValueError("a relation needs a concept above it")
    head, nl, en = _cells(content, "> key weight | reason in Dutch | reason in English")
    target, _, typed = head.partition(" ")
    try:
        weight = float(typed)
    except ValueError:
        weight = 0.0
    if not 0 < weight <= 1:
        raise ValueError(f"the weight {typed.strip()!r} is not a number above 0 and at most 1")
    if not (nl and en):
        raise ValueError("a relation needs its reason in both languages")
    if target == concept.key or any(each.target == target for each in concept.relations):
        raise ValueError(f"{concept.key} leads to {target} already")
    return replace(concept, relations=(*concept.relations, Relation(target, weight, nl, en, line)))


def _check_targets(concepts: Mapping[str, Concept], source: str) -> None:
    for concept in concepts.values():
        for relation in concept.relations:
            if relation.target not in concepts:
                raise LexiconError(source, relation.line, f"{relation.target} is the key of no concept")


def _phrases_of(concepts: Iterable[Concept], source: str) -> Phrases:
    phrases = Phrases()
    for concept in concepts:
        for language in LANGUAGES:
            for word in concept.words(language):
                try:
                    taken = phrases.add(word, language, concept.key)
                except ValueError as problem:
                    raise LexiconError(source, concept.line, str(problem)) from None
                if taken:
                    raise LexiconError(source, concept.line, f"{word!r} ({language}) stands for {taken} already")
    return phrases


def load_lexicon(path: Path) -> Lexicon:
    """The lexicon in a file."""
    return parse_lexicon(path.read_text(encoding="utf-8"), path.name)


@lru_cache(maxsize=1)
def own_lexicon() -> Lexicon:
    """The lexicon that comes with the code, read once."""
    return load_lexicon(DATA / "lexicon.txt")
