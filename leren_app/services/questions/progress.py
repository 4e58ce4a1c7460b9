"""How far education has come with questions: computed from placements, never kept in the question itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.domain.lifecycles.question_states import Bridge, QuestionState, bridge_of
from leren_app.models import Challenge, Placement, Project, Result

MATCHED = (PlacementState.ACCEPTED, PlacementState.AGREED, PlacementState.DONE)


@dataclass(frozen=True)
class Progress:
    """What education did with one question: how many courses have it, the first day of work that is agreed, when the
    first team began and the first result came out, the addresses of the newest of both, and what that result found.
    """

    matched: int = 0
    starts_on: date | None = None
    started_at: datetime | None = None
    result_at: datetime | None = None
    project: str = ""
    result: str = ""
    found_nl: str = ""
    found_en: str = ""


NOTHING_YET = Progress()


def progress_of(session: Session, question_ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """The progress of those questions that have any, in one statement."""
    is_public = and_(Result.project_id == Project.id, Result.published_at.is_not(None), Result.retracted_at.is_(None))
    has_begun = and_(Project.placement_id == Placement.id, Project.started_at.is_not(None))
    query = (
        select(
            Challenge.question_id,
            Placement.id,
            Placement.kickoff_on,
            Project.slug,
            Project.started_at,
            Result.published_at,
            Result.title_nl,
            Result.title_en,
        )
        .join(Placement, Placement.challenge_id == Challenge.id)
        .outerjoin(Project, has_begun)
        .outerjoin(Result, is_public)
        .where(Challenge.question_id.in_(set(question_ids)), Placement.state.in_(MATCHED))
        .order_by(Challenge.question_id, Project.started_at, Project.id)
    )
    rows = session.execute(query).all()
    return {key: _summed(list(group)) for key, group in groupby(rows, key=lambda row: row.question_id)}


def bridge_with(state: QuestionState, progress: Progress) -> Bridge | None:
    """The bridge where the boat lies; None for a question that left the canal.

    A public question sails on by itself: under the fifth bridge when a team began, under the sixth with a result.
    """
    if state is QuestionState.PUBLIC and progress.result_at is not None:
        return Bridge.ANSWERED
    if state is QuestionState.PUBLIC and progress.started_at is not None:
        return Bridge.RESEARCHED
    return bridge_of(state)


def _summed(rows: list[Any]) -> Progress:
    begun = [row for row in rows if row.started_at is not None]
    out = sorted((row for row in begun if row.published_at is not None), key=lambda row: row.published_at)
    return Progress(
        matched=len({row.id for row in rows}),
        starts_on=min((row.kickoff_on for row in rows if row.kickoff_on is not None), default=None),
        started_at=begun[0].started_at if begun else None,
        result_at=out[0].published_at if out else None,
        project=begun[-1].slug if begun else "",
        result=out[-1].slug if out else "",
        found_nl=out[-1].title_nl if out else "",
        found_en=out[-1].title_en if out else "",
    )


def count_live_placements(session: Session, question_id: UUID) -> int:
    """How many courses, students or researchers are at it, or were asked to be."""
    counted = (
        select(func.count(Placement.id))
        .join(Challenge, Challenge.id == Placement.challenge_id)
        .where(Challenge.question_id == question_id, Placement.state.in_(LIVE))
    )
    return session.scalar(counted) or 0
