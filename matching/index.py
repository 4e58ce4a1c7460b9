"""Holds the weighed rows of many items twice: by row, to score and explain some; by feature, to find them.

A query is found in two steps. Its heaviest features, together `HEAVY` of its weight, are looked up by feature, which
gives the likeliest rows; those are then scored in full. `exact` scores every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
HEAVY = 0.6  # of the squared length of a query
CANDIDATES = 400  # rows scored in full
FEW = 100  # items found by the heaviest features: with fewer the light ones decide, and all rows are scored
SHARPNESS = 20.0  # of the soft maximum over the rows of an item


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

    @cached_property
    def owners(self) -> Ints:
        """The item of each row."""
        return np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(self.items))

    def rows_of(self, item: int) -> range:
        """The rows of an item."""
        return range(int(self.items[item]), int(self.items[item + 1]))

    def row(self, number: int) -> tuple[Ints, Floats, Ints]:
        """The features of a row, their weights, and its tokens."""
        where = slice(self.starts[number], self.starts[number + 1])
        tokens = self.tokens[self.token_starts[number] : self.token_starts[number + 1]]
        return self.features[where], self.weights[where], tokens

    def score(self, features: Ints, weights: Floats, exact: bool, allowed: NDArray[np.bool_] | None) -> Scores:
        """The score of each item that shares a feature, as (numbers, scores); all of them only where `exact`."""
        candidates = None if exact else self._candidates(features, weights, allowed)
        if candidates is None:
            return self._pooled(self._by_feature(features, weights), None)
        return self._pooled(self._by_row(candidates, features, weights), candidates)

    def _by_feature(self, features: Ints, weights: Floats) -> Floats:
        """The dot product with every row, reading only the features of the query."""
        begins, ends = self.columns[features], self.columns[features + 1]
        where = _ranges(begins, ends)
        shares = np.repeat(weights, ends - begins) * self.column_weights[where]
        found = np.bincount(self.column_rows[where], weights=shares, minlength=len(self.starts) - 1)
        return found.astype(np.float32)

    def _candidates(self, features: Ints, weights: Floats, allowed: NDArray[np.bool_] | None) -> Ints | None:
        """The items whose rows look best by the heaviest features; None where all are to be scored."""
        if len(self.ids) <= CANDIDATES:
            return None
        if allowed is not None and np.count_nonzero(allowed) <= CANDIDATES:
            return np.flatnonzero(allowed).astype(np.int32)
        order = np.argsort(-weights, kind="stable")
        heavy = order[: 1 + int(np.searchsorted(np.cumsum(weights[order] ** 2), HEAVY))]
        rough = self._by_feature(features[heavy], weights[heavy])
        if allowed is not None:
            rough *= allowed[self.owners]
        most = min(CANDIDATES, len(rough))
        best = np.argpartition(-rough, most - 1)[:most] if most else np.empty(0, dtype=np.intp)
        found = np.unique(self.owners[best[rough[best] > 0]])
        return found if len(found) >= FEW else None

    def _by_row(self, items: Ints, features: Ints, weights: Floats) -> Floats:
        """The dot product with every row of some items."""
        rows = _ranges(self.items[items], self.items[items + 1])
        begins, ends = self.starts[rows], self.starts[rows + 1]
        where = _ranges(begins, ends)
        dense = np.zeros(len(self.columns) - 1, dtype=np.float32)
        dense[features] = weights
        shares = dense[self.features[where]] * self.weights[where]
        numbers = np.repeat(np.arange(len(rows)), ends - begins)
        return np.bincount(numbers, weights=shares, minlength=len(rows)).astype(np.float32)

    def _pooled(self, cosines: Floats, items: Ints | None) -> Scores:
        """The soft maximum over the rows of each item: log of the mean of exp, which is 0 where nothing is shared."""
        chosen = np.arange(len(self.ids), dtype=np.int32) if items is None else items
        lengths = self.items[chosen + 1] - self.items[chosen]
        chosen, lengths = chosen[lengths > 0], lengths[lengths > 0]
        if not len(chosen):
            return chosen, np.empty(0)
        begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        exact = cosines.astype(np.float64)
        means = np.add.reduceat(np.exp(SHARPNESS * exact), begins) / lengths
        pooled = np.asarray(np.log(means), dtype=np.float64) / SHARPNESS
        pooled[lengths == 1] = exact[begins][lengths == 1]  # an item of one row keeps its cosine to the last digit
        return chosen[pooled > 0], pooled[pooled > 0]


Scores = tuple[Ints, NDArray[np.float64]]


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
