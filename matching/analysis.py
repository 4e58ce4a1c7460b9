"""Turns an item into weighted features in one space for both languages, and remembers which word each came from.

Features: `c:` a concept of the lexicon, `k:` a skill, `s:` the stem of another word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from matching.lexicon import Lexicon, own_lexicon
from matching.skills import Vocabulary, own_vocabulary
from matching.text import DATA, LANGUAGES, Language, Word, guess_language, is_stop, says_nothing, stem, words_of

VERSION = 2  # rises where the same text gives other features, so that an index of before is built again
MOST_SKILLS = 30
MOST_TEXTS = 200
MOST_WORDS_OF_ITEM = 20_000
SHORTEST_PART = 4  # letters of a part of a compound


@dataclass(frozen=True)
class Item:
    """What is compared: a question, a profile, a course. Texts and skills are read as one."""

    id: str
    title: str = ""
    texts: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    language: Language | None = None


class Occurrence(NamedTuple):
    """A feature, how much of it, the word it came from, and the concept that led to it, if one did."""

    feature: str
    weight: float
    word: str
    origin: str = ""


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts against a word's concept (1)."""

    stem: float = 1.0
    part: float = 0.7
    skill: float = 1.0
    relation: float = 1.0


@dataclass(frozen=True)
class Analyser:
    """Reads items with one lexicon and one vocabulary."""

    lexicon: Lexicon = field(default_factory=own_lexicon)
    vocabulary: Vocabulary = field(default_factory=own_vocabulary)
    weights: Weights = Weights()
    silent: frozenset[str] = frozenset()  # words that say nothing here, folded: the names of the city and its places

    def occurrences(self, item: Item) -> Iterator[Occurrence]:
        """Everything an item says, once per time it says it."""
        left = MOST_WORDS_OF_ITEM
        for text in (item.title, *item.texts)[:MOST_TEXTS]:
            if not left:
                break
            words = words_of(text)[:left]
            left -= len(words)
            yield from self._of_words(words, item.language or self.language_of(words))
        for typed in dict.fromkeys(item.skills[:MOST_SKILLS]):
            yield from self._of_skill(typed, item.language)

    def language_of(self, words: tuple[Word, ...]) -> Language:
        """The language of a text: where its known words are, or how it looks."""
        nl, en = (sum(self._tells(word, language) for word in words) for language in LANGUAGES)
        if nl == en:
            return guess_language(words)
        return "en" if en > nl else "nl"

    def _tells(self, word: Word, language: Language) -> bool:
        return is_stop(word, language) or bool(self.lexicon.phrases.at((word,), 0, language)[0])

    def _of_words(self, words: tuple[Word, ...], language: Language) -> Iterator[Occurrence]:
        for start, length, keys in self.runs(words, language):
            if keys:
                said = " ".join(word.shown for word in words[start : start + length])
                yield from self._of_concepts(keys, said, 1.0)
            elif words[start].plain not in self.silent and not says_nothing(words[start], language):
                yield from self._of_unknown(words[start], language)

    def runs(self, words: tuple[Word, ...], language: Language) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Every word, or run of words that the lexicon knows: (start, length, keys of concepts)."""
        start = 0
        while start < len(words):
            length, keys = (1, ()) if words[start].plain in self.silent else self._known(words, start, language)
            yield start, length or 1, keys
            start += length or 1

    def _known(self, words: tuple[Word, ...], start: int, language: Language) -> tuple[int, tuple[str, ...]]:
        """The longest run the lexicon knows, in the other language where it is no word of this one."""
        length, keys = self.lexicon.phrases.at(words, start, language)
        if keys or says_nothing(words[start], language) or len(words[start].plain) < SHORTEST_PART:
            return length, keys
        # Exactly: "elders" (elsewhere) is no form of "elder".
        return 1, self.lexicon.phrases.exactly(words[start].plain, "nl" if language == "en" else "en")

    def _of_concepts(self, keys: tuple[str, ...], said: str, weight: float) -> Iterator[Occurrence]:
        for key in keys:
            yield Occurrence(f"c:{key}", weight, said)
            for relation in self.lexicon.concepts[key].relations:
                share = weight * relation.weight * self.weights.relation
                yield Occurrence(f"c:{relation.target}", share, said, key)

    def _of_unknown(self, word: Word, language: Language) -> Iterator[Occurrence]:
        yield Occurrence(f"s:{stem(word.plain, language)}", self.weights.stem, word.shown)
        if language == "nl":
            for part in self.parts(word.plain):
                yield from self._of_concepts(part, word.shown, self.weights.part)

    def parts(self, plain: str) -> list[tuple[str, ...]]:
        """The concepts of a compound's two parts, or of one: a schuttersveld is a kind of veld."""
        for cut in range(SHORTEST_PART, len(plain) - SHORTEST_PART + 1):
            head, tail = plain[:cut], plain[cut:]
            first = self._written(head) or self._written(head.removesuffix("s"))
            last = self._written(tail) or (first and self.lexicon.phrases.at((Word(tail, tail),), 0, "nl")[1])
            if last and (first or len(tail) > SHORTEST_PART):
                return [keys for keys in (first, last) if keys]
            if first and says_nothing(Word(tail, tail), "nl"):
                return [first]
        return []

    def _written(self, plain: str) -> tuple[str, ...]:
        return self.lexicon.phrases.exactly(plain, "nl")

    def _of_skill(self, typed: str, language: Language | None) -> Iterator[Occurrence]:
        skill = self.vocabulary.resolve(typed)
        if skill is None:
            words = words_of(typed)
            yield from self._of_words(words, language or self.language_of(words))
            return
        said = typed if typed != skill.key else skill.label(language or "nl")
        yield Occurrence(f"k:{skill.key}", self.weights.skill, said.lower())
        if skill.concept in self.lexicon.concepts:
            yield from self._of_concepts((str(skill.concept),), said.lower(), 1.0)

    @property
    def fingerprint(self) -> str:
        """Changes where the same text would give other features."""
        told = [f"{VERSION} {self.weights} {sorted(self.silent)}", *sorted(map(repr, self.lexicon.concepts.values()))]
        told += sorted(map(repr, self.vocabulary.skills.values()))
        told += [path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.*.txt"))]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()
