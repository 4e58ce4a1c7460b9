"""Days and weeks in words."""

from __future__ import annotations

from datetime import date

import pytest

from leren_app.domain import days


@pytest.mark.parametrize(
    ("start", "end", "nl", "en"),
    [
        (date(2026, 8, 31), date(2026, 11, 13), "week 36 tot en met 46", "weeks 36 to 46"),
        (date(2026, 8, 31), date(2026, 9, 4), "week 36", "week 36"),
        (
            date(2026, 10, 19),
            date(2027, 1, 8),
            "week 43, 2026 tot en met week 1, 2027",
            "week 43, 2026 to week 1, 2027",
        ),
        (date(2026, 12, 28), date(2027, 1, 1), "week 53", "week 53"),
        (date(2027, 1, 1), date(2027, 1, 15), "week 53, 2026 tot en met week 2, 2027", "week 53, 2026 to week 2, 2027"),
    ],
)
def test_weeks_over_new_year_say_of_which_years(start: date, end: date, nl: str, en: str) -> None:
    words = days.weeks(start, end)

    assert (words.nl, words.en) == (nl, en)
