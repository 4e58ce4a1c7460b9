"""The clock of our turn: until when an asker hears from us; whoever has the question is warned before that day."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.our_turn import OUR_TURN, hear_by
from leren_app.models import Event, Question
from leren_app.services import outbox
from leren_app.services.questions.people import people
from leren_app.services.telling import promise_mail

WARN_ON = (5, 8)
"""Working days after our turn began; the last day of the promise is always one more."""

TOPIC = "question/answer_due"
_MORNING = time(9)


def warning_days(city: City) -> tuple[int, ...]:
    """On which working days the reader is warned, the last day included."""
    last = city.service.answer_working_days
    return (*(day for day in WARN_ON if day < last), last)


def keep_time(session: Session, question: Question, since: datetime, city: City, *, kept: date | None = None) -> None:
    """Set until when the asker hears from us, after a step at `since`; a new day brings warnings of its own.

    `kept` is a day that was named before this question was there: that of the one it was split from.
    """
    before = question.hear_by
    question.hear_by = hear_by(
        question.state,
        kept=before or kept,
        first_due=question.due_on if question.first_answer_at is None else None,
        since=since,
        days=city.service.answer_working_days,
        city=city,
    )
    if question.hear_by is not None and question.hear_by != before:
        _promise_warnings(session, question, question.hear_by, city)


def warn(session: Session, question: Question, working_day: int, promised: date | None) -> None:
    """One mail to whoever has the question, or to all coordinators when nobody does.

    None once the asker heard from us: then it is not our turn, or another day is promised.
    """
    is_open = question.hear_by is not None and question.hear_by == promised and question.merged_into_id is None
    began = _event_that_began(session, question) if is_open else None
    if began is None:
        return
    for recipient, _ in people(session, Audience.ASSIGNEE, question):
        promise_mail(session, TOPIC, recipient, event=began, ids={"question": question.id}, round_=working_day)


def _promise_warnings(session: Session, question: Question, promised: date, city: City) -> None:
    """Write down each warning, with the change that started the clock; a second time changes nothing."""
    for day in warning_days(city):
        left = city.service.answer_working_days - day
        on = calendar.add_working_days(promised, -left, city.closed_days) if left else promised
        at = calendar.instant_of(on, _MORNING, city.time_zone)
        key = f"question.warn:{question.id}:{promised.isoformat()}:{day}"
        day_named = promised.isoformat()
        outbox.promise(session, "question.warn", key, at=at, question=question.id, working_day=day, hear_by=day_named)


def _event_that_began(session: Session, question: Question) -> Event | None:
    """The event with which our turn began: one and the same for all its warnings, so that each is sent once."""
    came = select(Event).where(
        Event.subject == QUESTION.name,
        Event.subject_id == question.id,
        Event.to_state.in_(OUR_TURN),
        or_(Event.from_state.is_(None), Event.from_state.not_in(OUR_TURN)),
    )
    return session.scalars(came.order_by(Event.at.desc(), Event.id.desc()).limit(1)).first()
