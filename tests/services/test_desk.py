"""Questions written down at the desk: one received question with one way to reach its asker, a card, and calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.errors import FieldError, NotAllowedError, NotFoundError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.models import AgreedHow, Channel, Contact, Event, Question, Task, TaskKind, Token, TokenPurpose
from leren_app.services import clock, tasks, tokens
from leren_app.services.questions import cards, clinic, handling, recording
from leren_app.services.questions.recording import Told
from tests.later import let_pass
from tests.makers import WRITTEN, actor, make_question, make_user, the_city
from tests.post import mailbox

NOTE = "Om welke straat gaat het?"
REACH = {Channel.PHONE: "06 12345678", Channel.LETTER: "Hoofdstraat 1, 2311 AA Dorp", Channel.MAIL: "a@example.org"}
COLUMNS = {Channel.PHONE: "phone", Channel.LETTER: "address", Channel.MAIL: "mail"}


@pytest.fixture
def host(session: Session) -> Actor:
    return actor(make_user(session, Role.HOST))


def told(channel: Channel = Channel.PHONE, **changes: Any) -> Told:
    values: dict[str, Any] = {"form_key": "a" * 32, "consents": True, "name": "KANARIE naam"}
    words = "KANARIE: in onze straat is het donker en niemand durft naar buiten."
    return Told(
        **{**values, "text": words, "place": "morsdistrict", "reach": REACH[channel], **changes}, channel=channel
    )


def recorded(session: Session, host: Actor, channel: Channel = Channel.PHONE, **changes: Any) -> Question:
    return recording.record(session, told(channel, **changes), actor=host, city=the_city())


def in_work(session: Session, host: Actor, channel: Channel = Channel.PHONE) -> tuple[Question, Actor]:
    """A recorded question that a coordinator took, and that coordinator."""
    question, coordinator = recorded(session, host, channel), actor(make_user(session, Role.COORDINATOR))
    handling.take(session, question, actor=coordinator, city=the_city())
    return question, coordinator


def do_due(app: Flask, session: Session) -> list[Task]:
    """Let everything that is promised happen; gives the tasks there are then."""
    session.commit()
    app.extensions["leren.run_due"]()
    session.rollback()
    return list(session.scalars(select(Task).order_by(Task.created_at, Task.id)))


# ---- recording ----


@pytest.mark.parametrize("role", [Role.HOST, Role.COORDINATOR])
def test_a_recorded_question_is_received_and_its_term_begins_at_once(session: Session, role: Role) -> None:
    who = actor(make_user(session, role))

    question = recorded(session, who)

    now = clock.now(session)
    assert question.state is QuestionState.RECEIVED
    assert (question.recorded_by_id, question.confirmed_at) == (who.user_id, None)
    assert question.due_on == calendar.due_on(now, the_city().service.answer_working_days, the_city())
    event = session.scalars(select(Event).where(Event.subject_id == question.id)).one()
    assert (event.step, event.role, event.user_id, event.notes) == ("record", role, who.user_id, [])


@pytest.mark.parametrize("channel", list(Channel))
def test_only_the_detail_that_the_channel_needs_is_kept(session: Session, host: Actor, channel: Channel) -> None:
    asker = recorded(session, host, channel).asker

    assert asker.channel is channel
    kept = {name: getattr(asker, name) for name in ("phone", "address", "mail")}
    assert kept == {"phone": None, "address": None, "mail": None, COLUMNS[channel]: REACH[channel]}
    assert asker.name_public is False


@pytest.mark.parametrize(("field", "changes"), [("consent", {"consents": False}), ("channel", {"reach": " "})])
def test_without_consent_or_a_way_to_reach_them_nothing_is_recorded(
    session: Session, host: Actor, field: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(FieldError) as refused:
        recorded(session, host, **changes)

    assert refused.value.field == field
    assert session.scalar(select(func.count(Question.id))) == 0


def test_a_place_that_the_city_does_not_have_is_refused(session: Session, host: Actor) -> None:
    with pytest.raises(FieldError):
        recorded(session, host, place="atlantis")


@pytest.mark.parametrize("role", [Role.STUDENT, Role.LECTURER, Role.ADMINISTRATOR])
def test_nobody_but_hosts_and_coordinators_records(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        recorded(session, actor(make_user(session, role)))


def test_the_same_form_sent_twice_records_one_question_and_other_words_another(session: Session, host: Actor) -> None:
    first = recorded(session, host)

    assert recorded(session, host).id == first.id
    assert recorded(session, host, text="Bij nader inzien gaat het over het licht op het plein.").id != first.id
    assert session.scalar(select(func.count(Contact.id))) == 2


def test_the_desk_knows_the_questions_of_desks_only(session: Session, host: Actor) -> None:
    mine, other = recorded(session, host), make_question(session, "confirm")

    assert recording.get_recorded(session, mine.reference).id == mine.id
    with pytest.raises(NotFoundError):
        recording.get_recorded(session, other.reference)


def test_a_host_finds_back_what_they_wrote_down_themselves_in_the_last_two_weeks(session: Session, host: Actor) -> None:
    old = recorded(session, host)
    clock.move(session, timedelta(days=15))
    new = recorded(session, host, form_key="b" * 32)
    recorded(session, actor(make_user(session, Role.HOST)), form_key="c" * 32)

    assert host.user_id is not None
    assert [q.id for q in recording.list_recorded(session, host.user_id)] == [new.id]
    assert old.id != new.id


# ---- telling by phone and letter ----


def test_who_asked_with_mail_at_the_desk_gets_the_receipt_by_mail(app: Flask, session: Session, host: Actor) -> None:
    recorded(session, host, Channel.MAIL)

    assert do_due(app, session) == []
    assert [(mail.recipient, "/v/" in mail.body) for mail in mailbox(session)] == [(REACH[Channel.MAIL], True)]


@pytest.mark.parametrize(("channel", "kind"), [(Channel.PHONE, TaskKind.CALL), (Channel.LETTER, TaskKind.LETTER)])
def test_what_would_be_mailed_becomes_a_call_or_letter_within_two_working_days(
    app: Flask, session: Session, host: Actor, channel: Channel, kind: TaskKind
) -> None:
    question, coordinator = in_work(session, host, channel)
    handling.ask_more(session, question, NOTE, actor=coordinator, city=the_city())

    (task,) = do_due(app, session)

    today = calendar.local_day(clock.now(session), the_city().time_zone)
    assert (task.kind, task.topic, task.question_id) == (kind, "question/more", question.id)
    assert task.due_on == calendar.add_working_days(today, 2, the_city().closed_days)
    assert NOTE in task.text
    assert "KANARIE" not in task.text
    assert mailbox(session) == []
    assert len(do_due(app, session)) == 1


def test_a_call_is_due_sooner_where_the_answer_was_promised_sooner(app: Flask, session: Session, host: Actor) -> None:
    question, coordinator = in_work(session, host)
    question.due_on = calendar.local_day(clock.now(session), the_city().time_zone)
    handling.ask_more(session, question, NOTE, actor=coordinator, city=the_city())

    (task,) = do_due(app, session)

    assert task.due_on == question.due_on


def test_the_call_about_a_text_holds_the_text_that_lies_before_the_asker(
    app: Flask, session: Session, host: Actor
) -> None:
    question, coordinator = in_work(session, host)
    clinic.save_version(session, question, WRITTEN, actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city())

    (task,) = do_due(app, session)

    assert all(part in task.text for part in (WRITTEN.title_nl, WRITTEN.research_question_nl, WRITTEN.summary_nl))
    assert WRITTEN.worry not in task.text


def test_reminders_to_somebody_without_mail_are_calls_as_well(app: Flask, session: Session, host: Actor) -> None:
    question, coordinator = in_work(session, host)
    handling.ask_more(session, question, NOTE, actor=coordinator, city=the_city())

    let_pass(app, session, clock.now(session) + timedelta(days=40))

    topics = [task.topic for task in session.scalars(select(Task).order_by(Task.due_on))]
    assert topics == ["question/more", "question/reminder_waiting", "question/reminder_waiting"]


def test_an_erased_asker_is_neither_called_nor_written_to(app: Flask, session: Session, host: Actor) -> None:
    question, coordinator = in_work(session, host)
    handling.ask_more(session, question, NOTE, actor=coordinator, city=the_city())
    asker = question.asker
    asker.name, asker.phone, asker.erased_at = "", None, clock.now(session)

    assert do_due(app, session) == []


def test_the_list_of_the_desk_holds_calls_of_recorded_questions_alone(
    app: Flask, session: Session, host: Actor
) -> None:
    question, coordinator = in_work(session, host)
    handling.ask_more(session, question, NOTE, actor=coordinator, city=the_city())
    due = date(2030, 1, 1)
    others = [
        tasks.promise_task(session, TaskKind.CALL, "x", due_on=due, question=make_question(session), topic="t"),
        tasks.promise_task(session, TaskKind.FAULT, "y", due_on=due, question=question, topic="t"),
        tasks.promise_task(session, TaskKind.CALL, "z", due_on=due, question=question, text="van een collega"),
    ]
    do_due(app, session)

    assert [task.topic for task in recording.list_by_hand(session)] == ["question/more"]
    for task in others:
        with pytest.raises(NotFoundError):
            recording.get_by_hand(session, task.id)


# ---- what a host may write down ----


def test_a_host_writes_down_an_answer_and_the_call_about_it_is_done(app: Flask, session: Session, host: Actor) -> None:
    question, coordinator = in_work(session, host)
    handling.ask_more(session, question, NOTE, actor=coordinator, city=the_city())
    do_due(app, session)

    handling.reply(session, question, "De hele wijk.", actor=host, city=the_city())
    recording.settle(session, question, actor=host)

    assert question.state is QuestionState.INTAKE
    assert recording.list_by_hand(session) == []


def test_a_hosts_yes_needs_how_and_when_and_counts_for_the_version_that_was_read(session: Session, host: Actor) -> None:
    question, coordinator = in_work(session, host)
    clinic.save_version(session, question, WRITTEN, actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    how = {"actor": host, "city": the_city(), "how": AgreedHow.PHONE}
    today = calendar.local_day(clock.now(session), the_city().time_zone)

    with pytest.raises(TransitionError):
        clinic.agree(session, question, actor=host, city=the_city(), seen_n=1)
    with pytest.raises(FieldError):
        clinic.agree(session, question, seen_n=1, **how)
    with pytest.raises(StaleError):
        clinic.agree(session, question, seen_n=2, on=today, **how)
    clinic.agree(session, question, seen_n=1, on=today, who="Zij, tegen mij", **how)

    assert question.state is QuestionState.AGREED


@pytest.mark.parametrize("name", ["take", "ask_more", "publish", "withdraw", "refuse"])
def test_a_host_takes_no_step_of_a_coordinator(session: Session, host: Actor, name: str) -> None:
    question = recorded(session, host)
    acts: dict[str, Any] = {
        "take": lambda: handling.take(session, question, actor=host, city=the_city()),
        "ask_more": lambda: handling.ask_more(session, question, NOTE, actor=host, city=the_city()),
        "publish": lambda: handling.publish(session, question, actor=host, city=the_city()),
        "withdraw": lambda: handling.withdraw(session, question, "", actor=host, city=the_city()),
        "refuse": lambda: handling.refuse(
            session, question, reason="harmful", text="Nee.", link=None, actor=host, city=the_city()
        ),
    }

    with pytest.raises(NotAllowedError):
        acts[name]()


# ---- the card ----


def test_a_card_is_found_by_number_and_code_however_they_are_typed(session: Session, host: Actor) -> None:
    question = recorded(session, host)
    card = cards.make_card(session, question)
    by_code = tokens.find_live(session, card.secret, TokenPurpose.CARD)

    for code in (card.code, card.code.lower(), card.code.replace("-", ""), f" {card.code.replace('-', ' ')} "):
        found = cards.find_by_code(session, f" {question.reference.lower()}", code)
        assert found is not None
        assert found == by_code
        assert found.question_id == question.id


def test_neither_another_number_nor_another_code_finds_a_card(session: Session, host: Actor) -> None:
    mine, other = recorded(session, host), recorded(session, host, form_key="b" * 32)
    card, others = cards.make_card(session, mine), cards.make_card(session, other)

    assert cards.find_by_code(session, other.reference, card.code) is None
    assert cards.find_by_code(session, mine.reference, others.code) is None
    assert cards.find_by_code(session, mine.reference, "") is None
    assert cards.find_by_code(session, "LMDS-1999-001", card.code) is None


def test_a_code_is_long_enough_random_and_kept_nowhere(session: Session, host: Actor) -> None:
    question = recorded(session, host)

    codes = {cards.make_card(session, question).code for _ in range(20)}

    assert len(codes) == 20
    assert len(set(cards.ALPHABET)) ** cards.LENGTH >= 2**45
    kept = " ".join(session.scalars(select(Token.hash)))
    assert not [code for code in codes if code in kept or tokens.hash_of(code.replace("-", "")) in kept]


def test_a_new_card_ends_the_old_one_and_every_card_ends_after_a_year(session: Session, host: Actor) -> None:
    question = recorded(session, host)
    old = cards.make_card(session, question)
    new = cards.make_card(session, question)

    assert cards.find_by_code(session, question.reference, old.code) is None
    assert tokens.find_live(session, old.secret) is None
    assert cards.has_card(session, question)
    clock.move(session, timedelta(days=364))
    assert cards.find_by_code(session, question.reference, new.code) is not None
    clock.move(session, timedelta(days=2))
    assert cards.find_by_code(session, question.reference, new.code) is None
    assert not cards.has_card(session, question)


def test_the_same_form_prints_the_same_card_until_another_one_ended_it(session: Session, host: Actor) -> None:
    question, seed = recorded(session, host), b"s" * 32
    first = cards.make_card(session, question, seed=seed)

    again = cards.make_card(session, question, seed=seed)
    other = cards.make_card(session, question, seed=b"t" * 32)
    late = cards.make_card(session, question, seed=seed)

    assert again == first
    assert len({first.code, other.code, late.code}) == len({first.secret, other.secret, late.secret}) == 3
    assert cards.find_by_code(session, question.reference, first.code) is None
    assert cards.find_by_code(session, question.reference, late.code) is not None


def test_a_card_leaves_the_links_to_the_askers_own_page_alone(session: Session, host: Actor) -> None:
    question = recorded(session, host, Channel.MAIL)
    own = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)

    cards.make_card(session, question)
    cards.make_card(session, question)

    assert tokens.find_live(session, own, TokenPurpose.ASKER_PAGE) is not None


def test_a_told_form_of_other_words_has_another_key() -> None:
    assert told().key == told().key
    assert told().key != replace(told(), reach="06 87654321").key


def test_a_crisis_told_at_the_desk_is_on_top_and_coordinators_hear_at_once(
    app: Flask, session: Session, host: Actor
) -> None:
    make_user(session, Role.COORDINATOR)
    calm = recorded(session, host)
    urgent = recorded(session, host, form_key="b" * 32, text="Mijn man slaat mij en ik durf niet meer naar huis.")
    do_due(app, session)

    assert (calm.is_urgent, urgent.is_urgent) == (False, True)
    mails = [mail for mail in mailbox(session) if urgent.reference in mail.subject]
    assert len(mails) == 1
    assert "balie" in mails[0].body
    assert "slaat" not in mails[0].body
