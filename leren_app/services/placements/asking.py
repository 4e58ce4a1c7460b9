"""How a challenge and an edition come together: a coordinator proposes, a lecturer or somebody alone requests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import TransitionError
from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Challenge, CourseRun, Event, Placement, Suggestion, User
from leren_app.services import clock
from leren_app.services.courses.runs import Alone, individual_run
from leren_app.services.placements.expiring import promise_expiry
from leren_app.services.placements.moving import move


def propose(
    session: Session, challenge: Challenge, run: CourseRun, *, actor: Actor, city: City, override: str = ""
) -> Placement:
    """A coordinator proposes a challenge to an edition's lecturers; `override` says why in spite of a hard limit."""
    placement = _new(session, challenge, run, PlacementState.PROPOSED)
    _begin(session, placement, "propose", actor=actor, city=city, override=override)
    promise_expiry(session, placement, city)
    return placement


def request(session: Session, challenge: Challenge, run: CourseRun, *, actor: Actor, city: City) -> Placement:
    """A lecturer asks for a challenge; a proposal that lies there becomes the request. Asking twice is asking once.

    Raises TransitionError when the challenge is not open, the deadline has passed, or a hard limit is in the way.
    """
    found = find_live(session, challenge, run)
    if found is not None and found.state is PlacementState.REQUESTED and found.requested_by_id == actor.user_id:
        return found
    if found is not None:
        if found.state is not PlacementState.PROPOSED:
            raise TransitionError(_ALREADY)
        move(session, found, "request", actor=actor, city=city)
        found.requested_by_id = actor.user_id
        session.flush()
        return found
    placement = _new(session, challenge, run, PlacementState.REQUESTED, requested_by_id=actor.user_id)
    _begin(session, placement, "request", actor=actor, city=city)
    promise_expiry(session, placement, city)
    return placement


def request_alone(
    session: Session, challenge: Challenge, alone: Alone, *, person: User, actor: Actor, city: City
) -> Placement:
    """Somebody without a class asks for a challenge as thesis, internship or research: an edition of one, at once."""
    own = (
        select(Placement)
        .join(CourseRun)
        .where(Placement.challenge_id == challenge.id, CourseRun.person_id == person.id, Placement.state.in_(LIVE))
    )
    before = session.scalar(own)
    if before is not None:
        return before
    run = individual_run(session, challenge, alone, person=person, city=city)
    return request(session, challenge, run, actor=actor, city=city)


def pass_by(
    session: Session,
    placement: Placement,
    reason: str,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """A lecturer declines what was proposed; it is not suggested for this edition again."""
    event = move(session, placement, "pass", actor=actor, city=city, reason=reason, seen_version=seen_version)
    row = session.scalar(
        select(Suggestion).where(
            Suggestion.run_id == placement.run_id, Suggestion.challenge_id == placement.challenge_id
        )
    )
    if row is not None:
        row.dismissed_reason, row.dismissed_at = reason, clock.now(session)
        session.flush()
    return event


def retract(
    session: Session, placement: Placement, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """A lecturer takes the request back."""
    return move(session, placement, "retract", actor=actor, city=city, seen_version=seen_version)


def find_live(session: Session, challenge: Challenge, run: CourseRun) -> Placement | None:
    """The one placement of these two that is alive, if any."""
    live = select(Placement).where(
        Placement.challenge_id == challenge.id, Placement.run_id == run.id, Placement.state.in_(LIVE)
    )
    return session.scalar(live)


def _new(session: Session, challenge: Challenge, run: CourseRun, state: PlacementState, **values: Any) -> Placement:
    if find_live(session, challenge, run) is not None:
        raise TransitionError(_ALREADY)
    placement = Placement(challenge=challenge, run=run, state=state, **values)
    try:
        with session.begin_nested():
            session.add(placement)
    except IntegrityError:  # somebody else was a moment earlier
        raise TransitionError(_ALREADY) from None
    return placement


def _begin(session: Session, placement: Placement, name: str, *, actor: Actor, city: City, override: str = "") -> Event:
    return move(session, placement, name, actor=actor, city=city, override=override, is_new=True)


_ALREADY = Text(
    "Dit vraagstuk is al aangevraagd of voorgesteld voor dit vak.",
    "This challenge was requested for this course or proposed to it already.",
)
