"""What fits somebody, worked out anew after they changed their profile."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, handles
from leren_app.services.profiles import suggesting


@handles("suggestions.refresh_person")
def refresh_person(session: Session, payload: Payload) -> None:
    """Soon after a profile was saved; until then the page looks itself."""
    suggesting.refresh_person(session, UUID(payload["user"]), current_app.extensions["city"])
