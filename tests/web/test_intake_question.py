"""The page of one question: rights, own words, notes that stay inside, the next step, handing over, the history."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.models import Note, TokenPurpose
from leren_app.services import tokens
from leren_app.services.questions import clinic, handling
from tests.client import PageClient
from tests.intake import asked, coordinator, count_statements, state_of
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.signing_in import press, sign_in

TABS = ("", "/spreekuur", "/geschiedenis", "/stap/take")


# ---- rights ----


@pytest.mark.parametrize("tab", TABS)
def test_a_visitor_signs_in_first_and_a_student_finds_nothing(
    client: PageClient, session: Session, app: Flask, tab: str
) -> None:
    question = asked(session, "confirm")
    student = PageClient(app)
    sign_in(student, session, Role.STUDENT, Role.HOST, Role.LECTURER)

    visitor = client.get(f"/werk/vragen/{question.reference}{tab}", status=303)
    hidden = student.get(f"/werk/vragen/{question.reference}{tab}", status=404)
    unknown = student.get(f"/werk/vragen/LMDS-1999-001{tab}", status=404)

    assert visitor.response.headers["Location"].endswith("/inloggen")
    assert hidden.text == unknown.text


@pytest.mark.parametrize("path", ["notitie", "toewijzen", "spreekuur", "stap/take"])
def test_only_coordinators_can_send_a_form(client: PageClient, session: Session, path: str) -> None:
    question = asked(session, "confirm")
    sign_in(client, session, Role.STUDENT, Role.HOST)

    client.post(f"/werk/vragen/{question.reference}/{path}", {"note": "x", "seen_version": "2"}, status=404)

    assert state_of(session, question) is QuestionState.RECEIVED
    assert session.scalars(select(Note)).all() == []


@pytest.mark.parametrize("reference", ["LMDS-1999-001", "x", "%00", "..%2f..", "é" * 100])
def test_an_unknown_reference_is_the_same_404_for_a_coordinator(
    client: PageClient, session: Session, reference: str
) -> None:
    coordinator(client, session)

    found = {client.get(f"/werk/vragen/{reference}{tab}", status=404).text for tab in TABS}

    assert found == {client.get("/werk/vragen/LMDS-1999-001", status=404).text}


# ---- what stands there ----


def test_the_asker_is_known_to_coordinators_with_name_mail_and_language(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    question = asked(session, "confirm", mail="mevrouw@example.org", name="M. de Graaf", language="en")

    words = client.get(f"/werk/vragen/{question.reference}").words()

    for fact in ("mevrouw@example.org", "M. de Graaf", "Engels", "een bewoner", "per mail", "nog niemand"):
        assert fact in words


@pytest.mark.parametrize(
    ("until", "title", "button"),
    [
        ("submit", "De vraagsteller moet eerst bevestigen", ""),
        ("confirm", "Deze vraag is nog van niemand", "Pak op"),
        ("take", "Scherp de vraag aan", "Open het spreekuur"),
        ("ask_more", "Wij wachten op antwoord van de vraagsteller", "Noteer het antwoord van de vraagsteller"),
        ("put_before", "Het ja van de vraagsteller", "Noteer het ja van de vraagsteller"),
        ("agree", "Klaar voor de website", "Publiceer deze vraag"),
        ("publish", "Openbaar sinds", "Maak er een vraagstuk van"),
    ],
)
def test_the_frame_names_the_next_step_of_each_state(
    client: PageClient, session: Session, until: str, title: str, button: str
) -> None:
    question = asked(session, until, coordinator(client, session))

    page = client.get(f"/werk/vragen/{question.reference}")

    assert page.text.count("lms-now lms-flow") == 1
    assert page.text.index("lms-now lms-flow") < page.text.index('id="own-words"')  # on a phone it comes first
    assert title in page.words()
    assert button in page.words()


def test_a_step_whose_needs_are_not_met_is_a_button_that_says_why(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))

    page = client.get(f"/werk/vragen/{question.reference}")

    assert 'aria-disabled="true"' in page.text
    assert "Vul eerst de vier vakken van het spreekuur in" in page.words()
    assert "Titel, samenvatting en onderzoeksvraag zijn nodig" in page.words()


def test_other_ways_are_the_remaining_steps_of_the_life_cycle(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)

    links = client.get(f"/werk/vragen/{question.reference}").links()

    steps = {link.rsplit("/", 1)[1] for link in links if "/stap/" in link}
    assert steps == {"refer", "refuse", "withdraw"}


def test_messages_stand_in_order_with_who_said_them(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "ask_more", noor)
    handling.reply(session, question, "De drie flats", actor=asker(question), city=the_city())
    session.commit()

    words = client.get(f"/werk/vragen/{question.reference}").words()

    assert words.index("Noor Bakker, ") < words.index("Om wie gaat het?") < words.index("De drie flats")


# ---- notes ----


def test_a_note_stays_inside(client: PageClient, session: Session, app: Flask) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "publish", noor)
    raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)
    session.commit()

    page = client.follow(
        press(client, client.get(f"/werk/vragen/{question.reference}"), "/notitie", note="Eerst bellen!")
    )
    outside = PageClient(app)
    own = outside.follow(outside.get(f"/v/{raw}", status=303))
    public = outside.get(f"/vragen/{question.reference}")

    assert "Eerst bellen!" in page.words()
    assert "Komt nooit bij de vraagsteller" in page.words()
    assert "Eerst bellen!" not in own.text + public.text
    assert own.heading() == WRITTEN.title_nl


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", "Schrijf iets in de notitie"),
        ("   ", "Schrijf iets in de notitie"),
        ("x" * 5001, "Deze tekst is te lang"),
        ("a\x00b", "In deze tekst stond een teken"),
    ],
)
def test_a_wrong_note_is_explained_and_kept(client: PageClient, session: Session, note: str, said: str) -> None:
    question = asked(session, "take", coordinator(client, session))

    page = press(client, client.get(f"/werk/vragen/{question.reference}"), "/notitie", status=422, note=note)

    assert said in page.words()
    assert 'id="errors"' in page.text
    assert page.form("/notitie")[1]["note"] == note.replace("\x00", "").strip()
    assert session.scalars(select(Note)).all() == []


# ---- handing over ----


def test_a_question_goes_to_a_colleague_with_what_they_should_know(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    joris = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    question = asked(session, "take", noor)

    page = client.get(f"/werk/vragen/{question.reference}")
    page = client.follow(press(client, page, "/toewijzen", assignee=str(joris.id), handover="Hij belt liever."))
    history = client.get(f"/werk/vragen/{question.reference}/geschiedenis").words()

    assert "Bij Joris van Dam, sinds" in page.words()
    assert "Overgedragen aan" in history
    assert "Alleen voor collega’s Joris van Dam" in history
    assert "Hij belt liever." in history
    assert state_of(session, question) is QuestionState.INTAKE
    assert question.assignee_id == joris.id


def test_nobody_but_a_coordinator_can_get_a_question(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    student = make_user(session, Role.STUDENT, name="Een student")
    question = asked(session, "take", noor)

    for whom in ("", "x", str(student.id), str(question.id), "\x00"):
        page = client.get(f"/werk/vragen/{question.reference}")
        page = press(client, page, "/toewijzen", status=422, assignee=whom, handover="Let op")
        assert "Kies een coördinator." in page.words()
        assert page.form("/toewijzen")[1]["handover"] == "Let op"

    assert "Een student" not in page.words()
    assert state_of(session, question) is QuestionState.INTAKE
    assert question.assignee_id == noor.id


def test_two_who_hand_over_at_once_do_not_undo_each_other(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    joris = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    question = asked(session, "take", noor)
    page = client.get(f"/werk/vragen/{question.reference}")
    handling.assign(session, question, joris, actor=actor(joris))
    session.commit()

    stale = press(client, page, "/toewijzen", status=409, assignee=str(noor.id), handover="Van mij")

    assert "Iemand anders heeft dit intussen veranderd" in stale.words()
    assert stale.form("/toewijzen")[1]["handover"] == "Van mij"
    session.rollback()
    session.refresh(question)
    assert question.assignee_id == joris.id


# ---- the history ----


def test_the_history_says_who_did_what_in_which_role_and_for_whom_it_was_written(
    client: PageClient, session: Session
) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "put_before", noor)
    clinic.change(session, question, "Het gaat om de Hoge Mors", actor=asker(question), city=the_city())
    session.commit()

    words = client.get(f"/werk/vragen/{question.reference}/geschiedenis").words()
    english = client.get(f"/en/werk/vragen/{question.reference}/geschiedenis").words()

    assert "Nee, het klopt nog niet De vraagsteller leest dit ook Het gaat om de Hoge Mors" in words
    for said in ("Ligt bij de vraagsteller → naar In behandeling", "M. de Graaf, vraagsteller"):
        assert said in words
    for said in ("Nieuw → naar In behandeling", "Noor Bakker, coördinator"):
        assert said in words
    assert words.index("Nee, het klopt nog niet") < words.index("Bevestigen")
    assert "Being looked at" in english


def test_the_page_costs_the_same_with_many_messages_as_with_few(
    client: PageClient, session: Session, app: Flask
) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "ask_more", noor)
    session.commit()
    path = f"/werk/vragen/{question.reference}"
    few = {tab: len(count_statements(app, client, path + tab)) for tab in TABS[:3]}
    for _ in range(5):
        handling.reply(session, question, "Antwoord", actor=asker(question), city=the_city())
        handling.ask_more(session, question, "En verder?", actor=actor(noor), city=the_city())
        handling.add_note(session, question, "Notitie", actor=actor(noor))
    session.commit()

    many = {tab: len(count_statements(app, client, path + tab)) for tab in TABS[:3]}

    assert many == few
