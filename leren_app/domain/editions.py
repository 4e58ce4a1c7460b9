"""Which days and sizes an edition of a course can have; pure, a sentence for each field that cannot be so."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from leren_app.domain.text import Text

LONGEST_RUN = timedelta(days=400)
FURTHEST_AHEAD = timedelta(days=3 * 366)
FURTHEST_BACK = timedelta(days=366)
MOST_PLACES = 2000


@dataclass(frozen=True)
class Planned:
    """What was filled in for an edition."""

    starts_on: date
    ends_on: date
    planning_deadline: date
    places: int
    team_min: int = 1
    team_max: int = 1
    languages: tuple[str, ...] = ("nl",)
    days: tuple[str, ...] = ()
    """Days of the week on which the class can be in the city; none means: not said."""


@dataclass(frozen=True)
class _Check:
    """One thing that cannot be: the field that gets the sentence, the fields it looks at, and the sentence."""

    field: str
    of: frozenset[str]
    is_wrong: Callable[[Planned, date], bool]
    said: Text


def faults_of(
    planned: Planned, today: date, *, deadline_before: date | None = None, unread: Collection[str] = ()
) -> dict[str, Text]:
    """Field → what cannot be so, the first for each field.

    `deadline_before` is the deadline an edition has already, which may be past; `unread` are fields whose value is not
    known, such as a day that was typed wrong: nothing that looks at them is said.
    """
    found: dict[str, Text] = {}
    for check in _CHECKS:
        if check.of.isdisjoint(unread) and check.is_wrong(planned, today):
            found.setdefault(check.field, check.said)
    if found.get("planning_deadline") is _PASSED and planned.planning_deadline == deadline_before:
        del found["planning_deadline"]
    return found


def _check(field: str, of: str, is_wrong: Callable[[Planned, date], bool], said: Text) -> _Check:
    return _Check(field, frozenset(of.split()), is_wrong, said)


_PASSED = Text("Deze dag is al voorbij. Kies vandaag of later.", "This day has passed. Choose today or later.")

_CHECKS = (
    _check(
        "starts_on",
        "starts_on",
        lambda it, today: not today - FURTHEST_BACK <= it.starts_on <= today + FURTHEST_AHEAD,
        Text("Kies een dag die niet meer dan drie jaar weg ligt.", "Choose a day no more than three years away."),
    ),
    _check(
        "ends_on",
        "starts_on ends_on",
        lambda it, _: it.ends_on < it.starts_on,
        Text(
            "De laatste dag ligt vóór de eerste. Kies een latere dag.",
            "The last day comes before the first. Choose a later day.",
        ),
    ),
    _check(
        "ends_on",
        "starts_on ends_on",
        lambda it, _: it.ends_on - it.starts_on > LONGEST_RUN,
        Text("Een uitvoering duurt ten hoogste een jaar.", "An edition lasts no longer than a year."),
    ),
    _check(
        "planning_deadline",
        "planning_deadline starts_on",
        lambda it, _: it.planning_deadline >= it.starts_on,
        Text(
            "De planning sluit vóór de eerste dag van het vak. Kies een eerdere dag.",
            "Planning closes before the first day of the course. Choose an earlier day.",
        ),
    ),
    _check("planning_deadline", "planning_deadline", lambda it, today: it.planning_deadline < today, _PASSED),
    _check(
        "places",
        "places",
        lambda it, _: not 1 <= it.places <= MOST_PLACES,
        Text("Kies 1 tot 2000 plaatsen.", "Choose 1 to 2000 places."),
    ),
    _check(
        "team_min",
        "team_min",
        lambda it, _: it.team_min < 1,
        Text("Een team heeft minstens 1 student.", "A team has at least 1 student."),
    ),
    _check(
        "team_max",
        "team_min team_max",
        lambda it, _: it.team_max < it.team_min,
        Text(
            "Het grootste team is kleiner dan het kleinste. Kies een hoger getal.",
            "The largest team is smaller than the smallest. Choose a higher number.",
        ),
    ),
    _check(
        "team_min",
        "team_min places",
        lambda it, _: it.team_min > it.places >= 1,
        Text("Er zijn minder plaatsen dan één team nodig heeft.", "There are fewer places than one team needs."),
    ),
    _check(
        "languages",
        "languages",
        lambda it, _: not it.languages,
        Text("Kies minstens één taal.", "Choose at least one language."),
    ),
)
