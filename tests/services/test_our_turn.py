"""The day on which an asker hears from us: kept with each step, watched after the first answer as before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.our_turn import OUR_TURN
from leren_app.domain.roles import Role
from leren_app.models import Question, User
from leren_app.services import clock
from leren_app.services.questions import clinic, handling, splitting, warning
from tests.later import let_pass
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.post import mailbox
from tests.services.test_answer_in_time import warned


@pytest.fixture
def noor(session: Session) -> User:
    return make_user(session, Role.COORDINATOR, name="Noor Bakker")


def ten_days_from_now(session: Session) -> date:
    return calendar.due_on(clock.now(session), the_city().service.answer_working_days, the_city())


def answered_by_asker(session: Session, noor: User, days: int = 3) -> Question:
    """We asked something, and some days later it is our turn again."""
    question = make_question(session, "ask_more", noor)
    clock.move(session, timedelta(days=days))
    handling.reply(session, question, "In de Mors.", actor=asker(question), city=the_city())
    session.commit()
    return question


def test_a_day_is_named_exactly_where_it_is_our_turn(session: Session, noor: User) -> None:
    for until in ("submit", "confirm", "take", "ask_more", "put_before", "agree", "publish"):
        question = make_question(session, until, noor)

        assert (question.hear_by is not None) == (question.state in OUR_TURN), until


def test_until_the_first_answer_it_is_the_day_that_was_promised(session: Session, noor: User) -> None:
    question = make_question(session, "confirm")
    clock.move(session, timedelta(days=4))
    handling.take(session, question, actor=actor(noor), city=the_city())

    assert question.hear_by == question.due_on


def test_taking_it_on_too_late_leaves_it_late(session: Session, noor: User) -> None:
    question = make_question(session, "confirm")
    clock.move(session, timedelta(days=40))
    handling.take(session, question, actor=actor(noor), city=the_city())

    assert question.hear_by == question.due_on


def test_when_the_asker_answered_it_is_ten_working_days_later(session: Session, noor: User) -> None:
    question = answered_by_asker(session, noor)

    assert question.hear_by == ten_days_from_now(session)
    assert question.hear_by != question.due_on


def test_a_day_that_was_named_stays_while_it_is_our_turn(session: Session, noor: User) -> None:
    question = answered_by_asker(session, noor)
    named = question.hear_by
    clock.move(session, timedelta(days=2))
    handling.assign(session, question, make_user(session, Role.COORDINATOR), actor=actor(noor))
    clinic.save_version(session, question, WRITTEN, actor=actor(noor))

    assert question.hear_by == named


def test_what_comes_back_after_its_promise_ended_is_not_late_at_once(session: Session, noor: User) -> None:
    question = make_question(session, "take", noor)
    handling.withdraw(session, question, "Niet meer nodig", actor=asker(question), city=the_city())
    assert question.hear_by is None
    clock.move(session, timedelta(days=90))

    handling.reopen(session, question, "Toch weer", actor=actor(noor), city=the_city())

    assert question.hear_by == ten_days_from_now(session)


def test_whoever_has_it_is_warned_of_the_later_day_too(app: Flask, session: Session, noor: User) -> None:
    question = answered_by_asker(session, noor)
    assert question.hear_by is not None
    last = calendar.instant_of(question.hear_by, warning._MORNING, the_city().time_zone)

    let_pass(app, session, last + timedelta(minutes=1))

    subjects = [subject for _, subject in warned(session, question)]
    assert len(subjects) == 3
    assert "moet vandaag een antwoord krijgen" in subjects[-1]
    mail = next(each for each in mailbox(session) if each.subject == subjects[-1])
    assert "Wij zijn aan zet." in mail.body


def test_warnings_end_as_soon_as_it_is_not_our_turn(app: Flask, session: Session, noor: User) -> None:
    question = answered_by_asker(session, noor)
    handling.ask_more(session, question, "En hoeveel?", actor=actor(noor), city=the_city())

    let_pass(app, session, clock.now(session) + timedelta(days=40))

    assert [subject for _, subject in warned(session, question) if "werkdag" in subject or "vandaag" in subject] == []


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_second_question_has_the_day_that_was_named_or_a_new_one(session: Session, noor: User, is_ours: bool) -> None:
    question = answered_by_asker(session, noor) if is_ours else make_question(session, "ask_more", noor)
    named = question.hear_by
    clock.move(session, timedelta(days=3))

    text = question.raw_text
    part = splitting.split(session, question, text, form_key="k", actor=actor(noor), city=the_city())

    assert part.hear_by == (named if is_ours else ten_days_from_now(session))
