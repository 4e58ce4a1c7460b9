"""Ranks items by what they share with a question or a profile, and says why; no overlap gives nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from matching.analysis import Analyser, Item
from matching.index import Index, build_index
from matching.vectors import Entry, Frequencies, Vector, count, frequencies, weigh

WORD = "word"  # via: the same word, or its stem
LETTERS = "letters"  # via: the words look alike; no reason of now says so, those kept by version 1 do
DIGITS = 12  # scores closer than this are equal; the id decides then


@dataclass(frozen=True)
class Reason:
    """A word of the query, a word of the item, what joins them, and how much of the score that makes.

    `via` is "word", "skill:<key>", "concept:<key>" (both words mean it) or "relation:<from>><to>", where the
    query's word leads to what the item says; "<from>><to><<other>" where the item's word leads there too, and
    "<to><<other>" where only the item's does.
    """

    query_term: str
    via: str
    term: str
    contribution: float


@dataclass(frozen=True)
class Suggestion:
    """An item that fits: score above 0 and at most 1, the reasons in order of weight; they add up to the score."""

    id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _State:
    index: Index
    known: Frequencies


@dataclass
class Matcher:
    """Ranks fitted items for a query. Reading is safe from many threads; a change replaces all at once."""

    analyser: Analyser = field(default_factory=Analyser)
    _state: _State = field(default_factory=lambda: _State(build_index({}), Frequencies(0, {})), repr=False)

    def fit(self, items: Iterable[Item], background: Iterable[Item] = ()) -> Self:
        """Learn how telling each feature is from items and background, and hold the items. ValueError: an id twice."""
        counted: dict[str, dict[str, Entry]] = {}
        for item in items:
            if item.id in counted:
                raise ValueError(f"two items have the id {item.id!r}")
            counted[item.id] = self._count(item)
        beside = sorted(
            background, key=lambda item: item.id
        )  # in one order, so that sums are the same to the last digit
        known = frequencies([*(counted[each] for each in sorted(counted)), *map(self._count, beside)])
        self._state = _State(build_index({each: weigh(one, known) for each, one in counted.items()}), known)
        return self

    def update(self, items: Iterable[Item]) -> Self:
        """Put items in, or in the place of those with their ids; what was learnt at fitting and others' scores stay."""
        known = self._state.known
        changed = {item.id: weigh(self._count(item), known) for item in items}
        self._state = _State(build_index({**self._state.index.vectors(but=changed), **changed}), known)
        return self

    def remove(self, ids: Collection[str]) -> Self:
        """Take items out; ids that are not there are no fault."""
        self._state = _State(build_index(self._state.index.vectors(but=set(ids))), self._state.known)
        return self

    def with_index(self, index: Index, known: Frequencies) -> Self:
        """Hold an index that was made before, by the same analyser."""
        self._state = _State(index, known)
        return self

    @property
    def index(self) -> Index:
        """The vectors held."""
        return self._state.index

    @property
    def known(self) -> Frequencies:
        """What was learnt at fitting."""
        return self._state.known

    @property
    def ids(self) -> tuple[str, ...]:
        """The items held, in order."""
        return self._state.index.ids

    def rank(self, query: Item, k: int = 10, among: Collection[str] | None = None) -> tuple[Suggestion, ...]:
        """The best `k` items of those in `among`, best first; never the query itself, never one that shares nothing."""
        state = self._state
        vector = weigh(self._count(query), state.known)
        total = state.index.scores(vector)
        rows = np.flatnonzero(total)
        allowed = [
            int(row)
            for row in rows
            if state.index.ids[row] != query.id and (among is None or state.index.ids[row] in among)
        ]
        allowed.sort(key=lambda row: (-round(float(total[row]), DIGITS), row))  # rows stand in the order of ids
        found = []
        for row in allowed[: max(0, k)]:
            score = min(1.0, float(total[row]))
            found.append(Suggestion(state.index.ids[row], score, explain(vector, state.index.row(row, vector))))
        return tuple(found)

    def rank_many(
        self, queries: Iterable[Item], k: int = 10, among: Collection[str] | None = None
    ) -> dict[str, tuple[Suggestion, ...]]:
        """As `rank`, for each query by its id."""
        return {query.id: self.rank(query, k, among) for query in queries}

    def _count(self, item: Item) -> dict[str, Entry]:
        return count(self.analyser.occurrences(item))


def explain(query: Vector, item: Vector) -> tuple[Reason, ...]:
    """Why two vectors are near: shared features folded back to the words they came from, heaviest first."""
    shares: dict[tuple[str, str, str], float] = {}
    for feature, theirs in item.items():
        ours = query[feature]
        key = (ours.word, _via(feature, ours, theirs), theirs.word)
        shares[key] = shares.get(key, 0.0) + ours.weight * theirs.weight
    order = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Reason(*key, share) for key, share in order)


def _via(feature: str, ours: Entry, theirs: Entry) -> str:
    kind, _, name = feature.partition(":")
    if kind == "k":
        return f"skill:{name}"
    if kind == "s" or (ours.word == theirs.word and ours.origin == theirs.origin):
        return WORD
    if ours.origin == theirs.origin:
        return f"concept:{ours.origin or name}"
    return (
        "relation:" + (f"{ours.origin}>" if ours.origin else "") + name + (f"<{theirs.origin}" if theirs.origin else "")
    )
