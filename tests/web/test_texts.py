"""Ready texts on their pages and on the forms where answers begin with them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import BlockPurpose, Outbox, TextBlock
from leren_app.services import text_blocks
from tests.client import PageClient
from tests.intake import asked, coordinator, step_path, take_step
from tests.makers import make_question, the_city
from tests.makers_education import make_project
from tests.post import mailbox
from tests.signing_in import press, sign_in

NEW = {
    "purpose": "refer",
    "reason": "report",
    "title_nl": "Losse tegel",
    "title_en": "Loose paving stone",
    "text_nl": "Bel de gemeente.",
    "text_en": "Call the municipality.",
    "link": "https://www.example.org/melden",
}


def test_a_new_text_is_offered_at_its_step_in_the_language_of_the_asker(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor, language="en")

    landed = client.follow(press(client, client.get("/werk/teksten/nieuw"), "/teksten/nieuw", **NEW))
    form = client.get(step_path(question, "refer"))
    filled = client.get(step_path(question, "refer") + "?text=loose-paving-stone").form("/stap/refer")[1]

    assert "Losse tegel" in landed.words()
    assert "Losse tegel" in form.words()
    assert (filled["text"], filled["link"], filled["reason"]) == (NEW["text_en"], NEW["link"], "report")
    assert "Losse tegel" not in client.get(step_path(question, "refuse")).words()


def test_a_text_of_the_city_is_changed_and_the_change_wins(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    page = client.get("/werk/teksten/report")

    press(client, page, "/teksten/report", text_nl="Bel 14 071, zij komen kijken.")

    filled = client.get(step_path(question, "refer") + "?text=report").form("/stap/refer")[1]
    assert filled["text"] == "Bel 14 071, zij komen kijken."


def test_who_saves_second_sees_both_texts_and_can_save_again(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    page = client.get("/werk/teksten/report")
    press(client, page, "/teksten/report", text_nl="De tekst van een collega.")

    back = press(client, page, "/teksten/report", status=409, text_nl="De tekst van mij.")
    press(client, back, "/teksten/report")

    assert "collega" in back.words()
    assert "<ins>" in back.text
    assert back.form("/teksten/report")[1]["text_nl"] == "De tekst van mij."
    assert back.title().startswith("Fout:")
    assert session.scalars(select(TextBlock)).one().text_nl == "De tekst van mij."


def test_a_text_that_is_stopped_is_not_offered_and_comes_back(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    stop = client.get("/werk/teksten")

    press(client, stop, "/press/gebruik", use="no")
    stopped = client.get(step_path(question, "refer"))
    press(client, stop, "/press/gebruik", use="yes", status=409)
    press(client, client.get("/werk/teksten"), "/press/gebruik", use="yes")

    assert "Vraag van de pers" not in stopped.words()
    assert client.get(step_path(question, "refer") + "?text=press").form("/stap/refer")[1]["text"] != ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_en": ""}, "Geef het een naam in het Engels"),
        ({"text_nl": " "}, "Schrijf de tekst in het Nederlands"),
        ({"link": "javascript:alert(1)"}, "Een link begint met https://"),
        ({"purpose": ""}, "Kies voor welk antwoord dit is"),
        ({"purpose": "ask_more"}, "Deze reden hoort bij een andere stap"),
    ],
)
def test_a_text_that_cannot_be_kept_comes_back_with_what_to_do(
    client: PageClient, session: Session, changes: dict[str, str], said: str
) -> None:
    coordinator(client, session)

    for path in ("/werk/teksten/nieuw", "/werk/teksten/report"):
        back = press(client, client.get(path), path, status=422, **{**NEW, **changes})
        assert said in back.words()
        assert back.form(path)[1]["text_en"] == NEW["text_en"]
    assert list(session.scalars(select(TextBlock))) == []


def test_texts_are_for_coordinators_only(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.HOST, Role.LECTURER)

    for path in ("/werk/teksten", "/werk/teksten/nieuw", "/werk/teksten/report"):
        client.get(path, status=404)
    client.post("/werk/teksten/report/gebruik", {"use": "no", "seen_version": "0"}, status=404)
    assert list(session.scalars(select(TextBlock))) == []


def test_every_step_that_begins_with_a_text_offers_one(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    at = {"ask_more": "take", "refer": "take", "refuse": "take", "put_before": "put_before", "answer": "publish"}

    for name, until in at.items():
        question = asked(session, until, noor)
        block = text_blocks.list_offered(session, the_city(), BlockPurpose(name))[0]
        values = client.get(step_path(question, name) + f"?text={block.key}").form(f"/stap/{name}")[1]
        assert block.text.nl in {values.get("text"), values.get("remark")}


def test_a_place_that_was_not_filled_in_goes_to_nobody(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    page = client.get(step_path(question, "refuse") + "?text=not-for-students")

    back = press(client, page, "/stap/refuse", status=422)

    assert "Vul in wat hoort bij [schrijf hier waarom]" in back.words()
    assert "question/refused" not in {str(r.payload.get("topic")) for r in session.scalars(select(Outbox))}


def test_the_asker_is_pointed_to_a_result_that_is_there(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    project = make_project(session, "publish")
    question = asked(session, "take", noor, language="en")

    form = client.get(step_path(question, "refer"))
    values = client.get(step_path(question, "refer") + f"?to=r:{project.slug}").form("/stap/refer")[1]

    assert f"r:{project.slug}" in [option.get("value") for option in form.options("to")]
    assert values["link"] == f"http://127.0.0.1:5000/en/resultaten/{project.slug}"
    assert values["reason"] == "existing_result"
    assert values["text"].startswith("Good news")


@pytest.mark.parametrize("to", ["", "r:nonsense", "q:LMDS-1999-001", "x:y", "r:", "q:%00", "https://evil.example"])
def test_only_what_is_public_can_be_pointed_to(client: PageClient, session: Session, to: str) -> None:
    question = asked(session, "take", coordinator(client, session))
    hidden = make_question(session, "take")
    session.commit()

    for target in (to, f"q:{hidden.reference}"):
        values = client.get(step_path(question, "refer") + f"?to={target}").form("/stap/refer")[1]
        assert (values["link"], values["text"]) == ("", "")


@pytest.mark.parametrize(("name", "reason"), [("refer", "report"), ("refuse", "commercial")])
def test_the_mail_carries_the_text_and_the_link(client: PageClient, session: Session, name: str, reason: str) -> None:
    question = asked(session, "take", coordinator(client, session))

    take_step(client, question, name, reason=reason, text="Zo komt u verder.", link="https://www.example.org/meld")
    client.app.extensions["leren.run_due"]()

    mail = next(m for m in mailbox(session) if "Zo komt u verder." in m.body)
    assert mail.recipient == question.asker.mail
    assert "https://www.example.org/meld" in mail.body


def test_an_ended_question_shows_colleagues_when_its_personal_data_goes(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    before = client.get(f"/werk/vragen/{question.reference}").words()

    page = client.follow(take_step(client, question, "refer", reason="report", text="Bel de gemeente."))
    opened = client.follow(take_step(client, question, "reopen", reason="Toch een vraag"))

    assert "Persoonlijke gegevens weg op" in page.words()
    assert "Persoonlijke gegevens weg op" not in before + opened.words()
