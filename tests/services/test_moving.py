"""The one way a question moves: guarded, written down, stamped, and refused to who saw an older page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.extensions import db
from leren_app.models import Event, NoteAudience, Question
from leren_app.services import clock
from leren_app.services.questions import clinic, handling
from leren_app.services.questions.moving import move, roles_towards
from leren_app.services.stepping import Said
from leren_app.transaction import transaction
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city


def test_a_step_is_written_down_with_who_when_and_from_where_to_where(session: Session) -> None:
    user = make_user(session, Role.COORDINATOR, Role.ADMINISTRATOR)
    question = make_question(session, "confirm")

    event = handling.take(session, question, actor=actor(user), city=the_city())

    assert (event.subject, event.subject_id, event.step) == ("question", question.id, "take")
    assert (event.from_state, event.to_state) == ("received", "intake")
    assert (event.role, event.user_id, event.contact_id) == (Role.COORDINATOR, user.id, None)
    assert question.state is QuestionState.INTAKE


def test_what_was_typed_stands_beside_the_event_for_its_audience_and_blanks_do_not(session: Session) -> None:
    question = make_question(session, "confirm")
    said = (Said("voor u"), Said("voor ons", NoteAudience.INTERNAL), Said("  \n"))

    event = move(
        session, question, "take", actor=actor(make_user(session, Role.COORDINATOR)), city=the_city(), said=said
    )

    assert [(note.audience, note.text) for note in event.notes] == [
        (NoteAudience.ASKER, "voor u"),
        (NoteAudience.INTERNAL, "voor ons"),
    ]


def test_who_saw_an_older_version_is_refused_and_nothing_moves(session: Session) -> None:
    question = make_question(session, "confirm")

    with pytest.raises(StaleError):
        handling.take(
            session,
            question,
            actor=actor(make_user(session, Role.COORDINATOR)),
            city=the_city(),
            seen_version=question.version - 1,
        )

    assert question.state is QuestionState.RECEIVED
    assert "take" not in {event.step for event in session.scalars(select(Event))}


def test_every_step_raises_the_version(session: Session) -> None:
    question = make_question(session, "confirm")
    before = question.version

    handling.take(session, question, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())

    session.flush()
    assert question.version > before


def test_of_two_who_take_a_question_at_once_the_second_is_told(app: Flask, session: Session) -> None:
    first, second = (actor(make_user(session, Role.COORDINATOR)) for _ in range(2))
    question_id = make_question(session, "confirm").id
    session.commit()

    with pytest.raises((StaleError, TransitionError)):
        _take(app, question_id, second, meanwhile=lambda: _take(app, question_id, first))

    session.rollback()
    assert session.get_one(Question, question_id).assignee_id == first.user_id


def _take(app: Flask, question_id: UUID, who: Actor, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Take it, with something else happening between reading and writing where the database lets that happen."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            meanwhile()  # its writers come one after the other
        with transaction() as session:
            question = session.get_one(Question, question_id)
            if db.engine.dialect.name != "sqlite":
                meanwhile()
            handling.take(session, question, actor=who, city=the_city())


def test_a_merged_question_stands_still(session: Session) -> None:
    question, other = make_question(session, "confirm"), make_question(session, "confirm")
    question.merged_into_id = other.id
    session.flush()

    with pytest.raises(TransitionError, match="merged"):
        handling.take(session, question, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())


@pytest.mark.parametrize("until", ["submit", "confirm", "take", "ask_more", "put_before", "agree", "publish"])
def test_from_every_state_only_the_steps_of_the_table_are_taken(session: Session, until: str) -> None:
    question = make_question(session, until)
    coordinator = actor(make_user(session, Role.COORDINATOR))
    open_steps = {step.name for step in QUESTION.steps if question.state in step.sources}

    for step in QUESTION.steps:
        if step.name not in open_steps:
            with pytest.raises((NotAllowedError, TransitionError)):
                move(session, question, step.name, actor=coordinator, city=the_city())
            with pytest.raises((NotAllowedError, TransitionError)):
                move(session, question, step.name, actor=asker(question), city=the_city())


def test_the_asker_is_only_the_asker_of_their_own_question(session: Session) -> None:
    mine, other = make_question(session), make_question(session)

    assert Role.ASKER in roles_towards(asker(mine), mine)
    assert Role.ASKER not in roles_towards(asker(other), mine)
    assert Role.ASKER not in roles_towards(Actor(), mine)


# ---- the first human answer ----


@pytest.mark.parametrize("until", ["submit", "confirm", "take"])
def test_receipts_and_taking_are_no_answer(session: Session, until: str) -> None:
    assert make_question(session, until).first_answer_at is None


@pytest.mark.parametrize("step", ["ask_more", "put_before", "refer", "refuse"])
def test_the_first_step_written_by_a_person_is_the_answer(session: Session, step: str) -> None:
    question = make_question(session, "take")
    who = {"actor": actor(make_user(session, Role.COORDINATOR)), "city": the_city()}
    if step == "ask_more":
        event = handling.ask_more(session, question, "Voor wie?", **who)
    elif step == "put_before":
        clinic.save_version(session, question, WRITTEN, actor=who["actor"])
        event = clinic.put_before(session, question, **who)
    elif step == "refer":
        event = handling.refer(session, question, reason="report", text="Bel.", link=None, **who)
    else:
        event = handling.refuse(session, question, reason="harmful", text="Nee.", link=None, **who)

    assert question.first_answer_at == event.at


def test_a_later_answer_does_not_move_the_stamp(session: Session) -> None:
    question = make_question(session, "ask_more")
    stamp = question.first_answer_at
    clock.move(session, timedelta(days=3))

    handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city())
    handling.ask_more(
        session, question, "En verder?", actor=actor(make_user(session, Role.COORDINATOR)), city=the_city()
    )

    assert stamp is not None
    assert question.first_answer_at == stamp


def test_only_the_steps_with_a_dagger_answer() -> None:
    assert {step.name for step in QUESTION.steps if step.answers} == {
        "ask_more",
        "put_before",
        "refer",
        "refuse",
        "answer",
    }
