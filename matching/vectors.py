"""Weighs the features of a row: TF-IDF with sublinear counts, length one; letters against all the rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from matching.analysis import Occurrence

IDF_FLOOR = 2.0  # what a feature tells that every row has; flat, so that one lucky rare word does not decide
LETTERS = "g:"


class Entry(NamedTuple):
    """How much of a feature an item has, the word that gave most of it, and the concept that led there, if one did."""

    weight: float
    word: str
    origin: str = ""


Vector = Mapping[str, Entry]
Weighed = Mapping[str, float]


@dataclass(frozen=True)
class Frequencies:
    """In how many rows each feature stands; a feature that is only suggested counts for a part."""

    rows: int
    counts: Mapping[str, float]

    def idf(self, feature: str) -> float:
        """How telling a feature is: IDF_FLOOR where every row has it, more where few have."""
        return IDF_FLOOR + math.log((1 + self.rows) / (1 + self.counts.get(feature, 0.0)))


def total(occurrences: Iterable[Occurrence]) -> dict[str, float]:
    """What a row says, summed per feature."""
    totals: dict[str, float] = {}
    for feature, weight, _, _ in occurrences:
        totals[feature] = totals.get(feature, 0.0) + weight
    return totals


def count(occurrences: Iterable[Occurrence]) -> dict[str, Entry]:
    """What a row says, summed per feature, with the word that says it most."""
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


def frequencies(counted: Iterable[Mapping[str, float]]) -> Frequencies:
    """How many rows have each feature."""
    rows, counts = 0, dict[str, float]()
    for one in counted:
        rows += 1
        for feature, weight in one.items():
            counts[feature] = counts.get(feature, 0.0) + min(1.0, weight)
    return Frequencies(rows, counts)


def scale(totals: Mapping[str, float], known: Frequencies, letters: float) -> dict[str, float]:
    """The vector of a row, of length one; empty where it says nothing.

    The letters together have the length `letters` where all the rest together has 1, however many letters there are.
    """
    weights = {
        feature: (weight if weight <= 1 else 1 + math.log(weight)) * known.idf(feature)
        for feature, weight in totals.items()
    }
    fours = {feature for feature in weights if feature.startswith(LETTERS)}
    length = math.hypot(*(weight for feature, weight in weights.items() if feature not in fours)) or 1.0
    of_letters = math.hypot(*(weights[feature] for feature in fours)) or 1.0
    share = letters / of_letters
    weights = {f: weight * share if f in fours else weight / length for f, weight in weights.items()}
    whole = math.hypot(*weights.values())
    return {feature: weight / whole for feature, weight in weights.items()} if whole else {}


def weigh(counted: Mapping[str, Entry], known: Frequencies, letters: float) -> Vector:
    """As `scale`, with the words kept."""
    scaled = scale({feature: entry.weight for feature, entry in counted.items()}, known, letters)
    return {feature: counted[feature]._replace(weight=weight) for feature, weight in scaled.items()}
