"""Days, working days, holidays and deadlines as people count them, beside instants in UTC as we store them."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from leren_app.domain.errors import DomainError
from leren_app.domain.text import Text

LONGEST = 20_000  # days; nothing here plans further, and without a limit a typed year 9999 costs seconds
SATURDAY = 5


class DayOutOfRangeError(DomainError):
    """A day or instant that no calendar of ours reaches, such as the day after 31 December 9999."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Deze datum ligt te ver weg. Kies een datum dichter bij vandaag.",
                "This date is too far away. Choose a date closer to today.",
            )
        )


class Week(NamedTuple):
    """A week as numbered in the Netherlands (ISO); its year may differ from the day's."""

    year: int
    number: int


class FixedHoliday(NamedTuple):
    """A local day off on the same date each year."""

    month: int
    day: int
    name: Text


class CityCalendar(Protocol):
    """What deadlines need to know of a city."""

    @property
    def time_zone(self) -> str: ...

    @property
    def closed_days(self) -> Container[date]: ...


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (Meeus, Astronomical Algorithms, chapter 8; its letters kept)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _after_easter(days: int) -> Callable[[int], date | None]:
    return lambda year: easter(year) + timedelta(days=days)


def _on(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def kings_day(year: int) -> date:
    """27 April, or the 26th where that is a Sunday; Queen's Day, before 2014, is not needed."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.isoweekday() == 7 else day


def _liberation_day_lustrum(year: int) -> date | None:
    return date(year, 5, 5) if year % 5 == 0 else None


RULES: Mapping[str, tuple[Text, Callable[[int], date | None]]] = MappingProxyType(
    {
        "new-year": (Text("Nieuwjaarsdag", "New Year's Day"), _on(1, 1)),
        "good-friday": (Text("Goede Vrijdag", "Good Friday"), _after_easter(-2)),
        "easter-sunday": (Text("Eerste Paasdag", "Easter Sunday"), _after_easter(0)),
        "easter-monday": (Text("Tweede Paasdag", "Easter Monday"), _after_easter(1)),
        "kings-day": (Text("Koningsdag", "King's Day"), kings_day),
        "liberation-day": (Text("Bevrijdingsdag", "Liberation Day"), _on(5, 5)),
        "liberation-day-lustrum": (Text("Bevrijdingsdag", "Liberation Day"), _liberation_day_lustrum),
        "ascension": (Text("Hemelvaartsdag", "Ascension Day"), _after_easter(39)),
        "whit-sunday": (Text("Eerste Pinksterdag", "Whit Sunday"), _after_easter(49)),
        "whit-monday": (Text("Tweede Pinksterdag", "Whit Monday"), _after_easter(50)),
        "christmas": (Text("Eerste Kerstdag", "Christmas Day"), _on(12, 25)),
        "boxing-day": (Text("Tweede Kerstdag", "Boxing Day"), _on(12, 26)),
    }
)


@lru_cache(maxsize=512)
def public_holidays(year: int, rules: tuple[str, ...], fixed: tuple[FixedHoliday, ...] = ()) -> Mapping[date, Text]:
    """Day → name for one year, by date; where two fall on one day the first rule names it."""
    if not date.min.year <= year <= date.max.year:
        raise DayOutOfRangeError
    found: dict[date, Text] = {}
    for name, on in (RULES[rule] for rule in rules):
        day = on(year)
        if day is not None:
            found.setdefault(day, name)
    for holiday in fixed:
        if (holiday.month, holiday.day) != (2, 29) or isleap(year):
            found.setdefault(date(year, holiday.month, holiday.day), holiday.name)
    return MappingProxyType(dict(sorted(found.items())))


@dataclass(frozen=True)
class ClosedDays(Container[date]):
    """Every holiday of every year, asked by `day in closed`; weekends are not in it."""

    rules: tuple[str, ...]
    fixed: tuple[FixedHoliday, ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in public_holidays(day.year, self.rules, self.fixed)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def shift(day: date, days: int) -> date:
    """The day so many days later, or earlier."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise DayOutOfRangeError from None


def next_working_day(day: date, holidays: Container[date]) -> date:
    """The day itself where it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day = shift(day, 1)
    return day


def add_working_days(day: date, n: int, holidays: Container[date]) -> date:
    """The n-th working day after `day` (before it where n < 0); for n = 0 as `next_working_day`."""
    if abs(n) > LONGEST:
        raise DayOutOfRangeError
    if n == 0:
        return next_working_day(day, holidays)
    direction = 1 if n > 0 else -1
    left = abs(n)
    while left:
        day = shift(day, direction)
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Container[date]) -> int:
    """How many working days come after `start` up to and including `end`; the same, negative, where end comes first."""
    if end < start:
        return -working_days_between(end, start, holidays)
    days = (end - start).days
    if days > LONGEST:
        raise DayOutOfRangeError
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in range(1, days + 1))


def days_left(today: date, due: date, holidays: Container[date]) -> int:
    """Working days still left after today: 0 on the due day, -n when n working days late, -1 as soon as it is late."""
    left = working_days_between(today, due, holidays)
    return min(left, -1) if today > due else left


def local_day(instant: datetime, tz: str) -> date:
    """The day on which an instant falls in the city."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    try:
        return instant.astimezone(ZoneInfo(tz)).date()
    except OverflowError:
        raise DayOutOfRangeError from None


def instant_of(day: date, at: time, tz: str) -> datetime:
    """The UTC instant of a clock time in the city.

    A time that comes twice (autumn) is the first of the two; `at.fold = 1` asks for the second.
    A time that is skipped (spring) is as much later as the clock jumps: 02:30 becomes 03:30.
    """
    try:
        return datetime.combine(day, at, ZoneInfo(tz)).astimezone(UTC)
    except OverflowError:
        raise DayOutOfRangeError from None


def start_of_day_utc(day: date, tz: str) -> datetime:
    """The first instant of a day in the city."""
    return instant_of(day, time.min, tz)


def end_of_day_utc(day: date, tz: str) -> datetime:
    """The first instant after this day in the city: something is in time while `now < end_of_day_utc(...)`."""
    return start_of_day_utc(shift(day, 1), tz)


def due_on(confirmed_at: datetime, days: int, city: CityCalendar) -> date:
    """The last day on which an answer is in time.

    Counting starts on the day after confirmation. A confirmation on a weekend or holiday counts as made on the next
    working day, because nobody reads it sooner: Saturday and Monday give the same date.
    """
    received_on = next_working_day(local_day(confirmed_at, city.time_zone), city.closed_days)
    return add_working_days(received_on, days, city.closed_days)


def week_of(day: date) -> Week:
    """The ISO week of a day."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def weeks_in(year: int) -> int:
    """52 or 53."""
    try:
        return date(year, 12, 28).isocalendar().week
    except (ValueError, OverflowError):
        raise DayOutOfRangeError from None


def monday_of(week: Week) -> date:
    """The Monday on which a week begins."""
    try:
        return date.fromisocalendar(week.year, week.number, 1)
    except (ValueError, OverflowError):
        raise DayOutOfRangeError from None
