"""Whether a challenge fits an edition of a course or a person: hard limits first, before any likeness of words.

Pure functions on plain facts. A filter gives nothing when it is passed, else in words what stands in the way, so that
the same sentence explains an empty list, a refused request and a label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from leren_app.domain import days
from leren_app.domain.text import Text

ANY_LANGUAGE = "any"
NEARLY_ALL = 0.75  # of the weeks of an edition have to lie in the period of a challenge
SOON = timedelta(days=14)
TWICE = 2

LANGUAGE_NAMES = {"nl": Text("Nederlands", "Dutch"), "en": Text("Engels", "English")}


class Limit(StrEnum):
    """A hard limit, in the order in which they are looked at."""

    PERIOD = "period"
    DEADLINE = "deadline"
    LEVEL = "level"
    LANGUAGE = "language"
    CAPACITY = "capacity"
    LOAD = "load"


LIMIT_NAMES: dict[Limit, Text] = {
    Limit.PERIOD: Text("de weken", "the weeks"),
    Limit.DEADLINE: Text("de uiterste plandag", "the last day to plan"),
    Limit.LEVEL: Text("het niveau", "the level"),
    Limit.LANGUAGE: Text("de taaleis", "the language demand"),
    Limit.CAPACITY: Text("het aantal plaatsen van het vak", "the number of places of the course"),
    Limit.LOAD: Text("de uren van de opdrachtgever", "the hours of the client"),
}


@dataclass(frozen=True)
class Edition:
    """What an edition of a course brings: its weeks, deadline, level, teams, and the languages spoken in the field.

    `places_left` is None, and `semester` empty, where nobody counted them: then they are in nobody's way.
    """

    starts_on: date
    ends_on: date
    planning_deadline: date
    level: str
    languages: frozenset[str]
    team_min: int = 1
    team_max: int = 1
    hours: int | None = None
    places_left: int | None = None
    semester: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a challenge asks: when, at which level, in which language, how large a team; None = no limit.

    `full_in` are the semesters in which its client has no hours left for one more.
    """

    level: str
    field_language: str = ANY_LANGUAGE
    starts_on: date | None = None
    ends_on: date | None = None
    last_plan_on: date | None = None
    team_min: int = 1
    team_max: int = 1
    hours: int | None = None
    full_in: frozenset[str] = frozenset()


# ---- the hard filters ----


def misses_period(edition: Edition, wanted: Wanted, today: date) -> Text | None:
    """At least three quarters of the edition lie between the first and the last day that are of use."""
    start = max(edition.starts_on, wanted.starts_on or edition.starts_on)
    end = min(edition.ends_on, wanted.ends_on or edition.ends_on)
    whole = (edition.ends_on - edition.starts_on).days + 1
    if (end - start).days + 1 >= NEARLY_ALL * whole:
        return None
    return Text(
        "de weken van het vak vallen buiten de periode van het vraagstuk",
        "the weeks of the course lie outside the period of the challenge",
    )


def misses_deadline(edition: Edition, wanted: Wanted, today: date) -> Text | None:
    """It can still be planned, by the course and for the challenge."""
    if today <= edition.planning_deadline and today <= (wanted.last_plan_on or today):
        return None
    return Text("de uiterste dag om te plannen is voorbij", "the last day to plan has passed")


def misses_level(edition: Edition, wanted: Wanted, today: date) -> Text | None:
    """Course and challenge have the same level."""
    if edition.level == wanted.level:
        return None
    return Text("het niveau is anders", "the level is different")


def misses_language(edition: Edition, wanted: Wanted, today: date) -> Text | None:
    """The class speaks the language of the field work."""
    if wanted.field_language == ANY_LANGUAGE or wanted.field_language in edition.languages:
        return None
    return _not_spoken(wanted.field_language)


@cache  # asked a million times when all suggestions are made anew
def _not_spoken(language: str) -> Text:
    return _NOT_SPOKEN.with_(language=LANGUAGE_NAMES.get(language, Text(language, language)))


def misses_capacity(edition: Edition, wanted: Wanted, today: date) -> Text | None:
    """The edition has places for one more team."""
    if edition.places_left is None or edition.places_left >= edition.team_min:
        return None
    return Text("alle plaatsen van het vak zijn verdeeld", "all places of the course are given away")


def misses_load(edition: Edition, wanted: Wanted, today: date) -> Text | None:
    """The client has hours left in the semester in which the edition begins."""
    if not edition.semester or edition.semester not in wanted.full_in:
        return None
    return Text("de opdrachtgever heeft dan geen uren meer", "the client has no hours left then")


