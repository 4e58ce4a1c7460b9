"""Who may see and do what outside the life cycles: small named predicates and one map from permission to predicates.

What a life cycle's step allows stands in its table. Here stands what is shown at all: what somebody may not see is, to
them, not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import Actor, Role

Predicate = Callable[[Actor, Any], bool]
"""Whether an actor stands in some relation to the thing (None where there is no thing)."""


class Asked(Protocol):
    """Something one person asked: a question, or the facts of one."""

    @property
    def asker_id(self) -> UUID: ...


class Taught(Protocol):
    """A course, with who teaches it."""

    @property
    def lecturers(self) -> Any: ...


class Brought(Protocol):
    """Something that one account brought."""

    @property
    def user_id(self) -> Any: ...


class Held(Protocol):
    """An edition: of a course that is taught, or of one person alone."""

    @property
    def course(self) -> Any: ...

    @property
    def person_id(self) -> Any: ...


@dataclass(frozen=True)
class Person:
    """Whom a page, list or export is about: an account, somebody without one, or one who has both."""

    user_id: UUID | None = None
    contact_id: UUID | None = None
    institution_id: UUID | None = None


@dataclass(frozen=True)
class Involved:
    """Who has to do with a project: its live members, the lecturers of its course, its client; and whether it runs."""

    member_ids: frozenset[UUID] = frozenset()
    lecturer_ids: frozenset[UUID] = frozenset()
    client_id: UUID | None = None
    is_shown: bool = False


class Permission(StrEnum):
    """What can be allowed, with the rule in words; the map below holds the same rule as predicates."""

    SEE_QUEUE = "see_queue"
    """The queue of questions: coordinators."""

    HANDLE_QUESTION = "handle_question"
    """The page on which a question is handled, with its clinic: coordinators."""

    HANDLE_CHALLENGE = "handle_challenge"
    """Making challenges of a question, and the pages on which they are kept: coordinators."""

    SEE_RAW_QUESTION = "see_raw_question"
    """What was typed: its asker and coordinators; a host writes it down, but does not read on."""

    WRITE_NOTE = "write_note"
    """Internal notes, to write and to read: coordinators."""

    RECORD_AT_DESK = "record_at_desk"
    """Recording a question for somebody at the desk: hosts and coordinators."""

    SEE_ASKER_PAGE = "see_asker_page"
    """The asker's page: its asker, and coordinators who help on the phone."""

    KEEP_PARTNERS = "keep_partners"
    """The file of partners, what they promised, and what is asked of the city: coordinators."""

    KEEP_WORDS = "keep_words"
    """The coordinators' own words, for the matcher and for triage: coordinators."""

    GRANT_ROLES = "grant_roles"
    """Accounts of colleagues: inviting, giving and ending roles, closing and opening: administrators."""

    SEE_DEAD_WORK = "see_dead_work"
    """Work that failed for good: administrators and coordinators."""

    SEE_OWN_ACCOUNT = "see_own_account"
    """An account with its sessions: nobody but who it belongs to."""

    KEEP_COURSES = "keep_courses"
    """The desk with courses, and making one: lecturers and coordinators."""

    EDIT_COURSE = "edit_course"
    """A course with its editions, suggestions and requests: who teaches it, and coordinators."""

    SEE_IMPORT = "see_import"
    """A file with courses that somebody brought: who brought it, and coordinators."""

    WORK_ALONE = "work_alone"
    """A thesis, internship or research without a class: students and researchers."""

    SEE_PLACEMENTS = "see_placements"
    """Pages of placements at all: lecturers, students, researchers and coordinators."""

    SEE_PLACEMENT = "see_placement"
    """One placement with its agreement: lecturers of the course, who works alone in it, and coordinators."""

    HAVE_PROFILE = "have_profile"
    """A profile with its suggestions and applications: students and researchers, each their own."""

    MAKE_TEAM = "make_team"
    """The team of a placement out of its applicants: who teaches the course, and coordinators."""

    SEE_OWN_PROJECTS = "see_own_projects"
    """The team's side of projects: anybody with an account; which project is asked again by SEE_TEAM."""

    SEE_PROJECT = "see_project"
    """A project's page: everyone once the team began; before that who has to do with it, and coordinators."""

    SEE_TEAM = "see_team"
    """Members, milestones and files of a team: its live members, lecturers of its course, coordinators."""

    SEE_HANDED_IN = "see_handed_in"
    """What was handed in and is not public (yet): the team's side, and the client."""

    SEE_PERSON = "see_person"
    """A person: themself, coordinators, and lecturers for accounts at their own institution."""


def coordinates(actor: Actor, _subject: object = None) -> bool:
    """Whether the actor is a coordinator."""
    return actor.has(Role.COORDINATOR)


def hosts(actor: Actor, _subject: object = None) -> bool:
    """Whether the actor helps people at the desk."""
    return actor.has(Role.HOST)


def administers(actor: Actor, _subject: object = None) -> bool:
    """Whether the actor is an administrator."""
    return actor.has(Role.ADMINISTRATOR)


def is_asker_of(actor: Actor, question: Asked | None) -> bool:
    """Whether the actor is the very person who asked this question; the role alone is not enough."""
    return question is not None and actor.contact_id is not None and actor.contact_id == question.asker_id


