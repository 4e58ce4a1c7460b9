"""Asking: one question per form, a number that rises, proof of the address, and what lapses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.errors import FieldError, NotAllowedError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import CLOCK, Actor
from leren_app.models import Contact, Event, Question, ReferenceCounter
from leren_app.services import clock
from leren_app.services.questions import asking, handling
from leren_app.transaction import transaction
from tests.makers import asker, make_asked, make_question, the_city
from tests.post import promised
from tests.together import in_threads

RunDue = Callable[..., int]


# ---- numbers ----


def test_people_who_ask_at_the_same_moment_get_different_numbers(app: Flask) -> None:
    def ask(session: Session, n: int) -> str:
        return asking.submit(session, make_asked(mail=f"a{n}@example.org"), city=the_city()).reference

    references = in_threads(app, ask, many=5)

    year = references[0].split("-")[1]
    assert sorted(references) == [f"LMDS-{year}-{n:03d}" for n in range(1, 6)]


def test_the_same_form_sent_twice_at_the_same_moment_asks_once(app: Flask, session: Session) -> None:
    form = make_asked(form_key="a" * 32)

    references = in_threads(app, lambda s, _n: asking.submit(s, form, city=the_city()).reference, many=3)

    assert len(set(references)) == 1
    session.rollback()
    assert session.scalar(select(func.count(Question.id))) == 1
    assert session.scalar(select(ReferenceCounter.last)) == 1
    assert len(promised(session)) == 1


def test_numbers_go_on_after_999_and_begin_anew_each_year(session: Session) -> None:
    session.add(ReferenceCounter(year=2031, last=998))
    session.flush()

    found = [asking.next_reference(session, the_city(), year) for year in (2031, 2031, 2031, 2032, 2031)]

    assert [reference.split("-", 1)[1] for reference in found] == [
        "2031-999",
        "2031-1000",
        "2031-1001",
        "2032-001",
        "2031-1002",
    ]


def test_the_year_of_a_number_is_the_citys_year(session: Session) -> None:
    new_year = datetime(clock.now(session).year, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Amsterdam
    clock.move(session, new_year - clock.now(session))

    question = make_question(session)

    assert question.reference.split("-")[1] == str(new_year.year + 1)


# ---- the form ----


def test_the_same_form_sent_twice_is_one_question_with_one_mail(session: Session) -> None:
    form = make_asked()

    first, second = (asking.submit(session, form, city=the_city()) for _ in range(2))

    assert first is second
    assert promised(session) == [("question/confirm", form.mail)]


def test_a_form_that_comes_again_with_other_words_is_a_question_of_its_own(session: Session) -> None:
    first = asking.submit(session, make_asked(form_key="k"), city=the_city())

    changed = make_asked(form_key="k", text="Wat ik eigenlijk bedoel is iets anders.", mail=str(first.asker.mail))
    second, third = (asking.submit(session, changed, city=the_city()) for _ in range(2))

    assert second is third
    assert second.reference != first.reference
    assert second.raw_text == "Wat ik eigenlijk bedoel is iets anders."


@pytest.mark.parametrize(
    "change", [{"tried": "Een brief"}, {"place": "stevenshofdistrict"}, {"for_whom": "mijn straat"}]
)
def test_who_goes_back_to_tell_more_loses_nothing_of_it(session: Session, change: dict[str, str]) -> None:
    first = make_asked(form_key="k")
    more = replace(first, **change)

    before, after, again = (asking.submit(session, each, city=the_city()) for each in (first, more, more))

    assert after is again
    assert after.reference != before.reference


def test_the_same_words_after_their_question_ended_are_a_new_question(session: Session) -> None:
    form = make_asked(form_key="k")
    first = asking.submit(session, form, city=the_city())
    asking.confirm(session, first, actor=asker(first), city=the_city())
    handling.withdraw(session, first, "Toch niet", actor=asker(first), city=the_city())

    second, third = (asking.submit(session, form, city=the_city()) for _ in range(2))

    assert second is third
    assert second.reference != first.reference


def test_a_neighbourhood_also_says_the_district(session: Session) -> None:
    city = the_city()
    part = city.neighbourhoods[0]

    by_name = make_question(session, place=part.key)
    whole = make_question(session, place=part.district)

    assert (by_name.district, by_name.neighbourhood) == (part.district, part.key)
    assert (whole.district, whole.neighbourhood) == (part.district, None)


@pytest.mark.parametrize("place", ["", "atlantis", "x" * 10_000, "' OR 1=1 --"])
def test_a_place_that_is_not_in_the_city_is_blamed_on_its_field(session: Session, place: str) -> None:
    with pytest.raises(FieldError) as blamed:
        asking.submit(session, make_asked(place=place), city=the_city())

    assert blamed.value.field == "place"


def test_themes_nobody_knows_are_left_out_and_known_ones_kept_once(session: Session) -> None:
    known = the_city().themes[0].key

    question = make_question(session, themes=(known, known, "astrology"))

    assert [theme.theme for theme in question.themes] == [known]


# ---- confirming ----


def test_confirming_starts_the_ten_working_days(session: Session) -> None:
    question = make_question(session)
    asked_on = question.submitted_at

    clock.move(session, timedelta(days=2))
    asking.confirm(session, question, actor=asker(question), city=the_city())

    city = the_city()
    assert question.state is QuestionState.RECEIVED
    assert question.confirmed_at is not None
    assert question.confirmed_at - asked_on >= timedelta(days=2)
    today = calendar.local_day(question.confirmed_at, city.time_zone)
    assert question.due_on == calendar.add_working_days(today, city.service.answer_working_days, city.closed_days)
    assert question.due_on is not None
    assert question.due_on - today >= timedelta(days=14)


def test_the_receipt_names_the_day_and_goes_to_the_asker_only(session: Session) -> None:
    question = make_question(session)
    receipt = asking.confirm(session, question, actor=asker(question), city=the_city())

    assert promised(session, receipt) == [("question/received", question.asker.mail)]


def test_nobody_but_the_asker_confirms(session: Session) -> None:
    mine, other = make_question(session), make_question(session)

    for stranger in (asker(other), CLOCK, Actor()):
        with pytest.raises(NotAllowedError):
            asking.confirm(session, mine, actor=stranger, city=the_city())


def test_confirming_twice_is_refused(session: Session) -> None:
    question = make_question(session, "confirm")

    with pytest.raises(TransitionError):
        asking.confirm(session, question, actor=asker(question), city=the_city())


@pytest.mark.parametrize(("days", "is_in_time"), [(29, True), (31, False)])
def test_a_question_can_be_confirmed_for_thirty_days(session: Session, days: int, is_in_time: bool) -> None:
    question = make_question(session)
    clock.move(session, timedelta(days=days))

    if is_in_time:
        asking.confirm(session, question, actor=asker(question), city=the_city())
        assert question.state is QuestionState.RECEIVED
    else:
        with pytest.raises(TransitionError, match="30 days"):
            asking.confirm(session, question, actor=asker(question), city=the_city())


# ---- what becomes due ----


def test_after_three_days_there_is_one_reminder_and_after_thirty_the_question_lapses(
    app: Flask, session: Session
) -> None:
    run_due: RunDue = app.extensions["leren.run_due"]
    question = make_question(session)
    mail, asked_at = question.asker.mail, question.submitted_at
    session.commit()

    run_due(asked_at + timedelta(days=3, hours=1))
    session.rollback()
    after_three_days = promised(session)
    run_due(asked_at + timedelta(days=30, hours=1))
    session.rollback()
    session.refresh(question)

    assert after_three_days == [("question/confirm", mail), ("question/confirm_reminder", mail)]
    assert promised(session) == after_three_days
    assert question.state is QuestionState.LAPSED
    last = session.scalars(select(Event).order_by(Event.at.desc())).first()
    assert last is not None
    assert (last.step, last.role, last.contact_id) == ("lapse", "clock", None)


def test_a_confirmed_question_gets_no_reminder_and_never_lapses(app: Flask, session: Session) -> None:
    question = make_question(session, "confirm")
    asked_at = question.submitted_at
    session.commit()

    app.extensions["leren.run_due"](asked_at + timedelta(days=40))
    session.rollback()
    session.refresh(question)

    assert question.state is QuestionState.RECEIVED
    assert "question/confirm_reminder" not in {topic for topic, _ in promised(session)}


def test_nothing_is_kept_of_an_ask_that_failed_halfway(app: Flask, session: Session) -> None:
    with pytest.raises(FieldError), transaction() as inside:
        asking.submit(inside, make_asked(place="nowhere"), city=the_city())

    assert session.scalar(select(func.count(Contact.id))) == 0
    assert session.scalar(select(func.count()).select_from(ReferenceCounter)) == 0
