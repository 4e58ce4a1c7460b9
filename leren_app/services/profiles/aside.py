"""Suggestions that somebody put aside: they do not come back by themselves, and can be brought back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.asides import AsideReason
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.text import Text
from leren_app.models import Challenge, Suggestion
from leren_app.services import clock
from leren_app.services.challenges.reading import is_open_to_all


def put_aside(session: Session, user_id: UUID, challenge_id: UUID, reason: str) -> Suggestion:
    """Put an open challenge aside for one person, with a reason; again gives it the newer reason.

    Raises FieldError for a reason that is none, NotFoundError for a challenge that is not open.
    """
    if reason not in tuple(AsideReason):
        raise FieldError("reason", _CHOOSE_WHY)
    if session.scalar(select(Challenge.id).where(Challenge.id == challenge_id, is_open_to_all())) is None:
        raise NotFoundError
    row = _find(session, user_id, challenge_id) or _make(session, user_id, challenge_id)
    row.dismissed_reason, row.dismissed_at = reason, clock.now(session)
    session.flush()
    return row


def take_back(session: Session, user_id: UUID, challenge_id: UUID) -> None:
    """Bring it back, so that it can be suggested again. Raises NotFoundError where nothing lay aside."""
    row = _find(session, user_id, challenge_id)
    if row is None or row.dismissed_at is None:
        raise NotFoundError
    session.delete(row)  # what fits is worked out anew; an old score says nothing
    session.flush()


def list_put_aside(session: Session, user_id: UUID) -> list[Suggestion]:
    """What somebody put aside and is still open, latest first."""
    query = (
        select(Suggestion)
        .join(Suggestion.challenge)
        .where(Suggestion.user_id == user_id, Suggestion.dismissed_at.is_not(None), is_open_to_all())
        .options(joinedload(Suggestion.challenge).joinedload(Challenge.question))
        .order_by(Suggestion.dismissed_at.desc(), Suggestion.id)
    )
    return list(session.scalars(query))


def _find(session: Session, user_id: UUID, challenge_id: UUID) -> Suggestion | None:
    mine = select(Suggestion).where(Suggestion.user_id == user_id, Suggestion.challenge_id == challenge_id)
    return session.scalar(mine)


def _make(session: Session, user_id: UUID, challenge_id: UUID) -> Suggestion:
    """A row for what the page looked up itself; the job may store one at the same moment."""
    row = Suggestion(user_id=user_id, challenge_id=challenge_id, score=0.0)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        found = _find(session, user_id, challenge_id)
        if found is None:
            raise
        return found
    return row


_CHOOSE_WHY = Text("Kies waarom dit niets voor jou is.", "Choose why this is not for you.")
