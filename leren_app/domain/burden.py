"""How much is asked of people in the city: sums over the same eight weeks, and when that is too much.

Somebody who plans interviews in May and a colleague who plans a survey in June ask the same people. So people are added
up over every stretch of eight weeks, and the busiest one counts. An activity counts whole in each stretch it touches:
nobody knows on which day who is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from leren_app.domain.city.parts import WHOLE_CITY, BurdenLimits, District
from leren_app.domain.text import Text

WINDOW = timedelta(weeks=8)
MOST_PEOPLE = 5000
"""What one activity can ask: more is a slip of the keyboard."""
FEWEST_SHOWN = 5
"""Smaller numbers are not said to who does not coordinate."""


class Level(StrEnum):
    """How much it is."""

    QUIET = "quiet"
    BUSY = "busy"
    TOO_MUCH = "too_much"


LEVEL_NAMES: dict[Level, Text] = {
    Level.QUIET: Text("rustig", "quiet"),
    Level.BUSY: Text("druk", "busy"),
    Level.TOO_MUCH: Text("te veel", "too much"),
}


class Asks(Protocol):
    """Something that asks people to take part, from one day to another."""

    @property
    def people(self) -> int: ...

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


class Peopled(Protocol):
    """A city, as far as its limits go."""

    @property
    def burden(self) -> BurdenLimits: ...

    @property
    def districts(self) -> tuple[District, ...]: ...


@dataclass(frozen=True)
class Load:
    """People asked in the busiest eight weeks, and how many are the most that may be."""

    people: int
    limit: int

    @property
    def level(self) -> Level:
        """Busy from two thirds of the limit, too much above it."""
        if self.people > self.limit:
            return Level.TOO_MUCH
        return Level.BUSY if self.people * 3 >= self.limit * 2 else Level.QUIET


def limit_of_district(city: Peopled, key: str) -> int:
    """The most people in a district; of the whole city that of all its districts together."""
    if key == WHOLE_CITY:
        return sum(_limit(city.burden, district) for district in city.districts)
    found = next((district for district in city.districts if district.key == key), None)
    return _limit(city.burden, found)


def busiest(activities: Iterable[Asks], first: date, last: date) -> int:
    """The most people asked in any eight weeks that touch the days from first to last; 0 when nobody is asked."""
    asked: Sequence[Asks] = tuple(activities)
    earliest = first - WINDOW + timedelta(days=1)
    # A stretch that begins as an activity ends loses none by beginning later: only those days have to be tried.
    begins = {last, *(min(max(each.ends_on, earliest), last) for each in asked)}
    return max(sum(each.people for each in asked if _touches(each, begin)) for begin in begins)


def warning(place: Text, load: Load) -> Text:
    """The sentence for who plans it: what is asked already, what the most is, and what to do."""
    return _TOO_MUCH.with_(place=place, people=load.people, limit=load.limit)


def said(people: int) -> str:
    """A number of people for who does not coordinate: small ones are not told."""
    return f"<{FEWEST_SHOWN}" if 0 < people < FEWEST_SHOWN else str(people)


def _limit(limits: BurdenLimits, district: District | None) -> int:
    inhabitants = district.inhabitants if district is not None else None
    return max(limits.people_per_district, (inhabitants or 0) * limits.people_per_thousand_inhabitants // 1000)


def _touches(each: Asks, begin: date) -> bool:
    return each.starts_on < begin + WINDOW and each.ends_on >= begin


_TOO_MUCH = Text(
    "Let op: studenten vragen in {place} {people} mensen binnen acht weken. Meer dan {limit} is te veel. Vraag minder "
    "mensen, kies andere weken, of overleg met de coördinator.",
    "Mind: students ask {people} people in {place} within eight weeks. More than {limit} is too much. Ask fewer "
    "people, choose other weeks, or talk to the coordinator.",
)
