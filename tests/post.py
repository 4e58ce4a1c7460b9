"""What is promised and what lies in the demo's mailbox, by topic and address."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Contact, DevMail, Event, Outbox, User


def promised(session: Session, event: Event | None = None) -> list[tuple[str, str]]:
    """(topic, address) of every promised mail, or of those about one event; sorted."""
    rows = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    wanted = [r.payload for r in rows if event is None or r.payload.get("event") == str(event.id)]
    return sorted((str(p["topic"]), address(session, str(p["recipient"]))) for p in wanted)


def address(session: Session, recipient: str) -> str:
    """The mail address behind `contact:<id>` or `user:<id>`; "nobody" for a person who does not exist."""
    kind, _, key = recipient.partition(":")
    person = session.get(User, UUID(key)) if kind == "user" else session.get(Contact, UUID(key))
    return "nobody" if person is None else str(person.mail)


def mailbox(session: Session) -> list[DevMail]:
    """Everything that was delivered, in no order that means anything."""
    session.rollback()
    return list(session.scalars(select(DevMail)))
