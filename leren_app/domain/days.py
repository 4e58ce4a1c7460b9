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


def month(day: date, today: date | None = None) -> Text:
    """The month of a day: "februari"; with the year where it is not that of `today`."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return Text(f"{_NL[day.month - 1]}{year}", f"{_EN[day.month - 1]}{year}")


def week(day: date) -> Text:
    """The week a day falls in: "week 36"."""
    number = week_of(day).number
    return Text(f"week {number}", f"week {number}")


def weeks(start: date, end: date) -> Text:
    """The weeks from one day to another: "week 36 tot en met 46", or the one week; with years over New Year."""
    first, last = week_of(start), week_of(end)
    if first == last:
        return week(start)
    if first.year != last.year:
        return Text(
            f"week {first.number}, {first.year} tot en met week {last.number}, {last.year}",
            f"week {first.number}, {first.year} to week {last.number}, {last.year}",
        )
    return Text(f"week {first.number} tot en met {last.number}", f"weeks {first.number} to {last.number}")
