"""The applicants as numbers: what a team is worth, and what somebody would add to it; knows no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Places = tuple[int, ...]  # people of a team by their place in the pool, the first id first
HUNDREDTHS = 100  # a degree counts in hundredths: who is nearer by less than that is not better


@dataclass(frozen=True)
class Pool:
    """Those with time, in the order of their ids, and the teams that a further one has to differ from."""

    degrees: Ints  # people x needs: how well, in hundredths; 0 where not at all
    days: Ints  # people: a bit for each free day
    traits: Ints  # people x kinds (discipline, institution, level): no number in two kinds; 0 is unknown
    speaks: Bools  # people
    size: int
    before: Bools  # teams x people: who is in each team that was suggested already
    apart: int = 0  # members in which a team differs from each of those

    @property
    def day_worth(self) -> int:
        """What a day together counts: more than any mix."""
        return int(self.traits.shape[1]) * self.size + 1

    @property
    def cover_worth(self) -> int:
        """What a hundredth of coverage counts: more than a day and any mix together."""
        return 2 * self.day_worth

    def away_from(self, teams: Sequence[Places], apart: int) -> Pool:
        """The same people, for a team that differs from each of these in so many members."""
        before = np.zeros((len(teams), len(self.speaks)), dtype=bool)
        for row, team in enumerate(teams):
            before[row, list(team)] = True
        return replace(self, before=before, apart=apart)

    def coverage(self, team: Sequence[int]) -> int:
        """The hundredths in which a team meets the needs, all needs together."""
        return int(self.degrees[list(team)].max(axis=0).sum())

    def worth(self, team: Sequence[int]) -> int:
        """One number that orders teams: coverage first, then a day together, then the mix."""
        members = list(team)
        mix = len(set(self.traits[members].ravel().tolist()) - {0})
        day = bool(np.bitwise_and.reduce(self.days[members]))
        return self.coverage(members) * self.cover_worth + day * self.day_worth + mix

    def worth_with(self, team: Sequence[int], among: Bools) -> Ints:
        """For each person what the team with them is worth; -1 for who is in it, not among these, or not allowed."""
        members = list(team)
        covered = np.maximum(self.degrees, self.degrees[members].max(axis=0, initial=0)).sum(axis=1)
        day = (self.days & np.bitwise_and.reduce(self.days[members])) != 0
        known = np.unique(np.append(self.traits[members], 0))
        mix = len(known) - 1 + (~np.isin(self.traits, known)).sum(axis=1)
        worth = covered * self.cover_worth + day * self.day_worth + mix
        return np.where(among & self._allowed(members), worth, -1)

    def _allowed(self, members: list[int]) -> Bools:
        """Who may come to these, so that the team can still keep every rule."""
        room = self.size - self.apart - self.before[:, members].sum(axis=1)
        allowed = (room[:, None] >= self.before).all(axis=0)
        allowed[members] = False
        if len(members) == self.size - 1 and not self.speaks[members].any():
            allowed &= self.speaks
        return np.asarray(allowed)

    def sections(self) -> list[tuple[bool, Bools]]:
        """The people who share a day, for each day, and at last all; each with whether it is a day."""
        bits = [1 << bit for bit in range(int(self.days.max(initial=0)).bit_length())]
        parts = [(True, (self.days & bit) != 0) for bit in bits] + [(False, np.ones(len(self.days), dtype=bool))]
        return [(is_day, part) for is_day, part in parts if part.sum() >= self.size and self.speaks[part].any()]
