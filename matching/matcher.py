"""Ranks items by what they share with a question or a profile, and says why; no overlap gives nothing."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from matching.analysis import Analyser, Item, Row, Side, Token
from matching.explaining import Reason, entries, reasons, told_together
from matching.index import Floats, Rows, Segment, build_segment, rows_in, shares, soft_max
from matching.vectors import Entry, Frequencies, Vector, frequencies, is_letters, most_saying, scale, total

SPARE = 20  # items looked at beyond those that are asked for
DIGITS = 6  # scores closer than this are equal; the id decides then
LEAST_LETTERS = 0.1  # below this, words that only look alike are no reason
LEAST_PART = 0.01  # of the greatest: pairs of rows that make less of a score are not explained
MERGE_ABOVE = 0.05  # of the items: changes kept beside the index


@dataclass(frozen=True)
class Suggestion:
    """An item that fits: score above 0 and at most 1, the reasons in order of weight; they add up to the score."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class State:
    """What a matcher holds at one moment: an index, what changed since it was built, and what was learnt at fitting.

    `features` and `tokens` only grow and are shared by all states since a fit; `width`: how many features there were.
    """

    known: Frequencies
    features: dict[str, int]
    tokens: dict[Token, int]
    base: Segment
    changed: Mapping[str, Rows]
    gone: frozenset[str]
    width: int

    @cached_property
    def delta(self) -> Segment:
        """The changed items as a segment."""
        return build_segment(self.changed, self.width)

    @cached_property
    def said(self) -> tuple[Token, ...]:
        """The tokens by their numbers."""
        return tuple(self.tokens)

    @cached_property
    def here(self) -> NDArray[np.bool_]:
        """Which items of the index are neither changed nor gone."""
        return np.array([each not in self.gone for each in self.base.ids], dtype=np.bool_)


def _empty() -> State:
    return State(Frequencies(0, {}), {}, {}, build_segment({}, 0), {}, frozenset(), 0)


class _Asked(NamedTuple):
    """A row of a query in the three forms that explaining needs: by feature, by number, and with a place for all."""

    vector: Vector
    names: dict[int, str]
    dense: Floats


def _prepared(state: State, vector: Vector) -> _Asked:
    names = {state.features[feature]: feature for feature in vector if feature in state.features}
    dense = np.zeros(len(state.features), dtype=np.float32)
    dense[list(names)] = [vector[feature].weight for feature in names.values()]
    return _Asked(vector, names, dense)


