"""Following a link: nothing happens but a short cookie for one address; acting is a POST, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.extensions import db
from leren_app.models import LoginSession, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.web import visits
from tests.client import PageClient
from tests.database import whole_database
from tests.makers import make_question, make_user
from tests.signing_in import is_signed_in, press, sign_in_by_link, sign_in_link


def visit_cookies(client: PageClient) -> list[str]:
    return sorted(cookie.path for cookie in client.raw._cookies.values() if cookie.key == "visit")


@pytest.mark.parametrize("agent", ["Mozilla/5.0", "Outlook-SafeLinks", ""])
def test_a_mail_scanner_that_fetches_a_link_three_times_changes_nothing(
    client: PageClient, session: Session, app: Flask, agent: str
) -> None:
    link = sign_in_link(session, make_user(session))
    before = whole_database(session)

    scanner = PageClient(app)
    for _ in range(3):
        scanner.follow(scanner.get(link, status=303, headers={"User-Agent": agent}))
        scanner.raw.head(link, base_url=scanner.base_url)
        scanner.raw.head("/inloggen/bevestig", base_url=scanner.base_url)

    assert whole_database(session) == before
    press(client, client.follow(client.get(link, status=303)), "bevestig")
    assert is_signed_in(client)


def test_a_link_leads_to_an_address_without_its_secret(client: PageClient, session: Session) -> None:
    link = sign_in_link(session, make_user(session))

    answer = client.get(link, status=303).response

    raw = link.removeprefix("/v/")
    assert answer.headers["Location"] == "/inloggen/bevestig"
    assert all(raw not in value for name, value in answer.headers)
    assert raw not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_of_a_visit_is_short_closed_to_scripts_and_bound_to_its_address(
    client: PageClient, session: Session
) -> None:
    answer = client.get(sign_in_link(session, make_user(session)), status=303).response

    cookies = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("visit=")]
    assert len(cookies) == 2
    for cookie in cookies:
        assert {"HttpOnly", "SameSite=Lax", "Max-Age=7200"} <= set(cookie.split("; "))
    assert visit_cookies(client) == ["/en/inloggen/bevestig", "/inloggen/bevestig"]


@pytest.mark.parametrize("purpose", [TokenPurpose.CONFIRM, TokenPurpose.ASKER_PAGE])
def test_a_link_of_a_question_leads_to_the_page_of_its_purpose(
    client: PageClient, session: Session, purpose: TokenPurpose
) -> None:
    question = make_question(session)
    raw = tokens.issue(session, purpose, contact=question.asker, question=question)
    session.commit()

    found = [client.get(root + f"/v/{raw}", status=303).response.headers["Location"] for root in ("", "/en")]

    path = {
        TokenPurpose.CONFIRM: "/stel-uw-vraag/bevestig",
        TokenPurpose.ASKER_PAGE: f"/mijn-vraag/{question.reference}",
    }[purpose]
    assert found == [path, "/en" + path]


def test_unknown_used_revoked_and_expired_links_look_the_same(client: PageClient, session: Session) -> None:
    user = make_user(session)
    links = {kind: sign_in_link(session, user) for kind in ("used", "revoked", "expired")}
    for kind, link in links.items():
        token = tokens.find_live(session, link.removeprefix("/v/"))
        assert token is not None
        if kind == "used":
            token.used_at = clock.now(session)
        elif kind == "revoked":
            token.revoked_at = clock.now(session)
        else:
            token.expires_at = clock.now(session)
    session.commit()

    answers = [client.get(path, status=404) for path in ("/v/AAAAAAAAAAAAAAAAAAAAAA", *links.values())]

    assert len({page.text.replace(page.path, "") for page in answers}) == 1
    assert len({str(sorted(page.response.headers.items())) for page in answers}) == 1
    assert {"/mijn-vraag/nieuwe-link", "/inloggen"} <= set(answers[0].links())


@pytest.mark.parametrize("raw", ["%00", "x" * 100_000, "%ff%fe", "../inloggen", "%0d%0aSet-Cookie:a=b", "é"])
def test_a_strange_link_is_answered_calmly(client: PageClient, raw: str) -> None:
    answer = client.raw.get(f"/v/{raw}", base_url=client.base_url)

    assert answer.status_code in {404, 414, 308}
    assert "a=b" not in str(answer.headers)


def test_a_link_signs_in_once(client: PageClient, session: Session, app: Flask) -> None:
    link = sign_in_link(session, make_user(session))
    other = PageClient(app)
    first, second = (browser.follow(browser.get(link, status=303)) for browser in (client, other))

    press(client, first, "bevestig")
    press(other, second, "bevestig", status=404)

    assert is_signed_in(client)
    assert not is_signed_in(other)
    other.get(link, status=404)
    assert len(session.scalars(select(LoginSession)).all()) == 1


def test_a_link_that_is_too_old_by_the_time_the_button_is_pressed_does_nothing(
    client: PageClient, session: Session
) -> None:
    page = client.follow(client.get(sign_in_link(session, make_user(session)), status=303))
    clock.move(session, timedelta(hours=1))
    session.commit()

    press(client, page, "bevestig", status=404)

    assert not is_signed_in(client)


def test_without_having_followed_a_link_there_is_no_button(client: PageClient) -> None:
    page = client.get("/inloggen/bevestig", status=404)

    assert page.forms() == []


def test_a_visit_opens_no_other_address(client: PageClient, session: Session) -> None:
    mine, other = make_question(session), make_question(session)
    raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=mine.asker, question=mine)
    session.commit()
    client.get(f"/v/{raw}", status=303)
    cookie = next(c for c in client.raw._cookies.values() if c.key == "visit")

    client.put_cookie("visit", cookie.value, path="/")  # as somebody would who edits cookies

    for path in (f"/mijn-vraag/{other.reference}", "/stel-uw-vraag/bevestig", "/inloggen/bevestig"):
        assert client.get(path, status=404).heading() == client.get("/v/x", status=404).heading()


def test_a_link_to_confirm_does_not_open_the_askers_page(client: PageClient, session: Session, app: Flask) -> None:
    mine = make_question(session)
    raw = tokens.issue(session, TokenPurpose.CONFIRM, contact=mine.asker, question=mine)
    token, path = tokens.find_live(session, raw), f"/mijn-vraag/{mine.reference}"
    assert token is not None
    signer = URLSafeTimedSerializer(str(app.secret_key), salt=visits.SALT)
    session.commit()

    client.put_cookie("visit", str(signer.dumps([token.id.hex, path])), path=path)  # as a fault of ours might leave it

    assert client.get(path, status=404).heading() == client.get("/v/x", status=404).heading()


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "WyJ4Il0.x.y", "\xff", "x" * 3000])
def test_a_forged_visit_is_no_visit(client: PageClient, session: Session, value: str) -> None:
    sign_in_link(session, make_user(session))
    client.put_cookie("visit", value, path="/inloggen/bevestig")

    assert client.get("/inloggen/bevestig", status=404).forms() == []


def test_the_cookie_of_a_used_link_is_taken_away(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    assert visit_cookies(client) == []


def test_signing_in_over_another_account_ends_with_the_account_of_the_link(
    client: PageClient, session: Session
) -> None:
    sign_in_by_link(client, session)
    other = make_user(session, name="Bo Visser")

    sign_in_by_link(client, session, user=other)

    assert "Bo Visser" in client.get("/mijn/account").text
    db.session.remove()
