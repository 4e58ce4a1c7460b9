"""What people read of placements: their two sides, and coordinators."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from leren_app.domain.errors import NotFoundError
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.models import Challenge, Course, CourseLecturer, CourseRun, Event, EventNote, NoteAudience, Placement

SHOWN_ON_CHALLENGE = (PlacementState.AGREED, PlacementState.DONE)


def get_placement(session: Session, placement_id: UUID) -> Placement:
    """A placement with both its sides. Raises NotFoundError."""
    found = session.scalar(_whole().where(Placement.id == placement_id))
    if found is None:
        raise NotFoundError
    return found


def list_of_challenge(session: Session, challenge: Challenge) -> list[Placement]:
    """All placements of a challenge, oldest first; for its client and coordinators."""
    query = _whole().where(Placement.challenge_id == challenge.id)
    return list(session.scalars(query.order_by(Placement.created_at, Placement.id)))


def list_in_courses(session: Session, challenge: Challenge) -> list[Placement]:
    """What everybody may know: the courses that agreed to work on a challenge."""
    query = _whole().where(Placement.challenge_id == challenge.id, Placement.state.in_(SHOWN_ON_CHALLENGE))
    return list(session.scalars(query.order_by(Placement.created_at, Placement.id)))


def list_of_run(session: Session, run: CourseRun) -> list[Placement]:
    """The placements of an edition that are alive or done, oldest first."""
    query = _whole().where(Placement.run_id == run.id, Placement.state.in_({*LIVE, PlacementState.DONE}))
    return list(session.scalars(query.order_by(Placement.created_at, Placement.id)))


def list_alone(session: Session, user_id: UUID) -> list[Placement]:
    """What somebody asked for as thesis, internship or research and that is alive, newest first."""
    own = CourseRun.person_id == user_id
    query = (
        select(Placement)
        .join(Placement.run)
        .where(own, Placement.state.in_(LIVE))
        .options(
            joinedload(Placement.challenge).joinedload(Challenge.question),
            contains_eager(Placement.run).joinedload(CourseRun.course),
        )
    )
    return list(session.scalars(query.order_by(Placement.created_at.desc(), Placement.id)))


def list_events(session: Session, placement: Placement) -> list[Event]:
    """All that happened, oldest first, with what was typed."""
    query = (
        select(Event)
        .where(Event.subject == PLACEMENT.name, Event.subject_id == placement.id)
        .options(selectinload(Event.notes), joinedload(Event.user))
        .order_by(Event.at, Event.id)
    )
    return list(session.scalars(query))


def notes_for_parties(event: Event) -> list[EventNote]:
    """What both sides may read of what was typed at a step."""
    return [note for note in event.notes if note.audience is NoteAudience.PARTIES]


def _whole() -> Select[Placement]:
    course = joinedload(Placement.run).joinedload(CourseRun.course)
    return select(Placement).options(
        joinedload(Placement.challenge).options(joinedload(Challenge.client), joinedload(Challenge.question)),
        joinedload(Placement.run).joinedload(CourseRun.person),
        course.joinedload(Course.organisation),
        course.selectinload(Course.lecturers).joinedload(CourseLecturer.user),
    )
