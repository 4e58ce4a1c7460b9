"""How far education has come with questions: computed from placements, never kept in the question itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.domain.lifecycles.question_states import Bridge, QuestionState, bridge_of
from leren_app.models import Challenge, Placement

MATCHED = (PlacementState.ACCEPTED, PlacementState.AGREED, PlacementState.DONE)


@dataclass(frozen=True)
class Progress:
    """What education did with one question: how many courses have it, and the first day of work that is agreed."""

    matched: int = 0
    starts_on: date | None = None


NOTHING_YET = Progress()


def progress_of(session: Session, question_ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """The progress of those questions that have any, in one statement."""
    query = (
        select(Challenge.question_id, func.count(Placement.id), func.min(Placement.kickoff_on))
        .join(Placement, Placement.challenge_id == Challenge.id)
        .where(Challenge.question_id.in_(set(question_ids)), Placement.state.in_(MATCHED))
        .group_by(Challenge.question_id)
    )
    return {question_id: Progress(matched, starts_on) for question_id, matched, starts_on in session.execute(query)}


def bridge_with(state: QuestionState, progress: Progress) -> Bridge | None:
    """The bridge where the boat lies; None for a question that left the canal."""
    return bridge_of(state)


def count_live_placements(session: Session, question_id: UUID) -> int:
    """How many courses, students or researchers are at it, or were asked to be."""
    counted = (
        select(func.count(Placement.id))
        .join(Challenge, Challenge.id == Placement.challenge_id)
        .where(Challenge.question_id == question_id, Placement.state.in_(LIVE))
    )
    return session.scalar(counted) or 0
