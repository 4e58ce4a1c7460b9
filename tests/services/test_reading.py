"""What people read of a question: the public the agreed text, the asker what was said to them, we all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import GoneError, NotFoundError
from leren_app.domain.lifecycles.question_states import Bridge, QuestionState
from leren_app.domain.roles import Role
from leren_app.models import Question
from leren_app.services.questions import clinic, handling, reading
from tests.makers import WRITTEN, actor, asker, make_follower, make_question, make_user, the_city

# ---- the list ----


def test_only_public_questions_are_listed_newest_first(session: Session) -> None:
    for until in ("submit", "confirm", "take", "ask_more", "put_before", "agree"):
        make_question(session, until)
    older, newer = (make_question(session, "publish") for _ in range(2))

    assert [p.question.id for p in reading.list_public(session)] == [newer.id, older.id]


def test_the_list_shows_the_agreed_version(session: Session) -> None:
    question = make_question(session, "agree")
    coordinator = actor(make_user(session, Role.COORDINATOR))
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Tweede"), actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=2)
    handling.publish(session, question, actor=coordinator, city=the_city())

    assert [p.version.title_nl for p in reading.list_public(session)] == ["Tweede"]


def test_the_list_is_narrowed_by_district_and_theme(session: Session) -> None:
    city = the_city()
    first, second = city.districts[:2]
    one, two = city.themes[:2]
    here = make_question(session, "publish", place=first.key, themes=(one.key, two.key))
    make_question(session, "publish", place=second.key, themes=(two.key,))

    found = {
        (d, t): len(reading.list_public(session, district=d, theme=t))
        for d in (None, first.key, "atlantis")
        for t in (None, one.key, two.key, "x")
    }

    assert found[first.key, one.key] == 1
    assert reading.list_public(session, theme=one.key)[0].question.id == here.id
    assert (found[None, None], found[None, two.key], found["atlantis", None], found[None, "x"]) == (2, 2, 0, 0)


def test_paging_meets_each_question_once_also_where_moments_are_equal(session: Session) -> None:
    questions = [make_question(session, "publish") for _ in range(7)]
    moment = questions[0].published_at
    for question in questions[:5]:
        question.published_at = moment
    session.flush()

    seen, after = [], None
    while page := reading.list_public(session, after=after, limit=2):
        seen += [p.question.id for p in page]
        last = page[-1].question
        assert last.published_at is not None
        after = (last.published_at, last.id)

    assert len(seen) == len(set(seen)) == 7


# ---- one question ----


@pytest.mark.parametrize("until", ["submit", "confirm", "take", "ask_more", "put_before", "agree"])
def test_what_was_never_public_is_as_unknown_as_what_never_was(session: Session, until: str) -> None:
    question = make_question(session, until)

    for reference in (question.reference, "LMDS-1999-001", "", "x" * 1000):
        with pytest.raises(NotFoundError):
            reading.get_public(session, reference)


@pytest.mark.parametrize("way", ["unpublish", "withdraw", "reopened"])
def test_what_was_public_and_is_not_is_gone(session: Session, way: str) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "publish")
    if way == "unpublish":
        handling.unpublish(session, question, "privacy", actor=coordinator, city=the_city())
    else:
        handling.withdraw(session, question, "", actor=asker(question), city=the_city())
    if way == "reopened":
        handling.reopen(session, question, "toch", actor=coordinator, city=the_city())

    with pytest.raises(GoneError):
        reading.get_public(session, question.reference)
    assert reading.list_public(session) == []


def test_what_comes_back_is_shown_again(session: Session) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "publish")
    handling.unpublish(session, question, "privacy", actor=coordinator, city=the_city())
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)
    handling.publish(session, question, actor=coordinator, city=the_city())

    assert reading.get_public(session, question.reference).question.id == question.id


def test_a_question_that_does_not_exist_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        reading.get_question(session, "LMDS-1999-001")
    with pytest.raises(NotFoundError):
        reading.get_by_id(session, make_user(session).id)


def test_only_confirmed_followers_are_counted(session: Session) -> None:
    question = make_question(session, "publish")
    make_follower(session, question)
    make_follower(session, question, confirmed=False)

    assert reading.count_followers(session, question) == 1


def test_notes_are_newest_first(session: Session) -> None:
    question = make_question(session, "take")
    for text in ("eerst", "daarna"):
        handling.add_note(session, question, text, actor=actor(make_user(session, Role.COORDINATOR)))

    assert [note.text for note in reading.list_notes(session, question)] == ["daarna", "eerst"]


# ---- the asker's messages and path ----


def talk(session: Session, question: Question) -> list[tuple[bool, str]]:
    return [(m.own, m.text) for m in reading.messages_of(question, reading.list_events(session, question))]


def test_the_messages_are_what_was_said_between_us_and_nothing_internal(session: Session) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "ask_more", text="Het gaat niet goed hier in de straat.")
    handling.add_note(session, question, "KANARIE notitie", actor=coordinator)
    handling.assign(session, question, make_user(session, Role.COORDINATOR), actor=coordinator, note="KANARIE")
    handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city())

    assert talk(session, question) == [
        (True, "Het gaat niet goed hier in de straat."),
        (False, "Om wie gaat het?"),
        (True, "Voor ons."),
    ]


def test_what_the_asker_said_on_the_phone_is_theirs_and_says_who_wrote_it_down(session: Session) -> None:
    user = make_user(session, Role.COORDINATOR, name="Noor Bakker")
    question = make_question(session, "ask_more")
    handling.reply(session, question, "Voor ons.", actor=actor(user), city=the_city())

    last = reading.messages_of(question, reading.list_events(session, question))[-1]

    assert (last.own, last.text, last.by) == (True, "Voor ons.", "Noor Bakker")


def test_the_boat_lies_where_the_question_is_and_stays_where_it_left_the_canal(session: Session) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    public, ended = make_question(session, "publish"), make_question(session, "put_before")
    handling.refer(session, ended, reason="report", text="Bel.", link=None, actor=coordinator, city=the_city())

    def boat(question: Question) -> Bridge:
        return reading.furthest_bridge(question, reading.list_events(session, question))

    assert boat(public) is Bridge.MATCHED
    assert (ended.state, boat(ended)) == (QuestionState.REFERRED, Bridge.SHARPENED)
    dates = reading.bridge_dates(public, reading.list_events(session, public))
    assert list(dates) == [Bridge.ASKED, Bridge.DISCUSSED, Bridge.SHARPENED, Bridge.MATCHED]
    assert sorted(dates.values()) == list(dates.values())
