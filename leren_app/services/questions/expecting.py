"""Dates ahead of a public question that stand in the rows of education: until when it can be chosen, and worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.models import Challenge, CourseRun, Placement, Project, Question


@dataclass(frozen=True)
class Ahead:
    """The last day on which a course can choose it, and the last day of a team at work; where there is one."""

    choose_until: date | None = None
    work_until: date | None = None


def ahead_of(session: Session, question: Question) -> Ahead:
    """What can be said about the time to come, in two statements; nothing before a question is public."""
    if question.published_at is None:
        return Ahead()
    choosing = select(func.max(Challenge.last_plan_on)).where(
        Challenge.question_id == question.id, Challenge.state == ChallengeState.OPEN
    )
    working = (
        select(func.max(CourseRun.ends_on))
        .join(Placement, Placement.run_id == CourseRun.id)
        .join(Project, Project.placement_id == Placement.id)
        .join(Challenge, Challenge.id == Placement.challenge_id)
        .where(Challenge.question_id == question.id, Project.state == ProjectState.RUNNING)
    )
    return Ahead(session.scalar(choosing), session.scalar(working))
