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
from leren_app.models import ClinicVersion, Question, QuestionTheme

PAGE = 20
S = QuestionState
IN_WORK = (S.RECEIVED, S.INTAKE, S.WAITING, S.ARTICULATED, S.AGREED)
AT_ASKER = (S.WAITING, S.ARTICULATED)


class Tab(StrEnum):
    """A way to look at the queue."""

    MINE = "mine"
    NOBODY = "nobody"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    ALL = "all"


TAB_NAMES: dict[Tab, Text] = {
    Tab.MINE: Text("Van mij", "Mine"),
    Tab.NOBODY: Text("Nog van niemand", "Nobody's yet"),
    Tab.WAITING: Text("Wacht op de vraagsteller", "Waiting for the asker"),
    Tab.UNCONFIRMED: Text("Nog niet bevestigd", "Not confirmed yet"),
    Tab.ALL: Text("Alle vragen", "All questions"),
}


@dataclass(frozen=True)
class Filter:
    """What to leave in the list; empty fields leave everything."""

    district: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Row:
    """A question in the queue, with the title of its latest version in the clinic; both empty before the first."""

    question: Question
    title_nl: str = ""
    title_en: str = ""


Key = tuple[int, date, UUID] | tuple[datetime, UUID]
"""Where a list goes on: whether answered, due date and id where the tab sorts by due date; else moment and id."""


def list_queue(
    session: Session,
    tab: Tab,
    *,
    user_id: UUID,
    wanted: Filter,
    after: Key | None = None,
    limit: int = PAGE,
) -> list[Row]:
    """Questions of a tab in one statement; `after` is the key of the last one seen.

    By due date where there is one, those that had no answer yet first; else newest first.
    """
    query = (
        select(Question, _latest(ClinicVersion.title_nl), _latest(ClinicVersion.title_en))
        .where(_belongs(tab, user_id))
        .options(joinedload(Question.themes), joinedload(Question.assignee))
    )
    if wanted.district:
        query = query.where(Question.district == wanted.district)
    if wanted.theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == wanted.theme))
    columns = _sorted_by(tab)
    falling = not sorts_by_due(tab)
    query = query.order_by(*(column.desc() if falling else column for column in columns))
    if after:
        seen = tuple_(*(literal(value, column.type) for value, column in zip(after, columns, strict=True)))
        query = query.where(tuple_(*columns) < seen if falling else tuple_(*columns) > seen)
    rows = session.execute(query.limit(limit)).unique()
    return [Row(question, title_nl or "", title_en or "") for question, title_nl, title_en in rows]


def key_of(tab: Tab, question: Question) -> Key:
    """The key of a row, with which the list of this tab goes on."""
    if sorts_by_due(tab) and question.due_on is not None:
        return int(question.first_answer_at is not None), question.due_on, question.id
    return question.submitted_at, question.id


def count_tabs(session: Session, user_id: UUID) -> dict[Tab, int]:
    """How many questions are in each tab but "all", in one statement."""
    counted = [tab for tab in Tab if tab is not Tab.ALL]
    live = Question.state.in_((*IN_WORK, S.UNCONFIRMED))
    sums = [func.coalesce(func.sum(case((_belongs(tab, user_id), 1), else_=0)), 0) for tab in counted]
    row = session.execute(select(*sums).where(live)).one()
    return dict(zip(counted, row, strict=True))


def sorts_by_due(tab: Tab) -> bool:
    """Whether a tab is ordered by the date of the promised answer."""
    return tab in {Tab.MINE, Tab.NOBODY, Tab.WAITING}


def _sorted_by(tab: Tab) -> tuple[ColumnElement[Any], ...]:
    if sorts_by_due(tab):
        answered = case((Question.first_answer_at.is_(None), 0), else_=1)
        return answered, Question.due_on.expression, Question.id.expression
    return Question.submitted_at.expression, Question.id.expression


def _latest(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    versions = select(column).where(ClinicVersion.question_id == Question.id)
    return versions.order_by(ClinicVersion.n.desc()).limit(1).correlate(Question).scalar_subquery()


def _belongs(tab: Tab, user_id: UUID) -> ColumnElement[bool]:
    in_work = Question.state.in_(IN_WORK)
    conditions: dict[Tab, ColumnElement[bool]] = {
        Tab.MINE: and_(in_work, Question.assignee_id == user_id),
        Tab.NOBODY: and_(in_work, Question.assignee_id.is_(None)),
        Tab.WAITING: Question.state.in_(AT_ASKER),
        Tab.UNCONFIRMED: Question.state == S.UNCONFIRMED,
        Tab.ALL: Question.state.is_not(None),
    }
    return conditions[tab]
