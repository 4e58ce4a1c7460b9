"""The columns of a file with courses: what they are called in either language, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError
from leren_app.domain.study_weeks import proposed_deadline
from leren_app.domain.tables import Line, Table, plain, read_table, written
from leren_app.domain.text import Text


@dataclass(frozen=True)
class Column:
    """A column; `more` are other headings that mean the same."""

    key: str
    heading: Text
    says: Text
    more: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "code",
        Text("Vakcode", "Course code"),
        Text("Staat in elke regel. Eén code is één vak.", "Stands in every row. One code is one course."),
        ("code", "vak", "cursuscode", "course"),
    ),
    Column(
        "name_nl",
        Text("Naam (nl)", "Name (nl)"),
        Text("De naam in het Nederlands.", "The name in Dutch."),
        ("naam", "vaknaam", "naam nederlands"),
    ),
    Column(
        "name_en",
        Text("Naam (en)", "Name (en)"),
        Text("De naam in het Engels.", "The name in English."),
        ("name", "course name", "naam engels"),
    ),
    Column("level", Text("Niveau", "Level"), Text("{levels}", "{levels}")),
    Column(
        "kind",
        Text("Soort", "Kind"),
        Text(
            "Vak, minor, honours, scriptie, stage, bpv of onderzoek. Leeg is vak.",
            "Course, minor, honours, thesis, internship, work placement or research. Empty is course.",
        ),
    ),
    Column(
        "load",
        Text("Studielast", "Study load"),
        Text("In EC; bij mbo in uren.", "In EC; for mbo in hours."),
        ("ec", "ects", "uren", "hours", "studiepunten"),
    ),
    Column(
        "languages",
        Text("Onderwijstaal", "Teaching language"),
        Text("nl, en of nl,en. Leeg is nl.", "nl, en or nl,en. Empty is nl."),
        ("taal", "talen", "language", "languages"),
    ),
    Column(
        "goals",
        Text("Leerdoelen", "Learning goals"),
        Text("Gewoon geplakt; nieuwe regels mogen.", "Simply pasted; line breaks are fine."),
        ("doelen", "goals"),
    ),
    Column("themes", Text("Thema's", "Themes"), Text("Met komma's ertussen.", "With commas between them.")),
    Column(
        "skills",
        Text("Vaardigheden", "Skills"),
        Text(
            "Met komma's ertussen. Leeg: wij halen ze uit de leerdoelen.",
            "With commas between them. Empty: we take them from the goals.",
        ),
    ),
    Column(
        "milestones",
        Text("Mijlpalen", "Milestones"),
        Text(
            "Elk op een eigen regel in de cel: 3; plan klaar; plan ready",
            "Each on a line of its own in the cell: 3; plan klaar; plan ready",
        ),
    ),
    Column(
        "lecturers",
        Text("Docenten", "Lecturers"),
        Text(
            "Mailadressen van collega's die hier al inloggen, met komma's ertussen.",
            "Mail addresses of colleagues who sign in here already, with commas between them.",
        ),
        ("docent", "lecturer"),
    ),
    Column(
        "starts_on",
        Text("Eerste dag", "First day"),
        Text(
            "31-8-2026 of 2026-08-31. Eén eerste dag is één uitvoering.",
            "31-8-2026 or 2026-08-31. One first day is one edition.",
        ),
        ("start", "startdatum", "start date", "begin"),
    ),
    Column(
        "ends_on",
        Text("Laatste dag", "Last day"),
        Text("Net zo.", "The same way."),
        ("eind", "einddatum", "end", "end date"),
    ),
    Column(
        "planning_deadline",
        Text("Plannen tot en met", "Last day to plan"),
        Text("Leeg: elf weken vóór de eerste dag.", "Empty: eleven weeks before the first day."),
        ("deadline", "plandeadline", "planning deadline"),
    ),
    Column(
        "places",
        Text("Plaatsen", "Places"),
        Text("Hoeveel studenten.", "How many students."),
        ("aantal studenten", "students"),
    ),
    Column("team_min", Text("Kleinste team", "Smallest team"), Text("Leeg is 4.", "Empty is 4."), ("team min",)),
    Column("team_max", Text("Grootste team", "Largest team"), Text("Leeg is 6.", "Empty is 6."), ("team max",)),
    Column(
        "field_languages",
        Text("Talen in de wijk", "Languages in the district"),
        Text(
            "Wat het vak spreekt in de wijk: nl, en of nl,en. Leeg is nl.",
            "What the class speaks in the district: nl, en or nl,en. Empty is nl.",
        ),
        ("veldwerktalen", "fieldwork languages"),
    ),
    Column(
        "days",
        Text("Dagen", "Days"),
        Text("Waarop het vak de stad in kan: ma, di.", "On which the class can be in the city: Mon, Tue."),
        ("dagen in de stad", "days in the city"),
    ),
)
OF_RUN = ("starts_on", "ends_on", "planning_deadline", "places", "team_min", "team_max", "field_languages", "days")
HEADINGS: dict[str, Text] = {column.key: column.heading for column in COLUMNS}
_KEYS: dict[str, str] = {
    plain(name): column.key
    for column in COLUMNS
    for name in (column.heading.nl, column.heading.en, column.key, *column.more)
}


@dataclass(frozen=True)
class Sheet:
    """What a file holds: its rows by column, and the headings we do not know and leave alone."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    """The line of each row, and its cells that are not empty."""
    unknown: tuple[str, ...]


def read_sheet(data: bytes) -> Sheet:
    """The rows in the bytes of a file. Raises FieldError when it is no table, or not one of ours."""
    table = read_table(data, frozenset(_KEYS))
    keys = [_KEYS.get(plain(heading), "") for heading in table.headings]
    twice = {key for key in keys if key and keys.count(key) > 1}
    if twice:
        raise FieldError("file", _TWICE.with_(column=HEADINGS[min(twice)]))
    if "code" not in keys:
        raise FieldError("file", _NO_CODE)
    if not table.lines:
        raise FieldError("file", _NO_ROWS)
    return Sheet(tuple((line.number, _cells(keys, line)) for line in table.lines), _unknown(table, keys))


def _cells(keys: list[str], line: Line) -> dict[str, str]:
    return {key: cell.strip() for key, cell in zip(keys, line.cells, strict=False) if key and cell.strip()}


def _unknown(table: Table, keys: list[str]) -> tuple[str, ...]:
    return tuple(heading for heading, key in zip(table.headings, keys, strict=True) if heading and not key)


def explained(city: City, language: str) -> list[tuple[str, str]]:
    """Each heading with what may stand below it."""
    levels = ", ".join(level.key for level in city.levels)
    return [(c.heading.in_(language), c.says.with_(levels=levels).in_(language)) for c in COLUMNS]


def example(city: City, today: date, language: str) -> bytes:
    """A file to begin with: the headings in a language, and one row for the next semester."""
    periods = [period for year in city.academic_years for period in year.semesters if period.starts_on > today]
    starts_on, ends_on = (periods[0].starts_on, periods[0].ends_on) if periods else (today, today)
    level = next(key for institution in city.institutions for key in institution.levels)
    cells = {
        "code": "VB-101",
        "name_nl": "Voorbeeldvak",
        "name_en": "Example course",
        "level": level,
        "kind": "vak" if language == "nl" else "course",
        "load": "5",
        "languages": "nl",
        "goals": "Studenten interviewen bewoners en adviseren een buurthuis."
        if language == "nl"
        else "Students interview residents and advise a community centre.",
        "milestones": "3; plan klaar; plan ready\n8; tussenstand; interim report",
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "planning_deadline": proposed_deadline(starts_on, today).isoformat(),
        "places": "24",
        "team_min": "4",
        "team_max": "6",
        "field_languages": "nl",
        "days": "di, do" if language == "nl" else "Tue, Thu",
    }
    return written([[c.heading.in_(language) for c in COLUMNS], [cells.get(c.key, "") for c in COLUMNS]])


_TWICE = Text(
    "De kolom {column} staat er twee keer in. Haal er één weg.",
    "The column {column} is there twice. Take one of them out.",
)
_NO_CODE = Text(
    "Wij zien geen kolom Vakcode. Zet in de eerste regel namen boven de kolommen, zoals in het voorbeeldbestand.",
    "We see no column Course code. Put names above the columns in the first row, as in the example file.",
)
_NO_ROWS = Text(
    "Onder de namen van de kolommen staat nog geen vak.", "There is no course below the names of the columns yet."
)
