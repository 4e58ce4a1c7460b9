"""Perhaps it was asked before: each sentence of the rule about similar questions, as somebody meets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from leren_app.domain.roles import Actor, Role
from leren_app.models import Event, Following, Outbox, Question, Result
from leren_app.services import clock
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.questions import clinic, handling, merging
from tests.client import Page, PageClient
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.makers_education import make_project
from tests.signing_in import sign_in

TYPED = "Veel oudere mensen in onze flat komen nooit bij de inloop, wat houdt hen weg?"
ENGLISH = "lonely older people who stay away from the drop-in"
AT = "/stel-uw-vraag/lijkt-op"
CANARY = "kanariegeel"


@pytest.fixture
def who(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


def ready(session: Session) -> None:
    """What is in the database is in the index."""
    session.commit()
    keeping.build(session, Kind.QUESTIONS, the_city())
    session.rollback()


def ask(client: PageClient, text: str = TYPED, path: str = AT) -> TestResponse:
    """What the module sends while somebody types: no token, no cookie of a form."""
    answer: TestResponse = client.raw.post(path, data={"text": text}, base_url=client.base_url)
    return answer


def titled(session: Session, who: Actor, title: str, until: str = "publish", **changes: str) -> Question:
    """A question whose clinic says something of its own."""
    question = make_question(session, "take")
    words = replace(WRITTEN, **{"title_nl": title, "title_en": f"EN {title}", **changes})
    clinic.save_version(session, question, words, actor=who)
    clinic.put_before(session, question, actor=who, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)
    if until == "publish":
        handling.publish(session, question, actor=who, city=the_city())
    session.flush()
    return question


# ---- what is shown ----


def test_a_card_says_title_why_district_year_and_status(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish", text=f"{CANARY} {TYPED}", name=CANARY, place="lage-mors")
    ready(session)

    answer = ask(client)

    assert answer.status_code == 200
    assert WRITTEN.title_nl in answer.text
    assert "<mark>inloop</mark>" in answer.text
    assert "Lage Mors" in answer.text
    assert str(clock.now(session).year) in answer.text
    assert "Gekoppeld" in answer.text
    assert f"/vragen/{question.reference}" in answer.text
    assert CANARY not in answer.text


def test_the_finished_result_stands_beside_it(client: PageClient, session: Session) -> None:
    project = make_project(session, "publish")
    ready(session)
    result = session.scalars(select(Result).where(Result.project_id == project.id)).one()

    answer = ask(client)

    assert result.title_nl in answer.text
    assert f"/resultaten/{project.slug}" in answer.text
    assert "Beantwoord" in answer.text


def test_an_english_text_finds_a_dutch_question_and_its_result(client: PageClient, session: Session) -> None:
    project = make_project(session, "publish")
    ready(session)
    result = session.scalars(select(Result).where(Result.project_id == project.id)).one()

    answer = ask(client, ENGLISH, f"/en{AT}")

    assert WRITTEN.title_en in answer.text
    assert result.title_en in answer.text
    assert "Answered" in answer.text


def test_at_most_five_cards(client: PageClient, session: Session) -> None:
    for _ in range(7):
        make_question(session, "publish")
    ready(session)

    assert ask(client).text.count("<li") == 5


@pytest.mark.parametrize("text", ["de het een", "de het een en dat is er ook nog wel eens", "", " " * 40, "😀" * 30])
def test_small_words_suggest_nothing_and_there_is_no_box(client: PageClient, session: Session, text: str) -> None:
    make_question(session, "publish")
    ready(session)

    answer = ask(client, text)

    assert (answer.status_code, answer.text) == (204, "")


def test_no_overlap_is_no_suggestion_and_no_random_ranking(client: PageClient, session: Session) -> None:
    for _ in range(3):
        make_question(session, "publish")
    ready(session)

    assert ask(client, "De straatverlichting flikkert boven het zebrapad bij het station").status_code == 204


def test_without_an_index_nothing_is_shown_and_nothing_breaks(client: PageClient, session: Session) -> None:
    make_question(session, "publish")
    session.commit()

    assert ask(client).status_code == 204


# ---- what is never shown ----


def test_drafts_hidden_merged_and_unpublished_questions_are_never_shown(
    client: PageClient, session: Session, who: Actor
) -> None:
    shown = titled(session, who, "Wie durft niet naar de inloop?")
    titled(session, who, "Alleen met een ja van de vraagsteller", until="agree")
    merged, gone, withdrawn = (titled(session, who, f"Weg van de inloop {n}") for n in range(3))
    ready(session)
    merging.merge(session, merged, shown, actor=who)
    handling.unpublish(session, gone, "Er stond een naam in.", actor=who, city=the_city())
    handling.withdraw(session, withdrawn, "", actor=who, city=the_city())
    session.commit()  # the index still holds them: what is shown is looked up again

    text = ask(client).text

    assert "Wie durft niet" in text
    assert "Weg van de inloop" not in text
    assert "Alleen met een ja" not in text


def test_a_question_is_not_shown_on_its_own_page_nor_after_its_own_asking(
    client: PageClient, session: Session, who: Actor
) -> None:
    own = make_question(session, "publish")
    ready(session)
    with client.raw.session_transaction(base_url=client.base_url) as browser:
        browser["asked"] = own.reference

    assert f"/vragen/{own.reference}/ook-mijn-vraag" not in client.get("/stel-uw-vraag/bedankt").text
    assert "Vragen die hierop lijken" not in client.get(f"/vragen/{own.reference}").words()


def test_the_form_is_never_blocked(client: PageClient, session: Session) -> None:
    make_question(session, "publish")
    ready(session)
    page = client.get("/stel-uw-vraag")
    action, values = page.form("/stel-uw-vraag")

    client.post(action, {**values, "text": TYPED, "place": "morsdistrict", "mail": "new@example.org"})

    assert session.scalar(select(func.count(Question.id))) == 2


# ---- the endpoint is harmless ----


def test_script_in_a_text_comes_back_as_nothing(client: PageClient, session: Session) -> None:
    make_question(session, "publish")
    ready(session)

    answer = ask(client, f"<script>alert(1)</script> {TYPED}")

    assert "<script" not in answer.text
    assert "alert(1)" not in answer.text


def test_looking_writes_nothing_and_a_get_is_refused(client: PageClient, session: Session) -> None:
    make_question(session, "publish")
    ready(session)
    before = [session.scalar(select(func.count(table.id))) for table in (Event, Outbox, Question, Following)]
    session.rollback()

    ask(client)
    ask(client, "x" * 100_000)

    assert client.raw.get(AT, base_url=client.base_url).status_code == 405
    assert before == [session.scalar(select(func.count(table.id))) for table in (Event, Outbox, Question, Following)]


def test_who_types_fast_is_served_and_a_machine_is_stopped(client: PageClient) -> None:
    codes = [ask(client, "kort").status_code for _ in range(61)]

    assert codes[:60] == [204] * 60
    assert codes[60] == 429


# ---- without JavaScript, after sending ----


def test_the_same_cards_stand_on_the_thanks_page(client: PageClient, session: Session) -> None:
    other = make_question(session, "publish")
    ready(session)
    page = thanks(client)

    assert WRITTEN.title_nl in page.words()
    assert "volg-liever" in page.form(other.reference)[0]


def test_following_instead_takes_one_post(client: PageClient, session: Session) -> None:
    other = make_question(session, "publish")
    ready(session)
    action, values = thanks(client).form("volg-liever")

    page = client.follow(client.post(action, values))
    client.follow(client.post(action, values))  # a double click

    session.rollback()
    own = session.scalars(select(Question).where(Question.id != other.id)).one()
    assert own.state.value == "withdrawn"
    assert [each.question_id for each in session.scalars(select(Following))] == [other.id]
    assert page.heading() == "Kijk in uw mail"


def test_somebody_else_cannot_take_a_question_back(client: PageClient, app: Flask, session: Session) -> None:
    other = make_question(session, "publish")
    own = make_question(session)
    session.commit()

    PageClient(app).post(f"/stel-uw-vraag/bedankt/volg-liever/{other.reference}")

    session.refresh(own)
    assert own.state.value == "unconfirmed"


def test_the_card_of_an_old_question_has_its_own_year(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")
    question.published_at = clock.now(session) - timedelta(days=800)
    ready(session)

    assert str((clock.now(session) - timedelta(days=800)).year) in ask(client).text


def thanks(client: PageClient) -> Page:
    """The page after asking."""
    action, values = client.get("/stel-uw-vraag").form("/stel-uw-vraag")
    asked = {**values, "text": TYPED, "place": "morsdistrict", "mail": "new@example.org"}
    return client.follow(client.post(action, asked))


def test_the_queue_says_how_many_are_like_a_new_question(client: PageClient, session: Session, who: Actor) -> None:
    titled(session, who, "Wat houdt ouderen weg van de inloop?")
    new = make_question(session, "confirm", text=TYPED)
    other = make_question(session, "confirm", text="Hoeveel bomen staan er langs de singel en wie telt ze?")
    ready(session)
    sign_in(client, session, Role.COORDINATOR)

    page = client.get("/werk/rij?tab=nobody")

    text = page.words()
    assert text.count("lijkt erop") == 1
    assert f"{new.reference}" in text
    assert f"{other.reference}" in text
    assert text.index(new.reference) < text.index("lijkt erop")
