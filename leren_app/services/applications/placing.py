"""The one way somebody who applied gets their place: with joining a team, by whichever page that happens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.lifecycles.application_states import LIVE
from leren_app.domain.roles import Actor, Role
from leren_app.models import Application, Profile
from leren_app.services.applications.moving import decide


def place_applicant(
    session: Session, challenge_id: UUID, user_id: UUID, *, actor: Actor, roles: frozenset[Role], reason: str
) -> Application | None:
    """Give the live application of somebody who joins a team its place, and tell them; None if they did not apply."""
    live = (
        select(Application)
        .join(Application.profile)
        .where(Application.challenge_id == challenge_id, Profile.user_id == user_id, Application.state.in_(LIVE))
        .options(joinedload(Application.profile).joinedload(Profile.user))
    )
    found = session.scalar(live)
    if found is not None:
        decide(session, found, "place", actor=actor, roles=roles, reason=reason)
    return found
