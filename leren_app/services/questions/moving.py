"""The one way a question moves: guarded by the life cycle, recorded as an event, told to whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, StaleError, TransitionError
from leren_app.domain.lifecycle import Step, require
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, NoteAudience, Question
from leren_app.services import clock
from leren_app.services.questions.facts import facts_of
from leren_app.services.telling import tell_of_question

_SAY_SOMETHING = Text("Schrijf op wat u wilt zeggen.", "Write down what you want to say.")
_MERGED = Text("Deze vraag is samengevoegd met een andere vraag.", "This question was merged with another one.")


@dataclass(frozen=True)
class Said:
    """What was typed at a step, and who may read it."""

    text: str
    audience: NoteAudience = NoteAudience.ASKER
    link: str | None = None


class Given(TypedDict, total=False):
    """What was filled in for the step at hand, as far as its guards look at it."""

    agreed_how: str
    agreed_on: date | None
    organisation: str


def must_say(field: str, text: str) -> None:
    """Raise FieldError for a step whose words are the whole point, when there are none."""
    if not text.strip():
        raise FieldError(field, _SAY_SOMETHING)


def roles_towards(actor: Actor, question: Question) -> frozenset[Role]:
    """The actor's roles, and `asker` when the question is theirs."""
    is_asker = actor.contact_id is not None and actor.contact_id == question.asker_id
    return actor.roles | {Role.ASKER} if is_asker else actor.roles


def move(
    session: Session,
    question: Question,
    name: str,
    *,
    actor: Actor,
    city: City,
    said: tuple[Said, ...] = (),
    reason: str = "",
    given: Given | None = None,
    seen_version: int | None = None,
) -> Event:
    """Take a step of the life cycle. `seen_version` is the row version the actor looked at.

    Raises StaleError when somebody else changed the question meanwhile, NotAllowedError and TransitionError as the
    life cycle says.
    """
    if seen_version is not None and seen_version != question.version:
        raise StaleError
    if question.merged_into_id is not None:
        raise TransitionError(_MERGED)
    roles = roles_towards(actor, question)
    step = QUESTION.check(name, question.state, roles)
    now = clock.now(session)
    facts = facts_of(question, now, city, reason=reason)
    require(QUESTION, step, replace(facts, by_asker=Role.ASKER in roles, **(given or {})))
    event = record(session, question, step, actor, said=said)
    if step.target is not None:
        question.state = type(question.state)(step.target)
    if step.answers and question.first_answer_at is None:
        question.first_answer_at = now
    session.flush()
    tell_of_question(session, step, question, event)
    return event


def record(session: Session, question: Question, step: Step, actor: Actor, *, said: tuple[Said, ...] = ()) -> Event:
    """Write down a step that is being taken: who, in which role, from where to where; what was typed stands apart."""
    acting = next(role for role in Role if role in step.by & roles_towards(actor, question))
    event = Event(
        subject=QUESTION.name,
        subject_id=question.id,
        step=step.name,
        from_state=question.state if question.state in step.sources else None,
        to_state=step.target,
        role=acting,
        user_id=actor.user_id,
        contact_id=actor.contact_id,
        at=clock.now(session),
    )
    event.notes = [EventNote(audience=s.audience, text=s.text, link=s.link) for s in said if s.text.strip()]
    session.add(event)
    session.flush()
    return event
