"""Weeks as education counts them: by number within an academic year, which runs over New Year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from leren_app.domain.calendar import Week, monday_of, week_of, weeks_in
from leren_app.domain.errors import FieldError
from leren_app.domain.text import Text

PLANS_AHEAD = timedelta(weeks=11)
"""How long before its first day a course is planned: what begins in week 36 is planned by the middle of June."""

WEEKDAYS = {
    "mon": Text("maandag", "Monday"),
    "tue": Text("dinsdag", "Tuesday"),
    "wed": Text("woensdag", "Wednesday"),
    "thu": Text("donderdag", "Thursday"),
    "fri": Text("vrijdag", "Friday"),
    "sat": Text("zaterdag", "Saturday"),
    "sun": Text("zondag", "Sunday"),
}

_WEEKS = re.compile(
    r"(?:week|weken|weeks|wk)?\s*(\d{1,2})(?:\s*(?:-|–|t/m|tot en met|tot|to|until)\s*(?:week\s*)?(\d{1,2}))?", re.I
)


def read_weeks(typed: str, year_starts_on: date) -> tuple[date, date]:
    """The Monday of the first and the Friday of the last of such weeks as "36-46" or "50 t/m 6".

    Raises FieldError for weeks that are not there in the academic year that starts on this day.
    """
    found = _WEEKS.fullmatch(typed.strip())
    if found is None:
        raise FieldError("weeks", Text("Schrijf de weken zo: 36-46", "Write the weeks like this: 36-46"))
    first = _monday(int(found[1]), year_starts_on)
    last = _monday(int(found[2] or found[1]), year_starts_on)
    if last < first:
        raise FieldError(
            "weeks",
            Text(
                "Week {last} komt in dat studiejaar vóór week {first}. Draai ze om, of kies een ander studiejaar.",
                "In that academic year week {last} comes before week {first}. Swap them, or choose another year.",
            ).with_(first=found[1], last=found[2]),
        )
    return first, last + timedelta(days=4)


def _monday(number: int, year_starts_on: date) -> date:
    begins = week_of(year_starts_on)
    year = begins.year if number >= begins.number else begins.year + 1
    if not 1 <= number <= weeks_in(year):
        raise FieldError(
            "weeks",
            Text(
                "{year} heeft geen week {number}. Kies een week van 1 tot en met {most}.",
                "{year} has no week {number}. Choose a week from 1 to {most}.",
            ).with_(year=year, number=number, most=weeks_in(year)),
        )
    return monday_of(Week(year, number))


def proposed_deadline(starts_on: date, today: date) -> date:
    """The last day to plan, when nobody said one: eleven weeks ahead, else as late as can be, but never past."""
    ahead = starts_on - PLANS_AHEAD
    return ahead if ahead >= today else max(today, starts_on - timedelta(days=14))
