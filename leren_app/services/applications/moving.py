"""The one way an application moves: guarded by its life cycle, recorded, and told to the applicant."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.application import APPLICATION
from leren_app.domain.lifecycles.application_needs import ApplicationFacts
from leren_app.domain.roles import Actor, Role
from leren_app.models import Application, Event, User
from leren_app.services import clock
from leren_app.services.stepping import Kind, take_step
from leren_app.services.telling import Person, users


def people(session: Session, audience: Audience, application: Application) -> list[Person]:
    """Only the applicant ever hears of an application."""
    return users(session, User.id == application.profile.user_id) if audience is Audience.APPLICANTS else []


def _ids(application: Application) -> Mapping[str, UUID]:
    return {"application": application.id}


KIND = Kind(APPLICATION, people, _ids)


def move(
    session: Session,
    application: Application,
    name: str,
    *,
    actor: Actor,
    facts: ApplicationFacts,
    roles: frozenset[Role] | None = None,
    is_new: bool = False,
) -> Event:
    """Take a step; `roles` are the actor's towards this application, where they are fewer than they hold."""
    towards = actor.roles if roles is None else roles
    return take_step(session, KIND, application, name, actor=actor, roles=towards, facts=facts, is_new=is_new)


def decide(
    session: Session, application: Application, name: str, *, actor: Actor, roles: frozenset[Role], reason: str
) -> Event:
    """Place, put on the waiting list, decline or release somebody, with the reason as the applicant reads it.

    Raises TransitionError for an application that was withdrawn or decided meanwhile.
    """
    facts = ApplicationFacts(has_consent=application.profile.consented_at is not None, reason=reason)
    before = application.reason, application.decided_at
    application.reason, application.decided_at = reason, clock.now(session)
    try:
        with session.no_autoflush:
            APPLICATION.check(name, application.state, roles)
        return move(session, application, name, actor=actor, facts=facts, roles=roles)
    except Exception:
        application.reason, application.decided_at = before
        raise
