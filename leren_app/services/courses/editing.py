"""Writing down a course: what it is, what students learn in it, who teaches it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Actor, Role
from leren_app.domain.study_load import LONGEST_HOURS
from leren_app.domain.text import Text
from leren_app.models import Course, CourseKind, CourseLecturer, CourseSkill, Organisation, User
from leren_app.services.folding import is_same
from leren_app.services.stepping import must_have_seen
from leren_app.services.suggestions.refreshing import refresh_run


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
    languages: tuple[str, ...] = ()


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
    fill_in(course, written, city)
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
    fill_in(course, written, city)
    session.flush()
    for run in course.runs:
        refresh_run(session, run)


def share_course(session: Session, course: Course, mail: str, *, actor: Actor) -> User:
    """Let a colleague teach it too. Raises FieldError for somebody who is no lecturer of this institution."""
    require(actor, Permission.EDIT_COURSE, course)
    user = session.scalar(select(User).where(is_same(User.mail, mail.strip()), User.deactivated_at.is_(None)))
    if user is None or not can_teach(user) or user.institution_id != course.organisation_id:
        raise FieldError("mail", _NO_COLLEAGUE)
    if user.id not in {lecturer.user_id for lecturer in course.lecturers}:
        course.lecturers.append(CourseLecturer(user_id=user.id))
        session.flush()
    return user


def can_teach(user: User) -> bool:
    """Whether an account is that of a lecturer now."""
    is_lecturer = any(grant.role is Role.LECTURER and grant.granted_until is None for grant in user.grants)
    return is_lecturer and user.deactivated_at is None


def unshare_course(session: Session, course: Course, user_id: UUID, *, actor: Actor) -> None:
    """Let somebody teach it no longer; nothing when they do not. Raises FieldError for the last one."""
    require(actor, Permission.EDIT_COURSE, course)
    left = [lecturer for lecturer in course.lecturers if lecturer.user_id != user_id]
    if not left:
        raise FieldError("mail", _LAST)
    course.lecturers = left
    session.flush()


def text_of(course: Course) -> CourseText:
    """What stands on a course, as it was filled in."""
    values = {each.name: getattr(course, each.name) for each in fields(CourseText)}
    for name in ("themes", "milestones", "languages"):
        values[name] = tuple(values[name])
    return CourseText(**{**values, "skills": tuple(sorted(each.skill for each in course.skills))})


def fill_in(course: Course, written: CourseText, city: City) -> None:
    """Write what was filled in on a course. Raises FieldError for what a course cannot be."""
    for field, said in faults_of(written, city).items():
        raise FieldError(field, said)
    known = {theme.key for theme in city.themes}
    values = {each.name: getattr(written, each.name) for each in fields(written)}
    skills = set(values.pop("skills"))
    values["themes"] = sorted(known.intersection(values["themes"]))
    values["milestones"] = list(values["milestones"])
    values["languages"] = list(values["languages"])
    for name, value in values.items():
        setattr(course, name, value)
    kept = [skill for skill in course.skills if skill.skill in skills]
    new = skills - {skill.skill for skill in kept}
    course.skills = [*kept, *(CourseSkill(skill=key) for key in sorted(new))]


def faults_of(written: CourseText, city: City) -> dict[str, Text]:
    """Field → what a course cannot be."""
    found = {name: _FILL_IN for name in ("code", "name_nl", "name_en") if not getattr(written, name).strip()}
    try:
        city.level(written.level)
    except NotFoundError:
        found["level"] = _CHOOSE_LEVEL
    if written.hours is not None and not 1 <= written.hours <= LONGEST_HOURS:
        found["hours"] = _HOURS
    return found


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
_HOURS = Text(f"Vul 1 tot {LONGEST_HOURS} uur in.", f"Fill in 1 to {LONGEST_HOURS} hours.")
_CHOOSE_INSTITUTION = Text("Kies een instelling.", "Choose an institution.")
_LAST = Text(
    "Een vak heeft minstens één docent. Zet er eerst een collega bij.",
    "A course has at least one lecturer. Add a colleague first.",
)
_NO_COLLEAGUE = Text(
    "Wij kennen geen docent van deze instelling met dit adres.",
    "We know no lecturer of this institution with this address.",
)
