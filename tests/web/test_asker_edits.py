"""The asker changes their text on the page, and the coordinator sees in the clinic what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.models import Question
from leren_app.services.questions import clinic
from tests.asker import open_own_page, own_page
from tests.client import Page, PageClient
from tests.intake import asked, coordinator, state_of
from tests.makers import WRITTEN, actor, make_question, make_user, the_city


def edit_page(client: PageClient, session: Session, question: Question, prefix: str = "") -> Page:
    open_own_page(client, session, question, prefix)
    return client.get(f"{own_page(question, prefix)}/aanpassen")


def send(client: PageClient, page: Page, *, status: int = 303, **changes: str) -> Page:
    path, values = page.form("/aanpassen")
    return client.post(path, {**values, **changes}, status=status)


def test_the_page_offers_it_beside_yes_and_no_and_shows_the_text_that_stands_there(
    client: PageClient, session: Session
) -> None:
    question = make_question(session, "put_before")

    own = open_own_page(client, session, question)
    _, values = client.get(f"{own_page(question)}/aanpassen").form("/aanpassen")

    assert f"{own_page(question)}/aanpassen" in own.links()
    assert (values["worry"], values["title"], values["summary"]) == (
        WRITTEN.worry,
        WRITTEN.title_nl,
        WRITTEN.summary_nl,
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_was_changed_is_thanked_for_and_it_is_our_turn(client: PageClient, session: Session, prefix: str) -> None:
    question = make_question(session, "put_before")

    answer = send(client, edit_page(client, session, question, prefix), worry="<b>Vier</b> flats.")
    page = client.follow(answer)

    assert ("It is our turn" if prefix else "Wij zijn aan zet") in page.words()
    assert ("I changed this myself" if prefix else "Ik heb zelf aangepast") in page.words()
    assert state_of(session, question) is QuestionState.INTAKE
    assert question.clinic_versions[-1].worry == "<b>Vier</b> flats."


def test_nothing_changed_and_an_empty_box_come_back_with_a_sentence(client: PageClient, session: Session) -> None:
    question = make_question(session, "put_before")
    page = edit_page(client, session, question)

    same = send(client, page, status=422)
    empty = send(client, page, status=422, known="  ", title="Mijn titel")

    assert "U hebt nog niets veranderd" in same.words()
    assert "Hier moet iets staan" in empty.words()
    assert empty.form("/aanpassen")[1]["title"] == "Mijn titel"
    assert empty.title().startswith("Fout:")


def test_a_newer_text_keeps_what_was_typed_and_shows_both(client: PageClient, session: Session) -> None:
    question = make_question(session, "put_before")
    page = edit_page(client, session, question)
    noor = make_user(session)
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Onze nieuwe titel"), actor=actor(noor))
    put_again(session, question)

    stale = send(client, page, status=409, title="Mijn titel")

    assert "[weg: Onze nieuwe]" in stale.words()
    _, values = stale.form("/aanpassen")
    assert (values["title"], values["seen_n"]) == ("Mijn titel", "2")
    client.post(f"{own_page(question)}/aanpassen", values, status=303)
    assert state_of(session, question) is QuestionState.INTAKE


def put_again(session: Session, question: Question) -> None:
    who = actor(question.assignee) if question.assignee else None
    assert who is not None
    clinic.put_before(session, question, actor=who, city=the_city())
    session.commit()


def test_twice_pressed_counts_once_and_what_comes_too_late_is_not_lost(client: PageClient, session: Session) -> None:
    question = make_question(session, "put_before")
    page = edit_page(client, session, question)
    send(client, page, worry="Vier flats.")

    send(client, page, worry="Vier flats.")
    late = send(client, page, status=409, worry="Vijf flats, toch.")
    closed = client.get(f"{own_page(question)}/aanpassen", status=409)

    assert "Vijf flats, toch." in late.words()
    assert "De tekst kan nu niet veranderen" in closed.words()
    state_of(session, question)
    assert [v.n for v in question.clinic_versions] == [1, 2]


def test_nobody_changes_the_text_of_another(client: PageClient, session: Session) -> None:
    question, other = make_question(session, "put_before"), make_question(session, "put_before")
    open_own_page(client, session, question)

    page = client.get(f"{own_page(other)}/aanpassen", status=404)

    assert WRITTEN.worry not in page.text


# ---- at the desk ----


def sent_back(client: PageClient, session: Session) -> Question:
    noor = coordinator(client, session)
    question = asked(session, "put_before", noor)
    send(client, edit_page(client, session, question), title="Waarom komt niemand?", worry="Vier flats.")
    state_of(session, question)
    return question


def test_the_clinic_says_whose_version_it_is_what_changed_and_which_language_may_lag(
    client: PageClient, session: Session
) -> None:
    question = sent_back(client, session)

    page = client.get(f"/werk/vragen/{question.reference}/spreekuur")

    words = page.words()
    assert "Versie 2 is van de vraagsteller" in words
    assert "[weg: gaan ouderen niet naar de inloop]" in words
    assert "De tekst in het Engels loopt misschien achter" in words
    assert "Het gaat om: de titel." in words
    assert page.form("/spreekuur")[1]["title_nl"] == "Waarom komt niemand?"
    assert "De vraagsteller paste de tekst aan" in words


def test_any_two_versions_are_compared_the_older_first(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "put_before", noor)
    for known in ("Een proef werkt.", "Een proef werkt goed."):
        clinic.save_version(session, question, replace(WRITTEN, known=known), actor=actor(noor))
    session.commit()
    path = f"/werk/vragen/{question.reference}/spreekuur"

    chosen, swapped, wrong = (client.get(f"{path}?{query}") for query in ("van=1&tot=3", "van=3&tot=1", "van=9&tot=x"))

    assert "Versie 3: wat er veranderde sinds versie 1" in chosen.words()
    assert "[weg: brief]" in chosen.words() or "[verwijderd: brief werkt niet]" in chosen.words()
    assert "Versie 3: wat er veranderde sinds versie 1" in swapped.words()
    assert "Versie 3: wat er veranderde sinds versie 2" in wrong.words()


def test_comparing_a_version_with_itself_falls_back_to_the_last_change(client: PageClient, session: Session) -> None:
    question = sent_back(client, session)

    page = client.get(f"/werk/vragen/{question.reference}/spreekuur?van=2&tot=2")

    assert "Versie 2: wat er veranderde sinds versie 1" in page.words()
