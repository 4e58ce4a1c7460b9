"""The coordinators' queue: what is mine, what is nobody's, what waits; too late on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.text import Text
from leren_app.models import ClinicVersion, Question, QuestionKind, QuestionTheme

PAGE = 20
DUE_WITHIN = 5  # working days, for the tab of what is due
S = QuestionState
IN_WORK = (S.RECEIVED, S.INTAKE, S.WAITING, S.ARTICULATED, S.AGREED)
AT_ASKER = (S.WAITING, S.ARTICULATED)
UNTOUCHED = (S.RECEIVED, S.INTAKE)


class Tab(StrEnum):
    """A way to look at the queue."""

    MINE = "mine"
    DUE = "due"
    UNDECIDED = "undecided"
    NOBODY = "nobody"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    ALL = "all"


TAB_NAMES: dict[Tab, Text] = {
    Tab.MINE: Text("Van mij", "Mine"),
    Tab.DUE: Text("Moet bijna af", "Due soon"),
    Tab.UNDECIDED: Text("Te beslissen", "To decide"),
    Tab.NOBODY: Text("Van niemand", "Nobody's"),
    Tab.WAITING: Text("Bij de vraagsteller", "With the asker"),
    Tab.UNCONFIRMED: Text("Niet bevestigd", "Not confirmed"),
    Tab.ALL: Text("Alle", "All"),
}


@dataclass(frozen=True)
class Filter:
    """What to leave in the list; empty fields leave everything."""

    district: str = ""
    theme: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """A question in the queue, with the title of its latest version in the clinic; both empty before the first."""

    question: Question
    title_nl: str = ""
    title_en: str = ""


Key = tuple[int, int, date, UUID] | tuple[int, datetime, UUID]
"""Where a list goes on: urgent or not, whether it is our turn, day and id where the tab sorts by day; else urgent or
not, moment and id.
"""


def list_queue(
    session: Session,
    tab: Tab,
    *,
    user_id: UUID,
    wanted: Filter,
    due_by: date = date.max,
    after: Key | None = None,
    limit: int = PAGE,
) -> list[Row]:
    """Questions of a tab in one statement; `after` is the key of the last one seen, `due_by` the last day of "due".

    What is urgent first; then, where the tab sorts by day, what waits for us before what waits for its asker, each by
    its day; else newest first.
    """
    order, further = _order(tab, after)
    query = (
        select(Question, _latest(ClinicVersion.title_nl), _latest(ClinicVersion.title_en))
        .where(belongs(tab, user_id, due_by), *_left_by(wanted), *further)
        .options(joinedload(Question.themes), joinedload(Question.assignee))
        .order_by(*order)
    )
    rows = session.execute(query.limit(limit)).unique()
    return [Row(question, title_nl or "", title_en or "") for question, title_nl, title_en in rows]


def find_next(
    session: Session, settled: Question, tab: Tab, *, user_id: UUID, wanted: Filter, due_by: date = date.max
) -> Question | None:
    """The question to go on with in a list after `settled`; None when nothing there waits for us any more.

    The list goes on below `settled` while that still waits for us itself, as it would come back for ever; else the
    first one is next. Two statements at any length.
    """
    waits = (belongs(tab, user_id, due_by), *_left_by(wanted), Question.hear_by.is_not(None))
    still_there = session.scalar(select(Question.id).where(Question.id == settled.id, *waits))
    order, further = _order(tab, key_of(tab, settled) if still_there else None)
    others = select(Question).where(Question.id != settled.id, *waits, *further)
    return session.scalar(others.order_by(*order).limit(1))


def _order(tab: Tab, after: Key | None) -> tuple[list[ColumnElement[Any]], list[ColumnElement[bool]]]:
    """By what a tab is sorted, and which rows are left behind a key."""
    columns = _sorted_by(tab)
    falling = not sorts_by_due(tab)
    order = [column.desc() if falling else column for column in columns]
    if after is None:
        return order, []
    seen = tuple_(*(literal(value, column.type) for value, column in zip(after, columns, strict=True)))
    return order, [tuple_(*columns) < seen if falling else tuple_(*columns) > seen]


def key_of(tab: Tab, question: Question) -> Key:
    """The key of a row, with which the list of this tab goes on."""
    is_first = is_urgent(question)
    day = question.hear_by or question.due_on
    if sorts_by_due(tab) and day is not None:
        return int(not is_first), int(question.hear_by is None), day, question.id
    return int(is_first), question.submitted_at, question.id


def is_urgent(question: Question) -> bool:
    """Whether somebody has to look now: words of a crisis, and nobody of us answered yet."""
    return question.is_urgent and question.first_answer_at is None and question.state in (*IN_WORK, S.UNCONFIRMED)


def sorts_by_due(tab: Tab) -> bool:
    """Whether a tab is ordered by the day on which the asker hears from us."""
    return tab not in {Tab.UNCONFIRMED, Tab.ALL}


def _sorted_by(tab: Tab) -> tuple[ColumnElement[Any], ...]:
    urgent = and_(Question.is_urgent, Question.first_answer_at.is_(None), Question.state.in_((*IN_WORK, S.UNCONFIRMED)))
    if sorts_by_due(tab):
        is_theirs = case((Question.hear_by.is_(None), 1), else_=0)
        day = func.coalesce(Question.hear_by, Question.due_on)
        return case((urgent, 0), else_=1), is_theirs, day, Question.id.expression
    return case((urgent, 1), else_=0), Question.submitted_at.expression, Question.id.expression


def _left_by(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.district:
        conditions.append(Question.district == wanted.district)
    if wanted.theme:
        conditions.append(Question.themes.any(QuestionTheme.theme == wanted.theme))
    if wanted.kind:
        conditions.append(Question.kind == QuestionKind(wanted.kind))
    return conditions


def _latest(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    versions = select(column).where(ClinicVersion.question_id == Question.id)
    return versions.order_by(ClinicVersion.n.desc()).limit(1).correlate(Question).scalar_subquery()


def belongs(tab: Tab, user_id: UUID, due_by: date) -> ColumnElement[bool]:
    """The condition of a tab, for somebody's own queue."""
    is_own = Question.merged_into_id.is_(None)  # the work on a merged question is that on the other one
    in_work, unanswered = and_(Question.state.in_(IN_WORK), is_own), Question.first_answer_at.is_(None)
    conditions: dict[Tab, ColumnElement[bool]] = {
        Tab.MINE: and_(in_work, Question.assignee_id == user_id),
        Tab.DUE: and_(in_work, Question.hear_by <= due_by),
        # An answer is a decision as well: who was asked for more, or got a text, has been taken seriously.
        Tab.UNDECIDED: and_(Question.state.in_(UNTOUCHED), is_own, unanswered, Question.kind.is_(None)),
        Tab.NOBODY: and_(in_work, Question.assignee_id.is_(None)),
        Tab.WAITING: and_(Question.state.in_(AT_ASKER), is_own),
        Tab.UNCONFIRMED: Question.state == S.UNCONFIRMED,
        Tab.ALL: Question.state.is_not(None),
    }
    return conditions[tab]
