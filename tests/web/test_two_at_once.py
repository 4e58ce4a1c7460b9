"""Two coordinators on one question: the second loses nothing, and sees what the first did."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import User
from leren_app.services.questions import clinic, handling, reading
from leren_app.web.here import today
from leren_app.web.intake.step_forms import FORMS
from tests.client import PageClient
from tests.intake import asked, coordinator, step_path
from tests.makers import WRITTEN, actor, make_question, make_user, the_city
from tests.signing_in import press

OPEN_IN = {
    "take": "confirm",
    "ask_more": "take",
    "reply": "ask_more",
    "put_before": "put_before",
    "agree": "put_before",
    "publish": "agree",
    "answer": "publish",
    "unpublish": "publish",
    "refer": "take",
    "refuse": "take",
    "withdraw": "take",
}
"""As far as a question has to come for the page of a step; adopting and reopening follow below."""

TYPED = {
    "text": "Wat ik typte",
    "remark": "Wat ik typte",
    "reason": "report",
    "how": "phone",
    "who": "Mevrouw De Graaf",
    "link": "https://www.example.org/",
    "organisation": "Buurthuis",
    "advice": "Mijn raad",
}


@pytest.fixture
def joris(session: Session) -> User:
    return make_user(session, Role.COORDINATOR, name="Joris van Dam")


@pytest.mark.parametrize("name", sorted(OPEN_IN))
def test_whoever_sends_second_gets_409_with_the_text_kept_and_sees_who_was_first(
    client: PageClient, session: Session, joris: User, name: str
) -> None:
    question = asked(session, OPEN_IN[name], joris)
    coordinator(client, session)
    path, values = client.get(step_path(question, name)).form(f"/stap/{name}")
    typed = {field: text for field, text in {**values, **TYPED}.items() if field in values}
    if name in {"unpublish", "withdraw"}:
        typed["reason"] = "Mijn reden"
    if name == "refuse":
        typed["reason"] = "commercial"
    if name == "agree":
        typed["on"], typed["how"] = today().isoformat(), "phone"
    _joris_moves(session, question.reference, joris)

    back = client.post(path, typed, status=409)

    assert "Joris van Dam" in back.words()
    assert "Het laatste dat gebeurde:" in back.words()
    kept = back.form(f"/stap/{name}")[1]
    for field in ("text", "remark", "who", "link", "advice"):
        if field in typed:
            assert kept[field] == typed[field], field


def _joris_moves(session: Session, reference: str, joris: User) -> None:
    """Joris withdraws it, which every open question can be, and which closes every step."""
    question = reading.get_question(session, reference)
    handling.withdraw(session, question, "Zij belde mij", actor=actor(joris), city=the_city())
    session.commit()


def test_every_step_form_was_tried(session: Session) -> None:
    assert set(OPEN_IN) | {"adopt", "reopen"} == set(FORMS)


def test_two_who_ask_for_more_see_both_questions_beside_each_other(
    client: PageClient, session: Session, joris: User
) -> None:
    coordinator(client, session)
    question = asked(session, "take", joris)
    page = client.get(step_path(question, "ask_more"))
    handling.ask_more(session, question, "Om welke straat gaat het?", actor=actor(joris), city=the_city())
    session.commit()

    back = press(client, page, "/stap/ask_more", status=409, text="Om wie gaat het?")

    assert "Om welke straat gaat het?" in back.words()
    assert "Intussen veranderd: Wat wilt u weten?" in back.words()
    assert back.form("/stap/ask_more")[1]["text"] == "Om wie gaat het?"


def test_a_text_of_the_clinic_that_changed_is_shown_with_what_changed(
    client: PageClient, session: Session, joris: User
) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "take", noor)
    clinic.save_version(session, question, WRITTEN, actor=actor(noor))
    session.commit()
    page = client.get(step_path(question, "put_before"))
    newer = replace(WRITTEN, title_nl="Waarom blijven ouderen thuis?")
    clinic.save_version(session, question, newer, actor=actor(joris))
    session.commit()

    back = press(client, page, "/stap/put_before", status=409, remark="Klopt dit?")

    assert "Intussen veranderd: Titel in het Nederlands" in back.words()
    assert "<ins>" in back.text
    assert back.form("/stap/put_before")[1]["remark"] == "Klopt dit?"


def test_two_notes_at_once_are_both_kept(client: PageClient, session: Session, joris: User) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor)
    page = client.get(f"/werk/vragen/{question.reference}")
    handling.add_note(session, question, "Notitie van Joris", actor=actor(joris))
    session.commit()

    landed = client.follow(press(client, page, "/notitie", note="Notitie van Noor"))

    assert "Notitie van Joris" in landed.words()
    assert "Notitie van Noor" in landed.words()


def test_two_who_hand_over_at_once_see_what_the_first_did(client: PageClient, session: Session, joris: User) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor)
    page = client.get(f"/werk/vragen/{question.reference}")
    handling.assign(session, question, joris, actor=actor(joris), note="Ik ken haar")
    session.commit()

    back = press(client, page, "/toewijzen", status=409, assignee=str(noor.id), handover="Neem jij deze?")

    assert "Het laatste dat gebeurde: Overgedragen aan" in back.words()
    assert "Ik ken haar" in back.words()
    assert back.form("/toewijzen")[1]["handover"] == "Neem jij deze?"
