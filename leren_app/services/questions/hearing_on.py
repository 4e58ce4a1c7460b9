"""Hearing of a question because one's own was merged into it: people are carried over, taken back, or leave.

Rows of their own (`merged`), so that taking apart deletes those and nothing else (docs/adr/0016).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from leren_app.models import Contact, Following, FollowingSource, Question
from leren_app.services import clock
from leren_app.services.folding import is_same


def carry_over(session: Session, source: Question, target: Question, *, only: Contact | None = None) -> None:
    """The asker and the followers of a merged question hear of the other one from now on; an address hears once.

    `only` is somebody who came later: who stopped meanwhile is not brought back.
    """
    known = {mail.lower() for mail in session.scalars(_mails_of(target)) if mail}
    for contact in [only] if only else session.scalars(_people_of(source)):
        mail = (contact.mail or "").lower()
        if mail and mail not in known:
            known.add(mail)
            session.add(
                Following(
                    contact_id=contact.id,
                    question_id=target.id,
                    source=FollowingSource.MERGED,
                    confirmed_at=clock.now(session),
                )
            )
    session.flush()


def take_back(session: Session, source: Question, target: Question) -> None:
    """Those who heard of the other question only because of this one hear of it no more."""
    people = _people_of(source).with_only_columns(Contact.id)
    carried = select(Following).where(
        Following.question_id == target.id,
        Following.source == FollowingSource.MERGED,
        Following.contact_id.in_(people),
    )
    for following in session.scalars(carried):
        session.delete(following)
    session.flush()


def leave(session: Session, source: Question) -> None:
    """The asker of a merged question goes, and hears of the other one no more; its followers stay there.

    A person is an address: who said "also mine" to the other one with the same address goes as well.
    """
    asker = session.get_one(Contact, source.asker_id)
    same = select(Contact.id).where(is_same(Contact.mail, asker.mail or ""))
    going = select(Following).where(
        Following.question_id == source.merged_into_id,
        or_(Following.contact_id == asker.id, Following.contact_id.in_(same)),
    )
    people = set()
    for following in session.scalars(going):
        people.add(following.contact_id)
        session.delete(following)
    session.flush()
    for contact_id in people:
        forget(session, contact_id)


def forget(session: Session, contact_id: UUID) -> None:
    """Delete somebody who only followed, and follows nothing any more."""
    asked = select(Question.id).where(Question.asker_id == contact_id).limit(1)
    follows = select(Following.id).where(Following.contact_id == contact_id).limit(1)
    if session.scalar(asked) is None and session.scalar(follows) is None:
        contact = session.get(Contact, contact_id)
        if contact is not None and contact.organisation_id is None:
            session.delete(contact)
            session.flush()


def _people_of(question: Question) -> Select[Contact]:
    following = select(Following.contact_id).where(
        Following.question_id == question.id, Following.confirmed_at.is_not(None)
    )
    return select(Contact).where(or_(Contact.id == question.asker_id, Contact.id.in_(following))).order_by(Contact.id)


def _mails_of(question: Question) -> Select[str | None]:
    return _people_of(question).with_only_columns(Contact.mail)
