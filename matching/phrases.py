"""Finds words and short runs of words in a text by their stems; lexicon and skills share it."""

from __future__ import annotations

from collections.abc import Sequence

from matching.mistakes import too_many_or_none
from matching.text import Language, Word, is_stop, says_nothing, stem, words_of

Run = tuple[str, ...]
LONGEST_PHRASE = 6


class Phrases:
    """Which keys a run of words stands for, per language.

    The longest run wins; of two as long, the one with exactly these words: "ouders" (parents) and "ouderen" (the
    elderly) share their stem.
    """

    def __init__(self) -> None:
        self._exact: dict[tuple[Language, Run], tuple[str, ...]] = {}
        self._stems: dict[tuple[Language, Run], tuple[str, ...]] = {}
        self._longest: dict[tuple[Language, str], int] = {}

    def add(self, phrase: str, language: Language, key: str) -> str | None:
        """Let a phrase stand for a key too; gives another key that has exactly it. MistakeError: nothing to find."""
        words = tuple(word.plain for word in words_of(phrase))
        if not 0 < len(words) <= LONGEST_PHRASE:
            raise too_many_or_none(phrase, len(words), LONGEST_PHRASE)
        before = self._exact.get((language, words), ())
        stems = tuple(_root(word, language) for word in words)
        if key not in before:
            self._exact[language, words] = (*before, key)
        self._stems.setdefault((language, stems), (key,))
        first = (language, stems[0])
        self._longest[first] = max(len(words), self._longest.get(first, 0))
        return next((other for other in before if other != key), None)

    def at(self, words: Sequence[Word], start: int, language: Language) -> tuple[int, tuple[str, ...]]:
        """How many words from `start` on are the longest known run, and its keys; (0, ()) where there is none."""
        longest = self._longest.get((language, _root(words[start].plain, language)), 0)
        exact = tuple(word.plain for word in words[start : start + longest])
        stems = tuple(_root(word, language) for word in exact)
        for length in range(len(exact), 0, -1):
            keys = self._exact.get((language, exact[:length]))
            if not keys and (length > 1 or not says_nothing(words[start], language)):  # "het" has the stem of "heet"
                keys = self._stems.get((language, stems[:length]))
            if keys:
                return length, keys
        return 0, ()

    def exactly(self, plain: str, language: Language) -> tuple[str, ...]:
        """The keys of one word as it is written here, without looking at stems."""
        return self._exact.get((language, (plain,)), ())

    def all_in(self, words: Sequence[Word], language: Language) -> list[tuple[int, int, tuple[str, ...]]]:
        """Every run found from left to right, none within another: (start, length, keys)."""
        found, start = [], 0
        while start < len(words):
            length, keys = self.at(words, start, language)
            if length:
                found.append((start, length, keys))
            start += length or 1
        return found


def _root(plain: str, language: Language) -> str:
    """What a word is compared by: its stem; a small word itself, as "met" (with) is no form of "meten" (to measure)."""
    return f"={plain}" if is_stop(Word(plain, plain), language) else stem(plain, language)
