"""The status for who holds a card: read by QR code or by number and code, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import AgreedHow, Channel, Contact, Question, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import cards, clinic, handling, recording
from leren_app.services.questions.cards import Card
from leren_app.services.questions.recording import Told
from tests.client import PageClient
from tests.makers import WRITTEN, actor, make_question, make_user, the_city

ENTER = "/mijn-vraag/kaart"
SECRETS = ("KANARIE", "98765432")


def carded(session: Session, until: str = "record") -> tuple[Question, Card]:
    """A question recorded at the desk, as far as a step, with its card."""
    coordinator = actor(make_user(session, Role.COORDINATOR))
    city = the_city()
    told = Told(
        "a" * 32, "KANARIE woorden, en nog wat.", "morsdistrict", Channel.PHONE, "06 98765432", True, name="KANARIE"
    )
    question = recording.record(session, told, actor=coordinator, city=city)
    who: dict[str, Any] = {"actor": coordinator, "city": city}
    steps = {
        "take": lambda: handling.take(session, question, **who),
        "ask_more": lambda: handling.ask_more(session, question, "KANARIE Waar woont u?", **who),
        "reply": lambda: handling.reply(session, question, "KANARIE Op de hoek.", **who),
        "write": lambda: clinic.save_version(session, question, WRITTEN, actor=coordinator),
        "put_before": lambda: clinic.put_before(session, question, **who),
    }
    for name, step in steps.items():
        if until == "record":
            break
        step()
        if name == until:
            break
    card = cards.make_card(session, question)
    session.commit()
    return question, card


def enter(client: PageClient, reference: str, code: str, *, status: int = 303, prefix: str = "") -> Any:
    return client.post(prefix + ENTER, {"reference": reference, "code": code}, status=status)


def status_page(question: Question, prefix: str = "") -> str:
    return f"{prefix}{ENTER}/{question.reference}"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("until", ["record", "take", "ask_more", "reply", "put_before"])
def test_number_and_code_lead_to_the_status_and_to_none_of_the_words(
    client: PageClient, session: Session, until: str, prefix: str
) -> None:
    question, card = carded(session, until)

    page = client.follow(enter(client, question.reference, card.code, prefix=prefix))

    assert page.path == status_page(question, prefix)
    assert question.reference in page.heading()
    assert ("What happened" if prefix else "Wat er gebeurde") in page.words()
    assert not [secret for secret in SECRETS if secret in page.text]
    assert [action for _, action, _ in page.forms()] == []


def test_the_square_leads_to_the_same_page(client: PageClient, session: Session) -> None:
    question, card = carded(session)

    page = client.follow(client.get(f"/v/{card.secret}", status=303))

    assert page.path == status_page(question)
    assert not [secret for secret in SECRETS if secret in page.text]


def test_the_status_says_what_happens_next_and_by_when_and_every_public_line(
    client: PageClient, session: Session
) -> None:
    question, card = carded(session, "reply")

    words = client.follow(enter(client, question.reference, card.code, prefix="/en")).words()

    lines = (
        "Your question has arrived",
        "Someone is looking at your question",
        "We asked you something",
        "You answered",
    )
    places = [words.index(line) for line in lines]
    assert places == sorted(places)
    assert "You hear from us by" in words


@pytest.mark.parametrize(("reference", "code"), [("own", "AAAAA-AAAAA"), ("LMDS-1999-001", "own"), ("x", "\x7f" * 30)])
def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(
    client: PageClient, session: Session, reference: str, code: str
) -> None:
    question, card = carded(session)
    reference = question.reference if reference == "own" else reference
    code = card.code if code == "own" else code

    page = enter(client, reference, code, status=422)

    if "\x7f" not in code:
        assert "Dit nummer en deze code horen niet bij elkaar" in page.words()
    client.get(status_page(question), status=404)


def test_a_question_that_was_asked_by_mail_has_no_code(client: PageClient, session: Session) -> None:
    question = make_question(session, "take")
    session.commit()

    page = enter(client, question.reference, "AAAAA-AAAAA", status=422)

    assert "horen niet bij elkaar" in page.words()


def test_guessing_is_stopped_per_network_and_per_question(client: PageClient, session: Session, app: Flask) -> None:
    question, card = carded(session)

    for n in range(5):
        enter(client, question.reference, f"AAAAA-AAAA{n}", status=422)
    enter(client, question.reference, card.code, status=429)

    others = [f"192.0.2.{n}" for n in range(1, 30)]
    answers = [guess_from(app, address, question.reference) for address in others]
    assert set(answers) == {422, 429}
    assert guess_from(app, "198.51.100.1", "LMDS-1999-001") == 422


def guess_from(app: Flask, address: str, reference: str) -> int:
    """What somebody at this network address gets for a guess."""
    client = PageClient(app)
    data = {"reference": reference, "code": "AAAAA-AAAAA", "csrf_token": client.csrf_token()}
    headers = {"Referer": client.base_url + ENTER}
    answer = client.raw.post(
        ENTER, data=data, base_url=client.base_url, headers=headers, environ_overrides={"REMOTE_ADDR": address}
    )
    return answer.status_code


def test_a_code_is_no_link_so_that_guesses_are_counted(client: PageClient, session: Session) -> None:
    question, card = carded(session)
    typed = f"{question.reference}/{card.code.replace('-', '')}"

    for path in (f"/v/{typed}", "/v/" + typed.replace("/", "%2F")):
        assert client.raw.get(path, base_url=client.base_url).status_code == 404
    raw = tokens.keep(session, "secret", TokenPurpose.CARD_CODE, contact=question.asker, question=question)
    session.commit()
    assert raw.purpose is TokenPurpose.CARD_CODE
    client.get("/v/secret", status=404)


def test_a_card_opens_neither_the_askers_page_nor_another_question(client: PageClient, session: Session) -> None:
    question, card = carded(session)
    client.follow(client.get(f"/v/{card.secret}", status=303))
    other = make_question(session, "take")
    session.commit()
    cookie = client.raw.get_cookie("visit", path=status_page(question), domain="127.0.0.1")
    assert cookie is not None
    client.raw.set_cookie("visit", cookie.value, path="/", domain="127.0.0.1")

    client.get(status_page(other), status=404)
    client.get(f"/mijn-vraag/{question.reference}", status=404)
    for action in ("antwoord", "ja", "nee", "intrekken", "aanvullen", "hielp-niet", "niet-van-mij"):
        client.post(f"/mijn-vraag/{question.reference}/{action}", {"text": "Ik doe maar wat."}, status=404)


@pytest.mark.parametrize("end", ["expired", "reprinted"])
def test_an_ended_card_is_answered_calmly_also_where_the_page_was_open(
    client: PageClient, session: Session, end: str
) -> None:
    question, card = carded(session)
    client.follow(enter(client, question.reference, card.code))
    if end == "expired":
        clock.move(session, timedelta(days=366))
    else:
        cards.make_card(session, question)
    session.commit()

    client.get(status_page(question), status=404)
    ended = client.get(f"/v/{card.secret}", status=404)
    enter(client, question.reference, card.code, status=422)
    assert "/mijn-vraag/nieuwe-link" in ended.links()


def test_a_public_question_is_linked_to_and_a_hidden_one_is_not(client: PageClient, session: Session) -> None:
    question, card = carded(session, "put_before")
    public = f"/vragen/{question.reference}"
    page = client.follow(enter(client, question.reference, card.code))
    assert public not in page.links()
    assert WRITTEN.title_nl not in page.words()

    who: dict[str, Any] = {"actor": actor(make_user(session, Role.COORDINATOR)), "city": the_city()}
    today = clock.now(session).date()
    clinic.agree(session, question, seen_n=1, how=AgreedHow.PHONE, on=today, who="Zij", **who)
    handling.publish(session, question, **who)
    session.commit()

    assert public in client.get(status_page(question)).links()


def test_the_status_of_somebody_who_was_erased_can_still_be_read(client: PageClient, session: Session) -> None:
    question, card = carded(session)
    asker: Contact = question.asker
    asker.name, asker.phone, asker.erased_at = "", None, clock.now(session)
    session.commit()

    assert client.follow(enter(client, question.reference, card.code)).response.status_code == 200
