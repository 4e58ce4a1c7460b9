"""Says how well a team could cover at most, exactly up to twelve needs: the proof that a team is the best.

A team divides the needs among its members, so the best coverage is the best way to cut the set of needs in parts and
give each part to whoever does it best. With eight needs there are 256 sets and 6,561 ways to cut one in two.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.team_pool import Bools, Ints

Floats = NDArray[np.float32]  # whole numbers: single precision holds them and multiplies fastest
MOST_NEEDS = 12  # at once; more are bounded in parts, whose sum is still a bound
MOST_NEEDS_OF_MANY = 8  # where there are more than MANY people
MANY = 1000
_NEVER = np.float32(-1e6)


def bound(degrees: Ints, speaks: Bools, size: int) -> Ints:
    """For each person the best coverage, in hundredths of all needs, of a team of this size with them and a speaker.

    Below 0 where there is no such team.
    """
    most = MOST_NEEDS if len(speaks) <= MANY else MOST_NEEDS_OF_MANY
    starts = range(0, degrees.shape[1], most)
    parts = [_bound(degrees[:, start : start + most].astype(np.float32), speaks, size) for start in starts]
    return np.asarray(np.sum(parts, axis=0), dtype=np.int64)


class _Reach(NamedTuple):
    """What so many people reach for each set of needs: whoever they are, and with a speaker among them."""

    whoever: Floats
    spoken: Floats


class _Splits(NamedTuple):
    """Every way to cut a set of needs in two, ordered by the set; sets are numbers with a bit for each need."""

    part: Ints
    rest: Ints
    starts: Ints  # where the ways of each set begin


def _bound(degrees: Floats, speaks: Bools, size: int) -> Floats:
    n = degrees.shape[1]
    sets = (np.arange(1 << n) >> np.arange(n)[:, None]) & 1
    alone = degrees @ sets.astype(np.float32)  # people x sets: how well each meets a set of needs
    one = _Reach(alone.max(axis=0), alone[speaks].max(axis=0, initial=_NEVER))
    # More than one for each need, a speaker and somebody who brings nothing add nothing.
    others = _reach(one, min(size, n + 2) - 1, _splits(n))
    with_others = np.where(speaks[:, None], others.whoever[::-1], others.spoken[::-1])  # of the needs that remain
    return np.asarray((alone + with_others).max(axis=1))


def _reach(one: _Reach, people: int, splits: _Splits) -> _Reach:
    """What so many people reach: what the half and the other half do, the speaker among the others."""
    if people == 0:
        return _Reach(np.zeros_like(one.whoever), np.full_like(one.whoever, _NEVER))
    if people == 1:
        return one
    half = _reach(one, people // 2, splits)
    other = half if people % 2 == 0 else _joined(half, one, splits)
    return _joined(half, other, splits)


def _joined(some: _Reach, others: _Reach, splits: _Splits) -> _Reach:
    """What some and others reach together, each taking a part of the needs."""
    given = some.whoever[splits.rest]
    return _Reach(*(np.maximum.reduceat(given + reach[splits.part], splits.starts) for reach in others))


@lru_cache(maxsize=MOST_NEEDS)
def _splits(n: int) -> _Splits:
    parts = [np.zeros(1, dtype=np.int64)]  # of each set in turn: those of the set without its highest need, and with it
    for number in range(1, 1 << n):
        high = 1 << (number.bit_length() - 1)
        parts.append(np.concatenate([parts[number ^ high], parts[number ^ high] | high]))
    whole = np.repeat(np.arange(1 << n), [len(part) for part in parts])
    part = np.concatenate(parts)
    return _Splits(part, whole ^ part, np.searchsorted(whole, np.arange(1 << n)))
