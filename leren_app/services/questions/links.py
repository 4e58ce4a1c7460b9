"""A new link to the asker's page, for who lost the old one."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.models import Contact, Event, Question
from leren_app.services import clock, outbox
from leren_app.services.folding import is_same
from leren_app.services.telling import contact_recipient, promise_mail

TOPIC = "question/new_link"


def send_new_link(session: Session, reference: str, mail: str) -> bool:
    """Promise a mail with a new link if this address asked this question; at most one an hour.

    The caller must not show which it was, and time does not tell: for another address the promise goes to a person who
    does not exist, and the job finds nobody. References are public, so who asked what could be tried out otherwise.
    """
    found = session.execute(
        select(Question.id, Question.state, Question.asker_id, Event)
        .join(Contact, Contact.id == Question.asker_id)
        .join(Event, and_(Event.subject == QUESTION.name, Event.subject_id == Question.id))
        .where(
            Question.reference == reference.upper(),
            is_same(Contact.mail, mail),
            Question.state != QuestionState.LAPSED,
        )
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(1)
    ).first()
    if found is None:
        nobody = contact_recipient(uuid4())
        outbox.promise(session, "mail", f"mail:{TOPIC}:{uuid4()}", topic=TOPIC, recipient=nobody)
        return False
    question_id, state, asker_id, event = found
    topic = "question/confirm_reminder" if state is QuestionState.UNCONFIRMED else TOPIC
    hour = int(clock.now(session).timestamp() // 3600)
    ids = {"question": question_id}
    promise_mail(session, topic, contact_recipient(asker_id), event=event, ids=ids, round_=hour)
    return True
