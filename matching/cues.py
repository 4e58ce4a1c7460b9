"""Finds the words and phrases that say what kind of message somebody sent; `data/triage/README.md` tells the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from matching.lexicon import Lexicon, LexiconError, Place, own_lexicon
from matching.text import DATA, LANGUAGES, Language, Word, folded, is_stop, stem, words_of

TOPICS = (
    "crisis",
    "report",
    "personal",
    "commercial",
    "press",
    "participation",
    "other",
    "challenge",
    "story",
    "nothing",
)
"""What a list may stand for; `nothing` takes back what another list finds in the same words."""
MOST_WEIGHT = 3
LONGEST_CUE = 8
GAP = "..."
MOST_BETWEEN = 3
"""How many words a gap spans at most."""
SHORTEST_BEGINNING = 3
LONG = 8
"""From so many letters on, a word may have one wrong; shorter ones become other words too easily."""
_HEADING = re.compile(r"\[(\w+)(?: (\w+))?\]")
_NOT = {
    "nl": frozenset({"niet", "geen", "nooit", "niemand"}),
    "en": frozenset({"not", "no", "never", "dont", "nobody"}),
}


class Choice(NamedTuple):
    """One place in a cue: words exactly so, forms of words, or beginnings of words."""

    exact: frozenset[str]
    stems: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, plain: str, language: Language) -> bool:
        """Whether a word of the text can stand here; a small word only as itself, as "met" is no form of "meten"."""
        if plain in self.exact or plain.startswith(self.beginnings):
            return True
        return not is_stop(Word(plain, plain), language) and stem(plain, language) in self.stems


NOTHING = Choice(frozenset(), frozenset(), ())


@dataclass(frozen=True)
class Cue:
    """A line of a list: a phrase, or with @ a concept of the lexicon; what it points to and how surely.

    The weight is 1 to 3; 0 takes a line of ours away.
    """

    phrase: str
    topic: str
    language: Language
    weight: int
    parts: tuple[Choice | None, ...]
    """None is a gap."""
    at: Place

    def length_at(self, words: Sequence[Word], start: int) -> int:
        """How many words from `start` on are this cue; 0 where it is not there."""
        end = _end(self.parts, words, start, self.language)
        return end - start if end else 0


class Hit(NamedTuple):
    """A cue that stands in a text: where, and the words as they were typed."""

    cue: Cue
    start: int
    end: int
    words: str


class Cues:
    """All cues, found by how their first word begins."""

    def __init__(self, cues: Iterable[Cue], lexicon: Lexicon | None = None) -> None:
        self.cues = tuple(cues)
        self.lexicon = lexicon or own_lexicon()
        self._by_concept: dict[str, list[Cue]] = {}
        self._known: dict[tuple[Language, str], set[str]] = {}
        self._by_word: dict[tuple[Language, str], list[Cue]] = {}
        self._by_beginning: dict[tuple[Language, str], list[Cue]] = {}
        for cue in self.cues:
            if not cue.parts:
                self._by_concept.setdefault(cue.phrase[1:], []).append(cue)
                continue
            for word in (word for part in cue.parts if part for word in part.exact if len(word) >= LONG):
                self._known.setdefault((cue.language, word[:2]), set()).add(word)
            first = cast("Choice", cue.parts[0])
            for word in first.exact | first.stems:
                self._by_word.setdefault((cue.language, word), []).append(cue)
            for beginning in first.beginnings:
                short = beginning[:SHORTEST_BEGINNING]
                self._by_beginning.setdefault((cue.language, short), []).append(cue)

    def find(self, words: Sequence[Word], language: Language) -> list[Hit]:
        """Every cue in the text, each once, without those that `nothing` or a "not" before them takes back."""
        found: dict[tuple[str, str], Hit] = {}
        for hit in self._through_lexicon(words, language):
            found.setdefault((hit.cue.topic, hit.cue.phrase), hit)
        words = [self._spelled(word, language) for word in words]
        for start in range(len(words)):
            for cue in self._beginning_with(words[start].plain, language):
                length = cue.length_at(words, start)
                if length:
                    shown = " ".join(word.shown for word in words[start : start + length])
                    found.setdefault((cue.topic, cue.phrase), Hit(cue, start, start + length, shown))
        hits = sorted(found.values(), key=lambda hit: (hit.start, -hit.end, hit.cue.phrase))
        empty = [hit for hit in hits if hit.cue.topic == "nothing"]
        return [hit for hit in hits if hit.cue.topic != "nothing" and _counts(hit, empty, words)]

    def _through_lexicon(self, words: Sequence[Word], language: Language) -> Iterator[Hit]:
        """The concepts of the lexicon that hint at something."""
        for start, length, keys in self.lexicon.phrases.all_in(words, language):
            shown = " ".join(word.shown for word in words[start : start + length])
            for cue in (cue for key in keys for cue in self._by_concept.get(key, ())):
                yield Hit(cue, start, start + length, shown)

    def _spelled(self, word: Word, language: Language) -> Word:
        """The word; a long one that is a letter off from a word of the lists is taken for it ("lantarenpaal")."""
        near = self._known.get((language, word.plain[:2]), ())
        if len(word.plain) < LONG or word.plain in near:
            return word
        meant = next((each for each in sorted(near) if _is_a_letter_off(word.plain, each)), None)
        return Word(word.shown, meant) if meant else word

    def _beginning_with(self, plain: str, language: Language) -> Iterator[Cue]:
        """Cues that may begin with this word, each once."""
        seen = dict.fromkeys(
            [
                *self._by_word.get((language, plain), ()),
                *self._by_word.get((language, stem(plain, language)), ()),
                *self._by_beginning.get((language, plain[:SHORTEST_BEGINNING]), ()),
            ]
        )
        yield from seen


def _is_a_letter_off(typed: str, meant: str) -> bool:
    """Whether one letter was left out, added or another one, or two changed places."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    rest, other = typed[start:], meant[start:]
    is_swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return is_swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


