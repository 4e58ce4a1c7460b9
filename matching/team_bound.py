"""Says how well a team could cover at most, exactly up to eight needs: the proof that a team is the best.

A team divides the needs among its members, so the best coverage is the best way to cut the set of needs in parts and
give each part to whoever does it best. With eight needs there are 256 sets and 6,561 ways to split one off.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matching.team_pool import Bools, Ints

MOST_NEEDS = 8  # at once; more are bounded in parts, whose sum is still a bound


class Bound(NamedTuple):
    """In hundredths, all needs together: the best of all teams, and for each person the best of a team with them."""

    best: int
    of_each: Ints


class _Splits(NamedTuple):
    """Every way to split a set of needs in two, ordered by the set; sets are numbers with a bit for each need."""

    part: Ints
    rest: Ints
    starts: Ints  # where the ways of each set begin


def bound(degrees: Ints, speaks: Bools, size: int) -> Bound:
    """The bound for teams of this size with somebody who speaks; there must be such a person."""
    parts = [
        _bound(degrees[:, start : start + MOST_NEEDS], speaks, size) for start in range(0, degrees.shape[1], MOST_NEEDS)
    ]
    return Bound(sum(part.best for part in parts), np.sum([part.of_each for part in parts], axis=0))


def _bound(degrees: Ints, speaks: Bools, size: int) -> Bound:
    n = degrees.shape[1]
    sets = (np.arange(1 << n)[:, None] >> np.arange(n)) & 1
    alone = degrees @ sets.T  # people x sets: how well each meets a set of needs
    anyone, speaker = alone.max(axis=0), alone[speaks].max(axis=0)
    splits = _splits(n)
    # What so many people reach: whoever they are, and with a speaker among them. More than one for each need, a
    # speaker and somebody who brings nothing add nothing.
    whoever, spoken = [np.zeros_like(anyone), anyone], [np.full_like(anyone, -1), speaker]
    for _ in range(min(size, n + 2) - 1):
        more = _joined(splits, whoever[-1], speaker)
        spoken.append(np.maximum(_joined(splits, spoken[-1], anyone), more))
        whoever.append(_joined(splits, whoever[-1], anyone))
    others = np.where(speaks[:, None], whoever[-2][::-1], spoken[-2][::-1])  # reversed: those of the remaining needs
    with_each = (alone + others).max(axis=1)
    return Bound(int(spoken[-1][-1]), np.where(others[:, 0] < 0, -1, with_each))


def _joined(splits: _Splits, team: Ints, person: Ints) -> Ints:
    """For each set of needs the best that a team and one more person reach."""
    return np.maximum.reduceat(team[splits.rest] + person[splits.part], splits.starts)


@lru_cache(maxsize=MOST_NEEDS)
def _splits(n: int) -> _Splits:
    whole, part = np.meshgrid(np.arange(1 << n), np.arange(1 << n), indexing="ij")
    whole, part = whole[(part & ~whole) == 0], part[(part & ~whole) == 0]
    return _Splits(part, whole ^ part, np.searchsorted(whole, np.arange(1 << n)))
