"""What becomes due around courses."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, daily
from leren_app.services.suggestions.deadlines import promise_weekly


@daily("planning-mail", at=time(8, 0))
def planning_mail(session: Session, payload: Payload) -> None:
    """On Mondays: to lecturers whose planning closes soon."""
    promise_weekly(session, date.fromisoformat(payload["day"]))
