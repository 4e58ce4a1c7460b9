"""Promising fresh suggestions, in the transaction of the change that needs them; challenges promise their own."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.models import CourseRun
from leren_app.services import outbox


def refresh_run(session: Session, run: CourseRun) -> None:
    """After an edition or its course was made or changed; once for each state of both."""
    outbox.promise(session, "suggestions.refresh", key_of_run(run), run=run.id)


def refresh_all(session: Session, why: str) -> None:
    """After something that touches everything, such as another vocabulary; once for each `why`."""
    outbox.promise(session, "suggestions.refresh", f"suggestions.refresh:all:{why}")


def key_of_run(run: CourseRun) -> str:
    """What the work for an edition, as it is now, is called in the outbox."""
    return f"suggestions.refresh:run:{run.id}:{run.course.version}.{run.version}"
