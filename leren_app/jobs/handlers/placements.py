"""What becomes due around a placement; the function looks again whether it still is."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, handles
from leren_app.services.placements import expiring, reading


@handles("placement.expire")
def expire(session: Session, payload: Payload) -> None:
    """At the end of the deadline day of its edition."""
    placement = reading.get_placement(session, UUID(payload["placement"]))
    expiring.expire(session, placement, city=current_app.extensions["city"])
