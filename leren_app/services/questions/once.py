"""A form that comes twice, by a second press or a lost connection, makes one question."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.models import Question


def find_made_by(session: Session, form_key: str) -> Question | None:
    """What a form with this key made before."""
    return session.scalar(select(Question).where(Question.form_key == form_key))


def make_once(session: Session, form_key: str, make: Callable[[], Question]) -> tuple[Question, bool]:
    """The question of a form, and whether it was made now; also when the same form comes twice at once.

    `make` adds it to the session, with whatever belongs to it: all of that, or nothing, stays.
    """
    before = find_made_by(session, form_key)
    if before is None:
        try:
            with session.begin_nested():
                return make(), True
        except IntegrityError:
            before = find_made_by(session, form_key)
            if before is None:
                raise
    return before, False
