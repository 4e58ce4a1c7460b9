"""Filters of the queue that somebody keeps under a name; each person has their own."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError, StaleError
from leren_app.domain.text import Text
from leren_app.models import SavedFilter

MOST = 12
LONGEST_NAME = 60


def save(session: Session, user_id: UUID, name: str, query: str) -> SavedFilter:
    """Keep a checked query string under a name; the same name again keeps the newer one.

    Raises FieldError without a name, and when somebody has as many as fit on the page.
    """
    name = " ".join(name.split())
    if not name:
        raise FieldError("name", _NAME_IT)
    kept = session.scalar(select(SavedFilter).where(SavedFilter.user_id == user_id, SavedFilter.name == name))
    if kept is None:
        if _count(session, user_id) >= MOST:
            raise FieldError("name", _TOO_MANY)
        kept = SavedFilter(user_id=user_id, name=name)
    kept.query = query
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:  # the button was pressed twice at once
        raise StaleError from None
    return kept


def remove(session: Session, user_id: UUID, filter_id: UUID) -> None:
    """Throw one of one's own away. Raises NotFoundError for any other."""
    kept = session.get(SavedFilter, filter_id)
    if kept is None or kept.user_id != user_id:
        raise NotFoundError
    session.delete(kept)
    session.flush()


def _count(session: Session, user_id: UUID) -> int:
    return session.scalar(select(func.count(SavedFilter.id)).where(SavedFilter.user_id == user_id)) or 0


_NAME_IT = Text("Geef het filter een naam.", "Give the filter a name.")
_TOO_MANY = Text(
    f"U bewaart al {MOST} filters. Haal er eerst één weg.", f"You keep {MOST} filters already. First take one away."
)
