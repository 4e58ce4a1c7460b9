"""A request that nobody answered ends with the deadline day of the edition, in the time of the city."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import CLOCK
from leren_app.models import Placement
from leren_app.services import clock, outbox
from leren_app.services.placements.moving import move

WAITS = (PlacementState.PROPOSED, PlacementState.REQUESTED)


def promise_expiry(session: Session, placement: Placement, city: City) -> None:
    """Promise to look at the end of the deadline day; once for each day."""
    day = placement.run.planning_deadline
    key = f"placement.expire:{placement.id}:{day.isoformat()}"
    at = calendar.end_of_day_utc(day, city.time_zone)
    outbox.promise(session, "placement.expire", key, at=at, placement=placement.id)


def expire(session: Session, placement: Placement, *, city: City) -> None:
    """Let it go if it still waits and its deadline day is over; nothing otherwise, as when the deadline moved."""
    ends_at = calendar.end_of_day_utc(placement.run.planning_deadline, city.time_zone)
    if placement.state in WAITS and clock.now(session) >= ends_at:
        move(session, placement, "expire", actor=CLOCK, city=city)
