"""The clock of the promised answer: whoever has the question is warned halfway, near the end and on the last day."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.models import Event, Question
from leren_app.services import outbox
from leren_app.services.questions.people import people
from leren_app.services.questions.queue import IN_WORK
from leren_app.services.telling import promise_mail

WARN_ON = (5, 8)
"""Working days after the question came in; the last day of the promise is always one more."""

TOPIC = "question/answer_due"
_MORNING = time(9)


def warning_days(city: City) -> tuple[int, ...]:
    """On which working days the reader is warned, the last day included."""
    last = city.service.answer_working_days
    return (*(day for day in WARN_ON if day < last), last)


def promise_warnings(session: Session, question: Question, city: City) -> None:
    """Write down each warning, with the change that started the clock; a second time changes nothing."""
    if question.due_on is None:
        return
    for day in warning_days(city):
        left = city.service.answer_working_days - day
        on = calendar.add_working_days(question.due_on, -left, city.closed_days) if left else question.due_on
        at = calendar.instant_of(on, _MORNING, city.time_zone)
        key = f"question.warn:{question.id}:{day}"
        outbox.promise(session, "question.warn", key, at=at, question=question.id, working_day=day)


def warn(session: Session, question: Question, working_day: int) -> None:
    """One mail to whoever has the question, or to all coordinators when nobody does; none once it has an answer."""
    is_open = question.state in IN_WORK and question.first_answer_at is None and question.merged_into_id is None
    began = _event_that_began(session, question) if is_open else None
    if began is None:
        return
    for recipient, _ in people(session, Audience.ASSIGNEE, question):
        promise_mail(session, TOPIC, recipient, event=began, ids={"question": question.id}, round_=working_day)


def _event_that_began(session: Session, question: Question) -> Event | None:
    """The first event: one and the same for all warnings of a question, so that each is sent once."""
    events = select(Event).where(Event.subject == QUESTION.name, Event.subject_id == question.id)
    return session.scalars(events.order_by(Event.at, Event.id).limit(1)).first()
