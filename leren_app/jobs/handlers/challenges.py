"""What becomes due around a challenge; the function looks again whether it still is."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, handles
from leren_app.services.challenges import reading, steps


@handles("challenge.resume")
def resume(session: Session, payload: Payload) -> None:
    """On the day on which its pause ends."""
    challenge = reading.get_by_id(session, UUID(payload["challenge"]))
    steps.resume_when_due(session, challenge, city=current_app.extensions["city"])


@handles("challenge.close")
def close(session: Session, payload: Payload) -> None:
    """After the last day on which a course can plan it."""
    challenge = reading.get_by_id(session, UUID(payload["challenge"]))
    steps.close_when_past(session, challenge, city=current_app.extensions["city"])
