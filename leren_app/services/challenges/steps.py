"""What happens to a challenge: open, pause, resume, close, withdraw, reopen."""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import TransitionError
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import CLOCK, Actor
from leren_app.domain.slug import slug_of
from leren_app.models import Challenge, Event, NoteAudience
from leren_app.services import clock
from leren_app.services.challenges.drafting import FALLBACK
from leren_app.services.challenges.facts import count_placements, why_too_late
from leren_app.services.challenges.moving import move, promise_close, promise_close_after, promise_resume
from leren_app.services.slugs import free_slug
from leren_app.services.stepping import Said, must_have_seen

S = ChallengeState


def open_(
    session: Session, challenge: Challenge, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Show it to everyone, for education to take. Its address is made of the title it has now."""
    must_have_seen(challenge, seen_version)
    _take_address(session, challenge)
    return _to_open(session, challenge, "open", actor, city)


def reopen(
    session: Session,
    challenge: Challenge,
    reason: str,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Show it again; the address stays."""
    must_have_seen(challenge, seen_version)
    return _to_open(session, challenge, "reopen", actor, city, reason)


def pause(
    session: Session,
    challenge: Challenge,
    reason: str,
    until: date | None,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Let it rest until a day, on which it goes on by itself; lecturers who wait for an answer hear why."""
    said = (Said(reason, NoteAudience.PARTIES),)
    event = move(
        session,
        challenge,
        "pause",
        actor=actor,
        city=city,
        said=said,
        reason=reason,
        until=until,
        seen_version=seen_version,
    )
    challenge.paused_until = until
    if until is not None:
        promise_resume(session, challenge, until, city)
    return event


def resume(
    session: Session, challenge: Challenge, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Go on after a pause."""
    event = move(session, challenge, "resume", actor=actor, city=city, seen_version=seen_version)
    challenge.paused_until = None
    promise_close(session, challenge, city)
    return event


def resume_when_due(session: Session, challenge: Challenge, *, city: City) -> None:
    """Go on by itself on the day the pause ends.

    Nothing happens when it went on already, rests until a later day, or no course can plan it any more.
    """
    on = clock.today(session, city)
    if challenge.state is not S.PAUSED or challenge.paused_until is None or on < challenge.paused_until:
        return
    if why_too_late(challenge, on) is None:
        resume(session, challenge, actor=CLOCK, city=city)


def close(
    session: Session, challenge: Challenge, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """No course can take it any more."""
    event = move(session, challenge, "close", actor=actor, city=city, seen_version=seen_version)
    challenge.paused_until = None
    return event


def withdraw(
    session: Session, challenge: Challenge, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Take it back; everyone concerned reads why."""
    said = (Said(reason, NoteAudience.PARTIES), Said(reason, NoteAudience.ASKER))
    event = move(
        session, challenge, "withdraw", actor=actor, city=city, said=said, reason=reason, seen_version=seen_version
    )
    challenge.paused_until = None
    return event


def close_when_past(session: Session, challenge: Challenge, *, city: City) -> None:
    """Close what can no longer be planned; looks again a day later while a course still waits for an answer.

    Nothing happens to what is not open (any more), or got a later day meanwhile.
    """
    on = clock.today(session, city)
    if challenge.state not in {S.OPEN, S.PAUSED} or challenge.last_plan_on is None or on <= challenge.last_plan_on:
        return
    if count_placements(session, challenge).requested:
        promise_close_after(session, challenge, on, city)
        return
    close(session, challenge, actor=CLOCK, city=city)


def _to_open(session: Session, challenge: Challenge, name: str, actor: Actor, city: City, reason: str = "") -> Event:
    too_late = why_too_late(challenge, clock.today(session, city))
    if too_late is not None:
        raise TransitionError(too_late)
    said = (Said(reason, NoteAudience.PARTIES),)
    event = move(session, challenge, name, actor=actor, city=city, said=said, reason=reason)
    challenge.opened_at = event.at
    challenge.last_plan_on = challenge.planned_until
    session.flush()
    promise_close(session, challenge, city)
    return event


def _take_address(session: Session, challenge: Challenge) -> None:
    """The address of its title; what opens at the same moment with the same title keeps the one of the draft."""
    wanted = slug_of(challenge.title_nl, FALLBACK)
    if challenge.opened_at is not None or challenge.slug.startswith(wanted):
        return
    before = challenge.slug
    try:
        with session.begin_nested():
            challenge.slug = free_slug(session, Challenge.slug, wanted)
            session.flush()
    except IntegrityError:
        challenge.slug = before
