"""Who hears of a step: audiences worked out to people, one promised mail for each.

Somebody without mail is promised one as well: when its time comes, the job makes a call or a letter of it, as a task.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience, Step
from leren_app.domain.roles import Role
from leren_app.models import Channel, Contact, Event, RoleGrant, User
from leren_app.services import clock, outbox

Recipient = str
"""`contact:<id>` or `user:<id>`."""
Person = tuple[Recipient, str]
"""Somebody who can be told, and at which address; who has no mail is their own address."""


def tell(
    session: Session, step: Step, event: Event, people: Callable[[Audience], list[Person]], ids: Mapping[str, UUID]
) -> int:
    """Promise the mails of a step; somebody in two audiences gets the first. Gives how many were promised.

    A person is an address: who asked one question and follows another has two contacts, but one mailbox.
    """
    return len(tell_people(session, [(topic, people(audience)) for audience, topic in step.tells], event, ids))


def tell_people(
    session: Session,
    by_topic: Iterable[tuple[str, Iterable[Person]]],
    event: Event,
    ids: Mapping[str, UUID],
    but: Collection[str] = (),
) -> set[str]:
    """Promise each person the mail of the first topic they stand under; gives who that were, `but` included."""
    told = set(but)
    for topic, people in by_topic:
        for recipient, mail in people:
            if mail.lower() not in told:
                told.add(mail.lower())
                promise_mail(session, topic, recipient, event=event, ids=ids)
    return told


def promise_mail(
    session: Session, topic: str, recipient: Recipient, *, event: Event, ids: Mapping[str, UUID], round_: int = 0
) -> None:
    """Promise one mail; `ids` name what it is about: {"question": …} or {"placement": …}.

    A second promise of the same topic, event, person and round is void.
    """
    key = f"mail:{event.id}:{topic}:{round_}:{recipient}"
    named: dict[str, Any] = dict(ids)
    outbox.promise(session, "mail", key, topic=topic, recipient=recipient, event=event.id, **named)


def contact_recipient(contact_id: UUID) -> Recipient:
    """How a person without an account is named in promised work."""
    return f"contact:{contact_id}"


def user_recipient(user_id: UUID) -> Recipient:
    """How a person with an account is named in promised work."""
    return f"user:{user_id}"


def contacts(session: Session, which: ColumnElement[bool]) -> list[Person]:
    """People without an account who are written to by mail."""
    found = select(Contact.id, Contact.mail).where(which, Contact.channel == Channel.MAIL).order_by(Contact.id)
    return [(contact_recipient(row.id), row.mail) for row in session.execute(found) if row.mail is not None]


def contact(session: Session, contact_id: UUID | None) -> list[Person]:
    """An asker or client, however they hear from us; nobody for who was erased."""
    found = session.get(Contact, contact_id) if contact_id else None
    if found is None or found.erased_at is not None:
        return []
    who = contact_recipient(found.id)
    return [(who, found.mail if found.channel is Channel.MAIL and found.mail else who)]


def users(session: Session, which: ColumnElement[bool]) -> list[Person]:
    """People with an account that is in use."""
    found = select(User.id, User.mail).where(which, User.deactivated_at.is_(None)).order_by(User.id)
    return [(user_recipient(row.id), row.mail) for row in session.execute(found)]


def coordinators(session: Session, only: UUID | None = None) -> list[Person]:
    """Everybody who coordinates now, or that one person if they still do."""
    now = clock.now(session)
    granted = select(RoleGrant.user_id).where(
        RoleGrant.role == Role.COORDINATOR,
        RoleGrant.granted_from <= now,
        (RoleGrant.granted_until.is_(None)) | (RoleGrant.granted_until > now),
    )
    which = User.id.in_(granted)
    return users(session, which if only is None else which & (User.id == only))