Filter = Callable[[Edition, Wanted, date], Text | None]
FILTERS: Mapping[Limit, Filter] = {
    Limit.PERIOD: misses_period,
    Limit.DEADLINE: misses_deadline,
    Limit.LEVEL: misses_level,
    Limit.LANGUAGE: misses_language,
    Limit.CAPACITY: misses_capacity,
    Limit.LOAD: misses_load,
}
_FOR_GOOD = tuple(says for limit, says in FILTERS.items() if limit is not Limit.PERIOD)
"""What keeps a challenge from an edition whatever its weeks: no later edition is the same with only other weeks."""


def misses(edition: Edition, wanted: Wanted, today: date) -> dict[Limit, Text]:
    """The hard limits that are in the way, with their sentences; empty when it fits."""
    found = {limit: says(edition, wanted, today) for limit, says in FILTERS.items()}
    return {limit: said for limit, said in found.items() if said is not None}


# ---- the label ----


class Label(StrEnum):
    """What the calendar says of a challenge for an edition, best first."""

    FITS = "fits"
    DECIDE = "decide"
    TIGHT = "tight"
    TOO_LARGE = "too_large"
    NEXT = "next"


@dataclass(frozen=True)
class Fit:
    """The label, and its words."""

    label: Label
    text: Text


def fit_of(edition: Edition, wanted: Wanted, today: date) -> Fit | None:
    """How it fits; None when a hard limit is in the way now and later. NEXT fits a later edition, not this one."""
    if any(says(edition, wanted, today) is not None for says in _FOR_GOOD):
        return None
    if misses_period(edition, wanted, today) is not None:
        return _next_chance(edition, wanted, today)
    if is_too_large(edition, wanted):
        return Fit(Label.TOO_LARGE, Text("Te groot voor deze teams", "Too large for these teams"))
    return _tight(edition, wanted) or _decide(edition, wanted, today) or _fits(edition)


def is_too_large(edition: Edition, wanted: Wanted) -> bool:
    """It needs more people than a team has, or more than half again the hours a student has."""
    if wanted.team_min > edition.team_max:
        return True
    return bool(wanted.hours and edition.hours and wanted.hours > 1.5 * edition.hours)


def size_of(wanted: Wanted) -> int | None:
    """How much work a challenge is in all: hours of a student times the smallest team; None where no hours stand."""
    return wanted.hours * wanted.team_min if wanted.hours else None


def too_large_from(sizes: Iterable[int | None]) -> int | None:
    """From which size a course finds challenges too large; `sizes` are those it put aside as such. Once is chance."""
    known = sorted(size for size in sizes if size is not None)
    return known[0] if len(known) >= TWICE else None


def last_day_to_plan(edition: Edition, wanted: Wanted) -> date:
    """The last day on which this edition can still plan this challenge."""
    return min(edition.planning_deadline, wanted.last_plan_on or edition.planning_deadline)


def _next_chance(edition: Edition, wanted: Wanted, today: date) -> Fit | None:
    if wanted.starts_on is None or wanted.starts_on <= edition.starts_on:
        return None
    said = Text("Volgende kans: {month}", "Next chance: {month}")
    return Fit(Label.NEXT, said.with_(month=days.month(wanted.starts_on, today)))


def _tight(edition: Edition, wanted: Wanted) -> Fit | None:
    if wanted.ends_on is not None and wanted.ends_on < edition.ends_on:
        said = Text("Krap: moet af zijn in {week}", "Tight: has to be done in {week}")
        return Fit(Label.TIGHT, said.with_(week=days.week(wanted.ends_on)))
    if wanted.starts_on is not None and wanted.starts_on > edition.starts_on:
        said = Text("Krap: kan beginnen in {week}", "Tight: can begin in {week}")
        return Fit(Label.TIGHT, said.with_(week=days.week(wanted.starts_on)))
    return None


def _decide(edition: Edition, wanted: Wanted, today: date) -> Fit | None:
    last = last_day_to_plan(edition, wanted)
    if last == edition.planning_deadline and last - today > SOON:
        return None
    said = Text("Past: beslis uiterlijk {day}", "Fits: decide by {day}")
    return Fit(Label.DECIDE, said.with_(day=days.spoken(last, today)))


def _fits(edition: Edition) -> Fit:
    said = Text("Past: {weeks}", "Fits: {weeks}")
    return Fit(Label.FITS, said.with_(weeks=days.weeks(edition.starts_on, edition.ends_on)))


