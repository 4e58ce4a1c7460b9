"""The clock of the promised answer: who is warned, when, and when no more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.roles import Role
from leren_app.models import Outbox, Question, User
from leren_app.services import clock
from leren_app.services.questions import asking, handling, reading, warning
from tests.later import let_pass
from tests.makers import actor, asker, make_question, make_user, the_city
from tests.post import mailbox

TOPIC = "werkdag"


def morning_of(question: Question, left: int) -> datetime:
    """Nine o'clock on the day that has so many working days left."""
    assert question.due_on is not None
    city = the_city()
    day = calendar.add_working_days(question.due_on, -left, city.closed_days) if left else question.due_on
    return calendar.instant_of(day, time(9), city.time_zone)


def warned(session: Session, question: Question) -> list[tuple[str, str]]:
    """(address, subject) of every warning about a question, in the order they went out."""
    found = [mail for mail in mailbox(session) if mail.subject.startswith(question.reference)]
    return [(mail.recipient, mail.subject) for mail in sorted(found, key=lambda mail: (mail.sent_at, mail.recipient))]


def confirmed(session: Session, by: User | None = None) -> Question:
    """A question whose clock runs; with nobody, or given to somebody."""
    question = make_question(session, "take" if by else "confirm", by or make_user(session, Role.COORDINATOR))
    session.commit()
    return question


@pytest.fixture
def noor(session: Session) -> User:
    return make_user(session, Role.COORDINATOR, name="Noor Bakker")


def test_whoever_has_the_question_is_warned_on_day_five_eight_and_ten(app: Flask, session: Session, noor: User) -> None:
    question = confirmed(session, noor)
    make_user(session, Role.COORDINATOR, name="Somebody else")
    subjects = []

    for left in (5, 2, 0):
        let_pass(app, session, morning_of(question, left) - timedelta(minutes=1))
        before = len(warned(session, question))
        let_pass(app, session, morning_of(question, left) + timedelta(minutes=1))
        subjects += warned(session, question)[before:]

    assert [mail for mail, _ in subjects] == [noor.mail] * 3
    assert "nog 5 werkdagen" in subjects[0][1]
    assert "nog 2 werkdagen" in subjects[1][1]
    assert "moet vandaag een antwoord krijgen" in subjects[2][1]


def test_a_question_of_nobody_warns_every_coordinator_once_and_no_host(app: Flask, session: Session) -> None:
    people = [make_user(session, Role.COORDINATOR) for _ in range(2)]
    host = make_user(session, Role.HOST)
    question = make_question(session, "confirm", people[0])

    let_pass(app, session, morning_of(question, 5) + timedelta(hours=1))

    assert sorted(mail for mail, _ in warned(session, question)) == sorted(person.mail for person in people)
    assert host.mail not in {mail.recipient for mail in mailbox(session)}


def test_who_took_it_over_meanwhile_gets_the_next_warning(app: Flask, session: Session, noor: User) -> None:
    question = confirmed(session, noor)
    other = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    let_pass(app, session, morning_of(question, 5) + timedelta(hours=1))
    handling.assign(session, question, other, actor=actor(noor))

    let_pass(app, session, morning_of(question, 2) + timedelta(hours=1))

    assert [mail for mail, _ in warned(session, question)] == [noor.mail, other.mail]


def test_an_answer_of_a_person_ends_the_warnings(app: Flask, session: Session, noor: User) -> None:
    question = confirmed(session, noor)
    let_pass(app, session, morning_of(question, 5) - timedelta(hours=1))
    handling.ask_more(session, question, "Om wie gaat het?", actor=actor(noor), city=the_city())

    let_pass(app, session, morning_of(question, 0) + timedelta(days=3))

    assert warned(session, question) == []


def test_handing_over_and_notes_are_no_answer_and_the_clock_runs_on(app: Flask, session: Session, noor: User) -> None:
    question = confirmed(session, noor)
    handling.assign(session, question, noor, actor=actor(noor))
    handling.add_note(session, question, "Eerst bellen", actor=actor(noor))

    let_pass(app, session, morning_of(question, 5) + timedelta(hours=1))

    assert question.first_answer_at is None
    assert len(warned(session, question)) == 1


@pytest.mark.parametrize("how", ["withdrawn", "merged"])
def test_what_nobody_has_to_answer_any_more_warns_nobody(app: Flask, session: Session, noor: User, how: str) -> None:
    question = confirmed(session, noor)
    if how == "withdrawn":
        handling.withdraw(session, question, "Het is al opgelost", actor=asker(question), city=the_city())
    else:
        question.merged_into_id = make_question(session, "take", noor).id

    let_pass(app, session, morning_of(question, 0) + timedelta(hours=1))

    assert warned(session, question) == []


def test_a_job_that_runs_twice_writes_one_mail_for_each_step(session: Session, noor: User) -> None:
    question = confirmed(session, noor)

    for day in (5, 5, 8):
        warning.warn(session, reading.get_by_id(session, question.id), day, question.due_on)

    mails = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    assert [mail.payload["topic"] for mail in mails].count(warning.TOPIC) == 2


def test_the_warnings_are_promised_when_the_clock_starts_and_never_before(session: Session) -> None:
    question = make_question(session, "submit")
    rows = select(Outbox).where(Outbox.kind == "question.warn")
    before = list(session.scalars(rows))

    asking.confirm(session, question, actor=asker(question), city=the_city())

    due = sorted(row.available_at for row in session.scalars(rows))
    assert before == []
    assert due == [morning_of(question, left).astimezone(UTC) for left in (5, 2, 0)]


def test_taking_a_question_on_promises_no_second_row_of_warnings(session: Session, noor: User) -> None:
    confirmed(session, noor)

    assert len(list(session.scalars(select(Outbox).where(Outbox.kind == "question.warn")))) == 3


# ---- how long personal data stays ----


@pytest.mark.parametrize("step", ["refer", "refuse", "withdraw"])
def test_a_question_that_ends_gets_the_day_its_personal_data_goes(session: Session, noor: User, step: str) -> None:
    city, question = the_city(), confirmed(session, noor)
    who = {"actor": actor(noor), "city": city}
    if step == "withdraw":
        handling.withdraw(session, question, "Niet meer nodig", **who)
    else:
        reason = "report" if step == "refer" else "commercial"
        getattr(handling, step)(session, question, reason=reason, text="Zo kan het wel.", link=None, **who)

    today = calendar.local_day(clock.now(session), city.time_zone)
    assert question.erase_on is not None
    months = (question.erase_on.year - today.year) * 12 + question.erase_on.month - today.month
    assert months == city.retention.question_text_months


def test_opening_it_again_takes_the_day_off(session: Session, noor: User) -> None:
    question = confirmed(session, noor)
    handling.withdraw(session, question, "Niet meer nodig", actor=actor(noor), city=the_city())

    handling.reopen(session, question, "Toch wel", actor=actor(noor), city=the_city())

    assert question.erase_on is None


def test_a_question_that_lapsed_gets_its_day_as_well(app: Flask, session: Session) -> None:
    question = make_question(session, "submit")

    let_pass(app, session, clock.now(session) + timedelta(days=31))

    session.refresh(question)
    assert question.state == "lapsed"
    assert question.erase_on is not None
