"""Throwing away what has served its time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from leren_app.models import LoginSession, Token
from leren_app.services import clock

ENDED_KEPT = timedelta(days=30)


def sweep_ended_access(session: Session) -> None:
    """Delete links and sign-ins that expired more than thirty days ago; nobody can use them, or ask what they were."""
    before = clock.now(session) - ENDED_KEPT
    for table in (Token, LoginSession):
        session.execute(
            delete(table).where(table.expires_at < before), execution_options={"synchronize_session": False}
        )
