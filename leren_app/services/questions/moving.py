"""The one way a question moves: guarded by the life cycle, recorded as an event, told to whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypedDict

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import TransitionError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import ENDED
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, Question
from leren_app.services import clock
from leren_app.services.questions.facts import after_public, facts_of
from leren_app.services.questions.hearing_on import leave
from leren_app.services.questions.keeping import erase_on
from leren_app.services.questions.people import KIND
from leren_app.services.questions.warning import keep_time
from leren_app.services.stepping import Said, must_have_seen, take_step

_MERGED = Text(
    "Deze vraag is samengevoegd en gaat nu verder als {reference}.",
    "This question was merged and now lives in {reference}.",
)


class Given(TypedDict, total=False):
    """What was filled in for the step at hand, as far as its guards look at it."""

    agreed_how: str
    agreed_on: date | None
    organisation: str
    advice: str


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
    must_have_seen(question, seen_version)
    roles = roles_towards(actor, question)
    must_be_here(session, question, name, roles)
    facts = replace(facts_of(question, clock.now(session), city, reason=reason), by_asker=Role.ASKER in roles)
    if question.published_at is not None:
        facts = replace(facts, **after_public(session, question))
    facts = replace(facts, **(given or {}))
    event = take_step(session, KIND, question, name, actor=actor, roles=roles, facts=facts, said=said)
    if QUESTION.step(name).answers and question.first_answer_at is None:
        question.first_answer_at = event.at
    _follow(session, question, event, city)
    return event


def must_not_be_merged(session: Session, question: Question) -> None:
    """Raise TransitionError, with where it lives now, for a question that was merged into another one."""
    if question.merged_into_id is not None:
        reference = session.get_one(Question, question.merged_into_id).reference
        raise TransitionError(_MERGED.with_(reference=reference))


def must_be_here(session: Session, question: Question, name: str, roles: frozenset[Role]) -> None:
    """The same for one step, but where the table lets these roles take it while the question is merged."""
    if QUESTION.step(name).while_merged.isdisjoint(roles):
        must_not_be_merged(session, question)


def begin(session: Session, question: Question, name: str, *, actor: Actor, city: City) -> Event:
    """Record the step with which a question comes into being; it is in the session already."""
    facts = facts_of(question, clock.now(session), city)
    event = take_step(session, KIND, question, name, actor=actor, roles=actor.roles, facts=facts, is_new=True)
    _follow(session, question, event, city)
    return event


def _follow(session: Session, question: Question, event: Event, city: City) -> None:
    """What every step brings along: the clock of our turn starts or stops, personal data gets or loses its last day.

    Whoever ends a question that lives on in another one leaves that one as well.
    """
    keep_time(session, question, event.at, city)
    if question.merged_into_id is not None and question.state in ENDED:
        leave(session, question)
    question.erase_on = erase_on(question, clock.now(session), city)
    session.flush()
