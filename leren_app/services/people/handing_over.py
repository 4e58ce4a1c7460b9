"""What somebody has in hands goes on with them: to a colleague, or back to nobody, before the role ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, NoteAudience, Question, Task, User
from leren_app.services import clock
from leren_app.services.accounts import roles_of
from leren_app.services.questions.handling import ASSIGN, HAND_BACK
from leren_app.services.questions.queue import Tab, belongs


@dataclass(frozen=True)
class InHands:
    """How many questions somebody is at work on, and how many open tasks are theirs."""

    questions: int
    tasks: int

    def __bool__(self) -> bool:
        return bool(self.questions or self.tasks)


@dataclass(frozen=True)
class Handover:
    """Who goes on with it (None = nobody in particular), and what they should know."""

    to: UUID | None
    note: str = ""


def count_in_hands(session: Session, user_id: UUID) -> InHands:
    """What the person's own queue shows as theirs, and their open tasks; one statement."""
    questions = select(func.count(Question.id)).where(_are_mine(user_id)).scalar_subquery()
    tasks = select(func.count(Task.id)).where(_are_my_tasks(user_id)).scalar_subquery()
    return InHands(*session.execute(select(questions, tasks)).one())


def hand_over_all(session: Session, leaver: User, handover: Handover | None, *, actor: Actor) -> None:
    """Give away all that somebody has in hands; nothing where there is nothing.

    Raises FieldError where it was not said to whom, or to somebody who is no other coordinator.
    """
    in_hands = count_in_hands(session, leaver.id)
    if not in_hands:
        return
    if handover is None:
        raise FieldError("to", _TO_WHOM.with_(name=leaver.name))
    heir = _heir(session, leaver, handover.to)
    for question in session.scalars(select(Question).where(_are_mine(leaver.id)).order_by(Question.id)):
        question.assignee_id = heir.id if heir else None
        session.add(_noted(session, question, heir, handover.note, actor))
    for task in session.scalars(select(Task).where(_are_my_tasks(leaver.id)).order_by(Task.id)):
        task.owner_id = heir.id if heir else None
    session.flush()


def _heir(session: Session, leaver: User, to: UUID | None) -> User | None:
    if to is None:
        return None
    heir = session.get(User, to)
    if heir is None or heir is leaver or Role.COORDINATOR not in roles_of(heir, clock.now(session)):
        raise FieldError("to", _NO_COLLEAGUE)
    return heir


def _noted(session: Session, question: Question, heir: User | None, note: str, actor: Actor) -> Event:
    texts = (heir.name if heir else "", note)
    return Event(
        subject=QUESTION.name,
        subject_id=question.id,
        step=ASSIGN if heir else HAND_BACK,
        role=Role.SYSTEM if actor.has(Role.SYSTEM) else Role.ADMINISTRATOR,
        user_id=actor.user_id,
        at=clock.now(session),
        notes=[EventNote(audience=NoteAudience.INTERNAL, text=text) for text in texts if text.strip()],
    )


def _are_mine(user_id: UUID) -> ColumnElement[bool]:
    return belongs(Tab.MINE, user_id, date.max)


def _are_my_tasks(user_id: UUID) -> ColumnElement[bool]:
    return and_(Task.owner_id == user_id, Task.done_at.is_(None))


_TO_WHOM = Text(
    "Kies wie verdergaat met het werk van {name}, of kies: nog niemand.",
    "Choose who goes on with the work of {name}, or choose: nobody yet.",
)
_NO_COLLEAGUE = Text("Kies een andere coördinator.", "Choose another coordinator.")
