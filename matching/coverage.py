"""Says how much of what people write the lexicon understands, and what in it leads nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.analysis import Analyser, Item
from matching.lexicon import Lexicon
from matching.text import Language, Word, says_nothing, words_of


@dataclass(frozen=True)
class Coverage:
    """Of all words: those that reach a concept or a skill, those of the lists that say nothing, and the others."""

    reached: int
    empty: int
    unknown: Counter[tuple[Language, str]]

    @property
    def share(self) -> float:
        """The part of the words that is reached or says nothing; 1 where there are no words."""
        known = self.reached + self.empty
        return known / (known + self.unknown.total()) if known or self.unknown else 1.0


def coverage(items: Iterable[Item], analyser: Analyser) -> Coverage:
    """How much of the texts of some items is understood; every word counts each time it stands there."""
    tally: Counter[str] = Counter()
    unknown: Counter[tuple[Language, str]] = Counter()
    for item in items:
        for text in (item.title, *item.texts, *item.skills):
            words = words_of(text)
            language = item.language or analyser.language_of(words)
            for word, kind in _told(words, language, analyser):
                tally[kind] += 1
                if kind == "unknown":
                    unknown[language, word] += 1
    return Coverage(tally["reached"], tally["empty"], unknown)


def _told(words: tuple[Word, ...], language: Language, analyser: Analyser) -> Iterator[tuple[str, str]]:
    for start, length, keys in analyser.runs(words, language):
        for word in words[start : start + length]:
            yield word.plain, "reached" if keys else _kind(word, language, analyser)


def _kind(word: Word, language: Language, analyser: Analyser) -> str:
    if word.plain in analyser.silent or says_nothing(word, language):
        return "empty"
    known = analyser.lexicon.phrases.exactly
    if language == "nl" and any(known(part, "nl") for part in analyser.parts(word.plain)):
        return "reached"
    return "reached" if analyser.vocabulary.resolve(word.plain) else "unknown"


def problems(lexicon: Lexicon) -> list[str]:
    """What a reader should look at: relations in a circle, and concepts that nothing leads to or from by one word."""
    found = [f"{' > '.join(circle)}: a circle" for circle in _circles(lexicon)]
    targets = {relation.target for concept in lexicon.concepts.values() for relation in concept.relations}
    for key, concept in lexicon.concepts.items():
        lonely = not concept.relations and key not in targets and not (concept.nl and concept.en)
        if lonely:
            found.append(f"{concept.at.source}:{concept.at.line}: {key} joins nothing: one language, no relation")
    return found


def _circles(lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """Each circle of relations, once, from its smallest key."""
    for start in lexicon.concepts:
        trails: list[tuple[str, ...]] = [(start,)]
        while trails:
            trail = trails.pop()
            for relation in lexicon.concepts[trail[-1]].relations:
                if relation.target == start:
                    yield (*trail, start)
                elif relation.target > start and relation.target not in trail and len(trail) < 6:
                    trails.append((*trail, relation.target))