def _end(parts: Sequence[Choice | None], words: Sequence[Word], start: int, language: Language) -> int:
    """Where the parts end that begin at `start`; 0 where they are not there."""
    if not parts:
        return start
    first, rest = parts[0], parts[1:]
    if first is None:
        ends = (_end(rest, words, start + skipped, language) for skipped in range(MOST_BETWEEN + 1))
        return next((end for end in ends if end), 0)
    if start < len(words) and first.fits(words[start].plain, language):
        return _end(rest, words, start + 1, language)
    return 0


def _counts(hit: Hit, empty: Sequence[Hit], words: Sequence[Word]) -> bool:
    """Not taken back by a longer run of words that says nothing; a "not" before it counts for all but a crisis."""
    if any(each.start <= hit.start and hit.end <= each.end for each in empty):
        return False
    if hit.cue.topic == "story":
        return True
    before = words[hit.start - 1].plain if hit.start else ""
    return hit.cue.topic in {"crisis", "challenge"} or before not in _NOT[hit.cue.language]


# ---- reading the lists ----


def read_cues(text: str, source: str) -> list[Cue]:
    """The cues of one list; LexiconError names the wrong line."""
    found: list[Cue] = []
    topic, language = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        at, content = Place(source, number), line.partition("#")[0].strip()
        try:
            if content.startswith("["):
                topic, language = _heading(content)
            elif content:
                found.append(_cue(content, topic, language, at))
        except ValueError as problem:
            raise LexiconError(at, str(problem)) from None
    return found


