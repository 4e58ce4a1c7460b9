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


@dataclass(frozen=True)
class Person:
    """Whom a page, list or export is about: an account, somebody without one, or one who has both."""

    user_id: UUID | None = None
    contact_id: UUID | None = None
    institution_id: UUID | None = None


class Permission(StrEnum):
    """What can be allowed, with the rule in words; the map below holds the same rule as predicates."""

    SEE_QUEUE = "see_queue"
    """The queue of questions: coordinators."""

    HANDLE_QUESTION = "handle_question"
    """The page on which a question is handled, with its clinic: coordinators."""

    SEE_RAW_QUESTION = "see_raw_question"
    """What was typed: its asker and coordinators; a host writes it down, but does not read on."""

    WRITE_NOTE = "write_note"
    """Internal notes, to write and to read: coordinators."""

    RECORD_AT_DESK = "record_at_desk"
    """Recording a question for somebody at the desk: hosts and coordinators."""

    SEE_ASKER_PAGE = "see_asker_page"
    """The asker's page: its asker, and coordinators who help on the phone."""

    GRANT_ROLES = "grant_roles"
    """Giving and ending roles: administrators."""

    SEE_DEAD_WORK = "see_dead_work"
    """Work that failed for good: administrators and coordinators."""

    SEE_OWN_ACCOUNT = "see_own_account"
    """An account with its sessions: nobody but who it belongs to."""

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


RULES: dict[Permission, tuple[Predicate, ...]] = {
    Permission.SEE_QUEUE: (coordinates,),
    Permission.HANDLE_QUESTION: (coordinates,),
    Permission.SEE_RAW_QUESTION: (is_asker_of, coordinates),
    Permission.WRITE_NOTE: (coordinates,),
    Permission.RECORD_AT_DESK: (hosts, coordinates),
    Permission.SEE_ASKER_PAGE: (is_asker_of, coordinates),
    Permission.GRANT_ROLES: (administers,),
    Permission.SEE_DEAD_WORK: (administers, coordinates),
    Permission.SEE_OWN_ACCOUNT: (has_own_account,),
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
