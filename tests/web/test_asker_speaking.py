"""The asker's page beyond the steps: by when, what happened, adding, not mine, not helped; each once, no word lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.models import Contact, Event, EventNote, Question, Task
from leren_app.services import clock
from leren_app.services.questions import clinic, handling
from tests.asker import confirm_link, open_own_page, own_page
from tests.client import Page, PageClient
from tests.database import fresh
from tests.makers import actor, asker, make_question, make_user, the_city
from tests.signing_in import press, sign_in

STORY = "Er is ook een school bij betrokken, en die wil graag helpen."


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR, name="KANARIE medewerker"))


def answered(session: Session, state: QuestionState = QuestionState.ANSWERED) -> Question:
    """A question that was answered, or closed, a moment ago."""
    question = make_question(session, "publish")
    question.state, question.answered_at = state, clock.now(session)
    question.closed_at = clock.now(session) if state is QuestionState.CLOSED else None
    session.commit()
    return question


def count_events(session: Session, step: str) -> int:
    session.rollback()
    return session.scalar(select(func.count(Event.id)).where(Event.step == step)) or 0


# ---- by when ----

BY = {
    "submit": "Without your confirmation it disappears on",
    "confirm": "You hear from us by",
    "take": "You hear from us by",
    "ask_more": "Let us know before",
    "put_before": "Let us know before",
    "agree": "You hear from us by",
}


@pytest.mark.parametrize("until", BY)
def test_the_page_says_by_when(client: PageClient, session: Session, until: str) -> None:
    question = make_question(session, until)

    assert BY[until] in open_own_page(client, session, question, "/en").words()


@pytest.mark.parametrize(
    ("state", "said"),
    [(QuestionState.ANSWERED, "We close your question on"), (QuestionState.CLOSED, "you can say that it did not help")],
)
def test_the_page_says_until_when_it_can_be_said_that_it_did_not_help(
    client: PageClient, session: Session, state: QuestionState, said: str
) -> None:
    assert said in open_own_page(client, session, answered(session, state), "/en").words()


def test_a_promise_that_was_not_kept_is_said_honestly(client: PageClient, session: Session) -> None:
    question = make_question(session, "take")
    clock.move(session, timedelta(days=40))

    words = open_own_page(client, session, question, "/en").words()

    assert "You would hear from us by" in words
    assert "You hear from us by" not in words


def test_after_an_answer_of_theirs_a_new_day_counts(client: PageClient, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "ask_more")
    clock.move(session, timedelta(days=20))
    handling.reply(session, question, "Voor onze flat.", actor=asker(question), city=the_city())

    assert "You hear from us by" in open_own_page(client, session, question, "/en").words()


# ---- what happened ----


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_public_line_stands_with_its_day_in_order(client: PageClient, session: Session, prefix: str) -> None:
    question = make_question(session, "publish")

    page = open_own_page(client, session, question, prefix)

    happened = "".join(page.element("happened").itertext())
    assert happened == ("What happened" if prefix else "Wat er gebeurde")
    words = page.words()[page.words().rindex(happened) :]
    names = ("confirm", "take", "put_before", "agree", "publish")
    lines = [line.in_("en" if prefix else "nl") for name in names if (line := QUESTION.step(name).line)]
    places = [words.index(line) for line in lines]
    assert len(lines) == 5
    assert places == sorted(places)


def test_what_coordinators_do_among_themselves_is_no_line(
    client: PageClient, session: Session, coordinator: Actor
) -> None:
    question = make_question(session, "take")
    handling.assign(session, question, make_user(session, Role.COORDINATOR), actor=coordinator, note="KANARIE")
    handling.add_note(session, question, "KANARIE", actor=coordinator)

    assert "KANARIE" not in open_own_page(client, session, question).text


# ---- each act, once ----

Prepare = Callable[[Session], Question]
ACTS: dict[str, tuple[Prepare, str, str, QuestionState]] = {
    "add": (lambda s: make_question(s, "take"), "/aanvullen", "add-text", QuestionState.INTAKE),
    "not_helped": (answered, "/hielp-niet", "help-text", QuestionState.INTAKE),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_act_by_its_form_says_thanks_and_pressing_twice_does_it_once(
    client: PageClient, session: Session, name: str, prefix: str
) -> None:
    prepare, action, field, state = ACTS[name]
    question = prepare(session)
    page = open_own_page(client, session, question, prefix)

    for _ in range(2):
        thanks = client.follow(press(client, page, action, **{field: STORY}))

    assert 'role="status"' in thanks.text
    assert STORY in thanks.words()
    assert fresh(session, question).state is state
    assert count_events(session, name) == 1


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("words", ["", " \n", "x" * 5001, "met nul\0 erin"])
def test_words_that_cannot_be_kept_come_back_to_be_mended(
    client: PageClient, session: Session, name: str, words: str
) -> None:
    prepare, action, field, _ = ACTS[name]
    page = open_own_page(client, session, prepare(session))

    back = press(client, page, action, status=422, **{field: words})

    assert back.title().startswith("Fout: ")
    assert back.form(action)[1][field] == words.replace("\0", "").strip()
    assert f"#{field}" in back.links()
    assert count_events(session, name) == 0


@pytest.mark.parametrize("name", ACTS)
def test_what_came_too_late_is_not_lost(client: PageClient, session: Session, coordinator: Actor, name: str) -> None:
    prepare, action, field, _ = ACTS[name]
    question = prepare(session)
    page = open_own_page(client, session, question)
    question.state, question.ended_because = QuestionState.REFERRED, "report"
    session.commit()

    late = press(client, page, action, status=409, **{field: STORY})

    assert STORY in late.words()
    assert not session.scalars(select(EventNote).where(EventNote.text == STORY)).all()


def test_adding_beside_a_question_of_ours_answers_nothing(client: PageClient, session: Session) -> None:
    question = make_question(session, "ask_more")
    page = open_own_page(client, session, question)

    press(client, page, "/aanvullen", **{"add-text": STORY})

    assert fresh(session, question).state is QuestionState.WAITING
    press(client, client.get(own_page(question)), "/antwoord", text="Voor onze flat.")
    assert fresh(session, question).state is QuestionState.INTAKE


def test_two_tabs_add_two_things_and_neither_is_stale(client: PageClient, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "take")
    first, second = open_own_page(client, session, question), client.get(own_page(question))
    handling.ask_more(session, question, "Om wie gaat het?", actor=coordinator, city=the_city())
    session.commit()

    for page, words in ((first, "Het ene."), (second, "Het andere.")):
        press(client, page, "/aanvullen", **{"add-text": words})

    assert count_events(session, "add") == 2


def test_an_addition_reaches_the_coordinators_history_in_words(
    client: PageClient, session: Session, app: Flask
) -> None:
    question = make_question(session, "take")
    press(client, open_own_page(client, session, question), "/aanvullen", **{"add-text": STORY})
    from_desk = PageClient(app)
    sign_in(from_desk, session, Role.COORDINATOR)

    page = from_desk.get(f"/werk/vragen/{question.reference}/geschiedenis")

    assert STORY in page.words()
    assert "De vraagsteller voegde iets toe" in page.words()


def test_it_did_not_help_is_offered_only_in_time(client: PageClient, session: Session) -> None:
    soon, late = answered(session, QuestionState.CLOSED), answered(session, QuestionState.CLOSED)
    late.closed_at = clock.now(session) - timedelta(days=15)
    session.commit()

    assert "hielp-niet" in open_own_page(client, session, soon).text
    assert "hielp-niet" not in open_own_page(client, session, late).text
    assert "hielp-niet" not in open_own_page(client, session, make_question(session, "publish")).text


# ---- not my question ----


def test_who_got_a_mail_by_mistake_erases_their_address_from_the_page_that_confirms(
    client: PageClient, session: Session
) -> None:
    question = make_question(session, "submit")
    page = client.follow(client.get(confirm_link(session, question), status=303))
    assert page.form("niet-van-mij")

    gone = client.follow(press(client, page, "niet-van-mij"))

    assert "Uw adres is gewist" in gone.heading()
    assert fresh(session, question).state is QuestionState.WITHDRAWN
    assert session.get_one(Contact, question.asker_id).mail is None
    press(client, page, "niet-van-mij", status=404)
    press(client, page, "/stel-uw-vraag/bevestig", status=404)


@pytest.mark.parametrize("until", ["confirm", "take", "ask_more", "put_before"])
def test_from_the_askers_page_it_asks_first_and_then_forgets(client: PageClient, session: Session, until: str) -> None:
    question = make_question(session, until)
    page = open_own_page(client, session, question)
    sure = client.get(next(link for link in page.links() if link.endswith("/niet-van-mij")))
    assert fresh(session, question).state is not QuestionState.WITHDRAWN

    press(client, sure, "/niet-van-mij")

    assert fresh(session, question).state is QuestionState.WITHDRAWN
    client.get(own_page(question), status=404)
    assert [task.topic for task in session.scalars(select(Task))] == ["question/not_mine"]


def test_who_said_yes_is_not_offered_to_disown_it(client: PageClient, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")
    sure = client.get(own_page(open_page(client, session, question)) + "/niet-van-mij")
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)
    session.commit()

    assert "niet-van-mij" not in client.get(own_page(question)).text
    page: Page = press(client, sure, "/niet-van-mij", status=409)

    assert page.title().startswith("Fout: ")
    assert fresh(session, question).asker.mail is not None


def open_page(client: PageClient, session: Session, question: Question) -> Question:
    open_own_page(client, session, question)
    return question


@pytest.mark.parametrize("action", ["aanvullen", "hielp-niet", "niet-van-mij"])
def test_without_a_link_or_with_anothers_nothing_can_be_said(client: PageClient, session: Session, action: str) -> None:
    question, mine = make_question(session, "take"), make_question(session, "take")
    session.commit()
    client.post(f"{own_page(question)}/{action}", {"add-text": STORY}, status=404)
    open_own_page(client, session, mine)
    cookie = client.raw.get_cookie("visit", path=own_page(mine), domain="127.0.0.1")
    assert cookie is not None
    client.raw.set_cookie("visit", cookie.value, path="/", domain="127.0.0.1")

    client.post(f"{own_page(question)}/{action}", {"add-text": STORY, "help-text": STORY}, status=404)

    assert fresh(session, question).state is QuestionState.INTAKE
    assert count_events(session, "add") == 0


def test_the_page_says_that_its_link_is_not_to_be_sent_on(client: PageClient, session: Session) -> None:
    assert "Do not send the link" in open_own_page(client, session, make_question(session, "take"), "/en").words()
