"""What an asker may say at any time: something more, that it did not help, that the question is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.errors import FieldError, NotAllowedError, TransitionError
from leren_app.domain.lifecycles.question_states import LIVE, QuestionState
from leren_app.domain.roles import VISITOR, Actor, Role
from leren_app.models import Channel, Event, EventNote, NoteAudience, Question, Task, TaskKind, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import answering, asking, handling, speaking
from tests.makers import actor, asker, make_follower, make_question, make_user, the_city
from tests.post import mailbox, promised

MORE = "KANARIE Er is ook een school bij betrokken."


def answered(session: Session, *, closed: bool = False) -> Question:
    """A question that was answered just now, or closed just now."""
    question = make_question(session, "publish")
    question.state = QuestionState.CLOSED if closed else QuestionState.ANSWERED
    question.answered_at = clock.now(session)
    question.closed_at = clock.now(session) if closed else None
    session.flush()
    return question


def list_tasks(session: Session) -> list[Task]:
    return list(session.scalars(select(Task).order_by(Task.created_at)))


# ---- adding ----


@pytest.mark.parametrize("until", ["submit", "confirm", "take", "ask_more", "put_before", "agree", "publish"])
def test_something_is_added_beside_the_state_in_every_live_state(session: Session, until: str) -> None:
    question = make_question(session, until)
    before = question.state

    event = speaking.add(session, question, MORE, actor=asker(question))

    assert question.state is before
    assert (event.step, event.from_state, event.to_state, event.role) == ("add", None, None, Role.ASKER)
    assert [(n.text, n.audience) for n in event.notes] == [(MORE, NoteAudience.ASKER)]


@pytest.mark.parametrize("state", sorted(set(QuestionState) - LIVE))
def test_nothing_is_added_to_a_question_that_has_ended(session: Session, state: QuestionState) -> None:
    question = make_question(session, "publish")
    question.state, question.ended_because = state, "report"

    with pytest.raises(TransitionError):
        speaking.add(session, question, MORE, actor=asker(question))


def test_only_the_asker_adds_and_only_words(session: Session) -> None:
    question, other = make_question(session, "take"), make_question(session, "take")

    for who in (VISITOR, asker(other), actor(make_user(session, Role.COORDINATOR))):
        with pytest.raises(NotAllowedError):
            speaking.add(session, question, MORE, actor=who)
    with pytest.raises(FieldError):
        speaking.add(session, question, " \n", actor=asker(question))
    assert session.scalars(select(Event).where(Event.step == "add")).all() == []


def test_whoever_has_the_question_gets_one_mail_an_hour_and_the_words_are_not_in_it(
    app: Flask, session: Session
) -> None:
    coordinator = make_user(session, Role.COORDINATOR)
    question = make_question(session, "take", coordinator)
    first = speaking.add(session, question, MORE, actor=asker(question))
    second = speaking.add(session, question, "En nog iets.", actor=asker(question))
    clock.move(session, timedelta(hours=2))
    third = speaking.add(session, question, "En dit.", actor=asker(question))

    told = [("question/added", coordinator.mail)]
    assert [promised(session, event) for event in (first, second, third)] == [told, [], told]
    session.commit()
    app.extensions["leren.run_due"]()
    assert not [mail for mail in mailbox(session) if "KANARIE" in mail.body]


# ---- it did not help ----


@pytest.mark.parametrize("closed", [False, True])
def test_what_did_not_help_comes_back_with_a_task_for_whoever_had_it(session: Session, closed: bool) -> None:
    question = answered(session, closed=closed)

    event = answering.not_helped(
        session, question, "Het ging over iets anders.", actor=asker(question), city=the_city()
    )

    assert (question.state, question.closed_at) == (QuestionState.INTAKE, None)
    (task,) = list_tasks(session)
    assert (task.kind, task.owner_id, task.question_id) == (TaskKind.NOT_HELPED, question.assignee_id, question.id)
    assert task.due_on == calendar.due_on(event.at, the_city().service.answer_working_days, the_city())
    assert {topic for topic, _ in promised(session, event)} == {"question/asked_again", "question/not_helped"}


def test_it_can_be_said_until_two_weeks_after_closing(session: Session) -> None:
    soon, late = answered(session, closed=True), answered(session, closed=True)
    clock.move(session, timedelta(days=13, hours=23))
    answering.not_helped(session, soon, "Nee.", actor=asker(soon), city=the_city())
    clock.move(session, timedelta(hours=2))

    with pytest.raises(TransitionError):
        answering.not_helped(session, late, "Nee.", actor=asker(late), city=the_city())

    assert late.state is QuestionState.CLOSED


def test_it_needs_words_and_the_asker(session: Session) -> None:
    question = answered(session)

    with pytest.raises(FieldError):
        answering.not_helped(session, question, " ", actor=asker(question), city=the_city())
    with pytest.raises(NotAllowedError):
        answering.not_helped(session, question, "Nee.", actor=VISITOR, city=the_city())
    assert list_tasks(session) == []


def test_a_question_that_was_reopened_once_can_be_unhelpful_again(session: Session) -> None:
    question = answered(session, closed=True)
    clock.move(session, timedelta(days=60))
    who = actor(make_user(session, Role.COORDINATOR))
    handling.reopen(session, question, "Toch van belang.", actor=who, city=the_city())
    question.state, question.answered_at = QuestionState.ANSWERED, clock.now(session)

    answering.not_helped(session, question, "Weer niet.", actor=asker(question), city=the_city())

    assert question.state is QuestionState.INTAKE


# ---- not my question ----


@pytest.mark.parametrize("until", ["submit", "confirm", "take", "ask_more", "put_before"])
def test_who_got_anothers_mail_is_forgotten_and_hears_nothing_more(app: Flask, session: Session, until: str) -> None:
    question = make_question(session, until)
    who = asker(question)
    links = [
        tokens.issue(session, purpose, contact=question.asker, question=question)
        for purpose in (TokenPurpose.CONFIRM, TokenPurpose.ASKER_PAGE)
    ]

    speaking.not_mine(session, question, actor=who, city=the_city())
    mails = str(question.asker.mail)
    session.commit()
    app.extensions["leren.run_due"]()

    session.refresh(question)
    assert question.state is QuestionState.WITHDRAWN
    assert (mails, question.asker.name, question.asker.erased_at is not None) == ("None", "", True)
    assert [tokens.find_live(session, link) for link in links] == [None, None]
    assert not [mail for mail in mailbox(session) if mail.recipient.startswith("asker")]


def test_somebody_looks_whose_it_is_where_it_had_arrived_and_nobody_where_it_had_not(session: Session) -> None:
    never, taken = make_question(session, "submit"), make_question(session, "take")

    for question in (never, taken):
        speaking.not_mine(session, question, actor=asker(question), city=the_city())

    (task,) = list_tasks(session)
    assert (task.question_id, task.topic, task.owner_id) == (taken.id, "question/not_mine", taken.assignee_id)


def test_a_number_that_was_given_at_the_desk_stays_as_it_is_the_askers(session: Session) -> None:
    question = make_question(session, "take")
    question.asker.phone = "06 12345678"
    session.flush()

    speaking.not_mine(session, question, actor=asker(question), city=the_city())

    assert (question.asker.mail, question.asker.channel, question.asker.erased_at) == (None, Channel.PHONE, None)
    assert question.asker.name


@pytest.mark.parametrize("until", ["agree", "publish"])
def test_who_said_yes_before_cannot_say_that_it_is_anothers(session: Session, until: str) -> None:
    question = make_question(session, until)

    with pytest.raises(TransitionError):
        speaking.not_mine(session, question, actor=asker(question), city=the_city())

    assert question.asker.mail is not None


def test_followers_and_strangers_cannot_take_a_question_from_its_asker(session: Session) -> None:
    question = make_question(session, "take")
    follower = make_follower(session, question)

    for who in (VISITOR, Actor(contact_id=follower.id), actor(make_user(session, Role.COORDINATOR))):
        with pytest.raises(NotAllowedError):
            speaking.not_mine(session, question, actor=who, city=the_city())

    assert question.asker.mail is not None


def test_a_withdrawn_question_of_a_mistyped_address_can_be_taken_up_by_a_coordinator(session: Session) -> None:
    question = make_question(session, "take")
    speaking.not_mine(session, question, actor=asker(question), city=the_city())

    handling.reopen(session, question, "Gebeld.", actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())

    assert question.state is QuestionState.INTAKE
    assert session.scalars(select(EventNote).where(EventNote.text == "Gebeld.")).one()


def test_confirming_after_it_was_anothers_is_refused(session: Session) -> None:
    question = make_question(session, "submit")
    speaking.not_mine(session, question, actor=asker(question), city=the_city())

    with pytest.raises(TransitionError):
        asking.confirm(session, question, actor=asker(question), city=the_city())
