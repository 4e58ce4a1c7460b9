"""Taking a step of any life cycle: guarded by its table, recorded as an event, told to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, StaleError
from leren_app.domain.lifecycle import Audience, Lifecycle, Step, require
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, NoteAudience
from leren_app.services import clock
from leren_app.services.telling import Person, tell


class Versioned(Protocol):
    """A row that two people may edit."""

    version: Any


class Living(Versioned, Protocol):
    """A row with a life cycle."""

    id: Any
    state: Any


@dataclass(frozen=True)
class Said:
    """What was typed at a step, and who may read it."""

    text: str
    audience: NoteAudience = NoteAudience.ASKER
    link: str | None = None


@dataclass(frozen=True)
class Kind:
    """What the mechanism has to know of a kind of thing: its table, who hears, and the ids its mails are about."""

    lifecycle: Lifecycle
    people: Callable[[Session, Audience, Any], list[Person]]
    ids: Callable[[Any], Mapping[str, UUID]]


def take_step(
    session: Session,
    kind: Kind,
    subject: Living,
    name: str,
    *,
    actor: Actor,
    roles: frozenset[Role],
    facts: Any,
    said: tuple[Said, ...] = (),
    is_new: bool = False,
) -> Event:
    """Take a step: check, record, change the state, promise the mails. `roles` are the actor's towards this subject.

    A new subject is in the session already, in the state the step leads to. Raises NotAllowedError and TransitionError
    as the life cycle says.
    """
    before = None if is_new else subject.state
    step = kind.lifecycle.check(name, before, roles)
    require(kind.lifecycle, step, facts)
    event = record(session, kind, subject.id, step, before, actor=actor, roles=roles, said=said)
    if step.target is not None:
        subject.state = type(subject.state)(step.target)
    session.flush()
    tell(session, step, event, lambda audience: kind.people(session, audience, subject), kind.ids(subject))
    return event


def record(
    session: Session,
    kind: Kind,
    subject_id: UUID,
    step: Step,
    before: StrEnum | None,
    *,
    actor: Actor,
    roles: frozenset[Role],
    said: tuple[Said, ...] = (),
) -> Event:
    """Write down a step that is being taken: who, in which role, from where to where; what was typed stands apart."""
    event = Event(
        subject=kind.lifecycle.name,
        subject_id=subject_id,
        step=step.name,
        from_state=before,
        to_state=step.target,
        role=next(role for role in Role if role in step.by & roles),
        user_id=actor.user_id,
        contact_id=actor.contact_id,
        at=clock.now(session),
    )
    event.notes = [EventNote(audience=s.audience, text=s.text, link=s.link) for s in said if s.text.strip()]
    session.add(event)
    session.flush()
    return event


def must_have_seen(subject: Versioned, seen_version: int | None) -> None:
    """Raise StaleError when the row changed since the actor looked at it; None = they did not look."""
    if seen_version is not None and seen_version != subject.version:
        raise StaleError


def must_say(field: str, text: str) -> None:
    """Raise FieldError for a step whose words are the whole point, when there are none."""
    if not text.strip():
        raise FieldError(field, _SAY_SOMETHING)


_SAY_SOMETHING = Text("Schrijf op wat u wilt zeggen.", "Write down what you want to say.")
