"""Says how well one skill stands for another: by the vocabulary, or by what the words mean; never by equal letters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from matching.analysis import Analyser, Item, Weights
from matching.text import folded
from matching.vectors import Frequencies, scale, total

MOST_READ = 20_000  # skills whose meaning is kept
_NO_IDF = Frequencies(0, {})


def _by_meaning() -> Analyser:
    """An analyser for which words that only look alike have nothing in common."""
    return Analyser(weights=replace(Weights(), letters=0.0))


@dataclass
class SkillFit:
    """Compares skills; remembers what it read."""

    analyser: Analyser = field(default_factory=_by_meaning)
    _read: dict[str, dict[str, float]] = field(default_factory=dict, repr=False)

    def __call__(self, offered: str, needed: str) -> float:
        """From 0 (nothing in common) to 1 (the same skill)."""
        vocabulary = self.analyser.vocabulary
        ours, theirs = vocabulary.resolve(offered), vocabulary.resolve(needed)
        if ours and theirs and ours.key == theirs.key:
            return 1.0
        if folded(offered.strip()) == folded(needed.strip()) != "":
            return 1.0  # words that nobody told us about, but the same
        a, b = self._vector(offered), self._vector(needed)
        return min(1.0, sum(a[feature] * b[feature] for feature in a.keys() & b.keys()))

    def _vector(self, skill: str) -> dict[str, float]:
        found = self._read.get(skill)
        if found is None:
            if len(self._read) >= MOST_READ:
                self._read.clear()
            said = total(self.analyser.occurrences(Item("", skills=(skill,))))
            found = self._read[skill] = scale(said, _NO_IDF, 1.0, self.analyser.weights)
        return found


@lru_cache(maxsize=1)
def own_fit() -> SkillFit:
    """The one with our own lexicon and vocabulary; what it read is kept for the next time."""
    return SkillFit()
