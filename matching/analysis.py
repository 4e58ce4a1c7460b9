"""Turns an item into tokens, and each token into weighted features in one space for both languages.

A token is a run of words that the lexicon knows, one other word, or a skill, with its language: "nl:elkaar treffen",
"en:garden", "skill-nl:interviewen". Features: `c:` a concept of the lexicon, `k:` a skill, `s:` a Dutch stem, `e:` an
English stem, `os:` and `oe:` the same of a word that stands in most texts, `g:` four letters in a row of a Dutch word.

A concept leads to others: someone lonely to psychology. That counts where the other side names psychology itself, not
where it is only led there too. So what is asked and what is held are read differently: `to:` is where the asked leads
and the held stands, `from:` where the held leads and the asked stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple, cast

from matching.compounds import SHORTEST_PART, Splitter
from matching.learnt import Learnt, own_learnt, write_learnt
from matching.lexicon import Lexicon, own_lexicon
from matching.skills import Vocabulary, own_vocabulary
from matching.text import DATA, LANGUAGES, Language, Word, folded, guess_language, is_stop, says_nothing, stem, words_of

VERSION = 4  # rises where the same text gives other features, so that an index of before is built again
MOST_SKILLS = 30
LONGEST_SKILL = 200  # letters
MOST_TEXTS = 200
MOST_WORDS_OF_ITEM = 20_000
LETTERS = 4  # in a row; three to five gave the same figures from three times the features
ENGLISH_OF_DUTCH = "nl"  # origin of an English stem that a Dutch word led to
MOST_KEPT = 200_000  # tokens whose features are kept

Side = Literal["asked", "held"]
LEADS: dict[Side, str] = {"asked": "to", "held": "from"}
STANDS: dict[Side, str] = {"asked": "from", "held": "to"}
CREDIT = 2.0  # tokens that are taken as understood

Token = str
Row = tuple[Token, ...]


@dataclass(frozen=True)
class Item:
    """What is compared: a question, a profile, a course.

    With one text everything is read as one. With several, each is a row of its own (works of a profile), and title and
    skills make another row.
    """

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


class Told(NamedTuple):
    """The features of a token, and whether the lexicon or the vocabulary understands it; None where it says nothing."""

    occurrences: tuple[Occurrence, ...]
    understood: bool | None


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; docs/matching.md says what was tuned on what.

    The better a row is understood, the more its meaning counts, and the less its letters: a question of a resident is
    understood nearly whole, of a scientific abstract a third. `understood` below is that share, from 0 to 1.
    """

    concept: float = 1.0
    leading: float = 1.4  # times the weight of a relation
    standing: float = 0.7  # of a concept itself, as where the other side may lead
    skill: float = 1.0
    stem: float = 1.0
    part: float = 1.0  # of a compound
    translation: float = 1.0
    cognate: float = 0.5  # an unknown Dutch word, read as an English one
    words: float = 0.5  # stems against concepts in a row that is understood whole
    meaning_power: float = 3.0  # concepts count understood ** 3
    letters: float = 0.45  # all letters of a row together, against all the rest of it, in a row understood whole
    letters_power: float = 2.0  # they count understood ** -2,
    most_letters: float = 3.0  # at most this many times as much


