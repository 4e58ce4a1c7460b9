"""What people still have to do, beside the steps of a life cycle: calls, letters, reported pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import Actor
from leren_app.models import Question, Task, TaskKind
from leren_app.services import clock, outbox
from leren_app.services.stepping import must_have_seen

PAGE = 50
WITH = (joinedload(Task.question).joinedload(Question.asker), joinedload(Task.owner))


def promise_task(
    session: Session,
    kind: TaskKind,
    idem_key: str,
    *,
    due_on: date,
    question: Question | None = None,
    topic: str = "",
    path: str = "",
    text: str = "",
    reply_to: str = "",
    owner_id: UUID | None = None,
) -> Task:
    """A task by a day; the one that is there already where `idem_key` was used before."""
    before = _find(session, idem_key)
    if before is not None:
        return before
    task = Task(
        kind=kind,
        idem_key=idem_key,
        due_on=due_on,
        question_id=question.id if question else None,
        topic=topic,
        path=path,
        text=text,
        reply_to=reply_to,
        owner_id=owner_id,
    )
    try:
        with session.begin_nested():
            session.add(task)
    except IntegrityError:  # the same was promised at the same moment
        before = _find(session, idem_key)
        if before is None:
            raise
        return before
    return task


def get_task(session: Session, task_id: UUID) -> Task:
    """A task by its key; NotFoundError when there is none."""
    found = session.get(Task, task_id)
    if found is None:
        raise NotFoundError
    return found


def list_open(session: Session, *, limit: int = PAGE) -> list[Task]:
    """What is still to do, the earliest day first."""
    query = select(Task).where(Task.done_at.is_(None)).options(*WITH)
    return list(session.scalars(query.order_by(Task.due_on, Task.id).limit(limit)).unique())


def list_of_question(session: Session, question: Question) -> list[Task]:
    """All tasks of one question, done or not, the earliest day first."""
    query = select(Task).where(Task.question_id == question.id).options(joinedload(Task.done_by))
    return list(session.scalars(query.order_by(Task.due_on, Task.id)).unique())


def count_open_and_stuck(session: Session) -> tuple[int, int]:
    """How many tasks are still to do, and how much work got stuck, in one statement."""
    open_tasks = select(func.count(Task.id)).where(Task.done_at.is_(None)).scalar_subquery()
    row = session.execute(select(open_tasks, outbox.counts_dead().scalar_subquery())).one()
    return row[0], row[1]


def finish(session: Session, task: Task, *, actor: Actor, note: str = "", seen_version: int | None = None) -> None:
    """Say that it is done, and how it went; a second time changes nothing. Raises StaleError for a page of before."""
    if task.done_at is not None:
        return
    must_have_seen(task, seen_version)
    task.done_at, task.done_by_id, task.done_note = clock.now(session), actor.user_id, note
    session.flush()


def _find(session: Session, idem_key: str) -> Task | None:
    return session.scalar(select(Task).where(Task.idem_key == idem_key))
