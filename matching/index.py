"""Holds the weighed rows of many items twice: by row, to score and explain some; by feature, to find them.

A query reads only the features it has: an inverted product. Scoring likely candidates first gained nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
SHARPNESS = 20.0  # of the soft maximum over the rows of an item
NEAR = 1e-6  # scores this near may be equals, of which the id decides: none of them is left out


@dataclass(frozen=True)
class Rows:
    """The rows of one item: their features with weights, and their tokens, one after the other."""

    ends: tuple[int, ...]  # of each row in features and weights
    features: Ints
    weights: Floats
    token_ends: tuple[int, ...]
    tokens: Ints


@dataclass(frozen=True)
class Segment:
    """The rows of some items; items stand in the order of their ids, the rows of one item together."""

    ids: tuple[str, ...]
    items: Ints  # ids + 1: where the rows of an item begin
    starts: Ints  # rows + 1: where the features of a row begin
    features: Ints
    weights: Floats
    token_starts: Ints  # rows + 1
    tokens: Ints
    columns: Ints  # features + 1: where the rows of a feature begin
    column_rows: Ints
    column_weights: Floats

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Where each item stands."""
        return {each: number for number, each in enumerate(self.ids)}

    def rows_of(self, item: int) -> range:
        """The rows of an item."""
        return range(int(self.items[item]), int(self.items[item + 1]))

    @cached_property
    def by_feature(self) -> csr_matrix:
        """Features by rows."""
        shape = (len(self.columns) - 1, len(self.starts) - 1)
        return csr_matrix((self.column_weights, self.column_rows, self.columns), shape=shape)

    def row(self, number: int) -> tuple[Ints, Floats, Ints]:
        """The features of a row, their weights, and its tokens."""
        where = slice(self.starts[number], self.starts[number + 1])
        tokens = self.tokens[self.token_starts[number] : self.token_starts[number + 1]]
        return self.features[where], self.weights[where], tokens

    def cosines(self, features: Ints, weights: Floats) -> Floats:
        """The dot product of every row with a query, reading only the features of the query."""
        return np.asarray(self.by_feature[features].T @ weights, dtype=np.float32)

    def cosine(self, number: int, dense: Floats) -> float:
        """The dot product of one row with a query that has a place for every feature."""
        where = slice(self.starts[number], self.starts[number + 1])
        return float(dense[self.features[where]] @ self.weights[where])

    def score(self, features: Ints, weights: Floats, allowed: Allowed, most: int | None) -> Scores:
        """The score of each allowed item that shares a feature, as (numbers, scores); `most`: the best will do.

        The greatest cosine of an item bounds its score from above, and from below by log(rows) / SHARPNESS less: who
        cannot be among the best is not pooled.
        """
        cosines = self.cosines(features, weights)
        items = np.flatnonzero(self.items[1:] > self.items[:-1])
        if not len(items):
            return items.astype(np.int32), np.empty(0)
        greatest = np.maximum.reduceat(cosines, self.items[items])
        keep = greatest > 0 if allowed is None else (greatest > 0) & allowed[items]
        if most is not None and np.count_nonzero(keep) > most > 0:
            rows = self.items[items + 1] - self.items[items]
            least = np.where(keep, greatest - np.log(rows) / SHARPNESS, -1.0)
            keep &= greatest >= np.partition(least, len(least) - most)[len(least) - most] - NEAR
        return self._pooled(cosines, items[keep].astype(np.int32))

    def _pooled(self, cosines: Floats, items: Ints) -> Scores:
        """The soft maximum over the rows of each item: log of the mean of exp, which is 0 where nothing is shared."""
        lengths = self.items[items + 1] - self.items[items]
        if not len(items):
            return items, np.empty(0)
        exact = cosines[_ranges(self.items[items], self.items[items + 1])].astype(np.float64)
        begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        means = np.add.reduceat(np.exp(SHARPNESS * exact), begins) / lengths
        pooled = np.asarray(np.log(means), dtype=np.float64) / SHARPNESS
        pooled[lengths == 1] = exact[begins][lengths == 1]  # an item of one row keeps its cosine to the last digit
        return items, pooled


Scores = tuple[Ints, NDArray[np.float64]]
Allowed = NDArray[np.bool_] | None


def soft_max(values: NDArray[np.float64]) -> float:
    """The soft maximum of some cosines: between their mean and the greatest."""
    return float(values[0]) if len(values) == 1 else float(np.log(np.exp(SHARPNESS * values).mean()) / SHARPNESS)


def shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the soft maximum each of some cosines makes; the sum of share times cosine is the soft maximum."""
    weights: NDArray[np.float64] = np.exp(SHARPNESS * (values - values.max()))
    weights /= weights.sum()
    mean = float(weights @ values)
    if mean > 0:
        weights *= soft_max(values) / mean
    return weights


def _ranges(begins: NDArray[np.integer], ends: NDArray[np.integer]) -> NDArray[np.int64]:
    """All numbers of some half-open ranges, one after the other."""
    lengths = (ends - begins).astype(np.int64)
    offsets = np.repeat(begins - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(int(lengths.sum()), dtype=np.int64) + offsets


def build_segment(items: Mapping[str, Rows], width: int) -> Segment:
    """The segment of some items, with `width` features; the order they come in makes no difference."""
    ids = tuple(sorted(items))
    held = [items[each] for each in ids]
    lengths = [np.diff((0, *rows.ends)) for rows in held]
    token_lengths = [np.diff((0, *rows.token_ends)) for rows in held]
    starts, features, weights = _starts(lengths), _joined([r.features for r in held]), _joined_f(held)
    order = np.argsort(features, kind="stable")
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    return Segment(
        ids,
        np.concatenate(([0], np.cumsum([len(rows.ends) for rows in held]))).astype(np.int32),
        starts,
        features,
        weights,
        _starts(token_lengths),
        _joined([r.tokens for r in held]),
        np.concatenate(([0], np.cumsum(np.bincount(features, minlength=width)))).astype(np.int32),
        rows[order],
        weights[order],
    )


def _starts(lengths: Sequence[NDArray[np.integer]]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.concatenate(lengths) if lengths else [])]).astype(np.int32)


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


def _joined_f(held: Sequence[Rows]) -> Floats:
    return np.concatenate([rows.weights for rows in held]) if held else np.empty(0, dtype=np.float32)


def rows_in(segment: Segment, item: int) -> Rows:
    """The rows of one item of a segment, as they were put in."""
    own = segment.rows_of(item)
    first, last = segment.starts[own.start], segment.starts[own.stop]
    first_token, last_token = segment.token_starts[own.start], segment.token_starts[own.stop]
    return Rows(
        tuple(int(end - first) for end in segment.starts[own.start + 1 : own.stop + 1]),
        np.array(segment.features[first:last]),
        np.array(segment.weights[first:last]),
        tuple(int(end - first_token) for end in segment.token_starts[own.start + 1 : own.stop + 1]),
        np.array(segment.tokens[first_token:last_token]),
    )
