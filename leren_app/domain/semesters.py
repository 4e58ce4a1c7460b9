"""Semesters of the city's academic calendar by one key each, over all years: "2026-27/semester-1"."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from leren_app.domain.city.parts import AcademicYear, Period


class AcademicCalendar(Protocol):
    """A city, as far as its academic years go."""

    @property
    def academic_years(self) -> tuple[AcademicYear, ...]: ...


def semesters_of(city: AcademicCalendar) -> dict[str, Period]:
    """Every semester the city file knows, in order, by key."""
    return {f"{year.key}/{part.key}": part for year in city.academic_years for part in year.semesters}


def semester_of(city: AcademicCalendar, day: date) -> str:
    """The semester a day falls in, or the one that comes next after it; empty beyond what the file knows."""
    return next((key for key, part in semesters_of(city).items() if day <= part.ends_on), "")
