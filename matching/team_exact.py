"""Finds the best team and proves it, by a linear programme in whole numbers, wherever bounds leave a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from matching.team_bound import bound
from matching.team_pool import Bools, Ints, Places, Pool
from matching.team_search import first_of_equals, good_team


@dataclass(frozen=True)
class Limits:
    """How much is tried before a team is taken that is not proven to be the best."""

    looks: int = 4_000_000  # people looked at in growing and exchanging one team: steps, not time
    people: int = 200  # in one programme
    nodes: int = 1000  # of one programme
    seconds: float = 3.0  # for one programme; most take 0.02, so that only a very busy machine comes near


class Best(NamedTuple):
    """A team, and the coverage in hundredths that no team exceeds."""

    team: Places
    at_most: int


class Section(NamedTuple):
    """People out of whom a team might come, and what one of them can be worth at most."""

    is_day: bool
    people: Ints
    coverage: Ints  # of the best team with each, at most, in hundredths
    worth: Ints


def sections_of(pool: Pool) -> list[Section]:
    """Those free on each day, and all, the most promising first: a shared day is looked for where all have it."""
    found = []
    for is_day, among in pool.sections():
        people = np.flatnonzero(among)
        coverage = bound(pool.degrees[people], pool.speaks[people], pool.size)
        mix = sum(min(pool.size, len(set(kind) - {0})) for kind in pool.traits[people].T.tolist())
        worth = coverage * pool.cover_worth + is_day * pool.day_worth + mix
        found.append(Section(is_day, people, coverage, worth))
    return sorted(found, key=lambda section: -int(section.worth.max()))


def best_team(pool: Pool, sections: Sequence[Section], limits: Limits) -> Best | None:
    """The best team that covers something, out of the sections of the same people; None where there is none."""
    team = good_team(pool, limits.looks)
    worth = pool.worth(team) if team else 0
    if worth < pool.cover_worth:
        team, worth = (), pool.cover_worth - 1
    doubtful: list[Section] = []
    may_wait = True
    for section in sections:
        people = section.people[section.worth > worth]
        if len(people) < pool.size:
            continue
        fits = may_wait and len(people) <= limits.people
        found = _better(pool, people, worth - section.is_day * pool.day_worth, limits) if fits else None
        if found is None:
            doubtful.append(section)
            may_wait = may_wait and not fits  # one programme that took too long is enough
        elif found:
            team, worth = found, pool.worth(found)
    if not team:
        return None
    at_most = [int(section.coverage.max()) for section in doubtful if section.worth.max() > worth]
    return Best(first_of_equals(pool, team), max([pool.coverage(team), *at_most]))


def _better(pool: Pool, people: Ints, worth: int, limits: Limits) -> Places | None:
    """The best team of these people that is worth more, but for a day; empty for none, None where a limit is met."""
    status, chosen = _solve(pool, people, worth + 1, limits)
    if status == _INFEASIBLE:
        return ()
    return tuple(people[chosen].tolist()) if status == _PROVEN else None


class _Rows:
    """Rows of a matrix, gathered in blocks."""

    def __init__(self) -> None:
        self.cells: list[tuple[Ints, Ints, Ints]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike, low: float, high: float) -> None:
        """Rows whose sums lie between low and high; they are numbered from 0 in this block."""
        numbered, cells = np.asarray(rows), np.asarray(columns)
        self.cells.append((numbered + len(self.low), cells, np.broadcast_to(values, cells.shape)))
        n = int(numbered.max(initial=-1)) + 1
        self.low += [low] * n
        self.high += [high] * n


_PROVEN, _INFEASIBLE = 0, 2  # as scipy numbers them


def _solve(pool: Pool, people: Ints, least: int, limits: Limits) -> tuple[int, Bools]:
    """How it ended, and who is in the best team that is worth at least this, leaving shared days out.

    Columns: who is in the team; who meets which need; which traits there are.
    """
    # Imported here: it takes longer than all the rest together, and most pages suggest no team.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    degrees = pool.degrees[people]
    need, by = np.nonzero(degrees.T)
    trait, of = np.unique(pool.traits[people], return_inverse=True)
    worth = np.concatenate([np.zeros(len(people)), degrees[by, need] * pool.cover_worth, trait != 0])
    rows = _Rows()
    _add_who(rows, pool, people)
    _add_what(rows, len(people), need, by, of)
    counts = np.flatnonzero(worth)
    rows.add(np.zeros_like(counts), counts, worth[counts], least - 0.5, np.inf)
    row, column, value = (np.concatenate(part) for part in zip(*rows.cells, strict=True))
    matrix = coo_array((value, (row, column)), shape=(len(rows.low), len(worth)))
    found = milp(
        -worth,
        constraints=LinearConstraint(matrix.tocsc(), rows.low, rows.high),
        bounds=Bounds(0, 1),
        integrality=np.arange(len(worth)) < len(people),  # whole people; the rest follows
        options={"mip_rel_gap": 0.0, "time_limit": limits.seconds, "node_limit": limits.nodes},
    )
    return int(found.status), found.x[: len(people)] > 0.5 if found.x is not None else pool.speaks[:0]


def _add_who(rows: _Rows, pool: Pool, people: Ints) -> None:
    """So many people, somebody who speaks, and not too many of a team that was suggested before."""
    everybody, speakers = np.arange(len(people)), np.flatnonzero(pool.speaks[people])
    rows.add(np.zeros_like(everybody), everybody, 1, pool.size, pool.size)
    rows.add(np.zeros_like(speakers), speakers, 1, 1, np.inf)
    for before in pool.before[:, people]:
        again = np.flatnonzero(before)
        rows.add(np.zeros_like(again), again, 1, -np.inf, pool.size - pool.apart)


def _add_what(rows: _Rows, n: int, need: Ints, by: Ints, of: Ints) -> None:
    """A need is met once at most, by somebody in the team; a trait is there where somebody in the team has it."""
    met = n + np.arange(len(need))
    rows.add(need, met, 1, -np.inf, 1)
    each = np.arange(len(need))
    rows.add(np.tile(each, 2), np.append(met, by), np.repeat([1, -1], len(need)), -np.inf, 0)
    traits = np.arange(of.max() + 1)
    columns = np.append(n + len(need) + traits, np.repeat(np.arange(n), of.shape[1]))
    values = np.repeat([1, -1], [len(traits), of.size])
    rows.add(np.append(traits, of.ravel()), columns, values, -np.inf, 0)
