"""The same day some months later."""

from __future__ import annotations

from datetime import date

import pytest

from leren_app.services.questions.keeping import months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 5, 12), 24, date(2028, 5, 12)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_a_day_some_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then