# ---- the good reasons beside the words, and why a list is empty ----


def reasons_of(edition: Edition, wanted: Wanted) -> list[Text]:
    """What is good about it, besides its words: language and size of the teams."""
    found = []
    if wanted.field_language != ANY_LANGUAGE:
        said = Text("Veldwerk in het {nl}, uw vak spreekt dat", "Field work in {en}, which your course speaks")
        name = LANGUAGE_NAMES.get(wanted.field_language, Text(wanted.field_language, wanted.field_language))
        found.append(said.with_(nl=name.nl, en=name.en))
    if not is_too_large(edition, wanted):
        found.append(
            Text(
                "{asked} studenten gevraagd, uw teams zijn {have}", "Asks for {asked} students, your teams have {have}"
            ).with_(asked=_range(wanted.team_min, wanted.team_max), have=_range(edition.team_min, edition.team_max))
        )
    return found


def binding_limit(missed: Iterable[frozenset[Limit]], weeks: Text) -> Text:
    """Why a list is empty, in words; `missed` are for each open challenge the limits that are in its way.

    Names the limit that alone keeps most challenges away, with how many there would be without it.
    """
    found = list(missed)
    if not found:
        return Text(
            "Er staan nu geen vraagstukken open voor onderwijs.", "No challenges are open for education at the moment."
        )
    alone = {limit: sum(1 for m in found if m == {limit}) for limit in Limit}
    limit = max(Limit, key=lambda each: alone[each])
    if n := sum(1 for m in found if not m):
        return _NO_WORDS[n == 1].with_(n=n, weeks=weeks)
    if not alone[limit]:
        return Text(
            "Geen vraagstuk past in {weeks}. Bij elk staan minstens twee grenzen in de weg.",
            "No challenge fits {weeks}. With each of them at least two limits are in the way.",
        ).with_(weeks=weeks)
    return Text(
        "Geen vraagstuk past in {weeks}. Zonder {limit} zijn er {n}.",
        "No challenge fits {weeks}. Without {limit} there would be {n}.",
    ).with_(weeks=weeks, limit=LIMIT_NAMES[limit], n=alone[limit])


def why_no_edition(missed: Iterable[frozenset[Limit]]) -> Text:
    """Why no edition is suggested for a challenge; `missed` are the limits that are in each one's way.

    Names the limit that alone keeps most editions away, with how many there would be without it.
    """
    found = list(missed)
    if not found:
        return Text("Er is nu geen vak dat nog kan inplannen.", "No course can be planned at the moment.")
    if n := sum(1 for m in found if not m):
        return Text(
            "Weken, niveau en taal passen bij {n} van de {all}, maar geen deelt woorden met dit vraagstuk."
            " Een gewonere titel of samenvatting helpt.",
            "Weeks, level and language fit {n} of {all}, but none shares words with this challenge."
            " A plainer title or summary helps.",
        ).with_(n=n, all=len(found))
    alone = {limit: sum(1 for m in found if m == {limit}) for limit in Limit}
    limit = max(Limit, key=lambda each: alone[each])
    if not alone[limit]:
        return Text(
            "Geen van de {all} past. Bij elk staan minstens twee grenzen in de weg.",
            "None of {all} fits. With each of them at least two limits are in the way.",
        ).with_(all=len(found))
    return Text(
        "Geen van de {all} past. Zonder {limit} zijn er {n}.", "None of {all} fits. Without {limit} there would be {n}."
    ).with_(all=len(found), limit=LIMIT_NAMES[limit], n=alone[limit])


_NOT_SPOKEN = Text(
    "het veldwerk vraagt {language} en het vak spreekt dat niet",
    "the field work needs {language} and the course does not speak it",
)
_NO_WORDS = (
    Text(
        "Er passen {n} vraagstukken in {weeks}, maar ze delen geen woorden met uw vak. Beschrijf uw leerdoelen"
        " uitgebreider.",
        "{n} challenges fit {weeks}, but share no words with your course. Describe your learning goals more fully.",
    ),
    Text(
        "Er past één vraagstuk in {weeks}, maar het deelt geen woorden met uw vak. Beschrijf uw leerdoelen"
        " uitgebreider.",
        "One challenge fits {weeks}, but it shares no words with your course. Describe your learning goals more fully.",
    ),
)


def _range(low: int, high: int) -> Text:
    return Text(str(low), str(low)) if low == high else Text(f"{low} tot {high}", f"{low} to {high}")
