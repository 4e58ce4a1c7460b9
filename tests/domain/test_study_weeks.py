"""Weeks by number within an academic year, and the deadline that follows from a first day."""

from __future__ import annotations

from datetime import date

import pytest

from leren_app.domain.errors import FieldError
from leren_app.domain.study_weeks import proposed_deadline, read_weeks

YEAR = {"2025-26": date(2025, 9, 1), "2026-27": date(2026, 9, 1), "2027-28": date(2027, 9, 1)}


@pytest.mark.parametrize(
    ("typed", "year", "starts_on", "ends_on"),
    [
        ("36-46", "2026-27", date(2026, 8, 31), date(2026, 11, 13)),
        ("week 36 t/m 46", "2026-27", date(2026, 8, 31), date(2026, 11, 13)),
        ("Weken 50 tot en met 6", "2026-27", date(2026, 12, 7), date(2027, 2, 12)),
        (" 53 ", "2026-27", date(2026, 12, 28), date(2027, 1, 1)),
        ("1–1", "2025-26", date(2025, 12, 29), date(2026, 1, 2)),
        ("35", "2027-28", date(2027, 8, 30), date(2027, 9, 3)),
        ("36", "2025-26", date(2025, 9, 1), date(2025, 9, 5)),
    ],
)
def test_week_numbers_are_days_of_the_academic_year_over_new_year_too(
    typed: str, year: str, starts_on: date, ends_on: date
) -> None:
    assert read_weeks(typed, YEAR[year]) == (starts_on, ends_on)


@pytest.mark.parametrize(
    ("typed", "year", "said"),
    [
        ("50-53", "2025-26", "2025 has no week 53. Choose a week from 1 to 52."),
        ("0", "2025-26", "2026 has no week 0"),
        ("54", "2026-27", "2026 has no week 54. Choose a week from 1 to 53."),
        ("46-36", "2026-27", "In that academic year week 36 comes before week 46"),
        ("20-40", "2026-27", "week 40 comes before week 20"),
        ("najaar", "2026-27", "Write the weeks like this: 36-46"),
        ("36-46-50", "2026-27", "Write the weeks like this: 36-46"),
        ("", "2026-27", "Write the weeks like this: 36-46"),
    ],
)
def test_weeks_that_are_not_there_are_refused_with_what_is_possible(typed: str, year: str, said: str) -> None:
    with pytest.raises(FieldError, match=said) as refused:
        read_weeks(typed, YEAR[year])

    assert refused.value.field == "weeks"


def test_autumn_is_planned_by_the_middle_of_june() -> None:
    assert proposed_deadline(date(2026, 8, 31), today=date(2026, 5, 12)) == date(2026, 6, 15)
    assert proposed_deadline(date(2027, 2, 1), today=date(2026, 9, 1)) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("today", "deadline"), [(date(2026, 7, 1), date(2026, 8, 17)), (date(2026, 8, 25), date(2026, 8, 25))]
)
def test_who_is_later_than_that_gets_as_much_time_as_there_is(today: date, deadline: date) -> None:
    assert proposed_deadline(date(2026, 8, 31), today) == deadline
