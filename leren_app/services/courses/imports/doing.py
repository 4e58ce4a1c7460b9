"""A file with courses from the moment it is brought: looked at, said yes to, read in whole or refused whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.permissions import Permission, may, require
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import CourseImport, CourseRun, ImportState, Organisation, User
from leren_app.services import accounts, clock, outbox
from leren_app.services.courses.imports import plan as planning
from leren_app.services.courses.imports.cells import Fault, Reader, Row
from leren_app.services.courses.imports.columns import Sheet, read_sheet
from leren_app.services.courses.imports.plan import CHANGED, NEW, SAME, Plan, Wanted
from leren_app.services.suggestions.refreshing import refresh_all, refresh_run

MOST_FAULTS = 1000
"""More than anybody mends in one go; the pages say how many rows are wrong."""
STEP = 250
FEW = 50
"""With more editions than this, suggestions are worked out once for all."""


@dataclass(frozen=True)
class Brought:
    """A file that was looked at and is kept nowhere yet."""

    name: str
    organisation_id: UUID
    user_id: UUID
    rows: list[dict[str, Any]]
    faults: list[dict[str, Any]]
    plan: Plan


def look_at(
    session: Session, data: bytes, name: str, *, actor: Actor, city: City, organisation_id: UUID | None = None
) -> Brought:
    """What a file would do at the actor's institution; a coordinator names the institution. Writes nothing.

    Raises FieldError for what is no table of courses.
    """
    require(actor, Permission.KEEP_COURSES)
    sheet = read_sheet(data)
    wanted = _wanted(session, _owner(session, organisation_id, actor), actor, city)
    plan = planning.make_plan(session, _read(sheet.rows, city), wanted)
    if actor.user_id is None:
        raise NotFoundError
    faults = [*_notes(sheet), *_as_json(plan.faults)]
    return Brought(name[:200], wanted.organisation_id, actor.user_id, _rows(sheet.rows, plan), faults, plan)


def keep(session: Session, brought: Brought) -> CourseImport:
    """Keep what was looked at, for its owner to say yes to."""
    found = CourseImport(
        user_id=brought.user_id,
        organisation_id=brought.organisation_id,
        name=brought.name,
        rows=brought.rows,
        faults=brought.faults,
    )
    _count(found, brought.plan)
    session.add(found)
    session.flush()
    return found


def get_import(session: Session, import_id: UUID, actor: Actor, *, with_rows: bool = True) -> CourseImport:
    """A file that was brought. Raises NotFoundError, also for who did not bring it."""
    query = select(CourseImport).where(CourseImport.id == import_id)
    found = session.scalar(query if with_rows else query.options(defer(CourseImport.rows)))
    if found is None:
        raise NotFoundError
    require(actor, Permission.SEE_IMPORT, found)
    return found


def confirm(session: Session, found: CourseImport, *, actor: Actor) -> None:
    """Promise to read it in; nothing when that was promised before. Raises FieldError while rows are wrong."""
    require(actor, Permission.SEE_IMPORT, found)
    if any("note" not in fault for fault in found.faults):
        raise FieldError("file", WRONG_ROWS)
    if found.state is ImportState.PREVIEW:
        found.state = ImportState.RUNNING
        outbox.promise(session, "courses.import", f"courses.import:{found.id}", file=found.id)


def discard(session: Session, found: CourseImport, *, actor: Actor) -> None:
    """Forget a file that nothing was done with."""
    require(actor, Permission.SEE_IMPORT, found)
    if found.state in (ImportState.PREVIEW, ImportState.REFUSED):
        session.delete(found)


# ---- the work ----


def is_running(session: Session, import_id: UUID) -> bool:
    """Whether somebody said yes to it and it is not done."""
    state = session.scalar(select(CourseImport.state).where(CourseImport.id == import_id))
    return state is ImportState.RUNNING


def look_through(session: Session, import_id: UUID, *, city: City) -> Iterator[int]:
    """Read its rows one by one; how many were read, every few rows."""
    rows = session.scalar(select(CourseImport.rows).where(CourseImport.id == import_id)) or []
    reader = Reader(city)
    for number, row in enumerate(rows, start=1):
        reader.row(row["line"], row["cells"])
        if number % STEP == 0:
            yield number


def note(session: Session, import_id: UUID, done: int) -> None:
    """Remember how many rows were looked at."""
    session.execute(
        update(CourseImport).where(CourseImport.id == import_id).values(done=done),
        execution_options={"synchronize_session": False},
    )


def read_in(session: Session, import_id: UUID, *, city: City) -> None:
    """Write all of its rows, or none when one of them cannot be any more; nothing for a file that is not running."""
    found = session.scalar(select(CourseImport).where(CourseImport.id == import_id))
    if found is None or found.state is not ImportState.RUNNING:
        return
    user = session.get_one(User, found.user_id)
    actor = accounts.actor_of(user, clock.now(session))
    if not _may_bring(actor, found.organisation_id):
        _refuse(found, [Fault(1, "code", _NO_RIGHT)])
        return
    wanted = _wanted(session, found.organisation_id, actor, city)
    rows = [(row["line"], row["cells"]) for row in found.rows]
    plan = planning.make_plan(session, _read(rows, city), wanted)
    found.rows = _rows(rows, plan)
    if plan.faults:
        _refuse(found, plan.faults)
        return
    _count(found, plan)
    found.state, found.done = ImportState.DONE, len(rows)
    _refresh(session, found, planning.apply(session, plan, wanted))


def _refuse(found: CourseImport, faults: Sequence[Fault]) -> None:
    found.state, found.done, found.faults = ImportState.REFUSED, 0, _as_json(faults)
    found.made = found.changed = found.same = 0


def _refresh(session: Session, found: CourseImport, touched: Sequence[CourseRun]) -> None:
    if len(touched) > FEW:
        refresh_all(session, f"import:{found.id}")
        return
    for run in touched:
        refresh_run(session, run)


# ---- parts ----


def _owner(session: Session, organisation_id: UUID | None, actor: Actor) -> UUID:
    owner = organisation_id if actor.has(Role.COORDINATOR) else actor.institution_id
    if owner is None or session.get(Organisation, owner) is None:
        raise FieldError("organisation", _CHOOSE_INSTITUTION)
    return owner


def _may_bring(actor: Actor, organisation_id: UUID) -> bool:
    is_own = actor.has(Role.COORDINATOR) or actor.institution_id == organisation_id
    return is_own and may(actor, Permission.KEEP_COURSES)


def _wanted(session: Session, organisation_id: UUID, actor: Actor, city: City) -> Wanted:
    return Wanted(organisation_id, actor, city, clock.today(session, city))


def _read(rows: Sequence[tuple[int, Mapping[str, str]]], city: City) -> list[Row]:
    reader = Reader(city)
    return [reader.row(line, cells) for line, cells in rows]


def _rows(rows: Sequence[tuple[int, Mapping[str, str]]], plan: Plan) -> list[dict[str, Any]]:
    return [
        {"line": line, "cells": dict(cells), "is": plan.rows[line][0], "what": list(plan.rows[line][1])}
        for line, cells in rows
    ]


def _count(found: CourseImport, plan: Plan) -> None:
    found.made, found.changed, found.same = plan.count(NEW), plan.count(CHANGED), plan.count(SAME)


def _as_json(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    by_line = sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS]
    return [{"line": f.line, "column": f.column, "nl": f.said.nl, "en": f.said.en} for f in by_line]


def _notes(sheet: Sheet) -> list[dict[str, Any]]:
    """Headings that we leave alone; no fault, but somebody may have meant one of ours."""
    return [{"line": 1, "column": heading, "nl": _LEFT.nl, "en": _LEFT.en, "note": True} for heading in sheet.unknown]


WRONG_ROWS = Text(
    "Er zijn regels die nog niet kunnen. Verbeter ze in uw bestand en kies het opnieuw.",
    "There are rows that cannot be as they are. Mend them in your file and choose it again.",
)
_LEFT = Text("Deze kolom kennen wij niet; wij laten haar weg.", "We do not know this column; we leave it out.")
_CHOOSE_INSTITUTION = Text("Kies een instelling.", "Choose an institution.")
_NO_RIGHT = Text(
    "U kunt bij deze instelling geen vakken meer inlezen. Vraag de coördinator om hulp.",
    "You can no longer read in courses at this institution. Ask the coordinator for help.",
)
