"""Weighs the features of a row: TF-IDF with sublinear counts, length one; meaning, words and letters balanced."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from matching.analysis import Occurrence, Weights

IDF_FLOOR = 2.0  # what a feature tells that every row has; flat, so that one lucky rare word does not decide
LEAST_UNDERSTOOD = 0.1
MANY = 500  # rows, from which on letters that many of them have are left out: they tell little and take time
MOST_ROWS = 0.2
STEMS = ("s:", "e:", "os:", "oe:")


class Entry(NamedTuple):
    """How much of a feature an item has, the word that gave most of it, and the concept that led there, if one did."""

    weight: float
    word: str
    origin: str = ""


Vector = Mapping[str, Entry]


def is_letters(feature: str) -> bool:
    """Whether a feature says how a word looks, not what it says."""
    return feature.startswith("g:")


@dataclass(frozen=True)
class Frequencies:
    """In how many rows each feature stands; a feature that is only suggested counts for a part."""

    rows: int
    counts: Mapping[str, float]

    def idf(self, feature: str) -> float:
        """How telling a feature is: IDF_FLOOR where every row has it (0 of an empty word), more where few have."""
        floor = 0.0 if feature.startswith("o") else IDF_FLOOR
        return floor + math.log((1 + self.rows) / (1 + self.counts.get(feature, 0.0)))


def total(occurrences: Iterable[Occurrence]) -> dict[str, float]:
    """What a row says, summed per feature."""
    totals: dict[str, float] = {}
    for feature, weight, _, _ in occurrences:
        totals[feature] = totals.get(feature, 0.0) + weight
    return totals


def most_saying(occurrences: Iterable[Occurrence]) -> dict[str, tuple[str, str]]:
    """For each feature the word that says it most, with the concept that led there; of equals the first by letters."""
    words: dict[str, dict[tuple[str, str], float]] = {}
    for feature, weight, word, origin in occurrences:
        said = words.setdefault(feature, {})
        said[word, origin] = said.get((word, origin), 0.0) + weight
    return {feature: min(said.items(), key=lambda pair: (-pair[1], pair[0]))[0] for feature, said in words.items()}


def frequencies(totals: Iterable[Mapping[str, float]]) -> Frequencies:
    """How many rows have each feature."""
    rows, counts = 0, dict[str, float]()
    for one in totals:
        rows += 1
        for feature, weight in one.items():
            counts[feature] = counts.get(feature, 0.0) + min(1.0, weight)
    return Frequencies(rows, counts)


def scale(totals: Mapping[str, float], known: Frequencies, understood: float, weights: Weights) -> dict[str, float]:
    """The vector of a row, of length one; empty where it says nothing.

    Its stems count against its concepts, and all its letters together against the rest, by how well it is understood.
    """
    meaning = max(understood, LEAST_UNDERSTOOD) ** weights.meaning_power
    rest: dict[str, float] = {}
    letters: dict[str, float] = {}
    for feature, told in _told(totals, known):
        if is_letters(feature):
            letters[feature] = told
        else:
            rest[feature] = told * (weights.words if feature.startswith(STEMS) else meaning)
    more = min(weights.most_letters, max(understood, LEAST_UNDERSTOOD) ** -weights.letters_power)
    parts = ((rest, 1.0), (letters, weights.letters * more))
    lengths = [math.hypot(*part.values()) for part, _ in parts]
    whole = math.hypot(*(share for (_, share), length in zip(parts, lengths, strict=True) if length))
    return {
        feature: weight * share / length / whole
        for (part, share), length in zip(parts, lengths, strict=True)
        if length and share
        for feature, weight in part.items()
        if weight
    }


def _told(totals: Mapping[str, float], known: Frequencies) -> Iterator[tuple[str, float]]:
    """What each feature tells, by how much of it there is and how few have it; nothing of what all have."""
    for feature, weight in totals.items():
        told = (weight if weight <= 1 else 1 + math.log(weight)) * known.idf(feature)
        common = is_letters(feature) and known.rows >= MANY and known.counts.get(feature, 0.0) >= known.rows * MOST_ROWS
        if told and not common:
            yield feature, told
