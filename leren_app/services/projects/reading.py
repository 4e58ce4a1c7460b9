"""What people read of projects: everyone those that run, members and lecturers their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from leren_app.domain.errors import NotFoundError
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.project_states import ENDED, ProjectState
from leren_app.models import (
    Challenge,
    Course,
    CourseLecturer,
    CourseRun,
    Event,
    Milestone,
    Placement,
    Project,
    Question,
    QuestionTheme,
    Result,
    StoredFile,
    TeamMember,
)
from leren_app.services.projects.people import SHOWN_STATES

PAGE = 20


@dataclass(frozen=True)
class Wanted:
    """What to leave in a list of projects; empty fields leave everything."""

    state: str = ""
    district: str = ""
    theme: str = ""


def get_project(session: Session, slug: str) -> Project:
    """A project with all that its page shows. Raises NotFoundError."""
    found = session.scalar(_whole().where(Project.slug == slug)) if slug.isprintable() else None
    if found is None:
        raise NotFoundError
    return found


def get_by_id(session: Session, project_id: UUID) -> Project:
    """The same by key, for jobs."""
    found = session.scalar(_whole().where(Project.id == project_id))
    if found is None:
        raise NotFoundError
    return found


def list_shown(
    session: Session, wanted: Wanted, *, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Project]:
    """Projects that began, the one that began last on top; `after` is the (started_at, id) of the last one seen."""
    query = (
        select(Project)
        .join(Project.placement)
        .join(Placement.challenge)
        .join(Challenge.question)
        .where(Project.state.in_(SHOWN_STATES), Project.started_at.is_not(None))
        .options(*_for_cards())
        .order_by(Project.started_at.desc(), Project.id.desc())
        .limit(limit)
    )
    if wanted.state:
        query = query.where(Project.state == ProjectState(wanted.state))
    if wanted.district:
        query = query.where(Question.district == wanted.district)
    if wanted.theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == wanted.theme))
    if after:
        query = query.where(tuple_(Project.started_at, Project.id) < tuple_(*after))
    return list(session.scalars(query).unique())


def list_own(session: Session, user_id: UUID) -> list[Project]:
    """Projects in which somebody works or teaches and that did not end; the newest first."""
    works = select(TeamMember.project_id).where(TeamMember.user_id == user_id, TeamMember.left_at.is_(None))
    teaches = select(CourseLecturer.course_id).where(CourseLecturer.user_id == user_id)
    query = (
        select(Project)
        .join(Project.placement)
        .join(Placement.run)
        .where(or_(Project.id.in_(works), CourseRun.course_id.in_(teaches)), Project.state.not_in(ENDED))
        .options(*_for_cards())
        .order_by(Project.created_at.desc(), Project.id)
        .limit(200)
    )
    return list(session.scalars(query).unique())


def list_of_challenge(session: Session, challenge_id: UUID) -> list[Project]:
    """The teams that began on a challenge, the newest first; for its client."""
    query = (
        select(Project)
        .join(Project.placement)
        .where(Placement.challenge_id == challenge_id, Project.started_at.is_not(None))
        .options(*_for_cards())
        .order_by(Project.started_at.desc(), Project.id)
    )
    return list(session.scalars(query).unique())


def list_to_publish(session: Session) -> list[Project]:
    """What waits for a coordinator, the oldest first: approved results, and work of one person that was handed in."""
    alone = Project.placement.has(Placement.run.has(CourseRun.person_id.is_not(None)))
    waits = or_(Project.state == ProjectState.APPROVED, and_(Project.state == ProjectState.DELIVERED, alone))
    query = select(Project).where(waits).options(*_for_cards())
    return list(session.scalars(query.order_by(Project.delivered_at, Project.id).limit(200)).unique())


def list_events(session: Session, project: Project) -> list[Event]:
    """All that happened to a project, oldest first, with what was typed."""
    query = (
        select(Event)
        .where(Event.subject == PROJECT.name, Event.subject_id == project.id)
        .options(selectinload(Event.notes), joinedload(Event.user))
        .order_by(Event.at, Event.created_at, Event.id)
    )
    return list(session.scalars(query))


def list_files(session: Session, project: Project) -> list[StoredFile]:
    """What was handed in, oldest first."""
    query = select(StoredFile).where(StoredFile.project_id == project.id)
    return list(session.scalars(query.order_by(StoredFile.created_at, StoredFile.id)))


def get_milestone(project: Project, milestone_id: UUID) -> Milestone:
    """One of the project's own milestones. Raises NotFoundError."""
    found = next((m for m in project.milestones if m.id == milestone_id), None)
    if found is None:
        raise NotFoundError
    return found


def list_chain(session: Session, question_id: UUID) -> list[Project]:
    """All teams that worked on a question, in the order in which they began."""
    query = (
        select(Project)
        .join(Project.placement)
        .join(Placement.challenge)
        .where(Challenge.question_id == question_id, Project.started_at.is_not(None))
        .options(*_for_cards(), joinedload(Project.baton))
        .order_by(Project.started_at, Project.id)
    )
    return list(session.scalars(query).unique())


def _numbered() -> tuple[ExecutableOption, ExecutableOption]:
    """Which of how many teams on the same placement each is, in the order in which they were made."""
    other = aliased(Project)
    beside = select(func.count(other.id)).where(other.placement_id == Project.placement_id)
    before = beside.where(tuple_(other.created_at, other.id) <= tuple_(Project.created_at, Project.id))
    return (
        with_expression(Project.team_n, before.correlate(Project).scalar_subquery()),
        with_expression(Project.teams, beside.correlate(Project).scalar_subquery()),
    )


def _for_cards() -> tuple[ExecutableOption, ...]:
    placement = joinedload(Project.placement)
    return (
        *_numbered(),
        placement.joinedload(Placement.challenge).joinedload(Challenge.question).selectinload(Question.themes),
        placement.joinedload(Placement.run).joinedload(CourseRun.course).joinedload(Course.organisation),
        joinedload(Project.result),
    )


def _whole() -> Select[Project]:
    placement = joinedload(Project.placement)
    challenge = placement.joinedload(Placement.challenge)
    course = placement.joinedload(Placement.run).joinedload(CourseRun.course)
    return select(Project).options(
        *_numbered(),
        challenge.joinedload(Challenge.question).joinedload(Question.asker),
        challenge.joinedload(Challenge.question).selectinload(Question.themes),
        challenge.joinedload(Challenge.client),
        course.joinedload(Course.organisation),
        course.selectinload(Course.lecturers).joinedload(CourseLecturer.user),
        selectinload(Project.members).joinedload(TeamMember.user),
        selectinload(Project.milestones),
        joinedload(Project.result).joinedload(Result.report),
        joinedload(Project.baton),
    )
