"""Going on with the next message: offered after each press, out of the list somebody came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import Question, User
from leren_app.web.here import today
from tests.client import H, Page, PageClient
from tests.intake import asked, coordinator, count_statements, take_step
from tests.makers import make_user

SETTLE = "/voorstel"


@pytest.fixture
def noor(client: PageClient, session: Session) -> User:
    return coordinator(client, session)


def offered(page: Page) -> tuple[str, str]:
    """The words and the address of what comes next; empty where nothing is offered."""
    lines = [line for line in page.tree.iter(H + "p") if line.get("class") == "lms-onward"]
    links = [link for line in lines for link in line.iter(H + "a")]
    return ("".join(links[0].itertext()), links[0].get("href", "")) if links else ("", "")


def two(session: Session, until: str, user: User | None = None) -> list[Question]:
    """Two questions, of which the first is due first."""
    made = [asked(session, until, user) for _ in range(2)]
    for n, question in enumerate(made):
        question.hear_by = today() + timedelta(days=20 + n)
    session.commit()
    return made


def settle(client: PageClient, question: Question, prefix: str = "", **changes: object) -> Page:
    """Press the button of the panel, and go where it leads."""
    page = client.get(f"{prefix}/werk/vragen/{question.reference}")
    path, values = page.form(SETTLE)
    return client.follow(client.post(path, {**values, "themes": page.ticked("themes"), **changes}))


def test_after_the_panel_the_page_says_what_was_done_and_offers_the_next_one(
    client: PageClient, session: Session, noor: User
) -> None:
    first, second = two(session, "confirm")
    client.get("/werk/rij?tab=nobody")

    page = settle(client, first)

    words, href = offered(page)
    assert "Vastgelegd als: Leervraag." in page.words()
    assert words.startswith(f"Volgende: {second.reference} (")
    assert "werkdagen)" in words
    assert href == f"/werk/vragen/{second.reference}"
    assert offered(settle(client, second, "/en"))[0] == "That was the last one here. Back to the queue"


def test_the_list_with_its_filter_is_kept_and_its_end_leads_back_to_it(
    client: PageClient, session: Session, noor: User
) -> None:
    here = [asked(session, "confirm", place="leiden-noord") for _ in range(2)]
    asked(session, "confirm", place="morsdistrict")
    client.get("/werk/rij?tab=undecided&district=leiden-noord")

    assert offered(settle(client, here[0]))[1].endswith(here[1].reference)
    assert offered(settle(client, here[1]))[1] == "/werk/rij?tab=undecided&district=leiden-noord"


def test_who_came_from_no_list_gets_their_own_first_and_then_nobodys(
    client: PageClient, session: Session, noor: User
) -> None:
    free, mine = asked(session, "confirm"), asked(session, "take", noor)
    theirs = asked(session, "take", make_user(session, Role.COORDINATOR))

    take_step(client, theirs, "ask_more", text="Om wie gaat het?")
    assert offered(client.get(f"/werk/vragen/{theirs.reference}?gedaan=1"))[1].endswith(mine.reference)
    take_step(client, mine, "ask_more", text="Om wie gaat het?")
    assert offered(client.get(f"/werk/vragen/{mine.reference}?gedaan=1"))[1].endswith(free.reference)


def test_a_step_and_a_handover_offer_it_too_and_a_page_where_nothing_was_done_does_not(
    client: PageClient, session: Session, noor: User
) -> None:
    first, second = two(session, "take", noor)
    other = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    session.commit()
    page = client.get(f"/werk/vragen/{first.reference}")
    assert offered(page) == ("", "")

    path, values = page.form("/toewijzen")
    handed = client.follow(client.post(path, {**values, "assignee": str(other.id)}))
    stepped = client.follow(take_step(client, first, "ask_more", text="Om wie gaat het?"))

    assert offered(handed)[1].endswith(second.reference)
    assert offered(stepped)[1].endswith(second.reference)


def test_one_press_settles_and_opens_the_next_and_says_what_became_of_the_first(
    client: PageClient, session: Session, noor: User
) -> None:
    lamp, second = asked(session, "confirm", text="Onze lantaarnpaal brandt niet meer"), asked(session, "confirm")
    client.get("/werk/rij?tab=nobody")

    page = settle(client, lamp, next="1")
    end = settle(client, second, next="1")

    assert page.path == f"/werk/vragen/{second.reference}"
    assert f"{lamp.reference}: Uw tekst is onderweg naar de vraagsteller." in page.words()
    assert end.path == "/werk/rij?tab=nobody"


@pytest.mark.parametrize("kept", ["/werk/rij?tab=nonsense", "/werk/rij?tab=all", "/werk/rij?tab=waiting"])
def test_a_list_nobody_works_through_gives_ones_own(
    client: PageClient, session: Session, noor: User, kept: str
) -> None:
    first, second = two(session, "take", noor)
    client.get(kept)

    assert offered(settle(client, first))[1].endswith(second.reference)


def test_the_next_one_costs_the_same_with_one_question_and_with_twelve(
    client: PageClient, session: Session, noor: User, app: Flask
) -> None:
    first, _second = two(session, "take", noor)
    path = f"/werk/vragen/{first.reference}?gedaan=1"
    few = count_statements(app, client, path)
    for _ in range(5):
        two(session, "take", noor)

    assert len(count_statements(app, client, path)) == len(few)
