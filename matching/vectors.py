"""Weighs the features of an item: TF-IDF with sublinear counts, length one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from matching.analysis import Occurrence


class Entry(NamedTuple):
    """How much of a feature an item has, the word that gave most of it, and the concept that led there, if one did."""

    weight: float
    word: str
    origin: str = ""


Vector = Mapping[str, Entry]


@dataclass(frozen=True)
class Frequencies:
    """In how many items each feature stands; a feature that is only suggested counts for a part."""

    items: int
    counts: Mapping[str, float]

    def idf(self, feature: str) -> float:
        """How telling a feature is: 1 where every item has it, more where few have."""
        return 1.0 + math.log((1 + self.items) / (1 + self.counts.get(feature, 0.0)))


def count(occurrences: Iterable[Occurrence]) -> dict[str, Entry]:
    """What an item says, summed per feature, with the word that says it most."""
    totals: dict[str, float] = {}
    words: dict[str, dict[tuple[str, str], float]] = {}
    for feature, weight, word, origin in occurrences:
        totals[feature] = totals.get(feature, 0.0) + weight
        said = words.setdefault(feature, {})
        said[word, origin] = said.get((word, origin), 0.0) + weight
    result = {}
    for feature in sorted(totals):
        best = min(words[feature].items(), key=lambda pair: (-pair[1], pair[0]))
        result[feature] = Entry(totals[feature], *best[0])
    return result


def frequencies(counted: Iterable[Mapping[str, Entry]]) -> Frequencies:
    """How many items have each feature."""
    items, counts = 0, dict[str, float]()
    for one in counted:
        items += 1
        for feature, entry in one.items():
            counts[feature] = counts.get(feature, 0.0) + min(1.0, entry.weight)
    return Frequencies(items, counts)


def weigh(counted: Mapping[str, Entry], known: Frequencies) -> Vector:
    """The vector of an item, of length one; empty where it says nothing."""
    weights = {
        feature: (entry.weight if entry.weight <= 1 else 1 + math.log(entry.weight)) * known.idf(feature)
        for feature, entry in counted.items()
    }
    length = math.hypot(*weights.values())
    return {feature: counted[feature]._replace(weight=weight / length) for feature, weight in weights.items()}
