"""Cutting a question to size: what usually goes with each work form and why, and which combinations cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from leren_app.domain.city.parts import AcademicYear, Level, Period
from leren_app.domain.study_load import HOURS_PER_EC
from leren_app.domain.text import Text

CREDITS = "EC"
WEEKEND = 3
"""Days between the Friday on which a period of whole weeks ends and the Monday after it."""
FULL_WEEK = 42
"""Hours of study in a full week: 60 EC of 28 hours in 40 weeks."""


@dataclass(frozen=True)
class Usual:
    """What usually goes with a work form; hours are for one student, contact hours for the partner in all.

    `plan_weeks` are the weeks before its start in which a course has to know; `semester` forms begin with one, others
    with a block as well. `levels` are in the order in which they come first to mind.
    """

    level: str
    hours: int
    weeks: int
    team_min: int
    team_max: int
    contact_hours: int
    plan_weeks: int
    semester: bool
    counts_in: str
    """"EC" or "hours" where a form is found only at levels that count so; empty where it is found at all."""
    why: Text


USUAL: Mapping[str, Usual] = MappingProxyType(
    {
        "exercise": Usual(
            *("hbo", 56, 2, 3, 5, 4, 4, False, ""),
            Text(
                "2 EC: twee weken veldwerk in groepen van vijf. De partner is er bij het begin en aan het eind.",
                "2 EC: two weeks of field work in groups of five. The partner is there at the start and the end.",
            ),
        ),
        "course_part": Usual(
            *("hbo", 140, 10, 4, 6, 10, 11, False, ""),
            Text(
                "5 EC in tien weken: een uur per week voor de partner. Vakken kiezen elf weken voor de start.",
                "5 EC in ten weeks: an hour a week for the partner. Courses choose eleven weeks before they start.",
            ),
        ),
        "minor": Usual(
            *("hbo", 840, 20, 4, 6, 24, 11, True, CREDITS),
            Text(
                "30 EC is een heel semester. Studenten kiezen hun minor van april tot juli.",
                "30 EC is a whole semester. Students choose their minor from April to July.",
            ),
        ),
        "thesis": Usual(
            *("wo", 560, 20, 1, 1, 12, 8, True, CREDITS),
            Text(
                "20 EC, meestal alleen. De partner opent deuren en leest twee keer mee.",
                "20 EC, mostly alone. The partner opens doors and reads along twice.",
            ),
        ),
        "internship": Usual(
            *("hbo", 840, 20, 1, 2, 40, 8, True, ""),
            Text(
                "30 EC bij een organisatie, met twee uur begeleiding per week.",
                "30 EC with an organisation, with two hours of guidance a week.",
            ),
        ),
        "work_placement": Usual(
            *("mbo", 480, 20, 1, 3, 40, 6, False, "hours"),
            Text(
                "Het mbo telt in uren: drie dagen per week bij een leerbedrijf, met een praktijkopleider.",
                "Mbo counts in hours: three days a week with a recognised company, with a trainer there.",
            ),
        ),
        "research": Usual(
            *("wo", 280, 12, 1, 2, 8, 4, False, ""),
            Text(
                "10 EC zonder klas: begint wanneer het past, meestal in een blok.",
                "10 EC without a class: it begins when it suits, mostly with a block.",
            ),
        ),
    }
)


# ---- when ----


@dataclass(frozen=True)
class Start:
    """The first period in which a form can begin, and the last day on which a course can choose it."""

    period: Period
    plan_by: date


def first_start(years: Sequence[AcademicYear], form: str, today: date) -> Start | None:
    """The next period whose last day to plan is still ahead or today; None beyond what the calendar knows.

    Where a semester and a block begin on one day, the semester names it.
    """
    usual = USUAL[form]
    periods = [p for year in years for p in (*year.semesters, *(() if usual.semester else year.blocks))]
    for period in sorted(periods, key=lambda each: each.starts_on):
        plan_by = period.starts_on - timedelta(weeks=usual.plan_weeks)
        if plan_by >= today:
            return Start(period, plan_by)
    return None


def last_day(starts_on: date, weeks: int) -> date:
    """The Friday on which so many weeks end that begin on a Monday."""
    return starts_on + timedelta(weeks=weeks, days=-WEEKEND)


def start_words(start: Start | None) -> Text:
    """ "Begint op zijn vroegst in semester 1, week 36"; or that the calendar does not reach so far."""
    if start is None:
        return Text(
            "De kalender van de stad loopt nog niet zo ver. Vul zelf een begin in.",
            "The city's calendar does not reach that far yet. Fill in a start yourself.",
        )
    year, week, _ = start.period.starts_on.isocalendar()
    name = Text(_lower(start.period.name.nl), _lower(start.period.name.en))
    return Text(
        "Begint op zijn vroegst in {period}, week {week} van {year}",
        "Can begin in {period} at the earliest, week {week} of {year}",
    ).with_(period=name, week=week, year=year)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


# ---- what cannot be, and what to look at again ----


@dataclass(frozen=True)
class Cut:
    """A slice as far as it is filled in; `level` is the city's, None while open; `in_ec` = its load was given in EC."""

    form: str = ""
    level: Level | None = None
    hours: int | None = None
    in_ec: bool = False
    team_min: int = 1
    team_max: int = 1
    starts_on: date | None = None
    ends_on: date | None = None


