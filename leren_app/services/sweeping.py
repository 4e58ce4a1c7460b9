"""Throwing away what has served its time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, union_all
from sqlalchemy.orm import Session

from leren_app.models import CourseImport, LoginSession, QuestionFile, StoredFile, Token
from leren_app.models.base import now_utc
from leren_app.services import clock

ENDED_KEPT = timedelta(days=30)


def sweep_ended_access(session: Session) -> None:
    """Delete links and sign-ins that expired more than thirty days ago; nobody can use them, or ask what they were.

    Sign-ins count in real time (see services.sessions), so a demo's clock does not sweep those that are still live.
    """
    blind = {"synchronize_session": False}
    links = delete(Token).where(Token.expires_at < clock.now(session) - ENDED_KEPT)
    sign_ins = delete(LoginSession).where(LoginSession.expires_at < now_utc() - ENDED_KEPT)
    session.execute(links, execution_options=blind)
    session.execute(sign_ins, execution_options=blind)


def names_of_files(session: Session) -> set[str]:
    """The names on disk of all files that a row knows; what else lies there belongs to nobody."""
    names = union_all(select(StoredFile.stored_name), select(QuestionFile.stored_name))
    return set(session.scalars(names))


def sweep_imports(session: Session) -> None:
    """Delete files with courses that were brought more than thirty days ago; the courses stay."""
    old = delete(CourseImport).where(CourseImport.created_at < now_utc() - ENDED_KEPT)  # rows say when in real time
    session.execute(old, execution_options={"synchronize_session": False})
