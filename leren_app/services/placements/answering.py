"""The client's answer, by the link in a mail or through a coordinator; and calling it off later."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import TransitionError
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Challenge, Event, Placement
from leren_app.services.placements.agreement import renew
from leren_app.services.placements.moving import move


def accept(
    session: Session,
    placement: Placement,
    *,
    actor: Actor,
    city: City,
    note: str = "",
    seen_version: int | None = None,
) -> Event:
    """Yes to a course; a coordinator notes how the client said it. Takes one place of the challenge, and never the same
    one twice: of two who are accepted at the same moment for the last place, one gets a TransitionError.
    """
    event = move(session, placement, "accept", actor=actor, city=city, note=note, seen_version=seen_version)
    _take_place(session, placement.challenge)
    renew(placement)
    session.flush()
    return event


def decline(
    session: Session,
    placement: Placement,
    reason: str,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """No to a course, with the reason its lecturers read."""
    return move(session, placement, "decline", actor=actor, city=city, reason=reason, seen_version=seen_version)


def cancel(
    session: Session,
    placement: Placement,
    reason: str,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Call it off after the yes, from either side; the place is free again."""
    event = move(session, placement, "cancel", actor=actor, city=city, reason=reason, seen_version=seen_version)
    _free_place(session, placement.challenge)
    return event


def _take_place(session: Session, challenge: Challenge) -> None:
    """Count and take in one statement, so that nothing can come in between."""
    taken = session.scalar(
        update(Challenge)
        .where(Challenge.id == challenge.id, Challenge.taken < Challenge.slots)
        .values(taken=Challenge.taken + 1)
        .returning(Challenge.taken),
        execution_options={"synchronize_session": False},
    )
    if taken is None:
        raise TransitionError(_FULL)
    session.refresh(challenge, ["taken"])


def _free_place(session: Session, challenge: Challenge) -> None:
    session.execute(
        update(Challenge).where(Challenge.id == challenge.id, Challenge.taken > 0).values(taken=Challenge.taken - 1),
        execution_options={"synchronize_session": False},
    )
    session.refresh(challenge, ["taken"])


_FULL = Text("Alle plaatsen voor dit vraagstuk zijn al bezet.", "All places for this challenge are already taken.")
