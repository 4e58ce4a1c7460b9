"""What the page of a file with courses shows: its rows with what becomes of them, how far it is, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.extensions import db
from leren_app.models import CourseImport, ImportState, Organisation
from leren_app.services.courses.imports.cells import day_of
from leren_app.services.courses.imports.columns import HEADINGS
from leren_app.services.courses.imports.plan import CHANGED, NEW, SAME, WRONG
from leren_app.web.forms import kept_part
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

SHOWN = 50
BECOMES: dict[str, tuple[str, str]] = {
    NEW: ("new", _l("New")),
    CHANGED: ("busy", _l("Changes")),
    SAME: ("done", _l("Stays as it is")),
    WRONG: ("late", _l("Cannot be")),
}


@dataclass(frozen=True)
class RowLine:
    """A row of the file: where it stands, which edition it is, and what becomes of it."""

    line: int
    course: str
    edition: str
    status: tuple[str, str]
    what: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> RowLine:
        """The line of a row."""
        cells, (shape, words) = row["cells"], BECOMES[row["is"]]
        name = cells.get("name_en" if spoken_language() == "en" else "name_nl", "")
        days = [_as_day(cells[key]) for key in ("starts_on", "ends_on") if key in cells]
        return cls(
            line=row["line"],
            course=kept_part(" ".join(part for part in (cells.get("code", ""), name) if part)) or "–",
            edition=" – ".join(days),
            status=(shape, str(words)),
            what=", ".join(_heading(key) for key in row["what"]),
        )


@dataclass(frozen=True)
class ImportPage:
    """A file that was brought, in whichever state it is."""

    file: CourseImport
    state: str
    institution: str
    heading: str
    rows: list[RowLine]
    total: int
    wrong: int
    counts: list[tuple[int, str]]
    reasons: list[tuple[str, str, str]]
    notes: list[str]
    progress: str

    @classmethod
    def of(cls, file: CourseImport) -> ImportPage:
        """The page of a file."""
        rows = file.rows if file.state is not ImportState.RUNNING else []
        total = len(rows) or file.made + file.changed + file.same
        wrong = sum(row["is"] == WRONG for row in rows)
        return cls(
            file=file,
            state=file.state.value,
            institution=db.session.get_one(Organisation, file.organisation_id).name,
            heading=_title(file.state, wrong),
            rows=[RowLine.of(row) for row in _wrong_first(rows)[:SHOWN]],
            total=total,
            wrong=wrong,
            counts=_counts(file, wrong),
            reasons=reasons_of(file)[:SHOWN],
            notes=[_heading(fault["column"]) for fault in file.faults if "note" in fault],
            progress=gettext("%(done)d of %(total)d rows looked at.", done=file.done, total=total),
        )


def reasons_of(file: CourseImport) -> list[tuple[str, str, str]]:
    """Line, column and reason of everything that is wrong, in the language of the page."""
    return [
        (str(fault["line"]), _heading(fault["column"]), fault["en" if spoken_language() == "en" else "nl"])
        for fault in file.faults
        if "note" not in fault
    ]


def _as_day(cell: str) -> str:
    """A day as elsewhere on the website; what is no day as it stands in the file."""
    found = day_of(cell)
    return day(found) if found is not None else kept_part(cell)


def _heading(key: str) -> str:
    """What a column is called; of a heading that is not ours only what a page can hold."""
    return HEADINGS[key].in_(spoken_language()) if key in HEADINGS else kept_part(key)


def _wrong_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["is"] != WRONG)


def _title(state: ImportState, wrong: int) -> str:
    if state is ImportState.RUNNING:
        return gettext("Your file is being read in")
    if state is ImportState.DONE:
        return gettext("Your file is read in")
    if state is ImportState.REFUSED:
        return gettext("Nothing was read in")
    if wrong:
        return ngettext("%(num)d row has to change first", "%(num)d rows have to change first", wrong)
    return gettext("Look it over first")


def _counts(file: CourseImport, wrong: int) -> list[tuple[int, str]]:
    is_done = file.state is ImportState.DONE
    found = [
        (file.made, ngettext("row is new", "rows are new", file.made)),
        (file.changed, ngettext("row changed", "rows changed", file.changed))
        if is_done
        else (file.changed, ngettext("row changes something", "rows change something", file.changed)),
        (file.same, ngettext("row stays as it is", "rows stay as they are", file.same)),
    ]
    found.append((wrong, ngettext("row cannot be", "rows cannot be", wrong)))
    return [each for each in found if each[0]]
