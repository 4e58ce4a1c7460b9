"""Reads the academic years of a city file, whose dates must follow each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leren_app.domain.city.parts import AcademicYear, Period
from leren_app.domain.city.reader import Table, read_list

YEAR = re.compile(r"20[0-9]{2}-[0-9]{2}")


def read_academic_years(file: Table) -> tuple[AcademicYear, ...]:
    """The years in order, without overlap."""
    years = read_list(file, "academic_years", _read_year)
    _check_order(file, "academic_years", years)
    return years


def _read_year(table: Table) -> AcademicYear:
    with table:
        year = AcademicYear(
            key=table.matching("key", YEAR, "a year like '2026-27'"),
            starts_on=table.day("starts_on"),
            ends_on=table.day("ends_on"),
            semesters=_read_periods(table, "semesters"),
            blocks=_read_periods(table, "blocks"),
        )
        if year.ends_on <= year.starts_on:
            raise table.error("ends_on", "must be after starts_on")
        for name, periods in (("semesters", year.semesters), ("blocks", year.blocks)):
            for n, period in enumerate(periods):
                if period.starts_on < year.starts_on or period.ends_on > year.ends_on:
                    raise table.error(f"{name}[{n}]", f"must lie within the year {year.key}")
        return year


def _read_periods(table: Table, key: str) -> tuple[Period, ...]:
    periods = read_list(table, key, _read_period)
    _check_order(table, key, periods)
    return periods


def _read_period(table: Table) -> Period:
    with table:
        period = Period(table.slug(), table.text("name"), table.day("starts_on"), table.day("ends_on"))
        if period.ends_on <= period.starts_on:
            raise table.error("ends_on", "must be after starts_on")
        return period


def _check_order(table: Table, key: str, parts: Sequence[Period | AcademicYear]) -> None:
    for n in range(1, len(parts)):
        if parts[n].starts_on <= parts[n - 1].ends_on:
            raise table.error(f"{key}[{n}].starts_on", f"must be after the end of {parts[n - 1].key!r}")