@dataclass(frozen=True)
class Analyser:
    """Reads items with one lexicon, one learnt table and one vocabulary."""

    lexicon: Lexicon = field(default_factory=own_lexicon)
    vocabulary: Vocabulary = field(default_factory=own_vocabulary)
    weights: Weights = Weights()
    silent: frozenset[str] = frozenset()  # words that say nothing here, folded: the names of the city and its places
    learnt: Learnt = field(default_factory=own_learnt)
    _kept: dict[tuple[Token, Side], Told] = field(default_factory=dict, repr=False, compare=False)

    # ---- from items to tokens

    def rows(self, item: Item) -> list[Row]:
        """The tokens of each row of an item that says anything."""
        left, found = MOST_WORDS_OF_ITEM, []
        for part in _parts(item):
            row: list[Token] = []
            for text in part:
                if not left:
                    break
                words = words_of(text)[:left]
                left -= len(words)
                row += self._tokens(words, item.language or self.language_of(words))
            found.append(row)
        skills = dict.fromkeys(" ".join(typed.split())[:LONGEST_SKILL] for typed in item.skills[:MOST_SKILLS])
        found[0] += [f"skill-{item.language or 'nl'}:{typed}" for typed in skills if typed]
        return [tuple(row) for row in found if row]

    def language_of(self, words: tuple[Word, ...]) -> Language:
        """The language of a text: where its known words are, or how it looks."""
        nl, en = (sum(self._tells(word, language) for word in words) for language in LANGUAGES)
        if nl == en:
            return guess_language(words)
        return "en" if en > nl else "nl"

    def runs(self, words: tuple[Word, ...], language: Language) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Every word, or run of words that the lexicon knows: (start, length, keys of concepts)."""
        start = 0
        while start < len(words):
            length, keys = (1, ()) if words[start].plain in self.silent else self._known(words, start, language)
            yield start, length or 1, keys
            start += length or 1

    def _tells(self, word: Word, language: Language) -> bool:
        return is_stop(word, language) or bool(self.lexicon.phrases.at((word,), 0, language)[0])

    def _tokens(self, words: tuple[Word, ...], language: Language) -> Iterator[Token]:
        for start, length, keys in self.runs(words, language):
            if keys or not (words[start].plain in self.silent or is_stop(words[start], language)):
                yield f"{language}:{' '.join(word.shown for word in words[start : start + length])}"

    def _known(self, words: tuple[Word, ...], start: int, language: Language) -> tuple[int, tuple[str, ...]]:
        """The longest run the lexicon knows, in the other language where it is no word of this one."""
        length, keys = self.lexicon.phrases.at(words, start, language)
        if keys or says_nothing(words[start], language) or len(words[start].plain) < SHORTEST_PART:
            return length, keys
        # Exactly: "elders" (elsewhere) is no form of "elder".
        return 1, self.lexicon.phrases.exactly(words[start].plain, "nl" if language == "en" else "en")

    # ---- from tokens to features

    def occurrences(self, item: Item) -> Iterator[Occurrence]:
        """Everything an item says in all its rows, once per time it says it, before sides are taken."""
        for row in self.rows(item):
            for token in row:
                yield from self._read(token)

    def told(self, token: Token, side: Side) -> Told:
        """The features of a token; the same for the same token."""
        found = self._kept.get((token, side))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            plain = tuple(self._read(token))
            occurrences = tuple(chain.from_iterable(self._on_side(each, side) for each in plain))
            found = self._kept[token, side] = Told(occurrences, self._is_understood(plain))
        return found

    def understood(self, row: Row) -> float:
        """Which share of the tokens that say something reaches a concept or a skill; short rows get some credit."""
        told = [self.told(token, "held").understood for token in row]
        known, others = told.count(True), told.count(False)
        return (known + CREDIT) / (known + others + CREDIT)

    def _on_side(self, each: Occurrence, side: Side) -> Iterator[Occurrence]:
        kind, _, name = each.feature.partition(":")
        if kind != "c":
            yield each
        elif each.origin:
            yield each._replace(feature=f"{LEADS[side]}:{name}", weight=each.weight * self.weights.leading)
        else:
            yield each
            yield each._replace(feature=f"{STANDS[side]}:{name}", weight=each.weight * self.weights.standing)

    def _is_understood(self, plain: tuple[Occurrence, ...]) -> bool | None:
        if any(each.feature.startswith(("c:", "k:")) for each in plain):
            return True
        says = any(each.weight >= self.weights.stem and each.feature.startswith(("s:", "e:")) for each in plain)
        return False if says else None

    def _read(self, token: Token) -> Iterator[Occurrence]:
        kind, _, said = token.partition(":")
        if kind.startswith("skill-"):
            yield from self._of_skill(said, cast("Language", kind.removeprefix("skill-")))
            return
        language = cast("Language", kind)
        words = tuple(Word(shown, folded(shown).replace("'", "")) for shown in said.split(" "))
        _, keys = self._known(words, 0, language)
        yield from self._of_concepts(keys, said, 1.0)
        for word in words:
            if is_stop(word, language):  # of a run of words; sharing "een" is no reason
                continue
            empty = says_nothing(word, language)
            for each in self._of_word(word, language, bool(keys) or empty):
                yield each._replace(feature=f"o{each.feature}") if empty else each
            if language == "nl":
                yield from (Occurrence(f"g:{four}", 1.0, word.shown) for four in _fours(word.plain))

    def _of_concepts(self, keys: tuple[str, ...], said: str, weight: float) -> Iterator[Occurrence]:
        weight *= self.weights.concept
        for key in keys:
            yield Occurrence(f"c:{key}", weight, said)
            for relation in self.lexicon.concepts[key].relations:
                yield Occurrence(f"c:{relation.target}", weight * relation.weight, said, key)

    def _of_word(self, word: Word, language: Language, known: bool) -> Iterator[Occurrence]:
        weight = self.weights.stem
        if language == "en":
            yield Occurrence(f"e:{stem(word.plain, 'en')}", weight, word.shown)
            return
        yield Occurrence(f"s:{stem(word.plain, 'nl')}", weight, word.shown)
        parts = self.parts(word.plain)
        for part in parts:
            yield Occurrence(f"s:{stem(part, 'nl')}", weight * self.weights.part, word.shown)
            if not known:
                keys = self.lexicon.phrases.exactly(part, "nl")
                yield from self._of_concepts(keys, word.shown, weight * self.weights.part)
        yield from self._of_translations(word, parts, weight * self.weights.translation)

    def _of_translations(self, word: Word, parts: tuple[str, ...], weight: float) -> Iterator[Occurrence]:
        found = False
        for said, share in ((word.plain, 1.0), *((part, self.weights.part) for part in parts)):
            for english, probability in self.learnt.translations.get(stem(said, "nl"), ()):
                found = True
                yield Occurrence(f"e:{english}", weight * share * probability, word.shown, ENGLISH_OF_DUTCH)
        if not found:
            yield Occurrence(f"e:{stem(word.plain, 'en')}", weight * self.weights.cognate, word.shown, ENGLISH_OF_DUTCH)

    def parts(self, plain: str) -> tuple[str, ...]:
        """The parts of a Dutch compound: a schuttersveld is a kind of veld."""
        return self._splitter.parts(plain)

    @cached_property
    def _splitter(self) -> Splitter:
        return Splitter(lambda part: bool(self.lexicon.phrases.exactly(part, "nl")), self.learnt.texts)

    def _of_skill(self, typed: str, language: Language) -> Iterator[Occurrence]:
        skill = self.vocabulary.resolve(typed)
        if skill is None:
            words = words_of(typed)
            for token in self._tokens(words, self.language_of(words)):
                yield from self._read(token)
            return
        said = typed if typed != skill.key else skill.label(language)
        yield Occurrence(f"k:{skill.key}", self.weights.skill, said.lower())
        if skill.concept in self.lexicon.concepts:
            yield from self._of_concepts((str(skill.concept),), said.lower(), 1.0)

    @cached_property
    def fingerprint(self) -> str:
        """Changes where the same text would give other features."""
        told = [f"{VERSION} {self.weights} {sorted(self.silent)}", *sorted(map(repr, self.lexicon.concepts.values()))]
        told += sorted(map(repr, self.vocabulary.skills.values()))
        told += [path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.*.txt"))]
        told.append(write_learnt(self.learnt))
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _parts(item: Item) -> list[tuple[str, ...]]:
    """The texts of each row of an item; the first has its title."""
    texts = [text for text in item.texts[:MOST_TEXTS] if text]
    return [(item.title, *texts)] if len(texts) < 2 else [(item.title,), *((text,) for text in texts)]


def _fours(plain: str) -> Iterator[str]:
    """Each four letters in a row of a word with its ends; of a short word, the whole."""
    padded = f" {plain} "
    return (padded[at : at + LETTERS] for at in range(max(1, len(padded) - LETTERS + 1)))
