"""The one way a project moves: guarded by the life cycle, recorded as an event, told to whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypedDict

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.roles import Actor, Role
from leren_app.models import Event, Project
from leren_app.services.projects.facts import facts_of
from leren_app.services.projects.people import KIND, roles_towards
from leren_app.services.stepping import Said, must_have_seen, take_step


class Given(TypedDict, total=False):
    """What was filled in for the step at hand, as far as its guards look at it."""

    reason: str
    text: str
    due_on: date | None


def move(
    session: Session,
    project: Project,
    name: str,
    *,
    actor: Actor,
    city: City,
    said: tuple[Said, ...] = (),
    given: Given | None = None,
    seen_version: int | None = None,
) -> Event:
    """Take a step of the life cycle. `seen_version` is the row version the actor looked at.

    Raises StaleError when somebody else changed the project meanwhile, NotAllowedError and TransitionError as the
    life cycle says.
    """
    must_have_seen(project, seen_version)
    roles = roles_towards(actor, project)
    facts = replace(facts_of(session, project, city), by_clock=Role.CLOCK in roles, **(given or {}))
    return take_step(session, KIND, project, name, actor=actor, roles=roles, facts=facts, said=said)
