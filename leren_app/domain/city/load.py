"""Turns a city file into a City, and refuses it with file, key and reason where anything in it cannot be right."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from leren_app.domain.calendar import RULES, ClosedDays, FixedHoliday
from leren_app.domain.city.city import City
from leren_app.domain.city.load_parts import (
    read_burden,
    read_desk,
    read_flagship,
    read_help_line,
    read_institution,
    read_level,
    read_line,
    read_programme,
    read_ready_text,
    read_retention,
    read_route,
    read_sender,
    read_service,
    read_texts,
    read_theme,
)
from leren_app.domain.city.load_places import read_bounds, read_places
from leren_app.domain.city.load_years import read_academic_years
from leren_app.domain.city.reader import CityFileError, Table, read_list
from leren_app.domain.text import LANGUAGES

CITIES = Path(__file__).resolve().parents[2] / "cities"
FILE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def city_file(name: str) -> Path:
    """The path of the city with this name, such as the environment gives it."""
    path = CITIES / f"{name}.toml"
    if not FILE_NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(sorted(found.stem for found in CITIES.glob("*.toml")))
        raise CityFileError(f"{name[:40]!r}", "", f"there is no city file of this name; there are: {known}")
    return path


def load_city(path: Path) -> City:
    """The city in this file; CityFileError where the file is not there, no TOML, or not right."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CityFileError(path.name, "", f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityFileError(path.name, "", f"is no TOML: {error}") from error
    with Table(path.name, "", values) as file:
        return _read_city(file, path.stem)


def _read_city(file: Table, key: str) -> City:
    bounds = read_bounds(file)
    places = read_places(file, bounds)
    themes = read_list(file, "themes", read_theme)
    levels = read_list(file, "levels", read_level)
    theme_keys, level_keys = [theme.key for theme in themes], [level.key for level in levels]
    retention = read_retention(file)
    return City(
        key=key,
        name=file.name("name"),
        code=places.city.code,
        reference_prefix=file.matching("reference_prefix", re.compile("[A-Z]{2,10}"), "2 to 10 capital letters"),
        languages=_read_languages(file),
        time_zone=_read_time_zone(file),
        bounds=bounds,
        programme=read_programme(file),
        whole_city=places.city,
        districts=places.districts,
        neighbourhoods=places.neighbourhoods,
        themes=themes,
        programme_lines=read_list(file, "programme_lines", partial(read_line, themes=theme_keys), at_least=0),
        flagships=read_list(file, "flagships", partial(read_flagship, themes=theme_keys), at_least=0),
        levels=levels,
        institutions=read_list(file, "institutions", partial(read_institution, levels=level_keys)),
        sender=read_sender(file),
        desk=read_desk(file),
        service=read_service(file),
        burden=read_burden(file),
        retention=retention,
        closed_days=_read_holidays(file),
        academic_years=read_academic_years(file),
        routes=read_list(file, "routes", read_route),
        help_lines=read_list(file, "help_lines", read_help_line),
        ready_texts=read_list(file, "ready_texts", read_ready_text, at_least=0),
        texts=read_texts(file, retention),
    )


def _read_languages(file: Table) -> tuple[str, ...]:
    languages = file.strings("languages", at_least=1)
    if set(languages) != set(LANGUAGES):
        raise file.error("languages", f"must be {' and '.join(LANGUAGES)}; the pages speak no other yet")
    return languages


def _read_time_zone(file: Table) -> str:
    name = file.string("time_zone")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # no such name, a folder, or a name that leaves the folder
        raise file.error("time_zone", f"{name!r:.60} is no time zone, like 'Europe/Amsterdam'") from None
    return name


def _read_holidays(file: Table) -> ClosedDays:
    with file.table("holidays") as table:
        rules = table.references("rules", RULES, "holiday rule")
        fixed = [_read_fixed_holiday(item) for item in table.tables("fixed", at_least=0)]
        return ClosedDays(rules, tuple(fixed))


def _read_fixed_holiday(table: Table) -> FixedHoliday:
    with table:
        month = table.number("month", 1, 12)
        days = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
        return FixedHoliday(month, table.number("day", 1, days), table.text("name"))
