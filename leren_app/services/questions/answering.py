"""The end of a question's way: telling what came out of it, and closing two weeks later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import CLOSES_AFTER
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import CLOCK, Actor
from leren_app.models import Event, Question
from leren_app.services import clock, outbox
from leren_app.services.questions.facts import after_public, facts_of
from leren_app.services.questions.moving import move
from leren_app.services.stepping import Said, must_say

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
    _promise_close(session, question, f"question.close:{event.id}", days=CLOSES_AFTER)
    return event


def close_if_due(session: Session, question: Question, *, city: City) -> None:
    """Two weeks after the answer; looks again tomorrow while a team is still at work or somebody has not heard."""
    if question.state is not QuestionState.ANSWERED:
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
