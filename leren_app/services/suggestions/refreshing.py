"""Promising a fresh index and suggestions, in the transaction of the change that needs them.

Challenges promise their own: the work on their suggestions brings the index up to date first.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import CourseRun, Event, Outbox, Question, Result
from leren_app.services import clock, outbox
from leren_app.services.indexes.items import Kind


def refresh_run(session: Session, run: CourseRun) -> None:
    """After an edition or its course was made or changed; once for each state of both."""
    outbox.promise(session, "suggestions.refresh", key_of_run(run), run=run.id)


def refresh_run_after(session: Session, run: CourseRun, event: Event) -> None:
    """After something happened that leaves an edition with fewer or more places."""
    outbox.promise(session, "suggestions.refresh", f"suggestions.refresh:run:{run.id}:{event.id}", run=run.id)


def refresh_all(session: Session, why: str) -> None:
    """After something that touches everything, such as another vocabulary; once for each `why`."""
    outbox.promise(session, "suggestions.refresh", f"suggestions.refresh:all:{why}")


def index_question(session: Session, question: Question) -> None:
    """After a question came on the website or went off it; once for each version of it."""
    key = f"suggestions.index:question:{question.id}:{question.version}"
    outbox.promise(session, "suggestions.index", key, question=question.id)


def index_result(session: Session, result: Result, event: Event) -> None:
    """After a result came on the website or went off it; once for each time."""
    outbox.promise(session, "suggestions.index", f"suggestions.index:result:{event.id}", result=result.id)


def rebuild(session: Session, kind: Kind, why: str) -> None:
    """After the index of a kind was found missing or of no use, or every night; once for each `why`."""
    outbox.promise(session, "suggestions.index", _key_of_index(kind, why), all_of=kind.value)


def rebuild_missing(session: Session, kind: Kind) -> None:
    """The same for who finds it missing: every ten minutes at most."""
    rebuild(session, kind, _why_missing(session))


def is_rebuilding(session: Session, kind: Kind) -> bool:
    """Whether somebody found it missing just now, and said so."""
    key = _key_of_index(kind, _why_missing(session))
    return session.scalar(select(Outbox.id).where(Outbox.idem_key == key)) is not None


def key_of_run(run: CourseRun) -> str:
    """What the work for an edition, as it is now, is called in the outbox."""
    return f"suggestions.refresh:run:{run.id}:{run.course.version}.{run.version}"


def _key_of_index(kind: Kind, why: str) -> str:
    return f"suggestions.index:{kind}:{why}"


def _why_missing(session: Session) -> str:
    return f"missing:{clock.now(session):%Y-%m-%dT%H:%M}"[:-1]
