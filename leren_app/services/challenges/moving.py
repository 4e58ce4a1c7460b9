"""The one way a challenge moves: guarded by the life cycle, recorded, told; then suggestions are worked out anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import TransitionError
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Challenge, Event, EventNote, NoteAudience, Question
from leren_app.services import clock, outbox
from leren_app.services.challenges.facts import facts_of
from leren_app.services.challenges.people import KIND, roles_towards
from leren_app.services.stepping import Said, must_have_seen, take_step
from leren_app.services.suggestions.refreshing import index_question

OPENING = frozenset({"open", "reopen", "resume"})
_QUESTION_MERGED = Text(
    "De vraag hierachter is samengevoegd met een andere vraag. Maak een vraagstuk van die vraag.",
    "The question behind this was merged into another one. Make a challenge of that question.",
)


def move(
    session: Session,
    challenge: Challenge,
    name: str,
    *,
    actor: Actor,
    city: City,
    said: tuple[Said, ...] = (),
    reason: str = "",
    until: date | None = None,
    seen_version: int | None = None,
) -> Event:
    """Take a step of the life cycle. `seen_version` is the row version the actor looked at.

    Raises StaleError when somebody else changed the challenge meanwhile, NotAllowedError and TransitionError as the
    life cycle says.
    """
    must_have_seen(challenge, seen_version)
    if name in OPENING and challenge.question.merged_into_id is not None:
        raise TransitionError(_QUESTION_MERGED)
    roles = roles_towards(actor, challenge)
    with session.no_autoflush:  # an edit is looked at by the guards before the database looks at it
        facts = facts_of(session, challenge, city, reason=reason, until=until, by_clock=Role.CLOCK in roles)
    event = take_step(session, KIND, challenge, name, actor=actor, roles=roles, facts=facts, said=said)
    promise_refresh(session, challenge)
    return event


def note_fact(
    session: Session, challenge: Challenge, name: str, *, actor: Actor, notes: Mapping[str, str] | None = None
) -> Event:
    """Record something that happened beside the life cycle; `notes` stay with the coordinators."""
    roles = roles_towards(actor, challenge)
    event = Event(
        subject=CHALLENGE.name,
        subject_id=challenge.id,
        step=name,
        role=Role.CLIENT if Role.CLIENT in roles else Role.COORDINATOR,
        user_id=actor.user_id,
        contact_id=actor.contact_id,
        at=clock.now(session),
    )
    event.notes = [EventNote(audience=NoteAudience.INTERNAL, text=text) for text in (notes or {}).values() if text]
    session.add(event)
    session.flush()
    return event


def promise_refresh(session: Session, challenge: Challenge) -> None:
    """Promise that suggestions with this challenge are worked out anew; once for each version of it."""
    session.flush()
    key = f"suggestions.refresh:{challenge.id}:{challenge.version}"
    outbox.promise(session, "suggestions.refresh", key, challenge=challenge.id)


def promise_refresh_of(session: Session, question: Question) -> None:
    """The same for a question that comes on the website or goes off it, and for all its challenges."""
    session.flush()
    index_question(session, question)
    for challenge_id in session.scalars(select(Challenge.id).where(Challenge.question_id == question.id)):
        key = f"suggestions.refresh:{challenge_id}:question-{question.version}"
        outbox.promise(session, "suggestions.refresh", key, challenge=challenge_id)


def promise_close(session: Session, challenge: Challenge, city: City) -> None:
    """Promise to look, after the last day to plan it, whether it can be closed."""
    if challenge.last_plan_on is not None and challenge.state is ChallengeState.OPEN:
        promise_close_after(session, challenge, challenge.last_plan_on, city)


def promise_resume(session: Session, challenge: Challenge, day: date, city: City) -> None:
    """Promise to end a pause as its last night is over; the same day counts once."""
    at = calendar.end_of_day_utc(day - timedelta(days=1), city.time_zone)
    key = f"challenge.resume:{challenge.id}:{day.isoformat()}"
    outbox.promise(session, "challenge.resume", key, at=at, challenge=challenge.id)


def promise_close_after(session: Session, challenge: Challenge, day: date, city: City) -> None:
    """Promise to look at the end of a day; the same day counts once."""
    at = calendar.end_of_day_utc(day, city.time_zone)
    key = f"challenge.close:{challenge.id}:{day.isoformat()}"
    outbox.promise(session, "challenge.close", key, at=at, challenge=challenge.id)
