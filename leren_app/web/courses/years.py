"""The academic years of the city file, as far as they lie ahead: for choosing a period, and to look weeks up in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from leren_app.domain import days
from leren_app.domain.city import City
from leren_app.domain.city.parts import AcademicYear, Period
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

MOST_YEARS = 2
PREPARES = timedelta(days=60)
"""Who fills in an edition so shortly before a year begins, means that year."""


@dataclass(frozen=True)
class YearTable:
    """A year to look up: its semesters and blocks with weeks and days, and the days off within it."""

    key: str
    periods: list[tuple[str, str, str]]
    holidays: list[tuple[str, str]]

    @classmethod
    def of(cls, year: AcademicYear) -> YearTable:
        """The table of a year."""
        language = spoken_language()
        return cls(
            key=year.key,
            periods=[
                (
                    period.name.in_(language),
                    days.weeks(period.starts_on, period.ends_on).in_(language),
                    f"{day(period.starts_on)} – {day(period.ends_on)}",
                )
                for period in (*year.semesters, *year.blocks)
            ],
            holidays=_holidays(the_city(), year),
        )


def year_tables() -> list[YearTable]:
    """The year that runs and the next, as tables."""
    return [YearTable.of(year) for year in years_ahead()]


def years_ahead() -> list[AcademicYear]:
    """The year that runs and the next, as far as the city file has them."""
    return [year for year in the_city().academic_years if year.ends_on >= today()][:MOST_YEARS]


def current_year() -> str:
    """The key of the year that somebody most likely means."""
    years = years_ahead()
    meant = [year for year in years if year.ends_on >= today() + PREPARES]
    return (meant or years)[0].key


def periods_ahead() -> list[tuple[AcademicYear, Period]]:
    """Semesters and blocks that did not begin yet, each with its year."""
    return [(y, period) for y in years_ahead() for period in (*y.semesters, *y.blocks) if period.starts_on > today()]


def _holidays(city: City, year: AcademicYear) -> list[tuple[str, str]]:
    found = {**city.holidays(year.starts_on.year), **city.holidays(year.ends_on.year)}
    return [
        (day(on), name.in_(spoken_language()))
        for on, name in sorted(found.items())
        if year.starts_on <= on <= year.ends_on
    ]
