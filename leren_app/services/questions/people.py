"""Who hears of a question: its asker, its followers, and whoever of us has it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import LIVE
from leren_app.models import Challenge, Channel, Contact, Following, Question
from leren_app.services.stepping import Kind
from leren_app.services.telling import Person, contact, contacts, coordinators


def people(session: Session, audience: Audience, question: Question) -> list[Person]:
    """The people of an audience, as far as a question has it."""
    if audience is Audience.ASKER:
        return contact(session, question.asker_id)
    if audience is Audience.FOLLOWERS:
        return followers(session, question)
    if audience is Audience.FOLLOWERS_HERE:
        return [] if question.merged_into_id else followers(session, question)
    if audience is Audience.ASSIGNEE:
        # Who left or handed in the role reads no questions any more: then it is everybody's.
        return coordinators(session, question.assignee_id) or coordinators(session)
    if audience is Audience.COORDINATORS:
        return coordinators(session)
    if audience is Audience.CLIENT:
        return clients(session, question)
    return []  # audiences of challenges and projects


def clients(session: Session, question: Question) -> list[Person]:
    """The client contacts of its challenges that education can still take."""
    live = (ChallengeState.OPEN, ChallengeState.PAUSED)
    named = select(Challenge.client_id).where(Challenge.question_id == question.id, Challenge.state.in_(live))
    return contacts(session, Contact.id.in_(named))


def followers(session: Session, question: Question) -> list[Person]:
    """Who follows it and proved their address; and who asked what was merged into it and has no mail to follow with.

    They were told that they hear how it goes on: they are called, or get a letter.
    """
    following = select(Following.contact_id).where(
        Following.question_id == question.id, Following.confirmed_at.is_not(None)
    )
    return [*contacts(session, Contact.id.in_(following)), *_askers_without_mail(session, question)]


def _askers_without_mail(session: Session, question: Question) -> list[Person]:
    inside = (Question.merged_into_id == question.id, Question.state.in_(LIVE), Contact.channel != Channel.MAIL)
    asked = select(Contact.id).join(Question, Question.asker_id == Contact.id).where(*inside).order_by(Contact.id)
    return [person for contact_id in session.scalars(asked) for person in contact(session, contact_id)]


def _ids(question: Question) -> Mapping[str, UUID]:
    """The question, and the one it lives in, if it was merged."""
    ids = {"question": question.id}
    return {**ids, "other": question.merged_into_id} if question.merged_into_id else ids


KIND = Kind(QUESTION, people, _ids)
