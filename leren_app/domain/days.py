"""Days, weeks and months as words in both languages, for sentences of the domain, mails and documents."""

from __future__ import annotations

from datetime import date

from leren_app.domain.calendar import week_of
from leren_app.domain.text import Text

_NL = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def spoken(day: date, today: date | None = None) -> Text:
    """The day as "15 juni"; with the year where it is not that of `today`."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return Text(f"{day.day} {_NL[day.month - 1]}{year}", f"{day.day} {_EN[day.month - 1]}{year}")


def week(day: date) -> Text:
    """The week a day falls in: "week 36"."""
    number = week_of(day).number
    return Text(f"week {number}", f"week {number}")


def weeks(start: date, end: date) -> Text:
    """The weeks from one day to another: "week 36 tot en met 46", or the one week."""
    first, last = week_of(start).number, week_of(end).number
    if (first, start.year) == (last, end.year):
        return week(start)
    return Text(f"week {first} tot en met {last}", f"weeks {first} to {last}")
