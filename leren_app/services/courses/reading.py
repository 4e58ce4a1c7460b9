"""What people read of courses: lecturers their own, coordinators all, everybody those that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.domain.errors import NotFoundError
from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.models import Challenge, Course, CourseLecturer, CourseRun, Placement, Project, Suggestion
from leren_app.services.challenges.reading import has_free_slot, is_open_to_all

PAGE = 20


class Team(NamedTuple):
    """Where a team stands, and the name in its address."""

    state: ProjectState
    slug: str


@dataclass(frozen=True)
class DeskRun:
    """An edition on a lecturer's desk: how many challenges fit, and every placement that is alive or done."""

    run: CourseRun
    suggestions: int
    placements: tuple[Placement, ...]
    teams: Mapping[UUID, tuple[Team, ...]]
    """By placement."""


def get_course(session: Session, course_id: UUID) -> Course:
    """A course with its lecturers, skills and editions. Raises NotFoundError."""
    found = session.scalar(_whole().where(Course.id == course_id))
    if found is None:
        raise NotFoundError
    return found


def get_shown(session: Session, course_id: UUID) -> Course:
    """A course that everybody may see. Raises NotFoundError."""
    found = session.scalar(_whole().where(Course.id == course_id, Course.is_shown))
    if found is None:
        raise NotFoundError
    return found


def get_run(session: Session, run_id: UUID) -> CourseRun:
    """An edition with its course and lecturers, in one statement. Raises NotFoundError."""
    found = session.scalars(_runs().where(CourseRun.id == run_id)).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_shown(
    session: Session, *, level: str = "", after: tuple[str, UUID] | None = None, limit: int = PAGE
) -> list[Course]:
    """Courses that everybody may see, by Dutch name; `after` is the (name, id) of the last one seen."""
    query = (
        select(Course)
        .where(Course.is_shown)
        .options(joinedload(Course.organisation), selectinload(Course.runs))
        .order_by(Course.name_nl, Course.id)
        .limit(limit)
    )
    if level:
        query = query.where(Course.level == level)
    if after:
        query = query.where((Course.name_nl > after[0]) | ((Course.name_nl == after[0]) & (Course.id > after[1])))
    return list(session.scalars(query))


def list_own(session: Session, user_id: UUID) -> list[Course]:
    """The courses somebody teaches with their editions, by Dutch name."""
    teaches = select(CourseLecturer.course_id).where(CourseLecturer.user_id == user_id)
    return list(session.scalars(_with_runs().where(Course.id.in_(teaches)).order_by(Course.name_nl, Course.id)))


def list_all(session: Session) -> list[Course]:
    """Every course with a class and its editions, by Dutch name; for coordinators."""
    alone = select(CourseRun.course_id).where(CourseRun.person_id.is_not(None))
    return list(session.scalars(_with_runs().where(Course.id.not_in(alone)).order_by(Course.name_nl, Course.id)))


def list_plannable(session: Session, today: date) -> list[CourseRun]:
    """Editions with a class whose planning deadline is ahead, the first deadline first; for proposing."""
    ahead = _runs().where(CourseRun.planning_deadline >= today, CourseRun.person_id.is_(None))
    return list(session.scalars(ahead.order_by(CourseRun.planning_deadline, CourseRun.id)).unique())


def list_desk(session: Session, courses: Sequence[Course], ends_after: date) -> list[DeskRun]:
    """The editions of these courses that are not over, by deadline, in four queries for any number."""
    runs = [run for course in courses for run in course.runs if run.ends_on >= ends_after]
    runs.sort(key=lambda run: (run.planning_deadline, run.id))
    return _with_counts(session, runs)


def _with_counts(session: Session, runs: Sequence[CourseRun]) -> list[DeskRun]:
    ids = [run.id for run in runs]
    taken = select(Placement.challenge_id).where(
        Placement.run_id == Suggestion.run_id,
        Placement.state.in_(LIVE),
        Placement.challenge_id == Suggestion.challenge_id,
    )
    counted = (
        select(Suggestion.run_id, func.count(Suggestion.id))
        .join(Suggestion.challenge)
        .where(
            Suggestion.run_id.in_(ids),
            is_open_to_all(),
            has_free_slot(),
            Suggestion.dismissed_at.is_(None),
            Suggestion.label != "next",
            ~taken.exists(),
        )
        .group_by(Suggestion.run_id)
    )
    counts = {row[0]: row[1] for row in session.execute(counted)}
    shown = {*LIVE, PlacementState.DONE, PlacementState.EXPIRED, PlacementState.DECLINED}
    found = (
        select(Placement)
        .where(Placement.run_id.in_(ids), Placement.state.in_(shown))
        .options(joinedload(Placement.challenge).joinedload(Challenge.question))
        .order_by(Placement.created_at, Placement.id)
    )
    by_run: dict[UUID, list[Placement]] = {run_id: [] for run_id in ids}
    for placement in session.scalars(found):
        by_run[placement.run_id].append(placement)
    teams = _teams(session, ids)
    return [DeskRun(run, counts.get(run.id, 0), tuple(by_run[run.id]), teams) for run in runs]


def _teams(session: Session, run_ids: Sequence[UUID]) -> dict[UUID, tuple[Team, ...]]:
    query = (
        select(Project.placement_id, Project.state, Project.slug)
        .join(Project.placement)
        .where(Placement.run_id.in_(run_ids))
        .order_by(Project.created_at, Project.id)
    )
    found: dict[UUID, tuple[Team, ...]] = {}
    for placement_id, state, slug in session.execute(query):
        found[placement_id] = (*found.get(placement_id, ()), Team(state, slug))
    return found


def _whole() -> Select[Course]:
    return select(Course).options(
        joinedload(Course.organisation),
        selectinload(Course.lecturers).joinedload(CourseLecturer.user),
        selectinload(Course.skills),
        selectinload(Course.runs),
    )


def _with_runs() -> Select[Course]:
    return select(Course).options(joinedload(Course.organisation), selectinload(Course.runs))


def _runs() -> Select[CourseRun]:
    return select(CourseRun).options(
        joinedload(CourseRun.person),
        joinedload(CourseRun.course).options(joinedload(Course.organisation), joinedload(Course.lecturers)),
    )
