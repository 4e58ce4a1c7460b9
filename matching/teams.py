"""Suggests teams out of applicants: what each brings, what the team covers and lacks, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.skillfit import own_fit
from matching.team_exact import Best, Limits, best_team, sections_of
from matching.team_pool import HUNDREDTHS, Places, Pool
from matching.team_types import (
    REFUSALS,
    TRAITS,
    Cover,
    Member,
    Needs,
    OwnSkill,
    Person,
    Refusal,
    Team,
    TeamSuggestions,
)

__all__ = [
    "REFUSALS",
    "Cover",
    "Limits",
    "Member",
    "Needs",
    "OwnSkill",
    "Person",
    "Refusal",
    "Team",
    "TeamSuggestions",
    "describe_team",
    "suggest_teams",
]

COVERED = 0.5  # from here on a skill counts as the one that was asked
APART = 2  # members in which alternatives differ, where so many others are there
LIMITS = Limits()
Fit = Callable[[str, str], float]


def suggest_teams(
    people: Iterable[Person],
    needs: Needs,
    size: int | None = None,
    k: int = 3,
    fit: Fit | None = None,
    limits: Limits = LIMITS,
) -> TeamSuggestions:
    """Up to `k` teams of `size` (the maximum where none is said; fewer where fewer have time, never below the minimum).

    The better team covers more, then has a free day together, then mixes more disciplines, institutions and levels,
    then has the earlier ids. The first is the best of all; each further one the best of those that differ in two
    members from all before it, in one where no such team covers anything. The order of people makes no difference.
    Where a limit was met, `gap` says by how much another team might cover more.
    """
    everybody = sorted(people, key=lambda each: each.id)
    size = needs.maximum if size is None else size
    free = [each for each in everybody if each.left >= needs.hours]
    busy = sum(each.left < needs.hours <= each.hours for each in everybody)
    about = TeamSuggestions((), None, needs, len(everybody), len(free), busy)
    refusal = _refusal(about, free, size)
    if refusal:
        return replace(about, refusal=refusal)
    crew = crew_of(free, needs, min(size, len(free)), fit or own_fit())
    if not crew.pool.degrees.any():
        return replace(about, refusal=Refusal.NO_SKILL)
    found = _different(crew.pool, k, limits)
    teams = tuple(_described(crew, best.team, best.at_most) for best in found)
    return replace(about, teams=teams, refusal=None if teams or k < 1 else Refusal.ONE_PLACE)


def describe_team(people: Iterable[Person], needs: Needs, fit: Fit | None = None) -> Team:
    """What these people make together and each of them brings, whether or not it is a good team."""
    members = sorted(people, key=lambda each: each.id)
    crew = crew_of(members, needs, len(members), fit or own_fit())
    everybody = tuple(range(len(members)))
    return _described(crew, everybody, crew.pool.coverage(everybody))


@dataclass(frozen=True)
class Crew:
    """Those with time, as they are and as numbers."""

    people: Sequence[Person]
    needs: tuple[str, ...]  # skills, each once
    language: str | None  # of the fieldwork
    skills: Sequence[Sequence[Cover]]  # people x needs: the own skill that meets it best
    pool: Pool


def _refusal(about: TeamSuggestions, free: Sequence[Person], size: int) -> Refusal | None:
    needs = about.needs
    checks = {
        Refusal.NOBODY: not about.applied,
        Refusal.SIZE: not 1 <= needs.minimum <= size <= needs.maximum,
        Refusal.NO_NEEDS: not needs.skills,
        Refusal.TOO_FEW: about.applied < needs.minimum,
        Refusal.TOO_BUSY: len(free) < needs.minimum and about.too_busy > 0,
        Refusal.NO_TIME: len(free) < needs.minimum,
        Refusal.NO_SPEAKER: not any(_speaks(each, needs) for each in free),
    }
    return next((refusal for refusal, holds in checks.items() if holds), None)


def _speaks(person: Person, needs: Needs) -> bool:
    return needs.field_language is None or needs.field_language in person.languages


def crew_of(people: Sequence[Person], needs: Needs, size: int, fit: Fit) -> Crew:
    """These people as numbers, for a team of this size."""
    needed = tuple(dict.fromkeys(needs.skills))
    skills = [[_met(person, need, fit) for need in needed] for person in people]
    pool = Pool(
        degrees=np.array([[round(cover.degree * HUNDREDTHS) for cover in row] for row in skills], dtype=np.int64),
        days=np.array(_days(people), dtype=np.int64),
        traits=np.array(_numbered_traits(people), dtype=np.int64),
        speaks=np.array([_speaks(each, needs) for each in people], dtype=bool),
        size=size,
        before=np.zeros((0, len(people)), dtype=bool),
    )
    return Crew(people, needed, needs.field_language, skills, pool)


def _days(people: Sequence[Person]) -> list[int]:
    named = sorted(frozenset[str]().union(*(each.free_days for each in people)))
    return [sum(1 << bit for bit, day in enumerate(named) if day in each.free_days) for each in people]


def _numbered_traits(people: Sequence[Person]) -> list[list[int]]:
    numbers: dict[tuple[int, str], int] = {}

    def number(kind: int, value: str) -> int:
        return numbers.setdefault((kind, value), len(numbers) + 1) if value else 0

    return [[number(kind, value) for kind, value in enumerate(_traits(each))] for each in people]


def _met(person: Person, need: str, fit: Fit) -> Cover:
    """The skill of a person that meets a need best, in hundredths; degree 0 where none does."""
    degrees = [(round(fit(own.name, need) * min(1.0, max(0.0, own.level)), 2), own.name) for own in person.skills]
    degree, skill = min(degrees, key=lambda each: (-each[0], each[1]), default=(0.0, ""))
    return Cover(need, skill, degree) if degree >= COVERED else Cover(need, "", 0.0)


def _traits(person: Person) -> tuple[str, str, str]:
    return person.discipline, person.institution, person.level


def _different(pool: Pool, k: int, limits: Limits) -> list[Best]:
    """Up to k teams, each the best of those that differ enough from all before it."""
    found: list[Best] = []
    sections = sections_of(pool)
    while len(found) < k:
        before = [best.team for best in found]
        nearness = range(min(APART, pool.size), 0, -1) if found else (0,)
        further = (best_team(pool.away_from(before, apart), sections, limits) for apart in nearness)
        best = next((best for best in further if best), None)
        if best is None:
            break
        found.append(best)
    return found


def _described(crew: Crew, team: Places, at_most: int) -> Team:
    """What each member brings, and what the team as a whole covers, lacks and shares."""
    pool = crew.pool
    order = sorted(team, key=lambda each: (-int(pool.degrees[each].sum()), each))
    covers: dict[int, list[Cover]] = {each: [] for each in order}
    lacks = []
    for n, need in enumerate(crew.needs):
        best = max(order, key=lambda each: (pool.degrees[each, n], -each))
        if pool.degrees[best, n]:
            covers[best].append(crew.skills[best][n])
        else:
            lacks.append(need)
    known: set[tuple[str, str]] = {(trait, "") for trait in TRAITS}
    members = []
    for each in order:
        person = crew.people[each]
        traits = list(zip(TRAITS, _traits(person), strict=True))
        adds = tuple(trait for trait, value in traits if (trait, value) not in known)
        known.update(traits)
        speaks = crew.language is not None and bool(pool.speaks[each])
        members.append(Member(person.id, tuple(covers[each]), speaks, adds, person.left, person.busy))
    days = frozenset.intersection(*(crew.people[each].free_days for each in team))
    covered, parts = pool.coverage(team), HUNDREDTHS * max(1, len(crew.needs))
    return Team(tuple(members), tuple(lacks), covered / parts, tuple(sorted(days)), (at_most - covered) / parts)
