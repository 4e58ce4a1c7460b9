"""The question clinic: versions, the asker's yes to the one they read, silence, and who asks it on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.errors import FieldError, NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.models import AgreedHow, NoteAudience, Organisation, Question
from leren_app.services import clock
from leren_app.services.questions import clinic, handling
from leren_app.services.questions.clinic import ClinicText
from leren_app.services.questions.facts import agreed_version, latest_version
from tests.later import let_pass
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.post import promised


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


# ---- versions ----


def test_saving_makes_the_next_version_and_saving_the_same_makes_none(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "take")

    first = clinic.save_version(session, question, ClinicText(worry="een"), actor=coordinator, seen_n=0)
    again = clinic.save_version(session, question, ClinicText(worry="een"), actor=coordinator, seen_n=1)
    second = clinic.save_version(session, question, ClinicText(worry="twee"), actor=coordinator, seen_n=1)

    assert again is first
    assert [version.n for version in question.clinic_versions] == [1, 2]
    assert (first.worry, second.worry) == ("een", "twee")
    assert second.author_id == coordinator.user_id


@pytest.mark.parametrize("seen", [0, 2, -1])
def test_who_started_from_another_version_is_refused(session: Session, coordinator: Actor, seen: int) -> None:
    question = make_question(session, "take")
    clinic.save_version(session, question, ClinicText(worry="een"), actor=coordinator)

    with pytest.raises(StaleError):
        clinic.save_version(session, question, ClinicText(worry="mijn"), actor=coordinator, seen_n=seen)

    assert [version.worry for version in question.clinic_versions] == ["een"]


@pytest.mark.parametrize("until", ["submit", "confirm", "publish"])
def test_nobody_writes_in_the_clinic_before_it_is_taken_or_once_it_is_public(
    session: Session, coordinator: Actor, until: str
) -> None:
    question = make_question(session, until)

    with pytest.raises(TransitionError):
        clinic.save_version(session, question, ClinicText(worry="te laat"), actor=coordinator)


# ---- putting before ----


@pytest.mark.parametrize("field", ClinicText.__dataclass_fields__)
def test_every_box_and_text_must_be_there_before_the_asker_sees_it(
    session: Session, coordinator: Actor, field: str
) -> None:
    question = make_question(session, "take")
    clinic.save_version(session, question, replace(WRITTEN, **{field: " "}), actor=coordinator)

    with pytest.raises(TransitionError):
        clinic.put_before(session, question, actor=coordinator, city=the_city())

    assert question.state is QuestionState.INTAKE


@pytest.mark.parametrize("field", [f for f in ClinicText.__dataclass_fields__ if f.endswith(("_nl", "_en"))])
def test_a_personal_detail_in_any_public_text_is_named_and_stops_it(
    session: Session, coordinator: Actor, field: str
) -> None:
    question = make_question(session, "take")
    written = replace(WRITTEN, **{field: "Mail jan.jansen@example.org voor meer."})
    clinic.save_version(session, question, written, actor=coordinator)

    with pytest.raises(TransitionError, match=r"jan\.jansen@example\.org"):
        clinic.put_before(session, question, actor=coordinator, city=the_city())


def test_only_a_coordinator_puts_a_text_before_the_asker(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "take")
    clinic.save_version(session, question, WRITTEN, actor=coordinator)

    for who in (asker(question), Actor(), actor(make_user(session, Role.LECTURER))):
        with pytest.raises(NotAllowedError):
            clinic.put_before(session, question, actor=who, city=the_city())


def test_what_lies_before_the_asker_is_what_was_put_and_not_a_later_draft(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Kladje"), actor=coordinator)

    put = clinic.latest_put_version(question)

    assert put is not None
    assert (put.n, put.title_nl) == (1, WRITTEN.title_nl)


def test_a_colleague_who_saved_meanwhile_is_not_put_before_unseen(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "take")
    clinic.save_version(session, question, WRITTEN, actor=coordinator)
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Anders"), actor=coordinator)

    with pytest.raises(StaleError):
        clinic.put_before(session, question, actor=coordinator, city=the_city(), seen_n=1)


# ---- yes ----


def test_the_yes_counts_for_the_version_that_was_read(session: Session) -> None:
    question = make_question(session, "put_before")

    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)

    agreed = agreed_version(question)
    assert agreed is not None
    assert (agreed.n, agreed.agreed_how, agreed.agreed_on) == (1, AgreedHow.LINK, None)
    assert question.state is QuestionState.AGREED
    assert question.put_at is None


@pytest.mark.parametrize("seen", [0, 2, -1, 10**9])
def test_a_yes_to_any_other_version_is_refused_as_stale(session: Session, seen: int) -> None:
    question = make_question(session, "put_before")

    with pytest.raises(StaleError):
        clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=seen)

    assert question.agreed_version is None


def test_a_yes_while_nothing_was_put_is_refused(session: Session) -> None:
    question = make_question(session, "take")

    with pytest.raises(StaleError):
        clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=0)


def test_nobody_says_yes_for_another(session: Session) -> None:
    question, other = make_question(session, "put_before"), make_question(session)

    for who in (asker(other), Actor()):
        with pytest.raises(NotAllowedError):
            clinic.agree(session, question, actor=who, city=the_city(), seen_n=1)


def test_a_coordinator_needs_more_than_a_click_for_a_yes(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")

    with pytest.raises(TransitionError):
        clinic.agree(session, question, actor=coordinator, city=the_city(), seen_n=1)


@pytest.mark.parametrize("how", [AgreedHow.PHONE, AgreedHow.PAPER])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HOST])
def test_a_yes_by_phone_or_on_paper_is_kept_with_day_and_who(session: Session, how: AgreedHow, role: Role) -> None:
    question = make_question(session, "put_before")
    who = make_user(session, role)
    today = calendar.local_day(clock.now(session), the_city().time_zone)

    event = clinic.agree(
        session, question, actor=actor(who), city=the_city(), seen_n=1, how=how, on=today, who="Zij zelf, aan Sam"
    )

    version = agreed_version(question)
    assert version is not None
    assert (version.agreed_how, version.agreed_on) == (how, today)
    assert [(note.audience, note.text) for note in event.notes] == [(NoteAudience.INTERNAL, "Zij zelf, aan Sam")]
    assert event.user_id == who.id


@pytest.mark.parametrize("ahead", [None, 1, 3000])
def test_a_yes_by_phone_needs_a_day_that_has_been(session: Session, coordinator: Actor, ahead: int | None) -> None:
    question = make_question(session, "put_before")
    today = calendar.local_day(clock.now(session), the_city().time_zone)
    on = None if ahead is None else today + timedelta(days=ahead)

    with pytest.raises(FieldError) as blamed:
        clinic.agree(
            session, question, actor=coordinator, city=the_city(), seen_n=1, how=AgreedHow.PHONE, on=on, who="Jan"
        )

    assert blamed.value.field == "on"


def test_putting_it_before_them_again_takes_back_the_yes(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "agree")
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Beter"), actor=coordinator)

    clinic.put_before(session, question, actor=coordinator, city=the_city())

    assert (question.state, question.agreed_version) == (QuestionState.ARTICULATED, None)
    with pytest.raises(TransitionError):
        handling.publish(session, question, actor=coordinator, city=the_city())
    with pytest.raises(StaleError):
        clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)


def test_a_draft_after_the_yes_cannot_be_published(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "agree")
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Stiekem anders"), actor=coordinator)

    with pytest.raises(TransitionError, match="latest version"):
        handling.publish(session, question, actor=coordinator, city=the_city())


# ---- no ----


def test_a_no_goes_back_with_its_words(session: Session) -> None:
    question = make_question(session, "put_before")

    event = clinic.change(session, question, "Het gaat om jongeren.", actor=asker(question), city=the_city())

    assert question.state is QuestionState.INTAKE
    assert question.put_at is None
    assert [note.text for note in event.notes] == ["Het gaat om jongeren."]


def test_a_no_to_an_older_text_is_stale_but_a_reminder_does_not_make_it_so(
    session: Session, coordinator: Actor
) -> None:
    question = make_question(session, "put_before")
    read_at = question.put_at
    question.reminders += 1
    session.flush()
    clinic.must_be_asked_still(question, read_at)
    clock.move(session, timedelta(minutes=1))
    clinic.put_before(session, question, actor=coordinator, city=the_city())

    with pytest.raises(StaleError):
        clinic.change(session, question, "Nee.", actor=asker(question), city=the_city(), asked_at=read_at)


def test_a_no_without_words_is_asked_for_them(session: Session) -> None:
    question = make_question(session, "put_before")

    with pytest.raises(FieldError) as blamed:
        clinic.change(session, question, " \n ", actor=asker(question), city=the_city())

    assert blamed.value.field == "text"


# ---- reminders and adoption ----


def silence(app: Flask, session: Session, question: Question, working_days: int) -> None:
    """Let so many working days pass, and do what becomes due on the way."""
    city = the_city()
    assert question.put_at is not None
    day = calendar.add_working_days(calendar.local_day(question.put_at, city.time_zone), working_days, city.closed_days)
    let_pass(app, session, calendar.end_of_day_utc(day, city.time_zone) + timedelta(minutes=1))
    session.refresh(question)


@pytest.mark.parametrize(("until", "topic"), [("ask_more", "waiting"), ("put_before", "articulated")])
def test_silence_is_answered_by_two_reminders_and_no_more(app: Flask, session: Session, until: str, topic: str) -> None:
    question = make_question(session, until)
    reminder = (f"question/reminder_{topic}", str(question.asker.mail))
    days = the_city().service.reply_reminder_working_days

    counts = []
    for working_days in (days[0] - 1, days[0], days[1], 30):
        silence(app, session, question, working_days)
        counts.append((promised(session).count(reminder), question.reminders))

    assert counts == [(0, 0), (1, 1), (2, 2), (2, 2)]


def test_who_answered_gets_no_reminder(app: Flask, session: Session) -> None:
    question = make_question(session, "ask_more")
    put_at = question.put_at
    handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city())
    session.commit()

    assert put_at is not None
    app.extensions["leren.run_due"](put_at + timedelta(days=40))

    session.rollback()
    assert not [topic for topic, _ in promised(session) if "reminder" in topic]


def test_asking_again_starts_the_silence_anew(app: Flask, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")
    silence(app, session, question, 12)
    assert question.reminders == 2

    clinic.put_before(session, question, actor=coordinator, city=the_city())
    assert question.reminders == 0
    with pytest.raises(TransitionError):
        adopt(session, question, coordinator)


def test_reminders_of_what_was_asked_before_are_not_sent_for_what_was_asked_since(
    app: Flask, session: Session, coordinator: Actor
) -> None:
    question = make_question(session, "put_before")
    days = the_city().service.reply_reminder_working_days
    silence(app, session, question, days[0] - 1)

    clinic.put_before(session, question, actor=coordinator, city=the_city())
    silence(app, session, question, days[0] - 1)

    assert question.reminders == 0


def adopt(session: Session, question: Question, who: Actor, organisation: str = "Buurthuis De Kooi") -> None:
    clinic.adopt(session, question, organisation=organisation, reason="Het leeft.", actor=who, city=the_city())


@pytest.mark.parametrize(("working_days", "is_allowed"), [(0, False), (9, False), (14, False), (15, True)])
def test_adopting_waits_for_two_reminders_and_fifteen_working_days(
    app: Flask, session: Session, working_days: int, is_allowed: bool
) -> None:
    question = make_question(session, "put_before")
    silence(app, session, question, working_days)
    coordinator = actor(make_user(session, Role.COORDINATOR))

    if not is_allowed:
        with pytest.raises(TransitionError):
            adopt(session, question, coordinator)
        return
    adopt(session, question, coordinator)
    assert question.state is QuestionState.AGREED
    assert question.adopted_by is not None
    assert question.adopted_by.name == "Buurthuis De Kooi"
    assert question.agreed_version == 1
    handling.publish(session, question, actor=coordinator, city=the_city())


def test_silence_alone_is_not_enough_without_reminders(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")
    clock.move(session, timedelta(days=60))  # nothing due was done on the way

    with pytest.raises(TransitionError, match="two reminders"):
        adopt(session, question, coordinator)


@pytest.mark.parametrize(("organisation", "reason"), [("", "Het leeft."), ("  ", "Het leeft."), ("Buurthuis", " ")])
def test_adopting_needs_an_organisation_and_a_reason(
    app: Flask, session: Session, organisation: str, reason: str
) -> None:
    question = make_question(session, "put_before")
    silence(app, session, question, 16)

    with pytest.raises(TransitionError):
        clinic.adopt(
            session,
            question,
            organisation=organisation,
            reason=reason,
            actor=actor(make_user(session, Role.COORDINATOR)),
            city=the_city(),
        )


def test_the_reason_of_adopting_stays_inside_and_one_organisation_stays_one(app: Flask, session: Session) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    for name in ("Buurthuis De Kooi", "  Buurthuis   De Kooi "):
        question = make_question(session, "put_before")
        silence(app, session, question, 16)
        adopt(session, question, coordinator, name)

    assert [o.name for o in session.scalars(select(Organisation))] == ["Buurthuis De Kooi"]


def test_an_organisation_asks_the_text_it_adopted_and_no_later_draft(app: Flask, session: Session) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "put_before")
    silence(app, session, question, 16)
    adopt(session, question, coordinator)
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Nog anders"), actor=coordinator)

    with pytest.raises(TransitionError):
        handling.publish(session, question, actor=coordinator, city=the_city())


def test_an_asker_who_comes_back_and_says_yes_has_the_question_back(app: Flask, session: Session) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "put_before")
    silence(app, session, question, 16)
    adopt(session, question, coordinator)

    clinic.put_before(session, question, actor=coordinator, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)

    assert question.adopted_by is None
    handling.publish(session, question, actor=coordinator, city=the_city())


def test_the_latest_version_is_none_before_the_first(session: Session) -> None:
    question = make_question(session, "take")

    assert latest_version(question) is None
    assert agreed_version(question) is None
    assert isinstance(question.submitted_at, datetime)
    assert isinstance(question.due_on, date)
