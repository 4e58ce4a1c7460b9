"""What becomes due around a question; each function looks again whether it still is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, handles
from leren_app.models import Event
from leren_app.services.questions import answering, asking, clinic, following, reading, warning


@handles("question.remind_to_confirm")
def remind_to_confirm(session: Session, payload: Payload) -> None:
    """Three days after asking."""
    asking.remind_to_confirm(session, reading.get_by_id(session, UUID(payload["question"])))


@handles("question.lapse")
def lapse(session: Session, payload: Payload) -> None:
    """Thirty days after asking."""
    question = reading.get_by_id(session, UUID(payload["question"]))
    asking.lapse(session, question, city=current_app.extensions["city"])


@handles("question.remind_asker")
def remind_asker(session: Session, payload: Payload) -> None:
    """Some working days after we asked the asker something."""
    question = reading.get_by_id(session, UUID(payload["question"]))
    clinic.remind_asker(session, question, session.get_one(Event, UUID(payload["event"])))


@handles("question.close")
def close(session: Session, payload: Payload) -> None:
    """Two weeks after the answer."""
    question = reading.get_by_id(session, UUID(payload["question"]))
    answering.close_if_due(session, question, city=current_app.extensions["city"])


@handles("question.warn")
def warn(session: Session, payload: Payload) -> None:
    """On working days 5, 8 and the last one of the promise; rows of an older installation do not say which promise."""
    question = reading.get_by_id(session, UUID(payload["question"]))
    promised = date.fromisoformat(payload["hear_by"]) if "hear_by" in payload else question.due_on
    warning.warn(session, question, int(payload["working_day"]), promised)


@handles("question.drop_following")
def drop_following(session: Session, payload: Payload) -> None:
    """Thirty days after somebody said: also mine."""
    following.drop_unconfirmed(session, UUID(payload["following"]))
