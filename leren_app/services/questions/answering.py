"""The end of a question's way: telling what came out of it, closing two weeks later, or hearing it did not help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import CLOSES_AFTER
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import CLOCK, Actor
from leren_app.models import Event, Question, TaskKind
from leren_app.services import clock, outbox
from leren_app.services.challenges.moving import promise_refresh_of
from leren_app.services.questions.facts import after_public, facts_of
from leren_app.services.questions.moving import move
from leren_app.services.stepping import Said, must_say
from leren_app.services.tasks import promise_task

A_DAY = timedelta(days=1)


def answer(
    session: Session,
    question: Question,
    text: str,
    *,
    advice: str = "",
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Tell the asker and the followers what came out; without a public result only with advice, after a real try.

    Raises FieldError without words, TransitionError as the life cycle says.
    """
    must_say("text", text)
    question.answered_at = clock.now(session)
    event = move(
        session,
        question,
        "answer",
        actor=actor,
        city=city,
        said=(Said(text), Said(advice)),
        reason=text,
        given={"advice": advice},
        seen_version=seen_version,
    )
    promise_close(session, question, event)
    return event


def not_helped(session: Session, question: Question, reason: str, *, actor: Actor, city: City) -> Event:
    """The asker says that the answer did not help, and why: back to whoever had it, with a task to come back to it.

    Raises FieldError without words, TransitionError when it is too long ago.
    """
    must_say("text", reason)
    event = move(session, question, "not_helped", actor=actor, city=city, said=(Said(reason),), reason=reason)
    question.closed_at = None
    promise_refresh_of(session, question)
    promise_task(
        session,
        TaskKind.NOT_HELPED,
        f"not_helped:{event.id}",
        due_on=calendar.due_on(event.at, city.service.answer_working_days, city),
        question=question,
        topic="question/not_helped",
        text=reason,
        owner_id=question.assignee_id,
    )
    return event


def promise_close(session: Session, question: Question, event: Event) -> None:
    """Promise to close an answered question two weeks after an event."""
    _promise_close(session, question, f"question.close:{event.id}", days=CLOSES_AFTER)


def close_if_due(session: Session, question: Question, *, city: City) -> None:
    """Two weeks after the answer; looks again tomorrow while a team is still at work or somebody has not heard.

    A merged question keeps its state: it closes after it was taken apart again.
    """
    if question.state is not QuestionState.ANSWERED or question.merged_into_id is not None:
        return
    now = clock.now(session)
    facts = replace(facts_of(question, now, city), **after_public(session, question))
    if QUESTION.missing(QUESTION.step("close"), facts):
        tomorrow = (now + A_DAY).date().isoformat()
        _promise_close(session, question, f"question.close:{question.id}:{tomorrow}", days=A_DAY)
        return
    move(session, question, "close", actor=CLOCK, city=city)
    question.closed_at = now
    session.flush()


def _promise_close(session: Session, question: Question, key: str, *, days: timedelta) -> None:
    outbox.promise(session, "question.close", key, at=clock.now(session) + days, question=question.id)
