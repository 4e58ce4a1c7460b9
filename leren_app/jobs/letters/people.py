"""Who a mail goes to: promised work names people by id, and their address is looked up when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.models import Channel, Contact, User


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be written to; `person` is the account or the contact."""

    key: str
    mail: str
    name: str
    language: str
    person: User | Contact


def find_recipient(session: Session, key: str) -> Recipient | None:
    """Who `user:<id>` or `contact:<id>` is; None for people who are gone, erased, or not written to by mail."""
    kind, _, raw = key.partition(":")
    if kind == "user":
        user = session.get(User, UUID(raw))
        if user is None or user.deactivated_at is not None:
            return None
        return Recipient(key, user.mail, user.name, user.language, user)
    contact = session.get(Contact, UUID(raw))
    if contact is None or contact.mail is None or contact.channel is not Channel.MAIL:
        return None
    return Recipient(key, contact.mail, contact.name, contact.language, contact)


def find_without_mail(session: Session, key: str) -> Contact | None:
    """The person behind `contact:<id>` who wants to be called or to get a letter; None for everybody else."""
    kind, _, raw = key.partition(":")
    contact = session.get(Contact, UUID(raw)) if kind == "contact" else None
    if contact is None or contact.erased_at is not None or contact.channel is Channel.MAIL:
        return None
    return contact
