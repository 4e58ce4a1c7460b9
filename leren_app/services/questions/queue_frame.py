"""What stands around the queue: numbers on tabs, colleagues, one's own filters, open tasks; together one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, Subquery, case, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from leren_app.models import Question, SavedFilter, Task
from leren_app.services import clock
from leren_app.services.challenges.reading import counts_unanswered
from leren_app.services.questions.handling import colleagues
from leren_app.services.questions.queue import IN_WORK, S, Tab, belongs

COUNTED = tuple(tab for tab in Tab if tab is not Tab.ALL)
COLLEAGUE, SAVED = 0, 1


@dataclass(frozen=True)
class Saved:
    """A filter under a name."""

    id: UUID
    name: str
    query: str


@dataclass(frozen=True)
class Around:
    """How many questions each tab but "all" has, who can be given one, the reader's own filters, and the open tasks.

    `unanswered`: how many challenges a course asked for in vain.
    """

    counts: dict[Tab, int]
    tasks: int
    unanswered: int = 0
    colleagues: list[tuple[UUID, str]] = field(default_factory=list)
    filters: list[Saved] = field(default_factory=list)


def look_around(session: Session, user_id: UUID, *, due_by: date = date.max) -> Around:
    """Everything around the list, in one statement however many questions, colleagues and filters there are."""
    counts, more = _counts(user_id, due_by), _more(user_id, clock.now(session)).subquery()
    query = select(counts, more).select_from(counts.outerjoin(more, true()))
    rows = session.execute(query.order_by(more.c.what, more.c.name, more.c.id)).all()
    around = Around(dict(zip(COUNTED, rows[0], strict=False)), rows[0].tasks, rows[0].unanswered)
    for row in rows:
        if row.what == COLLEAGUE:
            around.colleagues.append((row.id, row.name))
        elif row.what == SAVED:
            around.filters.append(Saved(row.id, row.name, row.query))
    return around


def _counts(user_id: UUID, due_by: date) -> Subquery:
    """One row with all numbers."""
    sums = [
        func.coalesce(func.sum(case((belongs(tab, user_id, due_by), 1), else_=0)), 0).label(tab.value)
        for tab in COUNTED
    ]
    open_tasks = select(func.count(Task.id)).where(Task.done_at.is_(None)).scalar_subquery().label("tasks")
    unanswered = counts_unanswered().scalar_subquery().label("unanswered")
    return select(*sums, open_tasks, unanswered).where(Question.state.in_((*IN_WORK, S.UNCONFIRMED))).subquery()


def _more(user_id: UUID, now: datetime) -> CompoundSelect[int, UUID, str, str]:
    """Rows of two sorts, told apart by `what`."""
    people = colleagues(now).subquery()
    who: Select[int, UUID, str, str] = select(
        literal(COLLEAGUE).label("what"), people.c.id, people.c.name, literal("").label("query")
    )
    mine = select(literal(SAVED), SavedFilter.id, SavedFilter.name, SavedFilter.query)
    return union_all(who, mine.where(SavedFilter.user_id == user_id))
