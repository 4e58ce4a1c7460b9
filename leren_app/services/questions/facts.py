"""What the guards of the life cycle need to know of a question, gathered from its row."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycles.placement_states import LIVE
from leren_app.domain.lifecycles.question_needs import QuestionFacts
from leren_app.models import Challenge, ClinicVersion, Placement, Project, Promise, Question
from leren_app.services.questions.progress import NOTHING_YET, count_live_placements, progress_of

SILENT_WORKING_DAYS = 15


class AfterPublic(TypedDict):
    """Facts that stand in the rows of challenges and projects."""

    has_public_result: bool
    chances: int
    untold_promises: int
    live_placements: int


def facts_of(question: Question, now: datetime, city: City, *, reason: str = "") -> QuestionFacts:
    """The facts at this moment; `reason` is what was typed or chosen for the step at hand."""
    latest = latest_version(question)
    return QuestionFacts(
        now=now,
        submitted_at=question.submitted_at,
        boxes=boxes(latest),
        public_texts=public_texts(latest),
        has_yes=latest is not None and question.agreed_version == latest.n,
        # An organisation, too, asks the text that lay there when it said so, and no later one.
        is_adopted=latest is not None and question.adopted_by_id is not None and question.agreed_version == latest.n,
        is_proven=question.confirmed_at is not None or question.recorded_by_id is not None,
        reminders=question.reminders,
        silence_ends_at=_silence_ends_at(question, city),
        answered_at=question.answered_at,
        closed_at=question.closed_at,
        reason=reason,
    )


def after_public(session: Session, question: Question) -> AfterPublic:
    """What education did with it, for the guards of answering, withdrawing and closing."""
    result = progress_of(session, [question.id]).get(question.id, NOTHING_YET).result
    asked = (
        select(func.count(Placement.id))
        .join(Challenge, Challenge.id == Placement.challenge_id)
        .where(Challenge.question_id == question.id, Placement.state.not_in(LIVE))
    )
    untold = (
        select(func.count(Promise.id))
        .join(Project, Project.id == Promise.project_id)
        .join(Placement, Placement.id == Project.placement_id)
        .join(Challenge, Challenge.id == Placement.challenge_id)
        .where(Challenge.question_id == question.id, Promise.told_at.is_(None))
    )
    return AfterPublic(
        has_public_result=bool(result),
        chances=session.scalar(asked) or 0,
        untold_promises=session.scalar(untold) or 0,
        live_placements=count_live_placements(session, question.id),
    )


def latest_version(question: Question) -> ClinicVersion | None:
    """The newest version of the clinic, or None before the first."""
    return question.clinic_versions[-1] if question.clinic_versions else None


def agreed_version(question: Question) -> ClinicVersion | None:
    """The version the asker said yes to, or that an organisation adopted."""
    return next((v for v in question.clinic_versions if v.n == question.agreed_version), None)


def boxes(version: ClinicVersion | None) -> tuple[str, ...]:
    """The four boxes, in the order of the page; empty without a version."""
    return () if version is None else (version.worry, version.difference, version.known, version.feasible)


def public_texts(version: ClinicVersion | None) -> tuple[str, ...]:
    """What would be published: title, summary and research question, each nl and en; empty without a version."""
    if version is None:
        return ()
    return (
        version.title_nl,
        version.title_en,
        version.summary_nl,
        version.summary_en,
        version.research_question_nl,
        version.research_question_en,
    )


def _silence_ends_at(question: Question, city: City) -> datetime | None:
    if question.put_at is None:
        return None
    last = calendar.add_working_days(
        calendar.local_day(question.put_at, city.time_zone), SILENT_WORKING_DAYS, city.closed_days
    )
    return calendar.end_of_day_utc(last, city.time_zone)
