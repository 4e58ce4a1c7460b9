"""Working days, holidays and deadlines, with the days on which clocks and years play tricks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leren_app.domain.calendar import (
    RULES,
    ClosedDays,
    DayOutOfRangeError,
    FixedHoliday,
    Week,
    add_working_days,
    days_left,
    due_on,
    easter,
    end_of_day_utc,
    instant_of,
    is_working_day,
    local_day,
    monday_of,
    next_working_day,
    public_holidays,
    start_of_day_utc,
    week_of,
    weeks_in,
    working_days_between,
)
from leren_app.domain.city import city_file, load_city
from leren_app.domain.text import Text

AMSTERDAM = "Europe/Amsterdam"
LEIDEN = load_city(city_file("leiden"))
CLOSED = LEIDEN.closed_days
NEVER = ClosedDays(())
FIRST, LAST = date.min, date.max
near_days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
numbers = st.integers(-400, 400)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "day",
    ["2000-04-23", "2008-03-23", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"],
)
def test_easter_falls_on_the_day_of_the_almanac(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


@given(st.integers(1, 9999))
def test_easter_is_always_a_sunday_from_22_march_to_25_april(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_holidays_of_2026_are_those_of_the_city_file_in_order() -> None:
    assert [f"{day:%m-%d} {name.en}" for day, name in LEIDEN.holidays(2026).items()] == [
        "01-01 New Year's Day",
        "04-06 Easter Monday",
        "04-27 King's Day",
        "05-05 Liberation Day",
        "05-14 Ascension Day",
        "05-25 Whit Monday",
        "10-03 Relief of Leiden",
        "12-25 Christmas Day",
        "12-26 Boxing Day",
    ]


@pytest.mark.parametrize(
    ("rule", "year", "days"),
    [
        ("kings-day", 2025, ["2025-04-26"]),
        ("kings-day", 2026, ["2026-04-27"]),
        ("good-friday", 2026, ["2026-04-03"]),
        ("easter-sunday", 2026, ["2026-04-05"]),
        ("whit-sunday", 2026, ["2026-05-24"]),
        ("liberation-day-lustrum", 2025, ["2025-05-05"]),
        ("liberation-day-lustrum", 2026, []),
    ],
)
def test_a_rule_gives_its_day(rule: str, year: int, days: list[str]) -> None:
    assert [day.isoformat() for day in public_holidays(year, (rule,))] == days


def test_two_holidays_on_one_day_are_one_day_named_by_the_first_rule() -> None:
    both = public_holidays(2016, ("liberation-day", "ascension"))

    assert both == {date(2016, 5, 5): Text("Bevrijdingsdag", "Liberation Day")}


def test_a_local_holiday_on_29_february_is_there_in_leap_years_only() -> None:
    leap = (FixedHoliday(2, 29, Text("Schrikkeldag", "Leap day")),)

    assert list(public_holidays(2028, (), leap)) == [date(2028, 2, 29)]
    assert list(public_holidays(2027, (), leap)) == []


@pytest.mark.parametrize("year", [0, -1, 10_000, 2**63])
def test_years_that_do_not_exist_are_refused_in_words(year: int) -> None:
    with pytest.raises(DayOutOfRangeError):
        public_holidays(year, ("new-year",))


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_last_year_have_all_their_holidays(year: int) -> None:
    assert len(public_holidays(year, tuple(set(RULES) - {"liberation-day-lustrum"}))) >= 10


def test_what_is_no_day_is_never_closed() -> None:
    assert "2026-10-03" not in CLOSED
    assert date(2026, 10, 3) in CLOSED


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-05-13", True), ("2026-05-14", False), ("2026-05-16", False), ("2026-05-17", False), ("2029-10-03", False)],
)
def test_weekends_and_holidays_are_no_working_days(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), CLOSED) is works


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-05-12", 10, "2026-05-28"),  # over Ascension and Whit Monday
        ("2026-12-24", 1, "2026-12-28"),  # over Christmas, the second day of which is a Saturday
        ("2026-12-31", 1, "2027-01-04"),  # over New Year
        ("2027-12-31", 10, "2028-01-14"),
        ("2026-05-16", 1, "2026-05-18"),  # from a Saturday
        ("2026-05-16", 0, "2026-05-18"),
        ("2026-05-18", 0, "2026-05-18"),
        ("2026-05-28", -10, "2026-05-12"),
        ("2026-05-17", -1, "2026-05-15"),
    ],
)
def test_working_days_are_added_over_weekends_holidays_and_new_year(start: str, n: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), n, CLOSED).isoformat() == end


@given(near_days, numbers.filter(bool))
def test_adding_lands_on_a_working_day_and_counting_gives_the_number_back(day: date, n: int) -> None:
    end = add_working_days(day, n, CLOSED)

    assert is_working_day(end, CLOSED)
    if n > 0 or is_working_day(day, CLOSED):
        assert working_days_between(day, end, CLOSED) == n


@given(near_days, numbers, numbers)
def test_counting_working_days_adds_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)

    parts = working_days_between(day, middle, CLOSED) + working_days_between(middle, end, CLOSED)

    assert parts == working_days_between(day, end, CLOSED)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-05-12", 10),
        ("2026-05-27", 1),
        ("2026-05-28", 0),
        ("2026-05-29", -1),
        ("2026-05-30", -1),  # Saturday
        ("2026-06-01", -2),
        ("2026-06-11", -10),
    ],
)
def test_days_left_counts_down_to_the_due_day_and_below_zero_after_it(today: str, left: int) -> None:
    assert days_left(date.fromisoformat(today), date(2026, 5, 28), CLOSED) == left


def test_the_saturday_after_a_due_friday_is_late() -> None:
    assert days_left(date(2026, 5, 30), date(2026, 5, 29), CLOSED) == -1


@pytest.mark.parametrize(
    ("confirmed_at", "due"),
    [
        ("2026-05-12 08:00", "2026-05-28"),
        ("2026-05-12 21:59", "2026-05-28"),
        ("2026-05-12 22:00", "2026-05-29"),  # it is 13 May in Amsterdam
        ("2026-05-15 12:00", "2026-06-01"),  # Friday
        ("2026-05-16 12:00", "2026-06-02"),  # Saturday counts as Monday
        ("2026-05-18 12:00", "2026-06-02"),
        ("2026-10-02 22:30", "2026-10-19"),  # Saturday 3 October
        ("2026-12-31 23:30", "2027-01-18"),  # already New Year's Day in Amsterdam, a Friday
    ],
)
def test_an_answer_is_due_ten_working_days_after_confirmation(confirmed_at: str, due: str) -> None:
    assert due_on(at(confirmed_at), 10, LEIDEN).isoformat() == due


@given(st.datetimes(datetime(2019, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds UTC
def test_somebody_who_confirms_always_has_ten_working_days_left_or_more(confirmed_at: datetime) -> None:
    due = due_on(confirmed_at, 10, LEIDEN)

    assert is_working_day(due, CLOSED)
    assert days_left(local_day(confirmed_at, AMSTERDAM), due, CLOSED) in (10, 11)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-01-01 22:59", "2026-01-01"),
        ("2026-01-01 23:00", "2026-01-02"),
        ("2026-07-01 21:59", "2026-07-01"),
        ("2026-07-01 22:00", "2026-07-02"),
        ("2026-12-31 23:00", "2027-01-01"),
    ],
)
def test_the_day_of_an_instant_is_that_of_the_city(instant: str, day: str) -> None:
    assert local_day(at(instant), AMSTERDAM).isoformat() == day


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    instant = at("2026-07-01 22:00")

    assert local_day(instant.astimezone(timezone(timedelta(hours=-9))), AMSTERDAM) == date(2026, 7, 2)


def test_an_instant_without_zone_is_a_fault_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        local_day(datetime(2026, 1, 1), AMSTERDAM)  # noqa: DTZ001 - that is what is tested


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        ("2026-10-25", "2026-10-24 22:00", 25),  # the clock goes back: 02:30 comes twice
        ("2027-03-28", "2027-03-27 23:00", 23),  # the clock goes forward: 02:30 does not come
        ("2026-12-31", "2026-12-30 23:00", 24),
        ("2028-02-29", "2028-02-28 23:00", 24),
    ],
)
def test_a_day_is_as_long_as_the_clock_says(day: str, start: str, hours: int) -> None:
    that = date.fromisoformat(day)

    assert start_of_day_utc(that, AMSTERDAM) == at(start)
    assert end_of_day_utc(that, AMSTERDAM) == at(start) + timedelta(hours=hours)
    assert local_day(end_of_day_utc(that, AMSTERDAM) - timedelta(microseconds=1), AMSTERDAM) == that


def test_a_time_that_comes_twice_is_the_first_unless_the_second_is_asked_for() -> None:
    day = date(2026, 10, 25)

    assert instant_of(day, time(2, 30), AMSTERDAM) == at("2026-10-25 00:30")
    assert instant_of(day, time(2, 30, fold=1), AMSTERDAM) == at("2026-10-25 01:30")


def test_a_time_that_is_skipped_is_an_hour_later_on_the_clock() -> None:
    assert instant_of(date(2027, 3, 28), time(2, 30), AMSTERDAM) == at("2027-03-28 01:30")
    assert instant_of(date(2027, 3, 28), time(3, 30), AMSTERDAM) == at("2027-03-28 01:30")


@given(near_days)
def test_every_day_ends_where_the_next_begins(day: date) -> None:
    assert end_of_day_utc(day, AMSTERDAM) == start_of_day_utc(day + timedelta(days=1), AMSTERDAM)
    assert local_day(start_of_day_utc(day, AMSTERDAM), AMSTERDAM) == day


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-01-01", (2026, 1)),
        ("2027-01-01", (2026, 53)),
        ("2026-12-31", (2026, 53)),
        ("2024-12-30", (2025, 1)),
        ("2026-08-31", (2026, 36)),
    ],
)
def test_weeks_are_numbered_as_in_the_dutch_diary(day: str, week: tuple[int, int]) -> None:
    assert week_of(date.fromisoformat(day)) == Week(*week)


def test_a_week_begins_on_its_monday() -> None:
    assert monday_of(Week(2026, 36)) == date(2026, 8, 31)
    assert (weeks_in(2026), weeks_in(2027)) == (53, 52)


@pytest.mark.parametrize("week", [Week(2027, 53), Week(2026, 0), Week(0, 1), Week(10_000, 1), Week(2**70, 1)])
def test_a_week_that_does_not_exist_is_refused_in_words(week: Week) -> None:
    with pytest.raises(DayOutOfRangeError):
        monday_of(week)


@pytest.mark.parametrize(
    "far",
    [
        lambda: add_working_days(LAST, 1, NEVER),
        lambda: add_working_days(FIRST, -1, CLOSED),
        lambda: add_working_days(date(2026, 1, 1), 2**63, NEVER),
        lambda: add_working_days(date(2026, 1, 1), -(2**63), NEVER),
        lambda: next_working_day(LAST, ClosedDays((), (FixedHoliday(12, 31, Text("x", "x")),))),
        lambda: working_days_between(FIRST, LAST, NEVER),
        lambda: working_days_between(LAST, FIRST, NEVER),
        lambda: end_of_day_utc(LAST, AMSTERDAM),
        lambda: start_of_day_utc(FIRST, AMSTERDAM),
        lambda: local_day(datetime.max.replace(tzinfo=UTC), AMSTERDAM),
        lambda: local_day(datetime.min.replace(tzinfo=UTC), "America/New_York"),
        lambda: due_on(datetime.max.replace(tzinfo=UTC), 10, LEIDEN),
        lambda: weeks_in(0),
        lambda: weeks_in(10_000),
        lambda: weeks_in(2**70),
    ],
)
def test_days_at_the_ends_of_time_are_refused_in_words(far: object) -> None:
    assert callable(far)
    with pytest.raises(DayOutOfRangeError) as caught:
        far()

    assert caught.value.message.nl.startswith("Deze datum ligt te ver weg.")


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_last_day_can_be_looked_at(day: date) -> None:
    assert is_working_day(day, CLOSED) is (day == LAST)
    assert working_days_between(day, day, CLOSED) == 0
    assert monday_of(week_of(day)) <= day
