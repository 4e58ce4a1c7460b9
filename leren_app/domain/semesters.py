"""Semesters of the city's academic calendar by one key each, over all years: "2026-27/semester-1"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from leren_app.domain.city.parts import AcademicYear, Period


class AcademicCalendar(Protocol):
    """A city, as far as its academic years go."""

    @property
    def academic_years(self) -> tuple[AcademicYear, ...]: ...


def semesters_of(city: AcademicCalendar) -> dict[str, Period]:
    """Every semester the city file knows, in order, by key."""
    return {f"{year.key}/{part.key}": part for year in city.academic_years for part in year.semesters}


def next_semester(city: AcademicCalendar, key: str) -> str:
    """The semester after one; empty beyond what the file knows."""
    keys = list(semesters_of(city))
    after = keys[keys.index(key) + 1 :] if key in keys else []
    return after[0] if after else ""


def days_counted(city: AcademicCalendar, key: str) -> tuple[date, date]:
    """The days that `semester_of` gives this semester: from the end of the one before to its own last day."""
    known = semesters_of(city)
    before = [part.ends_on for part in known.values() if part.ends_on < known[key].ends_on]
    return (before[-1] + timedelta(days=1) if before else date.min), known[key].ends_on


def semester_of(city: AcademicCalendar, day: date) -> str:
    """The semester a day falls in, or the one that comes next after it; empty beyond what the file knows."""
    return next((key for key, part in semesters_of(city).items() if day <= part.ends_on), "")