Found = tuple[str, Text]
"""A field of the form, and the sentence that is said about it."""


def impossible(cut: Cut, today: date) -> Found | None:
    """The first thing that cannot be, in the order of the form; None when all can."""
    return next(_impossible(cut, today), None)


def doubts(cut: Cut) -> list[Found]:
    """What can be but is seldom meant: to look at again. Nothing here stops anybody."""
    usual = USUAL.get(cut.form)
    return list(_doubts(cut, usual)) if usual is not None else []


def _impossible(cut: Cut, today: date) -> Iterator[Found]:
    usual = USUAL.get(cut.form)
    if cut.level is not None and usual is not None and usual.counts_in not in {"", cut.level.counts_in}:
        yield "level", _ONLY_HOURS if usual.counts_in != CREDITS else _ONLY_CREDITS
    if cut.in_ec and cut.level is not None and cut.level.counts_in != CREDITS:
        yield "hours", _NO_CREDITS.with_(level=cut.level.name)
    if cut.ends_on is not None and cut.ends_on < today:
        yield "ends_on", _OVER


def _doubts(cut: Cut, usual: Usual) -> Iterator[Found]:
    if cut.team_max > max(2 * usual.team_max, usual.team_max + 2):
        said = _ALONE if usual.team_max == 1 else _LARGE
        yield "team_max", said.with_(n=cut.team_max, usual=usual.team_max)
    weeks = _weeks(cut)
    if weeks is None:
        return
    if weeks * 2 < usual.weeks:
        yield "ends_on", _SHORT.with_(weeks=weeks, usual=usual.weeks)
    if cut.hours and cut.hours > FULL_WEEK * max(weeks, 1):
        yield "hours", _TOO_FULL.with_(hours=cut.hours, weeks=weeks, full=FULL_WEEK)


def _weeks(cut: Cut) -> int | None:
    if cut.starts_on is None or cut.ends_on is None:
        return None
    return ((cut.ends_on - cut.starts_on).days + WEEKEND) // 7


_ONLY_HOURS = Text(
    "Een bpv is er alleen in het mbo. Kies mbo, of kies stage als werkvorm.",
    "A work placement is for mbo only. Choose mbo, or choose internship as the work form.",
)
_ONLY_CREDITS = Text(
    "Deze werkvorm is er alleen op hbo en universiteit. Kies zo’n niveau, of een andere werkvorm.",
    "This work form is found only in higher education (hbo, wo). Choose such a level, or another work form.",
)
_NO_CREDITS = Text(
    "{level} telt in uren en niet in EC. Vul de uren in: 1 EC is " + str(HOURS_PER_EC) + " uur.",
    "{level} counts in hours and not in EC. Fill in the hours: 1 EC is " + str(HOURS_PER_EC) + " hours.",
)
_OVER = Text(
    "Deze periode is al voorbij. Kies een laatste dag na vandaag.",
    "This period is over already. Choose a last day after today.",
)
_ALONE = Text(
    "Een team van {n}: dit werk doen studenten meestal alleen. Klopt dat?",
    "A team of {n}: students mostly do this work alone. Is that right?",
)
_LARGE = Text(
    "Een team van {n} is groot: meestal zijn het er hoogstens {usual}. Klopt dat?",
    "A team of {n} is large: mostly there are {usual} at most. Is that right?",
)
_SHORT = Text(
    "De periode duurt {weeks} weken; gebruikelijk is {usual}. Is dat genoeg?",
    "The period lasts {weeks} weeks; {usual} is usual. Is that enough?",
)
_TOO_FULL = Text(
    "{hours} uur in {weeks} weken is meer dan een volle week van {full} uur. Klopt dat?",
    "{hours} hours in {weeks} weeks is more than a full week of {full} hours. Is that right?",
)
