"""A thesis, internship or research: the project of who asked for it, with nobody else in it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.city import City
from leren_app.domain.errors import NotFoundError
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import SYSTEM, Actor
from leren_app.models import Application, Challenge, Course, CourseRun, Placement, Profile, Project
from leren_app.services.applications.moving import decide
from leren_app.services.projects import forming
from leren_app.services.projects.forming import Chosen
from leren_app.services.teams.reasons import ALL_PLACES_GIVEN, ASKED_ALONE


def get_placement_alone(session: Session, placement_id: UUID, actor: Actor, *, lock: bool = False) -> Placement:
    """The placement of who works alone, for them and for coordinators. Raises NotFoundError for others and classes."""
    query = (
        select(Placement)
        .where(Placement.id == placement_id)
        .options(
            joinedload(Placement.challenge).joinedload(Challenge.question),
            joinedload(Placement.run).options(
                joinedload(CourseRun.person), joinedload(CourseRun.course).selectinload(Course.lecturers)
            ),
        )
    )
    found = session.scalar(query.with_for_update(of=Placement) if lock else query)
    if found is None or found.run.person_id is None:
        raise NotFoundError
    require(actor, Permission.SEE_PLACEMENT, found.run)
    return found


def find_project(session: Session, placement_id: UUID) -> Project | None:
    """The project of a placement that did not fall through before it began."""
    query = select(Project).where(Project.placement_id == placement_id, Project.state != ProjectState.NOT_STARTED)
    return session.scalar(query.order_by(Project.created_at, Project.id).limit(1))


def make_project(session: Session, placement_id: UUID, *, actor: Actor, city: City) -> Project:
    """The project of somebody who works alone, made at the first click; a second click gives the same.

    An application they sent gets its place. Raises TransitionError before the agreement is settled.
    """
    placement = get_placement_alone(session, placement_id, actor, lock=True)
    before = find_project(session, placement_id)
    if before is not None:
        return before
    person = placement.run.person
    assert person is not None  # noqa: S101 - an edition of one person
    member = Chosen(person, ASKED_ALONE.in_(person.language))
    project = forming.form(session, placement, [member], actor=actor, city=city)
    if placement.challenge.slots == 1:
        _tell_others(session, placement)
    return project


def _tell_others(session: Session, placement: Placement) -> None:
    """Who applied for the same challenge hears that its only place is given."""
    others = (
        select(Application)
        .where(Application.challenge_id == placement.challenge_id, Application.state == ApplicationState.OPEN)
        .options(joinedload(Application.profile).joinedload(Profile.user))
        .order_by(Application.id)
    )
    for each in session.scalars(others).all():
        reason = ALL_PLACES_GIVEN.in_(each.profile.user.language)
        decide(session, each, "wait", actor=SYSTEM, roles=SYSTEM.roles, reason=reason)
