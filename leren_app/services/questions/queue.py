"""The coordinators' queue: what is mine, what is nobody's, what waits; too late on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.text import Text
from leren_app.models import Question, QuestionTheme

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


def list_queue(
    session: Session,
    tab: Tab,
    *,
    user_id: UUID,
    wanted: Filter,
    after: tuple[date | datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[Question]:
    """Questions of a tab: by due date where there is one, else newest first; `after` is the key of the last seen."""
    query = (
        select(Question)
        .where(_belongs(tab, user_id))
        .options(joinedload(Question.themes), joinedload(Question.assignee), joinedload(Question.asker))
    )
    if wanted.district:
        query = query.where(Question.district == wanted.district)
    if wanted.theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == wanted.theme))
    if sorts_by_due(tab):
        query = query.order_by(Question.due_on, Question.id)
        if after:
            query = query.where(tuple_(Question.due_on, Question.id) > tuple_(*after))
    else:
        query = query.order_by(Question.submitted_at.desc(), Question.id.desc())
        if after:
            query = query.where(tuple_(Question.submitted_at, Question.id) < tuple_(*after))
    return list(session.scalars(query.limit(limit)).unique())


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
