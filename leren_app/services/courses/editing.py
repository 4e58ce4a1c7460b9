"""Writing down a course: what it is, what students learn in it, who teaches it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Course, CourseKind, CourseLecturer, CourseSkill, Organisation, User
from leren_app.services.stepping import must_have_seen
from leren_app.services.suggestions.refreshing import refresh_run

LONGEST_HOURS = 1700  # a year of study


@dataclass(frozen=True)
class CourseText:
    """What was filled in for a course; themes and skills are keys."""

    code: str
    name_nl: str
    name_en: str
    level: str
    kind: CourseKind = CourseKind.COURSE
    hours: int | None = None
    goals: str = ""
    themes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    milestones: tuple[dict[str, Any], ...] = ()
    is_shown: bool = True


def create_course(
    session: Session, written: CourseText, *, actor: Actor, city: City, organisation_id: UUID | None = None
) -> Course:
    """A new course of the actor's institution, which they teach; a coordinator names the institution.

    Raises FieldError for a code that is taken there.
    """
    require(actor, Permission.KEEP_COURSES)
    owner = organisation_id if actor.has(Role.COORDINATOR) else actor.institution_id
    owner = owner or actor.institution_id
    if owner is None or session.get(Organisation, owner) is None:
        raise FieldError("organisation", _CHOOSE_INSTITUTION)
    course = Course(organisation_id=owner)
    if actor.has(Role.LECTURER) and actor.user_id is not None:
        course.lecturers = [CourseLecturer(user_id=actor.user_id)]
    _fill_in(course, written, city)
    _add(session, course)
    return course


def edit_course(
    session: Session,
    course: Course,
    written: CourseText,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> None:
    """Keep what was changed; its editions get fresh suggestions. Raises StaleError when somebody else was earlier."""
    require(actor, Permission.EDIT_COURSE, course)
    must_have_seen(course, seen_version)
    taken = select(Course.id).where(
        Course.organisation_id == course.organisation_id, Course.code == written.code, Course.id != course.id
    )
    if session.scalar(taken) is not None:
        raise FieldError("code", _TAKEN)
    _fill_in(course, written, city)
    session.flush()
    for run in course.runs:
        refresh_run(session, run)


def share_course(session: Session, course: Course, mail: str, *, actor: Actor) -> User:
    """Let a colleague teach it too. Raises FieldError for somebody who is no lecturer of this institution."""
    require(actor, Permission.EDIT_COURSE, course)
    user = session.scalar(select(User).where(User.mail == mail.strip().lower(), User.deactivated_at.is_(None)))
    teaches = user is not None and any(g.role is Role.LECTURER and g.granted_until is None for g in user.grants)
    if user is None or not teaches or user.institution_id != course.organisation_id:
        raise FieldError("mail", _NO_COLLEAGUE)
    if user.id not in {lecturer.user_id for lecturer in course.lecturers}:
        course.lecturers.append(CourseLecturer(user_id=user.id))
        session.flush()
    return user


def _fill_in(course: Course, written: CourseText, city: City) -> None:
    _check(written, city)
    known = {theme.key for theme in city.themes}
    values = asdict(written)
    skills = set(values.pop("skills"))
    values["themes"] = sorted(known.intersection(values["themes"]))
    values["milestones"] = list(values["milestones"])
    for name, value in values.items():
        setattr(course, name, value)
    kept = [skill for skill in course.skills if skill.skill in skills]
    new = skills - {skill.skill for skill in kept}
    course.skills = [*kept, *(CourseSkill(skill=key) for key in sorted(new))]


def _check(written: CourseText, city: City) -> None:
    for field in ("code", "name_nl", "name_en"):
        if not getattr(written, field).strip():
            raise FieldError(field, _FILL_IN)
    try:
        city.level(written.level)
    except NotFoundError:
        raise FieldError("level", _CHOOSE_LEVEL) from None
    if written.hours is not None and not 1 <= written.hours <= LONGEST_HOURS:
        raise FieldError("hours", _HOURS)


def _add(session: Session, course: Course) -> None:
    try:
        with session.begin_nested():
            session.add(course)
    except IntegrityError:  # the one unique thing of a course is its code
        raise FieldError("code", _TAKEN) from None


_TAKEN = Text(
    "Uw instelling heeft al een vak met deze code. Kies een andere.",
    "Your institution has a course with this code already. Choose another.",
)
_FILL_IN = Text("Vul dit in.", "Fill this in.")
_CHOOSE_LEVEL = Text("Kies een niveau.", "Choose a level.")
_HOURS = Text("Vul 1 tot 1700 uur in.", "Fill in 1 to 1700 hours.")
_CHOOSE_INSTITUTION = Text("Kies een instelling.", "Choose an institution.")
_NO_COLLEAGUE = Text(
    "Wij kennen geen docent van deze instelling met dit adres.",
    "We know no lecturer of this institution with this address.",
)
