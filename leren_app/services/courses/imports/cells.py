"""What stands in one row: each cell read by itself, with a sentence for each that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError
from leren_app.domain.fitting import LANGUAGE_NAMES
from leren_app.domain.study_weeks import WEEKDAYS
from leren_app.domain.tables import plain
from leren_app.domain.text import Text
from leren_app.models import CourseKind
from leren_app.services.courses.imports.columns import OF_RUN
from leren_app.services.courses.typed import read_milestones, read_skills

LONGEST = {"code": 40, "name_nl": 160, "name_en": 160, "goals": 5000}
LONGEST_OTHER = 2000
_SHAPES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
_NEVER = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NEVER}]")
"""Controls, halves of a character, and what is promised never to be one."""
_BREAKS = re.compile(r"[,;\n]")
_KINDS = {
    CourseKind.COURSE: ("vak", "course", "cursus"),
    CourseKind.MINOR: ("minor",),
    CourseKind.HONOURS: ("honours", "honours programme", "honoursprogramma"),
    CourseKind.THESIS: ("scriptie", "thesis", "afstuderen", "graduation project"),
    CourseKind.INTERNSHIP: ("stage", "internship"),
    CourseKind.WORK_PLACEMENT: ("bpv", "work placement", "work_placement"),
    CourseKind.RESEARCH: ("onderzoek", "research"),
}


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot stay as it is."""

    line: int
    column: str
    said: Text


@dataclass
class Row:
    """What was read in a row: values of the course and of the edition, of which it may have none."""

    line: int
    code: str
    course: dict[str, Any] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    load: str = ""
    lecturers: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)

    def blame(self, column: str, said: Text) -> None:
        """Remember what is wrong with a cell; the first for each is enough."""
        if column not in {fault.column for fault in self.faults}:
            self.faults.append(Fault(self.line, column, said))


class Reader:
    """Reads the rows of one file; the same words in a column are read once, as lists say them thousands of times."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._known: dict[tuple[str, str], Any] = {}

    def row(self, line: int, cells: Mapping[str, str]) -> Row:
        """A row with everything that can be read in it."""
        row = Row(line, cells.get("code", ""))
        if not row.code:
            row.blame("code", Text("Vul de code van het vak in.", "Fill in the code of the course."))
        for column, typed in cells.items():
            try:
                self._put(row, column, self._read(column, typed))
            except FieldError as error:
                row.blame(column, error.message)
        return row

    def _put(self, row: Row, column: str, value: Any) -> None:
        if column == "load":
            row.load = value
        elif column == "lecturers":
            row.lecturers = value
        elif column in OF_RUN:
            row.run["languages" if column == "field_languages" else column] = value
        elif column != "code":
            row.course[column] = value

    def _read(self, column: str, typed: str) -> Any:
        if _UNFIT.search(typed):
            raise FieldError(column, _CHARACTER)
        most = LONGEST.get(column, LONGEST_OTHER)
        if len(typed) > most:
            raise FieldError(column, _TOO_LONG.with_(most=most))
        reader = _READERS.get(column)
        if reader is None:
            return typed
        if (column, typed) not in self._known:
            self._known[column, typed] = reader(typed, self._city)
        return self._known[column, typed]


def _level(typed: str, city: City) -> str:
    levels = {each.key: (each.key, each.name.nl, each.name.en) for each in city.levels}
    return _one_of(levels, typed, "level")


def _kind(typed: str, _city: City) -> CourseKind:
    return CourseKind(_one_of({kind.value: (kind.value, *names) for kind, names in _KINDS.items()}, typed, "kind"))


def _languages(typed: str, _city: City) -> tuple[str, ...]:
    names = {key: (key, name.nl, name.en) for key, name in LANGUAGE_NAMES.items()}
    chosen = _several_of(names, typed.replace(" ", ","), "languages")
    return tuple(key for key in LANGUAGE_NAMES if key in chosen)


def _themes(typed: str, city: City) -> tuple[str, ...]:
    names = {theme.key: (theme.key, theme.name.nl, theme.name.en) for theme in city.themes}
    return tuple(sorted(_several_of(names, typed, "themes")))


def _days(typed: str, _city: City) -> tuple[str, ...]:
    names = {key: (key, day.nl, day.en, day.nl[:2]) for key, day in WEEKDAYS.items()}
    chosen = _several_of(names, typed.replace(" ", ","), "days")
    return tuple(key for key in WEEKDAYS if key in chosen)


def _skills(typed: str, _city: City) -> tuple[str, ...]:
    return read_skills(typed, "")


def _milestones(typed: str, _city: City) -> tuple[dict[str, Any], ...]:
    return read_milestones(typed)


def _lecturers(typed: str, _city: City) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_parts(typed.replace(" ", ",").lower())))


def day_of(typed: str) -> date | None:
    """The day in a cell, in one of the ways we read; None for anything else."""
    for shape in _SHAPES:
        try:
            return datetime.strptime(typed, shape).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _day(typed: str, _city: City) -> date:
    found = day_of(typed)
    if found is not None:
        return found
    raise FieldError("day", Text("Schrijf de dag zo: 31-8-2026", "Write the day like this: 31-8-2026"))


def _number(typed: str, _city: City) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise FieldError("number", Text("Vul een heel getal in, zoals 24.", "Fill in a whole number, such as 24."))
    return int(typed)


def _one_of(names: Mapping[str, tuple[str, ...]], typed: str, column: str) -> str:
    for key, written in names.items():
        if plain(typed) in map(plain, written):
            return key
    raise FieldError(column, _CHOOSE.with_(typed=typed, choices=", ".join(each[0] for each in names.values())))


def _several_of(names: Mapping[str, tuple[str, ...]], typed: str, column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_one_of(names, part, column) for part in _parts(typed)))


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in _BREAKS.split(typed) if part.strip()]


_READERS: dict[str, Callable[[str, City], Any]] = {
    "level": _level,
    "kind": _kind,
    "languages": _languages,
    "themes": _themes,
    "skills": _skills,
    "milestones": _milestones,
    "lecturers": _lecturers,
    "starts_on": _day,
    "ends_on": _day,
    "planning_deadline": _day,
    "places": _number,
    "team_min": _number,
    "team_max": _number,
    "field_languages": _languages,
    "days": _days,
}
_CHARACTER = Text(
    "Hier staat een teken in dat wij niet kunnen bewaren. Typ de tekst opnieuw.",
    "There is a character in this that we cannot keep. Type the text again.",
)
_TOO_LONG = Text("Deze tekst is te lang: hoogstens {most} tekens.", "This text is too long: at most {most} characters.")
_CHOOSE = Text(
    "Wij kennen “{typed}” hier niet. Kies uit: {choices}.", "We do not know “{typed}” here. Choose from: {choices}."
)
