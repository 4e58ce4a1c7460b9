"""A new link to the asker's page, for who lost the old one."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.models import Contact, Event, Question
from leren_app.services import clock
from leren_app.services.telling import contact_recipient, promise_mail


def send_new_link(session: Session, reference: str, mail: str) -> bool:
    """Promise a mail with a new link if this address asked this question; at most one an hour.

    The caller must not show which it was.
    """
    found = select(Question).join(Contact, Contact.id == Question.asker_id)
    question = session.scalar(
        found.where(Question.reference == reference.upper(), func.lower(Contact.mail) == mail.lower())
    )
    if question is None or question.state is QuestionState.LAPSED:
        return False
    event = session.scalars(select(Event).where(Event.subject_id == question.id).order_by(Event.at.desc())).first()
    if event is None:
        return False
    unconfirmed = question.state is QuestionState.UNCONFIRMED
    topic = "question/confirm_reminder" if unconfirmed else "question/new_link"
    hour = int(clock.now(session).timestamp() // 3600)
    promise_mail(
        session, topic, contact_recipient(question.asker_id), event=event, ids={"question": question.id}, round_=hour
    )
    return True
