"""What a file would change: each row compared with what stands there, and every reason why it cannot be done.

The key is institution, code and first day, so that the same file a second time changes nothing. An empty cell keeps
what stands. What could be written is decided here alone; writing it is `apply`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from leren_app.domain.city import City
from leren_app.domain.editions import Planned, faults_of
from leren_app.domain.errors import FieldError
from leren_app.domain.permissions import Permission, may
from leren_app.domain.roles import Actor, Role
from leren_app.domain.study_weeks import proposed_deadline
from leren_app.domain.text import Text
from leren_app.models import Course, CourseLecturer, CourseRun, User
from leren_app.services.courses import editing, runs
from leren_app.services.courses.editing import CourseText
from leren_app.services.courses.imports.cells import Fault, Row
from leren_app.services.courses.typed import read_load, read_skills

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
TEAM_MIN, TEAM_MAX = 4, 6
_CHUNK = 400
_EMPTY_RUN = Planned(date.max, date.max, date.max, 0, TEAM_MIN, TEAM_MAX)
_COLUMN_OF = {"languages": "field_languages"}


@dataclass(frozen=True)
class Wanted:
    """Who wants it, for which institution, and on which day."""

    organisation_id: UUID
    actor: Actor
    city: City
    today: date


@dataclass
class Edition:
    """An edition as a row wants it; `run` is the one that stands there."""

    line: int
    planned: Planned
    run: CourseRun | None
    what: tuple[str, ...]


@dataclass
class Wish:
    """A course as its rows want it; `course` is the one that stands there."""

    line: int
    text: CourseText
    given: dict[str, Any]
    course: Course | None
    what: tuple[str, ...]
    named_lecturers: tuple[str, ...]
    new_lecturers: tuple[UUID, ...]
    editions: dict[date, Edition] = field(default_factory=dict)


@dataclass
class Plan:
    """All of it: courses in the order of the file, what becomes of each row, and what is wrong."""

    wishes: dict[str, Wish] = field(default_factory=dict)
    rows: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Line → what becomes of it, and the columns that change."""
    faults: list[Fault] = field(default_factory=list)

    def count(self, what: str) -> int:
        """How many rows are new, changed, same or wrong."""
        return sum(kind == what for kind, _ in self.rows.values())


@dataclass(frozen=True)
class _Stock:
    """What stands there already: courses by code, lecturers of the institution by mail."""

    courses: dict[str, Course]
    lecturers: dict[str, UUID]


def make_plan(session: Session, rows: Sequence[Row], wanted: Wanted) -> Plan:
    """What these rows would do."""
    plan = Plan()
    codes, mails = {row.code for row in rows}, {mail for row in rows for mail in row.lecturers}
    stock = _Stock(_courses(session, codes, wanted), _lecturers(session, mails, wanted))
    for row in rows:
        wish = _wish(plan, row, stock, wanted)
        if wish is not None and row.run:
            _edition(wish, row, wanted)
        _say(plan, row, wish)
    _keep_kickoffs(session, plan)
    return plan


def _say(plan: Plan, row: Row, wish: Wish | None) -> None:
    """What becomes of a row: the course counts in the row that names it first."""
    if row.faults or wish is None:
        plan.faults += row.faults
        plan.rows[row.line] = (WRONG, ())
        return
    is_first = wish.line == row.line
    edition = wish.editions.get(row.run["starts_on"]) if row.run else None
    is_new = (is_first and wish.course is None) or (edition is not None and edition.run is None)
    what = (wish.what if is_first else ()) + (edition.what if edition else ())
    plan.rows[row.line] = (NEW, ()) if is_new else (CHANGED if what else SAME, what)


# ---- a course ----


def _wish(plan: Plan, row: Row, stock: _Stock, wanted: Wanted) -> Wish | None:
    if not row.code:
        return None
    course = stock.courses.get(row.code)
    if course is not None and not may(wanted.actor, Permission.EDIT_COURSE, course):
        row.blame("code", _NOT_YOURS)
        return None
    given = _given(row, course, wanted.city)
    if row.code in plan.wishes:
        return _agreeing(plan.wishes[row.code], row, given)
    before = editing.text_of(course) if course is not None else None
    text = replace(before, **given) if before else CourseText(**{**_NOTHING, **given, "code": row.code})
    for name, said in editing.faults_of(text, wanted.city).items():
        row.blame(_as_column(name), said)
    what = _changes(before, text) if before else ()
    lecturers = _new_lecturers(row, course, stock, wanted)
    what += ("lecturers",) if course is not None and lecturers else ()
    plan.wishes[row.code] = Wish(row.line, text, given, course, what, row.lecturers, lecturers)
    return plan.wishes[row.code]


