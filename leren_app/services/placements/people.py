"""Who a placement is between, who somebody is towards it, and who hears of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.permissions import holds_edition
from leren_app.domain.roles import Actor, Role
from leren_app.models import (
    Application,
    ApplicationState,
    CourseLecturer,
    Placement,
    Profile,
    User,
)
from leren_app.services.stepping import Kind
from leren_app.services.telling import Person, contact, coordinators, users

NO_SIDE = frozenset[Role]()
TIED = frozenset({Role.LECTURER, Role.CLIENT, Role.STUDENT, Role.RESEARCHER})
"""Roles that count only towards one's own placements."""
HOPES = (ApplicationState.OPEN, ApplicationState.WAITING, ApplicationState.PLACED)


def roles_towards(actor: Actor, placement: Placement) -> frozenset[Role]:
    """The actor's roles here: lecturer of this course, client of this challenge; elsewhere those count for nothing.

    Who works alone stands in the lecturer's place.
    """
    roles = actor.roles - TIED
    if actor.contact_id is not None and actor.contact_id == placement.challenge.client_id:
        roles |= {Role.CLIENT}
    if holds_edition(actor, placement.run):
        roles |= {Role.LECTURER}
        if placement.run.person_id == actor.user_id:
            roles |= actor.roles & {Role.STUDENT, Role.RESEARCHER}
    return frozenset(roles)


def kind_for(roles: frozenset[Role]) -> Kind:
    """What the mechanism has to know of a placement when somebody with these roles acts on it."""
    return Kind(PLACEMENT, partial(people, roles=roles), ids)


def people(
    session: Session, audience: Audience, placement: Placement, *, roles: frozenset[Role] = NO_SIDE
) -> list[Person]:
    """The people of an audience; the other side is who the actor with these roles is not."""
    if audience is Audience.CLIENT:
        return contact(session, placement.challenge.client_id)
    if audience is Audience.LECTURERS:
        return _lecturers(session, placement)
    if audience is Audience.OTHER_SIDE:
        return _other_side(session, placement, roles)
    if audience is Audience.COORDINATORS:
        return coordinators(session)
    if audience is Audience.ASKER:
        return contact(session, placement.challenge.question.asker_id)
    if audience is Audience.APPLICANTS:
        return _applicants(session, placement)
    return []  # audiences of questions, challenges and projects


def ids(placement: Placement) -> Mapping[str, UUID]:
    """What a mail about it names."""
    return {"placement": placement.id}


def _lecturers(session: Session, placement: Placement) -> list[Person]:
    teach = select(CourseLecturer.user_id).where(CourseLecturer.course_id == placement.run.course_id)
    return users(session, or_(User.id.in_(teach), User.id == placement.run.person_id))


def _other_side(session: Session, placement: Placement, roles: frozenset[Role]) -> list[Person]:
    client = people(session, Audience.CLIENT, placement)
    if Role.LECTURER in roles:
        return client
    lecturers = _lecturers(session, placement)
    return lecturers if Role.CLIENT in roles else [*lecturers, *client]


def _applicants(session: Session, placement: Placement) -> list[Person]:
    hoping = (
        select(Profile.user_id)
        .join(Application, Application.profile_id == Profile.id)
        .where(Application.challenge_id == placement.challenge_id, Application.state.in_(HOPES))
    )
    return users(session, User.id.in_(hoping))


KIND = kind_for(NO_SIDE)