@dataclass
class Matcher:
    """Ranks fitted items for a query. Reading is safe from many threads; a change replaces all at once."""

    analyser: Analyser = field(default_factory=Analyser)
    side: Side = "held"
    """What it holds is read as: "asked" for one that holds queries, which is asked with items and gives the same scores
    where both weigh features alike (`weighing_as`). Its reasons mean nothing.
    """
    _state: State = field(default_factory=_empty, repr=False)
    _changing: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def fit(self, items: Iterable[Item], background: Iterable[Item] = ()) -> Self:
        """Learn how telling each feature is from items and background, and hold the items. ValueError: an id twice."""
        read: dict[str, list[Row]] = {}
        for item in items:
            if item.id in read:
                raise ValueError(f"two items have the id {item.id!r}")
            read[item.id] = self.analyser.rows(item)
        beside = chain.from_iterable(map(self.analyser.rows, sorted(background, key=lambda item: item.id)))
        rows = chain(chain.from_iterable(read[each] for each in sorted(read)), beside)  # one order: the same sums
        known = frequencies(map(self._held, rows))
        state = replace(_empty(), known=known, features=dict(zip(known.counts, range(len(known.counts)), strict=True)))
        held = {each: self._hold(state, read[each]) for each in sorted(read)}
        width = len(state.features)
        with self._changing:
            self._state = replace(state, base=build_segment(held, width), width=width)
        return self

    def update(self, items: Iterable[Item]) -> Self:
        """Put items in, or in the place of those with their ids; what was learnt at fitting and others' scores stay."""
        with self._changing:
            state = self._state
            changed = {item.id: self._hold(state, self.analyser.rows(item)) for item in items}
            gone = state.gone | (changed.keys() & state.base.numbers.keys())
            self._state = replace(
                state, changed={**state.changed, **changed}, gone=frozenset(gone), width=len(state.features)
            )
        return self

    def remove(self, ids: Collection[str]) -> Self:
        """Take items out; ids that are not there are no fault."""
        with self._changing:
            state, out = self._state, set(ids)
            changed = {each: rows for each, rows in state.changed.items() if each not in out}
            gone = state.gone | (out & state.base.numbers.keys())
            self._state = replace(state, changed=changed, gone=frozenset(gone))
        return self

    def merge(self) -> Self:
        """Build the index anew from what it holds; nothing that is asked gets another answer."""
        with self._changing:
            state = self._state
            if state.changed or state.gone:
                held = {each: rows_in(state.base, at) for at, each in enumerate(state.base.ids) if state.here[at]}
                base = build_segment({**held, **state.changed}, state.width)
                self._state = replace(state, base=base, changed={}, gone=frozenset())
        return self

    def weighing_as(self, known: Frequencies) -> Self:
        """Hold nothing, and take how telling features are from a matcher that was fitted."""
        features = dict(zip(known.counts, range(len(known.counts)), strict=True))
        return self.with_state(replace(_empty(), known=known, features=features))

    @property
    def needs_merge(self) -> bool:
        """Whether so much has changed that a merge pays."""
        return len(self._state.changed) + len(self._state.gone) > MERGE_ABOVE * len(self._state.base.ids)

    def with_state(self, state: State) -> Self:
        """Hold what was made before, by the same analyser."""
        with self._changing:
            self._state = state
        return self

    @property
    def state(self) -> State:
        """What is held now."""
        return self._state

    @property
    def ids(self) -> tuple[str, ...]:
        """The items held, in order."""
        state = self._state
        return tuple(sorted({*(set(state.base.ids) - state.gone), *state.changed}))

    def rank(self, query: Item, k: int = 10, among: Collection[str] | None = None) -> tuple[Suggestion, ...]:
        """The best `k` items of those in `among`, best first; never the query itself, never one that shares nothing."""
        state = self._state
        vectors = self._asked_rows(state, query)
        found = self._best(state, vectors, query.id, k, among)
        asked = [_prepared(state, vector) for vector in vectors]
        return tuple(self._suggestion(state, asked, each) for each in found)

    def rank_many(
        self, queries: Iterable[Item], k: int = 10, among: Collection[str] | None = None
    ) -> dict[str, tuple[Suggestion, ...]]:
        """As `rank`, for each query by its id."""
        return {query.id: self.rank(query, k, among) for query in queries}

    def scores(self, query: Item, among: Collection[str] | None = None) -> dict[str, float]:
        """The score of each item that shares anything, by its id, without reasons."""
        state = self._state
        return self._scores(state, self._asked_rows(state, query), among, None)

    def asked(self, query: Item) -> list[Vector]:
        """The vectors of the rows of a query."""
        return self._asked_rows(self._state, query)

    # ---- reading

    def _asked_rows(self, state: State, query: Item) -> list[Vector]:
        return [self._asked(state, row) for row in self.analyser.rows(query)]

    def _held(self, row: Row) -> dict[str, float]:
        return total(chain.from_iterable(self.analyser.told(token, self.side).occurrences for token in row))

    def _asked(self, state: State, row: Row) -> Vector:
        other: Side = "asked" if self.side == "held" else "held"
        said = [each for token in row for each in self.analyser.told(token, other).occurrences]
        words = most_saying(said)
        scaled = scale(total(said), state.known, self.analyser.understood(row), self.analyser.weights)
        return {feature: Entry(weight, *words[feature]) for feature, weight in scaled.items()}

    def _hold(self, state: State, rows: Iterable[Row]) -> Rows:
        """The rows of an item by numbers; features and tokens that are new get one."""
        features, weights, tokens, ends, token_ends = list[int](), list[float](), list[int](), list[int](), list[int]()
        for row in rows:
            understood = self.analyser.understood(row)
            for feature, weight in scale(self._held(row), state.known, understood, self.analyser.weights).items():
                features.append(state.features.setdefault(feature, len(state.features)))
                weights.append(weight)
            tokens += [state.tokens.setdefault(token, len(state.tokens)) for token in dict.fromkeys(row)]
            ends.append(len(features))
            token_ends.append(len(tokens))
        return Rows(
            tuple(ends),
            np.array(features, dtype=np.int32),
            np.array(weights, dtype=np.float32),
            tuple(token_ends),
            np.array(tokens, dtype=np.int32),
        )

    # ---- scoring

    def _scores(
        self, state: State, vectors: list[Vector], among: Collection[str] | None, most: int | None
    ) -> dict[str, float]:
        """The score of each item by its id; a query of several rows is compared row by row, and pooled."""
        if len(vectors) == 1:
            return dict(_of_row(state, vectors[0], among, most))
        found: dict[str, list[float]] = {}
        for number, vector in enumerate(vectors):
            for each, score in _of_row(state, vector, among, None):
                found.setdefault(each, [0.0] * len(vectors))[number] = score
        return {each: soft_max(np.array(scores)) for each, scores in found.items()}

    def _best(self, state: State, vectors: list[Vector], but: str, k: int, among: Collection[str] | None) -> list[str]:
        """The ids of the best, in order; where too many of the likeliest tell nothing, all are looked at."""
        for most in (3 * max(0, k) + SPARE, None):
            scores = self._scores(state, vectors, among, most)
            scores.pop(but, None)
            found = list(islice(self._telling(state, vectors, scores, among), max(0, k)))
            if len(found) == k or (most and len(scores) < most - 1):
                break
        return found

    def _telling(
        self, state: State, vectors: list[Vector], scores: Mapping[str, float], among: Collection[str] | None
    ) -> Iterator[str]:
        """The items scored, best first, without those that only look a little alike."""
        meant: set[str] | None = None  # found out when it is asked: to explain thousands for nothing takes seconds
        for each in sorted(scores, key=lambda each: (-round(scores[each], DIGITS), each)):
            if scores[each] < LEAST_LETTERS:
                if meant is None:
                    said: list[Vector] = [{f: v[f] for f in v if not is_letters(f)} for v in vectors]
                    meant = set(self._scores(state, said, among, None))
                if each not in meant:
                    continue
            yield each

    def _suggestion(self, state: State, asked: Sequence[_Asked], found: str) -> Suggestion:
        """An item with its score in full and the reasons, over all pairs of rows."""
        segment = state.delta if found in state.changed else state.base
        rows = segment.rows_of(segment.numbers[found])
        cosines = np.array([segment.cosine(row, each.dense) for each in asked for row in rows])
        score = min(1.0, soft_max(cosines))  # sums of float32 may end a hair above
        each = shares(cosines)
        least = LEAST_PART * float((each * cosines).max())
        pairs = ((query, row) for query in asked for row in rows)
        told = [
            (reasons(query.vector, entries(segment, row, query.names, state, self.analyser.told)), float(share))
            for (query, row), share, cosine in zip(pairs, each, cosines, strict=True)
            if share * cosine >= least
        ]
        return Suggestion(found, score, told_together(told, score))


def _of_row(
    state: State, vector: Vector, among: Collection[str] | None, most: int | None
) -> Iterator[tuple[str, float]]:
    numbers = [(state.features[f], entry.weight) for f, entry in vector.items() if f in state.features]
    features = np.array([number for number, _ in numbers], dtype=np.int32)
    weights = np.array([weight for _, weight in numbers], dtype=np.float32)
    for segment, here in ((state.base, state.here if state.gone else None), (state.delta, None)):
        inside = features < len(segment.columns) - 1
        if segment.ids and inside.any():
            allowed = _allowed(segment, here, among)
            found, scores = segment.score(features[inside], weights[inside], allowed, most)
            for number, score in zip(found.tolist(), scores.tolist(), strict=True):
                yield segment.ids[number], score


def _allowed(
    segment: Segment, here: NDArray[np.bool_] | None, among: Collection[str] | None
) -> NDArray[np.bool_] | None:
    if among is None:
        return here
    allowed = np.zeros(len(segment.ids), dtype=np.bool_)
    allowed[[segment.numbers[each] for each in among if each in segment.numbers]] = True
    return allowed if here is None else allowed & here
