"""Finds the words and phrases that say what kind of message somebody sent; `data/triage/README.md` tells the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from matching.lexicon import Lexicon, Place, own_lexicon
from matching.text import Language, Word, is_stop, stem

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
MOST_BETWEEN = 3
"""How many words a gap spans at most."""
SHORTEST_BEGINNING = 3
LONG = 8
"""From so many letters on, a word may have one wrong; shorter ones become other words too easily."""
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
        for hit in self._through_phrases(words, language):
            found.setdefault((hit.cue.topic, hit.cue.phrase), hit)
        hits = sorted(found.values(), key=lambda hit: (hit.start, -hit.end, hit.cue.phrase))
        empty = [hit for hit in hits if hit.cue.topic == "nothing"]
        return [hit for hit in hits if hit.cue.topic != "nothing" and _counts(hit, empty, words)]

    def _through_phrases(self, words: Sequence[Word], language: Language) -> Iterator[Hit]:
        """The phrases of the lists."""
        for start in range(len(words)):
            for cue in self._beginning_with(words[start].plain, language):
                length = cue.length_at(words, start)
                if length:
                    shown = " ".join(word.shown for word in words[start : start + length])
                    yield Hit(cue, start, start + length, shown)

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


def by_topic(hits: Iterable[Hit]) -> Mapping[str, tuple[Hit, ...]]:
    """The hits under what they point to, the surest first; a cue within a longer one of its topic counts once."""
    found: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda each: (-each.cue.weight, each.start - each.end, each.start)):
        chosen = found.setdefault(hit.cue.topic, [])
        if not any(each.start <= hit.start and hit.end <= each.end for each in chosen):
            chosen.append(hit)
    return {topic: tuple(chosen) for topic, chosen in found.items()}
