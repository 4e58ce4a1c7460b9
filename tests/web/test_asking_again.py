"""A form that comes back for another reason than its words: it was open too long, or too many came."""

from __future__ import annotations

import pytest
from flask import Flask
from limits import parse
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.extensions import limiter
from tests.client import PageClient
from tests.database import count_questions
from tests.makers import the_city
from tests.signing_in import sign_in
from tests.walk import ASKED

FORM = "/stel-uw-vraag"
TYPED = {**ASKED, "tried": "een brief", "for_whom": "mijn straat"}


def filled_in(client: PageClient) -> dict[str, str]:
    """The form as a browser would send it."""
    return {**client.get(FORM).form("stel-uw-vraag")[1], **TYPED}


def another_minute() -> None:
    """As if a minute went by since the last post; what counts by the hour goes on."""
    limiter.limiter.clear(parse("5 per minute"), "127.0.0.1", "ask")


# ---- the session or its token is gone ----


@pytest.mark.parametrize("token", [None, "", "x", "IjEi.aaaa.bbbb"])
def test_without_a_good_token_the_form_comes_back_with_all_words_and_can_be_sent(
    client: PageClient, session: Session, token: str | None
) -> None:
    values = {**filled_in(client), "csrf_token": token}

    page = client.post(FORM, {k: v for k, v in values.items() if v is not None}, status=400, csrf=False)

    assert "Deze pagina stond lang open. Uw tekst staat er nog." in page.words()
    assert count_questions(session) == 0
    again = page.form("stel-uw-vraag")[1]
    assert {name: again[name] for name in ("text", "name", "mail", "place", "tried", "for_whom", "asks_as")} == {
        name: TYPED[name] for name in ("text", "name", "mail", "place", "tried", "for_whom", "asks_as")
    }
    client.post(FORM, again)
    assert count_questions(session) == 1


def test_a_lost_session_gives_the_words_back_and_takes_them_at_the_second_press(
    client: PageClient, session: Session, app: Flask
) -> None:
    values = filled_in(client)
    later = PageClient(app)  # the same person, whose browser threw its cookies away

    page = later.post("/en" + FORM, values, status=400, csrf=False)

    assert "This page was open for a long time. Your text is still here." in page.words()
    later.post("/en" + FORM, page.form("stel-uw-vraag")[1])
    assert count_questions(session) == 1


def test_characters_that_no_page_can_hold_do_not_come_back(client: PageClient) -> None:
    values = {**filled_in(client), "csrf_token": "", "text": "een\0 hele\x1b zin <b>", "place": "\0"}

    page = client.post(FORM, values, status=400, csrf=False)

    assert page.form("stel-uw-vraag")[1]["text"] == "een hele zin <b>"


def test_another_site_cannot_fill_in_our_form_for_somebody(client: PageClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = client.raw.post(FORM, data={**TYPED, "text": "kanarie"}, base_url=client.base_url, headers=headers)

    assert answer.status_code == 400
    assert "kanarie" not in answer.text


def test_other_forms_of_the_area_get_the_page_for_everybody(client: PageClient) -> None:
    page = client.post(FORM + "/bevestig", {"text": "kanarie"}, status=400, csrf=False)

    assert page.forms() == []
    assert "kanarie" not in page.text


# ---- too many ----


def test_the_sixth_post_in_a_minute_is_stopped_with_the_words_kept_and_taken_a_minute_later(
    client: PageClient, session: Session
) -> None:
    values = filled_in(client)
    for n in range(5):
        client.post("/en" + FORM, {**values, "form_key": f"{n:032x}", "mail": f"a{n}@example.org"})

    stopped = client.post("/en" + FORM, values, status=429)
    another_minute()
    client.post("/en" + FORM, stopped.form("stel-uw-vraag")[1])

    assert "Wait a minute" in stopped.words()
    assert the_city().desk.place in stopped.words()
    assert "/en/balie" in stopped.links()
    assert stopped.form("stel-uw-vraag")[1]["tried"] == "een brief"
    assert count_questions(session) == 6


def test_one_mailbox_gets_at_most_ten_questions_an_hour_also_from_many_networks(
    client: PageClient, session: Session
) -> None:
    values = filled_in(client)
    for n in range(10):
        another_minute()
        client.post(FORM, {**values, "form_key": f"{n:032x}", "mail": f" {TYPED['mail'].upper()}"})
    another_minute()

    stopped = client.post(FORM, values, status=429)
    client.post(FORM, {**values, "mail": "other@example.org"})

    assert stopped.response.headers["Retry-After"] == "3600"
    assert "Wacht een uur" in stopped.words()
    assert count_questions(session) == 11


def test_forms_that_came_back_to_be_mended_do_not_count_against_the_mailbox(
    client: PageClient, session: Session
) -> None:
    values = filled_in(client)
    for _ in range(11):
        another_minute()
        client.post(FORM, {**values, "text": ""}, status=422)
    another_minute()

    client.post(FORM, values)

    assert count_questions(session) == 1


@pytest.mark.parametrize("role", [Role.HOST, Role.COORDINATOR])
def test_the_desk_asks_on_for_many_people_of_one_mailbox(client: PageClient, session: Session, role: Role) -> None:
    sign_in(client, session, role)
    values = filled_in(client)

    for n in range(12):
        client.post(FORM, {**values, "form_key": f"{n:032x}"})

    assert count_questions(session) == 12
