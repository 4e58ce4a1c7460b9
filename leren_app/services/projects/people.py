"""Who has to do with a project, and who hears of it: members, lecturers, client, asker, followers, promised people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.permissions import Involved
from leren_app.domain.roles import Actor, Role
from leren_app.models import Challenge, Contact, CourseLecturer, Placement, Project, Promise, TeamMember, User
from leren_app.services.questions.people import followers
from leren_app.services.stepping import Kind
from leren_app.services.telling import Person, contact, contacts, coordinators, users

SHOWN_STATES = frozenset({"running", "delivered", "approved", "public", "stopped", "closed"})
PER_PROJECT = frozenset({Role.MEMBER, Role.LECTURER, Role.CLIENT})
"""Roles that count towards one project only by what stands in its rows, never by a grant alone."""


def involved_in(project: Project) -> Involved:
    """Who has to do with it, for the permissions."""
    placement = project.placement
    return Involved(
        member_ids=frozenset(m.user_id for m in project.members if m.left_at is None),
        lecturer_ids=frozenset(who.user_id for who in placement.run.course.lecturers),
        client_id=placement.challenge.client_id,
        is_shown=project.state in SHOWN_STATES,
    )


def roles_towards(actor: Actor, project: Project) -> frozenset[Role]:
    """The actor's roles towards this very project; a lecturer of another course is none here.

    Where nobody teaches, somebody stands in for the lecturer: see docs/adr/0008.
    """
    involved = involved_in(project)
    held = {
        Role.MEMBER: actor.user_id is not None and actor.user_id in involved.member_ids,
        Role.LECTURER: actor.user_id is not None and actor.user_id in involved.lecturer_ids,
        Role.CLIENT: actor.contact_id is not None and actor.contact_id == involved.client_id,
    }
    roles = (actor.roles - PER_PROJECT) | {role for role, holds in held.items() if holds}
    return roles | {Role.LECTURER} if _stands_in(actor, project) else roles


def has_no_lecturer(project: Project) -> bool:
    """Whether it is a thesis, internship or research that no lecturer guides here."""
    run = project.placement.run
    return run.person_id is not None and not run.course.lecturers


def _stands_in(actor: Actor, project: Project) -> bool:
    """Who works alone begins alone, and a coordinator, never the person, judges what comes of it."""
    is_own = actor.user_id is not None and actor.user_id == project.placement.run.person_id
    if project.state is ProjectState.FORMING and is_own:
        return True
    return has_no_lecturer(project) and actor.has(Role.COORDINATOR) and not is_own


def people(session: Session, audience: Audience, project: Project) -> list[Person]:
    """The people of an audience, as far as a project has it."""
    find = _FIND.get(audience)
    return find(session, project) if find else []


def is_first_of_question(session: Session, project: Project) -> bool:
    """Whether no other team began on the same question before."""
    question_id = project.placement.challenge.question_id
    others = (
        select(Project.id)
        .join(Project.placement)
        .join(Placement.challenge)
        .where(Challenge.question_id == question_id, Project.started_at.is_not(None), Project.id != project.id)
    )
    return session.scalar(others.limit(1)) is None


def _members(session: Session, project: Project) -> list[Person]:
    live = select(TeamMember.user_id).where(TeamMember.project_id == project.id, TeamMember.left_at.is_(None))
    return users(session, User.id.in_(live))


def _lecturers(session: Session, project: Project) -> list[Person]:
    if has_no_lecturer(project):
        return coordinators(session)
    teaching = select(CourseLecturer.user_id).where(CourseLecturer.course_id == project.placement.run.course_id)
    return users(session, User.id.in_(teaching))


def _client(session: Session, project: Project) -> list[Person]:
    return contact(session, project.placement.challenge.client_id)


def _asker(session: Session, project: Project) -> list[Person]:
    return contact(session, project.placement.challenge.question.asker_id)


def _followers(session: Session, project: Project) -> list[Person]:
    return followers(session, project.placement.challenge.question)


def _promised(session: Session, project: Project) -> list[Person]:
    waiting = select(Promise.contact_id).where(Promise.project_id == project.id, Promise.told_at.is_(None))
    return contacts(session, Contact.id.in_(waiting))


_FIND: dict[Audience, Callable[[Session, Project], list[Person]]] = {
    Audience.MEMBERS: _members,
    Audience.LECTURERS: _lecturers,
    Audience.COORDINATORS: lambda session, _project: coordinators(session),
    Audience.CLIENT: _client,
    Audience.ASKER: _asker,
    Audience.ASKER_FIRST_PROJECT: lambda session, p: _asker(session, p) if is_first_of_question(session, p) else [],
    Audience.FOLLOWERS: _followers,
    Audience.FOLLOWERS_FIRST_PROJECT: lambda session, p: (
        _followers(session, p) if is_first_of_question(session, p) else []
    ),
    Audience.PROMISED: _promised,
}


def _ids(project: Project) -> Mapping[str, UUID]:
    return {"project": project.id}


KIND = Kind(PROJECT, people, _ids)