def is_self(actor: Actor, person: Person | None) -> bool:
    """Whether the person is the actor, by account or by contact."""
    if person is None:
        return False
    same_user = actor.user_id is not None and actor.user_id == person.user_id
    same_contact = actor.contact_id is not None and actor.contact_id == person.contact_id
    return same_user or same_contact


def has_own_account(actor: Actor, person: Person | None) -> bool:
    """Whether the actor is signed in, and the account (if one is named) is their own."""
    return actor.user_id is not None and (person is None or actor.user_id == person.user_id)


def lectures_where(actor: Actor, person: Person | None) -> bool:
    """Whether the actor is a lecturer at the institution of this account."""
    if person is None or person.user_id is None or actor.institution_id is None:
        return False
    return actor.has(Role.LECTURER) and actor.institution_id == person.institution_id


def lectures(actor: Actor, _subject: object = None) -> bool:
    """Whether the actor is a lecturer."""
    return actor.has(Role.LECTURER)


def learns(actor: Actor, _subject: object = None) -> bool:
    """Whether the actor is a student or a researcher."""
    return actor.has(Role.STUDENT, Role.RESEARCHER)


def learns_as(actor: Actor, person: Person | None) -> bool:
    """Whether the actor is a student or a researcher, and the person (if one is named) is the actor."""
    return learns(actor) and (person is None or is_self(actor, person))


def teaches(actor: Actor, course: Taught | None) -> bool:
    """Whether the actor is a lecturer of this very course; the role alone is not enough."""
    if course is None or actor.user_id is None or not actor.has(Role.LECTURER):
        return False
    return actor.user_id in {lecturer.user_id for lecturer in course.lecturers}


def brought(actor: Actor, file: Brought | None) -> bool:
    """Whether the actor brought this file."""
    return file is not None and actor.user_id is not None and actor.user_id == file.user_id


def holds_edition(actor: Actor, run: Held | None) -> bool:
    """Whether the edition is the actor's: they teach its course, or it is theirs alone."""
    if run is None:
        return False
    is_alone = actor.user_id is not None and actor.user_id == run.person_id
    return is_alone or teaches(actor, run.course)


def works_in(actor: Actor, project: Involved | None) -> bool:
    """Whether the actor is in the team now."""
    return project is not None and actor.user_id is not None and actor.user_id in project.member_ids


def guides(actor: Actor, project: Involved | None) -> bool:
    """Whether the actor is a lecturer of the course in which the team works."""
    return project is not None and actor.user_id is not None and actor.user_id in project.lecturer_ids


def is_client_of(actor: Actor, project: Involved | None) -> bool:
    """Whether the actor is the contact for whom the team works."""
    return project is not None and actor.contact_id is not None and actor.contact_id == project.client_id


def is_shown(_actor: Actor, project: Involved | None) -> bool:
    """Whether the team began, so that everyone may know."""
    return project is not None and project.is_shown


RULES: dict[Permission, tuple[Predicate, ...]] = {
    Permission.SEE_QUEUE: (coordinates,),
    Permission.HANDLE_QUESTION: (coordinates,),
    Permission.HANDLE_CHALLENGE: (coordinates,),
    Permission.SEE_RAW_QUESTION: (is_asker_of, coordinates),
    Permission.WRITE_NOTE: (coordinates,),
    Permission.RECORD_AT_DESK: (hosts, coordinates),
    Permission.SEE_ASKER_PAGE: (is_asker_of, coordinates),
    Permission.KEEP_PARTNERS: (coordinates,),
    Permission.KEEP_WORDS: (coordinates,),
    Permission.GRANT_ROLES: (administers,),
    Permission.SEE_DEAD_WORK: (administers, coordinates),
    Permission.SEE_OWN_ACCOUNT: (has_own_account,),
    Permission.KEEP_COURSES: (lectures, coordinates),
    Permission.EDIT_COURSE: (teaches, coordinates),
    Permission.SEE_IMPORT: (brought, coordinates),
    Permission.WORK_ALONE: (learns,),
    Permission.SEE_PLACEMENTS: (lectures, learns, coordinates),
    Permission.SEE_PLACEMENT: (holds_edition, coordinates),
    Permission.HAVE_PROFILE: (learns_as,),
    Permission.MAKE_TEAM: (teaches, coordinates),
    Permission.SEE_OWN_PROJECTS: (has_own_account,),
    Permission.SEE_PROJECT: (is_shown, works_in, guides, is_client_of, coordinates),
    Permission.SEE_TEAM: (works_in, guides, coordinates),
    Permission.SEE_HANDED_IN: (works_in, guides, is_client_of, coordinates),
    Permission.SEE_PERSON: (is_self, coordinates, lectures_where),
}


def may(actor: Actor, permission: Permission, subject: object = None) -> bool:
    """Whether one of the permission's predicates holds; without the thing it is about, only a role can allow it."""
    return any(holds(actor, subject) for holds in RULES[permission])


def require(actor: Actor, permission: Permission, subject: object = None) -> None:
    """Raise NotFoundError unless the actor may: what is hidden looks the same as what never was."""
    if not may(actor, permission, subject):
        raise NotFoundError()


def may_see_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may see this person; every list of people starts from it."""
    return may(actor, Permission.SEE_PERSON, person)
