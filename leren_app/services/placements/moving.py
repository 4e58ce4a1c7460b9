"""The one way a placement moves: guarded by the life cycle, recorded as an event, told to whom it concerns."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.roles import Actor
from leren_app.models import Event, NoteAudience, Placement
from leren_app.services.placements.facts import facts_of
from leren_app.services.placements.people import kind_for, roles_towards
from leren_app.services.stepping import Said, must_have_seen, take_step
from leren_app.services.suggestions.refreshing import refresh_run_after

ASKS = frozenset({"propose", "request"})
"""Steps for which places and hours must be left."""
CHANGES_ROOM = frozenset({"accept", "cancel"})
"""Steps after which the edition has fewer or more places, so that other challenges fit."""


def move(
    session: Session,
    placement: Placement,
    name: str,
    *,
    actor: Actor,
    city: City,
    reason: str = "",
    note: str = "",
    override: str = "",
    seen_version: int | None = None,
    is_new: bool = False,
) -> Event:
    """Take a step of the life cycle; a typed reason is for both parties, note and override stay with coordinators.

    `seen_version` is the row version the actor looked at. Raises StaleError when somebody else changed the placement
    meanwhile, NotAllowedError and TransitionError as the life cycle says.
    """
    must_have_seen(placement, seen_version)
    roles = roles_towards(actor, placement)
    with session.no_autoflush:  # a new one is looked at by the guards before the database has it
        asks = name in ASKS
        facts = facts_of(session, placement, city, roles, reason=reason, note=note, override=override, counts_room=asks)
    said = (
        Said(reason, NoteAudience.PARTIES),
        Said(note, NoteAudience.INTERNAL),
        Said(override, NoteAudience.INTERNAL),
    )
    event = take_step(
        session, kind_for(roles), placement, name, actor=actor, roles=roles, facts=facts, said=said, is_new=is_new
    )
    if name in CHANGES_ROOM:
        refresh_run_after(session, placement.run, event)
    return event
