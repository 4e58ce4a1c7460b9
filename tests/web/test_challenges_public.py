"""What everyone sees of challenges: the list, a page for each, and where the question leads to them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import TokenPurpose
from leren_app.services import tokens
from leren_app.services.challenges import steps
from tests.client import PageClient
from tests.intake import count_statements
from tests.makers import actor, make_question, make_user, the_city
from tests.makers_education import make_challenge


def test_the_list_narrows_says_how_many_and_offers_a_way_out(client: PageClient, session: Session) -> None:
    make_challenge(session)
    make_challenge(session, level="wo", field_language="any", title_en="How do we keep the gardens cool?")
    session.commit()

    every, wo = client.get("/vraagstukken"), client.get("/en/vraagstukken?niveau=wo&taal=en")
    none = client.get("/vraagstukken?wijk=stevenshofdistrict")
    strange = client.get("/vraagstukken?wijk=%00&thema=x&niveau=&taal=fr&stand=x&na=x")

    assert "2 vraagstukken" in every.words()
    assert "Wat helpt ouderen over de drempel?" in every.words()
    assert "1 challenge for university (wo), also without Dutch." in wo.words()
    assert "How do we keep the gardens cool?" in wo.words()
    assert "Geen vraagstuk past bij dit filter" in none.words()
    assert "2 vraagstukken" in strange.words()


@pytest.mark.parametrize("n", [1, 24])
def test_the_list_costs_three_statements_and_pages_by_key(
    app: Flask, client: PageClient, session: Session, n: int
) -> None:
    noor = make_user(session, Role.COORDINATOR)
    question = make_question(session, "publish", noor)
    for i in range(n):
        make_challenge(session, question=question, coordinator=noor, title_nl=f"Vraagstuk nummer {i}")
    session.commit()

    assert len(count_statements(app, client, "/vraagstukken")) == 3
    if n > 20:
        first = client.get("/vraagstukken")
        more = next(link for link in first.links() if "na=" in link)
        assert client.get(more).text.count("lms-card__link") == n - 20


def test_the_page_tells_what_why_who_and_how_and_no_private_word(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    session.commit()

    page = client.get(f"/en/vraagstukken/{challenge.slug}")

    for words in (
        "What helps older people across the threshold?",
        "140 hours (5 EC)",
        "4 to 6 students",
        "interviewing",
        "0 of 2 taken",
        "What keeps older people from the drop-in",
        "Buurthuis De Vogel",
        "For lecturers",
    ):
        assert words in page.words()
    for private in ("Fatima", "M. de Graaf", challenge.question.raw_text):
        assert private not in page.words()
    assert f"/en/vragen/{challenge.question.reference}" in page.links()


def test_the_question_leads_to_its_challenges_on_both_its_pages(client: PageClient, session: Session) -> None:
    challenge, question = (found := make_challenge(session)), found.question
    draft = make_challenge(session, "save", question=question, title_nl="Nog een concept")
    raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)
    session.commit()

    public = client.get(f"/vragen/{question.reference}")
    own = client.follow(client.get(f"/v/{raw}", status=303))

    for page in (public, own):
        assert f"/vraagstukken/{challenge.slug}" in page.links()
        assert draft.title_nl not in page.words()


def test_what_is_closed_says_so_and_what_never_was_is_not_there(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    draft = make_challenge(session, "save")
    steps.close(session, challenge, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())
    session.commit()

    page = client.get(f"/vraagstukken/{challenge.slug}")

    assert "kan niet meer worden ingepland" in page.words()
    assert "Voor docenten" not in page.words()
    client.get(f"/vraagstukken/{draft.slug}", status=404)
    client.get("/vraagstukken/bestaat-niet", status=404)