def with_cues(cues: Cues, text: str, source: str = "triage.txt", lexicon: Lexicon | None = None) -> Cues:
    """The cues with those of a city's coordinators over them: the same phrase of ours goes; LexiconError as above."""
    added = read_cues(text, source)
    places: dict[tuple[Language, str], Cue] = {}
    for cue in added:
        before = places.setdefault((cue.language, cue.phrase), cue)
        if before is not cue:
            raise LexiconError(cue.at, f"{cue.phrase!r} stands on line {before.at.line} already")
    ours = [cue for cue in cues.cues if (cue.language, cue.phrase) not in places]
    return Cues([*(cue for cue in added if cue.weight), *ours], lexicon or cues.lexicon)


def load_cues(folder: Path) -> Cues:
    """The cues of all lists in a folder."""
    files = sorted(folder.glob("*.txt"))
    return Cues(cue for file in files for cue in read_cues(file.read_text(encoding="utf-8"), file.name))


@lru_cache(maxsize=1)
def own_cues() -> Cues:
    """The lists that come with the code, read once."""
    return load_cues(DATA / "triage")


def by_topic(hits: Iterable[Hit]) -> Mapping[str, tuple[Hit, ...]]:
    """The hits under what they point to, the surest first; a cue within a longer one of its topic counts once."""
    found: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda each: (-each.cue.weight, each.start - each.end, each.start)):
        chosen = found.setdefault(hit.cue.topic, [])
        if not any(each.start <= hit.start and hit.end <= each.end for each in chosen):
            chosen.append(hit)
    return {topic: tuple(chosen) for topic, chosen in found.items()}


def _heading(content: str) -> tuple[str, str]:
    match = _HEADING.fullmatch(content)
    if not match or match[1] not in TOPICS or match[2] not in (None, *LANGUAGES):
        raise ValueError(f"a heading is a list and a language, such as [crisis nl]; lists are {', '.join(TOPICS)}")
    return match[1], match[2] or ""


def _cue(content: str, topic: str, spoken: str, at: Place) -> Cue:
    if not topic:
        raise ValueError("a heading such as [crisis nl] has to stand above it")
    phrase, bar, typed = (part.strip() for part in content.partition("|"))
    if bar and typed not in {str(weight) for weight in range(MOST_WEIGHT + 1)}:
        raise ValueError(f"the weight {typed!r} is not 0, 1, 2 or 3")
    phrase = " ".join(folded(phrase).split())
    if phrase.startswith("@"):
        return Cue(phrase, topic, LANGUAGES[0], int(typed) if bar else 1, (), at)
    if not spoken:
        raise ValueError("its heading needs a language, such as [crisis nl]")
    language = cast("Language", spoken)
    found = [_part(each, language) for each in phrase.split()]
    parts = tuple(part for part in found if part != NOTHING)
    if not parts or len(parts) > LONGEST_CUE:
        raise ValueError(f"{phrase!r} has {len(parts)} words that can be found; 1 to {LONGEST_CUE} are possible")
    if parts[0] is None or parts[-1] is None:
        raise ValueError(f"{GAP} stands between two words")
    return Cue(phrase, topic, language, int(typed) if bar else 2, parts, at)


def _part(typed: str, language: Language) -> Choice | None:
    """One place of a cue; None for a gap, NOTHING for what no text keeps, such as the word "I"."""
    if typed == GAP:
        return None
    exact, stems, beginnings = set(), set(), []
    for word in typed.split("/"):
        if word.endswith("*"):
            if len(word) <= SHORTEST_BEGINNING:
                raise ValueError(f"{word!r} is too short: * comes after {SHORTEST_BEGINNING} letters or more")
            beginnings.append(word[:-1])
            continue
        read = words_of(word.lstrip("="))
        if len(read) > 1:
            raise ValueError(f"{word!r} is read as {len(read)} words; put a space between them")
        if read:
            plain = read[0].plain
            exact.add(plain)
            if not word.startswith("="):
                stems.add(stem(plain, language))
        elif len(word) > 1:
            raise ValueError(f"{word!r} is never found: numbers and signs are left out when a text is read")
    return Choice(frozenset(exact), frozenset(stems), tuple(beginnings))
