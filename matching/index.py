"""Holds the vectors of many items so that one query reads only the features it shares with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.vectors import Entry, Vector

Said = tuple[str, str]  # a word and the concept that led from it, or ""


@dataclass(frozen=True)
class Index:
    """Postings sorted by feature, then by row; rows stand in the order of the items' ids."""

    ids: tuple[str, ...]
    features: tuple[str, ...]
    said: tuple[Said, ...]
    starts: NDArray[np.int64]  # features + 1
    rows: NDArray[np.int32]
    weights: NDArray[np.float64]
    words: NDArray[np.int32]  # into `said`

    @cached_property
    def feature_numbers(self) -> dict[str, int]:
        """Where the postings of a feature are."""
        return {feature: number for number, feature in enumerate(self.features)}

    def postings(self, feature: str) -> slice:
        """Where the postings of a feature are; an empty slice where no item has it."""
        number = self.feature_numbers.get(feature)
        return slice(0, 0) if number is None else slice(int(self.starts[number]), int(self.starts[number + 1]))

    def scores(self, query: Vector) -> NDArray[np.float64]:
        """The dot product of the query with every row."""
        total = np.zeros(len(self.ids))
        for feature, entry in query.items():  # rows are unique within a feature, so plain indexing adds up
            found = self.postings(feature)
            total[self.rows[found]] += entry.weight * self.weights[found]
        return total

    def row(self, number: int, features: Iterable[str]) -> dict[str, Entry]:
        """What one row has of some features."""
        found = {}
        for feature in features:
            where = self.postings(feature)
            at = where.start + int(np.searchsorted(self.rows[where], number))
            if at < where.stop and self.rows[at] == number:
                found[feature] = Entry(float(self.weights[at]), *self.said[self.words[at]])
        return found

    def vectors(self, but: Collection[str] = ()) -> dict[str, dict[str, Entry]]:
        """Every row as it was put in, but for some ids."""
        result: dict[str, dict[str, Entry]] = {each: {} for each in self.ids if each not in but}
        for number, feature in enumerate(self.features):
            for at in range(int(self.starts[number]), int(self.starts[number + 1])):
                row = result.get(self.ids[self.rows[at]])
                if row is not None:
                    row[feature] = Entry(float(self.weights[at]), *self.said[self.words[at]])
        return result


def build_index(vectors: Mapping[str, Vector]) -> Index:
    """The index of items by id; the order they come in makes no difference."""
    ids = tuple(sorted(vectors))
    postings = _postings([vectors[each] for each in ids])
    features = tuple(sorted(postings))
    flat = list(chain.from_iterable(postings[feature] for feature in features))
    numbers: dict[Said, int] = {}
    words = [numbers.setdefault((entry.word, entry.origin), len(numbers)) for _, entry in flat]
    lengths = [0, *(len(postings[feature]) for feature in features)]
    return Index(
        ids,
        features,
        tuple(numbers),
        np.cumsum(np.array(lengths, dtype=np.int64)),
        np.array([row for row, _ in flat], dtype=np.int32),
        np.array([entry.weight for _, entry in flat], dtype=np.float64),
        np.array(words, dtype=np.int32),
    )


def _postings(rows: Sequence[Vector]) -> dict[str, list[tuple[int, Entry]]]:
    """Which rows have each feature, in order, and how much of it."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    for row, vector in enumerate(rows):
        for feature, entry in vector.items():
            found.setdefault(feature, []).append((row, entry))
    return found