def _new_lecturers(row: Row, course: Course | None, stock: _Stock, wanted: Wanted) -> tuple[UUID, ...]:
    """Who is named and does not teach it yet; a lecturer teaches what they bring themselves."""
    unknown = [mail for mail in row.lecturers if mail not in stock.lecturers]
    if unknown:
        row.blame("lecturers", _NO_COLLEAGUE.with_(mails=", ".join(unknown)))
    named = [stock.lecturers[mail] for mail in row.lecturers if mail in stock.lecturers]
    if course is None and wanted.actor.has(Role.LECTURER) and wanted.actor.user_id is not None:
        named.insert(0, wanted.actor.user_id)
    teach = {each.user_id for each in course.lecturers} if course else set()
    return tuple(dict.fromkeys(user_id for user_id in named if user_id not in teach))


def _as_column(name: str) -> str:
    return "load" if name == "hours" else name


def _given(row: Row, course: Course | None, city: City) -> dict[str, Any]:
    """What a row says of the course, with the load in hours."""
    given = dict(row.course)
    level = given.get("level") or (course.level if course else "")
    if row.load:
        try:
            given["hours"] = read_load(row.load, level, city)
        except FieldError as error:
            row.blame("load", error.message)
    if "skills" in given:
        given["skills"] = tuple(sorted(given["skills"]))
    return given


def _agreeing(wish: Wish, row: Row, given: dict[str, Any]) -> Wish:
    """A further row of a course may leave cells empty, but say nothing else than the first."""
    for name, value in given.items():
        if wish.given.get(name, value) != value or (name not in wish.given and getattr(wish.text, name) != value):
            row.blame(_as_column(name), _DISAGREES.with_(line=wish.line))
    if row.lecturers and set(row.lecturers) != set(wish.named_lecturers):
        row.blame("lecturers", _DISAGREES.with_(line=wish.line))
    return wish


def _changes(before: object, after: object) -> tuple[str, ...]:
    names = [each.name for each in fields(before)]  # type: ignore[arg-type]  # either of our two dataclasses
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


# ---- an edition ----


def _edition(wish: Wish, row: Row, wanted: Wanted) -> None:
    starts_on = row.run.get("starts_on")
    if starts_on is None:
        row.blame("starts_on", _FIRST_DAY)
        return
    if starts_on in wish.editions:
        row.blame("starts_on", _TWICE.with_(line=wish.editions[starts_on].line))
        return
    run = _run_of(wish, starts_on)
    before = runs.planned_of(run) if run else None
    planned, unread = _planned(before or _EMPTY_RUN, row, wanted.today)
    if planned != before:
        deadline_before = before.planning_deadline if before else None
        found = faults_of(planned, wanted.today, deadline_before=deadline_before, unread=unread)
        for name, said in found.items():
            row.blame(_COLUMN_OF.get(name, name), said)
    what = tuple(_COLUMN_OF.get(name, name) for name in _changes(before, planned)) if before else ()
    wish.editions[starts_on] = Edition(row.line, planned, run, what)


def _run_of(wish: Wish, starts_on: date) -> CourseRun | None:
    found = wish.course.runs if wish.course else []
    return next((run for run in found if run.starts_on == starts_on and run.person_id is None), None)


def _planned(before: Planned, row: Row, today: date) -> tuple[Planned, Collection[str]]:
    """The edition that a row wants, and the fields that nobody knows, each with its sentence."""
    unread = {"languages" if fault.column == "field_languages" else fault.column for fault in row.faults}
    given = dict(row.run)
    if before is _EMPTY_RUN:
        for name, said in (("ends_on", _LAST_DAY), ("places", _PLACES)):
            if name not in given:
                row.blame(name, said)
                unread.add(name)
        if "planning_deadline" not in unread:
            given.setdefault("planning_deadline", proposed_deadline(given["starts_on"], today))
    return replace(before, **given), unread


