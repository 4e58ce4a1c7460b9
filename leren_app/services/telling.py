"""Who hears of a step: audiences worked out to people, one promised mail for each."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience, Step
from leren_app.domain.roles import Role
from leren_app.models import Channel, Contact, Event, Following, Question, RoleGrant, User
from leren_app.services import clock, outbox

Recipient = str
"""`contact:<id>` or `user:<id>`."""
Person = tuple[Recipient, str]
"""Somebody who can be written to, and at which address."""


def tell_of_question(session: Session, step: Step, question: Question, event: Event) -> int:
    """Promise the mails of a step; somebody in two audiences gets the first. Gives how many were promised.

    A person is an address: who asked one question and follows another has two contacts, but one mailbox.
    """
    told: set[str] = set()
    for audience, topic in step.tells:
        for recipient, mail in _people(session, audience, question):
            if mail.lower() not in told:
                told.add(mail.lower())
                promise_mail(session, topic, recipient, question=question, event=event)
    return len(told)


def promise_mail(
    session: Session, topic: str, recipient: Recipient, *, question: Question, event: Event, round_: int = 0
) -> None:
    """Promise one mail about a question; a second promise of the same topic, event, person and round is void."""
    outbox.promise(
        session,
        "mail",
        f"mail:{event.id}:{topic}:{round_}:{recipient}",
        topic=topic,
        recipient=recipient,
        question=question.id,
        event=event.id,
    )


def contact_recipient(contact_id: UUID) -> Recipient:
    """How a person without an account is named in promised work."""
    return f"contact:{contact_id}"


def user_recipient(user_id: UUID) -> Recipient:
    """How a person with an account is named in promised work."""
    return f"user:{user_id}"


def _people(session: Session, audience: Audience, question: Question) -> list[Person]:
    if audience is Audience.ASKER:
        return _written_to(session, Contact.id == question.asker_id)
    if audience is Audience.FOLLOWERS:
        return _followers(session, question)
    if audience is Audience.ASSIGNEE:
        # Who left or handed in the role reads no questions any more: then it is everybody's.
        return _coordinators(session, question.assignee_id) or _coordinators(session)
    if audience is Audience.COORDINATORS:
        return _coordinators(session)
    return []  # audiences of challenges and projects: a question has none until it is sliced


def _written_to(session: Session, which: ColumnElement[bool]) -> list[Person]:
    found = select(Contact.id, Contact.mail).where(which, Contact.channel == Channel.MAIL).order_by(Contact.id)
    return [(contact_recipient(row.id), row.mail) for row in session.execute(found) if row.mail is not None]


def _followers(session: Session, question: Question) -> list[Person]:
    following = select(Following.contact_id).where(
        Following.question_id == question.id, Following.confirmed_at.is_not(None)
    )
    return _written_to(session, Contact.id.in_(following))


def _coordinators(session: Session, only: UUID | None = None) -> list[Person]:
    now = clock.now(session)
    granted = (
        select(User.id, User.mail)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == Role.COORDINATOR, RoleGrant.granted_from <= now, User.deactivated_at.is_(None))
        .where((RoleGrant.granted_until.is_(None)) | (RoleGrant.granted_until > now))
        .order_by(User.id)
    )
    if only is not None:
        granted = granted.where(User.id == only)
    return [(user_recipient(row.id), row.mail) for row in session.execute(granted)]
