"""Who hears of a challenge: its client contact, the asker, lecturers who wait for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import Actor, Role
from leren_app.models import Challenge, CourseLecturer, CourseRun, Placement, User
from leren_app.services.stepping import Kind
from leren_app.services.telling import Person, contact, coordinators, users


def roles_towards(actor: Actor, challenge: Challenge) -> frozenset[Role]:
    """The actor's roles, and `client` when they are the client contact."""
    is_client = actor.contact_id is not None and actor.contact_id == challenge.client_id
    return actor.roles | {Role.CLIENT} if is_client else actor.roles


def people(session: Session, audience: Audience, challenge: Challenge) -> list[Person]:
    """The people of an audience, as far as a challenge has it."""
    if audience is Audience.CLIENT:
        return contact(session, challenge.client_id)
    if audience is Audience.ASKER:
        # A draft that is thrown away was never shown: its asker has never heard of it.
        was_never_shown = challenge.state is ChallengeState.WITHDRAWN and challenge.opened_at is None
        return [] if was_never_shown else contact(session, challenge.question.asker_id)
    if audience is Audience.ASKER_NEXT_PLACE:
        is_next = find_next_place(session, challenge) is not None
        return contact(session, challenge.question.asker_id) if is_next else []
    if audience is Audience.LECTURERS_REQUESTED:
        return requesting_lecturers(session, challenge)
    if audience is Audience.COORDINATORS:
        return coordinators(session)
    return []  # audiences of questions, placements and projects


def find_next_place(session: Session, challenge: Challenge) -> Challenge | None:
    """Where else education can take the question on: another open challenge of it, the newest first."""
    others = select(Challenge).where(
        Challenge.question_id == challenge.question_id,
        Challenge.id != challenge.id,
        Challenge.state == ChallengeState.OPEN,
    )
    return session.scalars(others.order_by(Challenge.opened_at.desc(), Challenge.id).limit(1)).first()


def requesting_lecturers(session: Session, challenge: Challenge) -> list[Person]:
    """Who asked for the challenge and has no answer yet: lecturers of the course, or the person of a run of one."""
    runs = select(Placement.run_id).where(
        Placement.challenge_id == challenge.id, Placement.state == PlacementState.REQUESTED
    )
    lecturers = (
        select(CourseLecturer.user_id)
        .join(CourseRun, CourseRun.course_id == CourseLecturer.course_id)
        .where(CourseRun.id.in_(runs))
    )
    persons = select(CourseRun.person_id).where(CourseRun.id.in_(runs), CourseRun.person_id.is_not(None))
    return users(session, or_(User.id.in_(lecturers), User.id.in_(persons)))


def _ids(challenge: Challenge) -> Mapping[str, UUID]:
    return {"challenge": challenge.id}


KIND = Kind(CHALLENGE, people, _ids)
