"""Suggestions are worked out after a change, never while somebody waits for a page."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, handles
from leren_app.services.suggestions import finding


@handles("suggestions.refresh")
def refresh(session: Session, payload: Payload) -> None:
    """For one edition, one challenge, or for all."""
    city = current_app.extensions["city"]
    if "run" in payload:
        finding.refresh_run(session, UUID(payload["run"]), city=city)
    elif "challenge" in payload:
        finding.refresh_challenge(session, UUID(payload["challenge"]), city=city)
    else:
        finding.refresh_all(session, city=city)
