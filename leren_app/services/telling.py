"""Who hears of a step: audiences worked out to people, one promised mail for each."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience, Step
from leren_app.domain.roles import Role
from leren_app.models import Channel, Contact, Event, Following, Question, RoleGrant, User
from leren_app.services import clock, outbox

Recipient = str
"""`contact:<id>` or `user:<id>`."""


def tell_of_question(session: Session, step: Step, question: Question, event: Event) -> int:
    """Promise the mails of a step; somebody in two audiences gets the first. Gives how many were promised."""
    told: set[Recipient] = set()
    for audience, topic in step.tells:
        for recipient in _people(session, audience, question):
            if recipient not in told:
                told.add(recipient)
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


def _people(session: Session, audience: Audience, question: Question) -> list[Recipient]:
    if audience is Audience.ASKER:
        return [contact_recipient(question.asker_id)] if question.asker.channel is Channel.MAIL else []
    if audience is Audience.FOLLOWERS:
        return [contact_recipient(i) for i in _followers(session, question)]
    if audience is Audience.ASSIGNEE and question.assignee_id is not None:
        return [user_recipient(question.assignee_id)]
    if audience in {Audience.ASSIGNEE, Audience.COORDINATORS}:
        return [user_recipient(i) for i in _coordinators(session)]
    return []  # audiences of challenges and projects: a question has none until it is sliced


def _followers(session: Session, question: Question) -> list[UUID]:
    following = (
        select(Following.contact_id)
        .join(Contact)
        .where(
            Following.question_id == question.id, Following.confirmed_at.is_not(None), Contact.channel == Channel.MAIL
        )
    )
    return list(session.scalars(following.order_by(Following.id)))


def _coordinators(session: Session) -> list[UUID]:
    now = clock.now(session)
    granted = (
        select(User.id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == Role.COORDINATOR, RoleGrant.granted_from <= now, User.deactivated_at.is_(None))
        .where((RoleGrant.granted_until.is_(None)) | (RoleGrant.granted_until > now))
        .order_by(User.id)
    )
    return list(session.scalars(granted))