def _keep_kickoffs(session: Session, plan: Plan) -> None:
    """Editions that change keep the days to start that were agreed."""
    changed = [e for wish in plan.wishes.values() for e in wish.editions.values() if e.run is not None and e.what]
    live = runs.live_placements(session, [edition.run.id for edition in changed if edition.run])
    for edition in changed:
        outside = runs.kickoff_left_outside(edition.planned, live[edition.run.id]) if edition.run else None
        if outside:
            plan.faults.append(Fault(edition.line, "ends_on", outside))
            plan.rows[edition.line] = (WRONG, ())


# ---- what stands there ----


def _some_at_a_time(values: Iterable[str]) -> Iterator[list[str]]:
    """In lists that every database takes in one statement."""
    all_ = sorted(values)
    return (all_[start : start + _CHUNK] for start in range(0, len(all_), _CHUNK))


def _courses(session: Session, codes: set[str], wanted: Wanted) -> dict[str, Course]:
    found: dict[str, Course] = {}
    for some in _some_at_a_time(codes):
        query = select(Course).where(Course.organisation_id == wanted.organisation_id, Course.code.in_(some))
        whole = query.options(selectinload(Course.lecturers), selectinload(Course.skills), selectinload(Course.runs))
        found |= {course.code: course for course in session.scalars(whole)}
    return found


def _lecturers(session: Session, mails: Iterable[str], wanted: Wanted) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for some in _some_at_a_time(mails):
        query = select(User).where(User.mail.in_(some), User.institution_id == wanted.organisation_id)
        users = session.scalars(query.options(selectinload(User.grants)))
        found |= {user.mail: user.id for user in users if editing.can_teach(user)}
    return found


# ---- writing ----


def apply(session: Session, plan: Plan, wanted: Wanted) -> list[CourseRun]:
    """Write all of it; the editions that were touched. Flushes once."""
    touched = []
    for wish in plan.wishes.values():
        course = wish.course or Course(organisation_id=wanted.organisation_id)
        if wish.course is None:
            session.add(course)
        if wish.course is None or wish.what:
            editing.fill_in(course, _with_skills(wish), wanted.city)
            course.lecturers += [CourseLecturer(user_id=user_id) for user_id in wish.new_lecturers]
            touched += course.runs
        touched += _write_editions(session, course, wish, wanted)
    session.flush()
    return list(dict.fromkeys(touched))


def _with_skills(wish: Wish) -> CourseText:
    """A new course without skills has those that its goals name."""
    if wish.course is not None or wish.text.skills:
        return wish.text
    return replace(wish.text, skills=read_skills("", wish.text.goals))


def _write_editions(session: Session, course: Course, wish: Wish, wanted: Wanted) -> Iterator[CourseRun]:
    changed = [edition.run.id for edition in wish.editions.values() if edition.run and edition.what]
    live = runs.live_placements(session, changed) if changed else {}
    for edition in wish.editions.values():
        if edition.run is None:
            run = CourseRun()
            runs.fill_in(run, edition.planned)
            course.runs.append(run)
            yield run
        elif edition.what:
            runs.change_run(session, edition.run, edition.planned, live[edition.run.id], city=wanted.city)
            yield edition.run


_NOTHING: dict[str, Any] = {"name_nl": "", "name_en": "", "level": "", "languages": ("nl",)}
_FIRST_DAY = Text("Vul de eerste dag in.", "Fill in the first day.")
_LAST_DAY = Text("Vul de laatste dag in.", "Fill in the last day.")
_PLACES = Text("Vul in hoeveel studenten er plaats hebben.", "Fill in how many students have a place.")
_NOT_YOURS = Text(
    "Dit vak is van een andere docent. Vraag hun om u als docent erbij te zetten.",
    "This course is another lecturer's. Ask them to add you as a lecturer.",
)
_DISAGREES = Text(
    "Regel {line} zegt iets anders over ditzelfde vak. Maak ze gelijk, of laat deze cel leeg.",
    "Line {line} says something else of this same course. Make them equal, or leave this cell empty.",
)
_TWICE = Text("Deze uitvoering staat ook al op regel {line}.", "This edition stands on line {line} already.")
_NO_COLLEAGUE = Text(
    "Wij kennen geen docent van deze instelling met dit adres: {mails}",
    "We know no lecturer of this institution with this address: {mails}",
)
