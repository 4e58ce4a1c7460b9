"""What becomes due around a project; each function looks again whether it still is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, daily, handles
from leren_app.services.projects import ending, promises, reading


@handles("project.publish")
def publish(session: Session, payload: Payload) -> None:
    """At the end of an embargo."""
    project = reading.get_by_id(session, UUID(payload["project"]))
    ending.publish_if_due(session, project, city=current_app.extensions["city"])


@handles("project.close")
def close(session: Session, payload: Payload) -> None:
    """Two weeks after the result became public or the team stopped."""
    project = reading.get_by_id(session, UUID(payload["project"]))
    ending.close_if_due(session, project, city=current_app.extensions["city"])


@daily("forget-promised")
def forget_promised(session: Session, payload: Payload) -> None:
    """Addresses of people who were told a month ago what came out."""
    promises.forget_told(session, date.fromisoformat(payload["day"]))
