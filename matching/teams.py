"""Suggests teams out of applicants: what each brings, what the team covers and lacks, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.skillfit import SkillFit
from matching.text import Language

COVERED = 0.5  # from here on a skill counts as the one that was asked
MOST_SEEDS = 30  # speakers of the field language a team is built around, the most useful first
MOST_SWAPS = 20
Fit = Callable[[str, str], float]


@dataclass(frozen=True)
class OwnSkill:
    """A skill somebody has: its key or words, and how well, above 0 and at most 1."""

    name: str
    level: float = 1.0


@dataclass(frozen=True)
class Person:
    """An applicant, as far as a team needs to know; nothing here is a protected attribute."""

    id: str
    skills: tuple[OwnSkill, ...] = ()
    languages: frozenset[str] = frozenset()  # those the person can do fieldwork in
    hours: float = 0.0  # free in a week
    free_days: frozenset[str] = frozenset()
    discipline: str = ""
    institution: str = ""
    level: str = ""


@dataclass(frozen=True)
class Needs:
    """What a challenge asks of a team. No field language: any will do."""

    skills: tuple[str, ...]
    minimum: int
    maximum: int
    field_language: str | None = None
    hours: float = 0.0  # of each member in a week


@dataclass(frozen=True)
class Cover:
    """A needed skill, with which own skill it is met, and how well (0.5 to 1)."""

    need: str
    skill: str
    degree: float


@dataclass(frozen=True)
class Member:
    """Why somebody is in the team; nothing of all means: to make the team large enough."""

    id: str
    covers: tuple[Cover, ...]  # the needs that nobody in the team meets better
    speaks: bool  # the field language, where one is asked
    adds: tuple[str, ...]  # "discipline", "institution", "level" that no member before had


@dataclass(frozen=True)
class Team:
    """A possible team; `coverage` is the mean degree over all needs."""

    members: tuple[Member, ...]
    lacks: tuple[str, ...]
    coverage: float
    shared_days: tuple[str, ...]


class Refusal(StrEnum):
    """Why no team can be suggested."""

    NOBODY = "nobody"
    SIZE = "size"
    NO_NEEDS = "no-needs"
    TOO_FEW = "too-few"
    NO_SPEAKER = "no-speaker"
    NO_SKILL = "no-skill"


REFUSALS: dict[Refusal, tuple[str, str]] = {
    Refusal.NOBODY: ("Niemand heeft zich aangemeld.", "Nobody has applied."),
    Refusal.SIZE: (
        "De gevraagde grootte past niet binnen {minimum} tot {maximum}.",
        "The size asked for is not within {minimum} to {maximum}.",
    ),
    Refusal.NO_NEEDS: ("Het vraagstuk noemt geen vaardigheden.", "The challenge names no skills."),
    Refusal.TOO_FEW: (
        "Er zijn {minimum} mensen nodig met {hours:g} uur per week; dat zijn er nu {available}.",
        "It takes {minimum} people with {hours:g} hours a week; there are {available} now.",
    ),
    Refusal.NO_SPEAKER: (
        "Niemand met genoeg tijd spreekt de taal van het veldwerk.",
        "Nobody with enough time speaks the language of the fieldwork.",
    ),
    Refusal.NO_SKILL: ("Niemand heeft een van de gevraagde vaardigheden.", "Nobody has any of the skills asked for."),
}


@dataclass(frozen=True)
class TeamSuggestions:
    """Up to k teams, best first, or why there is none."""

    teams: tuple[Team, ...] = ()
    refusal: Refusal | None = None
    values: dict[str, float] = field(default_factory=dict)

    def why_none(self, language: Language) -> str:
        """The refusal as a sentence; empty where there are teams."""
        return REFUSALS[self.refusal][language == "en"].format(**self.values) if self.refusal else ""


@dataclass(frozen=True)
class _Pool:
    """Those with time for it, by id, and how well each meets each need."""

    people: tuple[Person, ...]
    skills: tuple[tuple[str, ...], ...]  # people x needs: the own skill that meets it
    degrees: NDArray[np.float64]  # people x needs: how well
    speaks: NDArray[np.bool_]
    size: int

    def worth(self, team: Sequence[int]) -> tuple[float, bool, int, tuple[int, ...]]:
        """What one team is better by: coverage first, then a day together, then a mix; at last the order of ids."""
        members = [self.people[each] for each in team]
        mix = sum(len({value for value in values if value}) for values in zip(*map(_traits, members), strict=True))
        coverage = round(float(self.degrees[list(team)].max(axis=0).mean()), 9)
        return coverage, bool(_shared_days(members)), mix, tuple(-each for each in sorted(team))


def suggest_teams(
    people: Sequence[Person], needs: Needs, size: int | None = None, k: int = 3, fit: Fit | None = None
) -> TeamSuggestions:
    """Up to `k` teams of `size` (the maximum where none is said; fewer where fewer have time, never below the minimum).

    Greedy around each speaker of the field language, then swaps: the best coverage is at least 1 - 1/e of the best
    possible with up to 30 speakers. The order of people makes no difference.
    """
    size = needs.maximum if size is None else size
    available = sorted((each for each in people if each.hours >= needs.hours), key=lambda each: each.id)
    values: dict[str, float] = {
        "minimum": needs.minimum,
        "maximum": needs.maximum,
        "hours": needs.hours,
        "available": len(available),
    }
    refusal = _refusal(people, available, needs, size)
    if refusal:
        return TeamSuggestions((), refusal, values)
    pool = _pool(available, needs, min(size, len(available)), fit or SkillFit())
    if not pool.degrees.any():
        return TeamSuggestions((), Refusal.NO_SKILL, values)
    best = _best(pool, frozenset())
    others = {_best(pool, frozenset({banned})) for banned in best} - {(), best} if k > 1 else set()
    ranked = [best, *sorted(others, key=pool.worth, reverse=True)]
    return TeamSuggestions(tuple(_described(pool, team, needs) for team in ranked[: max(0, k)]))


def _refusal(people: Sequence[Person], available: Sequence[Person], needs: Needs, size: int) -> Refusal | None:
    checks = {
        Refusal.NOBODY: not people,
        Refusal.SIZE: not 1 <= needs.minimum <= size <= needs.maximum,
        Refusal.NO_NEEDS: not needs.skills,
        Refusal.TOO_FEW: len(available) < needs.minimum,
        Refusal.NO_SPEAKER: not any(_speaks(each, needs) for each in available),
    }
    return next((refusal for refusal, holds in checks.items() if holds), None)


def _speaks(person: Person, needs: Needs) -> bool:
    return needs.field_language is None or needs.field_language in person.languages


def _pool(available: Sequence[Person], needs: Needs, size: int, fit: Fit) -> _Pool:
    met = [[_met(person, need, fit) for need in needs.skills] for person in available]
    skills = tuple(tuple(cover.skill for cover in row) for row in met)
    degrees = np.array([[cover.degree for cover in row] for row in met])
    return _Pool(tuple(available), skills, degrees, np.array([_speaks(person, needs) for person in available]), size)


def _met(person: Person, need: str, fit: Fit) -> Cover:
    """The skill of a person that meets a need best; degree 0 where none does."""
    found = [Cover(need, own.name, fit(own.name, need) * min(1.0, max(0.0, own.level))) for own in person.skills]
    best = min(found, key=lambda cover: (-cover.degree, cover.skill), default=Cover(need, "", 0.0))
    return best if best.degree >= COVERED else Cover(need, "", 0.0)


def _best(pool: _Pool, banned: frozenset[int]) -> tuple[int, ...]:
    """The best team found without the banned; empty where there is none."""
    free = [each for each in range(len(pool.people)) if each not in banned]
    seeds = sorted((each for each in free if pool.speaks[each]), key=lambda each: (-pool.degrees[each].sum(), each))
    if len(free) < pool.size:
        return ()
    teams = [_improved(pool, _grown(pool, seed, free), free) for seed in seeds[:MOST_SEEDS]]
    return max(teams, key=pool.worth, default=())


def _grown(pool: _Pool, seed: int, free: Sequence[int]) -> tuple[int, ...]:
    """A team around one person: each time whoever adds most."""
    team = [seed]
    while len(team) < pool.size:
        rest = np.array([each for each in free if each not in team])
        covered = np.maximum(pool.degrees[rest], pool.degrees[team].max(axis=0)).sum(axis=1)
        ties = rest[covered >= covered.max() - 1e-9]
        team.append(max((int(each) for each in ties), key=lambda each: pool.worth([*team, each])))
    return tuple(sorted(team))


def _improved(pool: _Pool, team: tuple[int, ...], free: Sequence[int]) -> tuple[int, ...]:
    """The team after exchanging members as long as that makes it better and somebody speaks the language."""
    for _ in range(MOST_SWAPS):
        needed = pool.degrees[list(team)].max(axis=0)
        swaps = [
            tuple(sorted({*team, new} - {old}))
            for old in team
            for new in free
            if new not in team and (pool.degrees[new] > needed).any()
        ]
        better = max((swap for swap in swaps if pool.speaks[list(swap)].any()), key=pool.worth, default=team)
        if pool.worth(better) <= pool.worth(team):
            break
        team = better
    return team


def _traits(person: Person) -> tuple[str, str, str]:
    return person.discipline, person.institution, person.level


def _shared_days(members: Sequence[Person]) -> frozenset[str]:
    return frozenset.intersection(*(member.free_days for member in members))


def _described(pool: _Pool, team: tuple[int, ...], needs: Needs) -> Team:
    """What each member brings, and what the team as a whole covers, lacks and shares."""
    order = sorted(team, key=lambda each: (-pool.degrees[each].sum(), each))
    best = {need: max(order, key=lambda each: (pool.degrees[each, n], -each)) for n, need in enumerate(needs.skills)}
    seen: tuple[set[str], ...] = (set(), set(), set())
    members = []
    for each in order:
        person = pool.people[each]
        covers = tuple(
            Cover(need, pool.skills[each][n], float(pool.degrees[each, n]))
            for n, need in enumerate(needs.skills)
            if best[need] == each and pool.degrees[each, n]
        )
        adds = []
        for name, value, known in zip(("discipline", "institution", "level"), _traits(person), seen, strict=True):
            adds += [name] if value and value not in known else []
            known.add(value)
        speaks = needs.field_language is not None and bool(pool.speaks[each])
        members.append(Member(person.id, covers, speaks, tuple(adds)))
    met = pool.degrees[list(team)].max(axis=0)
    lacks = tuple(need for need, degree in zip(needs.skills, met, strict=True) if not degree)
    days = tuple(sorted(_shared_days([pool.people[each] for each in team])))
    return Team(tuple(members), lacks, float(met.mean()), days)
