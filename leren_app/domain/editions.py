"""Which days and sizes an edition of a course can have; pure, a sentence for each field that cannot be so."""

from __future__ import annotations

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


def faults_of(planned: Planned, today: date, *, deadline_before: date | None = None) -> dict[str, Text]:
    """Field → what cannot be so; `deadline_before` is the deadline an edition has already, which may be past."""
    found = _days(planned, today) | _sizes(planned)
    if planned.planning_deadline < today and planned.planning_deadline != deadline_before:
        found.setdefault(
            "planning_deadline",
            Text("Deze dag is al voorbij. Kies vandaag of later.", "This day has passed. Choose today or later."),
        )
    if not planned.languages:
        found["languages"] = Text("Kies minstens één taal.", "Choose at least one language.")
    return found


def _days(planned: Planned, today: date) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if not today - FURTHEST_BACK <= planned.starts_on <= today + FURTHEST_AHEAD:
        found["starts_on"] = Text(
            "Kies een dag die niet meer dan drie jaar weg ligt.", "Choose a day no more than three years away."
        )
    if planned.ends_on < planned.starts_on:
        found["ends_on"] = Text(
            "De laatste dag ligt vóór de eerste. Kies een latere dag.",
            "The last day comes before the first. Choose a later day.",
        )
    elif planned.ends_on - planned.starts_on > LONGEST_RUN:
        found["ends_on"] = Text("Een uitvoering duurt ten hoogste een jaar.", "An edition lasts no longer than a year.")
    if planned.planning_deadline >= planned.starts_on:
        found["planning_deadline"] = Text(
            "De planning sluit vóór de eerste dag van het vak. Kies een eerdere dag.",
            "Planning closes before the first day of the course. Choose an earlier day.",
        )
    return found


def _sizes(planned: Planned) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if not 1 <= planned.places <= MOST_PLACES:
        found["places"] = Text("Kies 1 tot 2000 plaatsen.", "Choose 1 to 2000 places.")
    if planned.team_min < 1:
        found["team_min"] = Text("Een team heeft minstens 1 student.", "A team has at least 1 student.")
    if planned.team_max < planned.team_min:
        found["team_max"] = Text(
            "Het grootste team is kleiner dan het kleinste. Kies een hoger getal.",
            "The largest team is smaller than the smallest. Choose a higher number.",
        )
    elif planned.team_min > planned.places >= 1:
        found["team_min"] = Text(
            "Er zijn minder plaatsen dan één team nodig heeft.", "There are fewer places than one team needs."
        )
    return found
