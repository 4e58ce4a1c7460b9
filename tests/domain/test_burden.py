"""How much is asked of people: the busiest eight weeks, limits by inhabitants, and when it is too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from leren_app.domain.burden import WINDOW, Level, Load, busiest, limit_of_district, said, warning
from leren_app.domain.city import WHOLE_CITY, BurdenLimits, District
from leren_app.domain.text import Text

MAY = date(2026, 5, 4)


@dataclass(frozen=True)
class Activity:
    """So many people, from one day to another."""

    people: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Town:
    """Two districts: of one nobody knows how many live there."""

    burden: BurdenLimits
    districts: tuple[District, ...]


TOWN = Town(
    BurdenLimits(people_per_thousand_inhabitants=10, people_per_district=50, people_per_partner=30),
    (
        District("large", Text("Groot", "Large"), "WK000000", (), 14_000),
        District("small", Text("Klein", "Small"), "WK000001", (), 900),
        District("unknown", Text("Onbekend", "Unknown"), "WK000002", (), None),
    ),
)


def after(weeks: int, days: int = 0) -> date:
    return MAY + timedelta(weeks=weeks, days=days)


def test_what_lies_within_eight_weeks_is_added_up_and_what_lies_apart_is_not() -> None:
    first = Activity(20, MAY, after(1))
    seven_weeks_later = Activity(30, after(8), after(10))
    far = Activity(40, after(30), after(31))

    assert busiest([first, seven_weeks_later, far], MAY, after(31)) == 50
    assert busiest([first, far], MAY, after(31)) == 40
    assert busiest([], MAY, after(31)) == 0


def test_two_activities_meet_up_to_the_last_day_of_eight_weeks() -> None:
    first = Activity(20, MAY, MAY)
    last_day = Activity(30, MAY + WINDOW - timedelta(days=1), after(20))
    next_day = Activity(30, MAY + WINDOW, after(20))

    assert busiest([first, last_day], MAY, after(20)) == 50
    assert busiest([first, next_day], MAY, after(20)) == 30


def test_only_eight_weeks_that_touch_the_days_asked_about_count() -> None:
    before = Activity(20, MAY - timedelta(weeks=20), MAY - timedelta(weeks=19))
    just_before = Activity(7, MAY - timedelta(weeks=8), MAY - timedelta(weeks=7))
    just_after = Activity(9, after(7), after(9))

    assert busiest([before, just_before, just_after], MAY, MAY) == 9
    assert busiest([just_before], MAY, MAY) == 7
    assert busiest([before], MAY, MAY) == 0


def test_the_limit_of_a_district_grows_with_its_inhabitants_above_a_floor() -> None:
    assert limit_of_district(TOWN, "large") == 140
    assert limit_of_district(TOWN, "small") == 50
    assert limit_of_district(TOWN, "unknown") == 50
    assert limit_of_district(TOWN, "gone") == 50
    assert limit_of_district(TOWN, WHOLE_CITY) == 240


@pytest.mark.parametrize(
    ("people", "level"),
    [(0, Level.QUIET), (39, Level.QUIET), (40, Level.BUSY), (60, Level.BUSY), (61, Level.TOO_MUCH)],
)
def test_it_is_busy_from_two_thirds_of_the_limit_and_too_much_above_it(people: int, level: Level) -> None:
    assert Load(people, 60).level is level


def test_the_warning_says_place_numbers_and_what_to_do_in_both_languages() -> None:
    words = warning(Text("Groot", "Large"), Load(150, 140))

    assert "in Groot 150 mensen" in words.nl
    assert "Meer dan 140" in words.nl
    assert "150 people in Large" in words.en


@pytest.mark.parametrize(("people", "words"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5")])
def test_small_numbers_are_not_told(people: int, words: str) -> None:
    assert said(people) == words
