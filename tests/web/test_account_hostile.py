"""Attempts on accounts: who has one, whose session it is, where a sign-in leads, and odd requests."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import DevMail, LoginSession, Outbox, RoleGrant, User
from leren_app.services import clock
from tests.client import Page, PageClient
from tests.makers import make_user
from tests.signing_in import is_signed_in, press, sign_in_by_link, sign_in_link


def cookie_of(client: PageClient) -> str:
    return str(next(c.value for c in client.raw._cookies.values() if c.key == "leren"))


# ---- who has an account ----


def test_known_unknown_and_closed_addresses_get_the_same_answer(client: PageClient, session: Session) -> None:
    known, closed = make_user(session), make_user(session)
    closed.deactivated_at = clock.now(session)
    session.commit()
    form = client.get("/inloggen")

    answers = [press(client, form, "inloggen", mail=m) for m in (known.mail, "nobody@example.org", closed.mail)]
    pages = [client.follow(answer) for answer in answers]

    assert len({answer.response.headers["Location"] for answer in answers}) == 1
    assert len({page.text for page in pages}) == 1


def test_only_the_known_address_gets_a_mail(client: PageClient, session: Session, app: Flask) -> None:
    known = make_user(session)
    session.commit()
    form = client.get("/inloggen")

    for mail in (known.mail, "nobody@example.org"):
        press(client, form, "inloggen", mail=mail)
    app.extensions["leren.run_due"]()
    session.rollback()  # read anew

    assert [mail.recipient for mail in session.scalars(select(DevMail))] == [known.mail]
    promised = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    assert [row.state.value for row in promised] == ["done", "done"]


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "   ",
        "no address",
        "a@x.org, b@evil.org",
        "a@x.org\nBcc: b@evil.org",
        "a@x.org%0aBcc:b@evil.org",
        "a@x.org\0",
        "<script>alert(1)</script>@x.org",
        "{{ 7*7 }}@x.org",
        "a" * 100_000 + "@x.org",
    ],
)
def test_what_is_not_one_address_is_said_in_a_sentence_and_promises_nothing(
    client: PageClient, session: Session, mail: str
) -> None:
    page = press(client, client.get("/en/inloggen"), "inloggen", status=422, mail=mail)

    assert page.title().startswith("Error: Sign in")
    assert 'id="errors"' in page.text
    assert "<script>alert" not in page.text
    assert session.scalars(select(Outbox)).all() == []


def test_the_sixth_request_in_a_minute_from_one_address_is_stopped_kindly(client: PageClient, session: Session) -> None:
    form = client.get("/inloggen")
    for n in range(5):
        press(client, form, "inloggen", mail=f"n{n}@example.org")

    stopped = press(client, form, "inloggen", status=429, mail="n6@example.org")

    assert stopped.response.headers["Retry-After"]
    assert len(session.scalars(select(Outbox)).all()) == 5
    client.get("/inloggen")  # reading goes on


def test_one_mailbox_is_not_filled_from_many_networks(client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()
    path, values = client.get("/inloggen").form("inloggen")

    answers = [
        client.raw.post(
            path,
            base_url=client.base_url,
            data={**values, "mail": user.mail.upper() if n % 2 else f" {user.mail}"},
            environ_overrides={"REMOTE_ADDR": f"203.0.113.{n}"},
        ).status_code
        for n in range(12)
    ]

    assert answers == [303] * 10 + [429] * 2


def test_addresses_of_one_ipv6_network_count_as_one(client: PageClient) -> None:
    path, values = client.get("/inloggen").form("inloggen")

    answers = [
        client.raw.post(
            path,
            base_url=client.base_url,
            data={**values, "mail": f"n{n}@example.org"},
            environ_overrides={"REMOTE_ADDR": f"2001:db8:1:2::{n}"},
        ).status_code
        for n in range(6)
    ]

    assert answers == [303] * 5 + [429]


# ---- whose session it is ----


def test_an_old_cookie_is_useless_after_signing_out(client: PageClient, session: Session, app: Flask) -> None:
    sign_in_by_link(client, session)
    stolen = cookie_of(client)
    twin = PageClient(app)
    twin.put_cookie("leren", stolen)
    assert is_signed_in(twin)  # it was worth stealing
    press(client, client.get("/mijn/account"), "uitloggen")

    thief = PageClient(app)
    thief.put_cookie("leren", stolen)

    assert not is_signed_in(thief)


def test_a_session_planted_before_signing_in_is_not_the_session_afterwards(
    client: PageClient, session: Session, app: Flask
) -> None:
    client.get("/inloggen")
    planted = cookie_of(client)

    sign_in_by_link(client, session)

    thief = PageClient(app)
    thief.put_cookie("leren", planted)
    assert cookie_of(client) != planted
    assert not is_signed_in(thief)


def test_each_sign_in_gets_a_new_session_id_and_form_token(client: PageClient, session: Session) -> None:
    user = sign_in_by_link(client, session)
    with client.raw.session_transaction(base_url=client.base_url) as first:
        first_id, first_token = first["_user_id"], first.get("csrf_token")

    sign_in_by_link(client, session, user=user)
    with client.raw.session_transaction(base_url=client.base_url) as second:
        assert second["_user_id"] != first_id
        assert second.get("csrf_token") != first_token or first_token is None
    assert len(session.scalars(select(LoginSession)).all()) == 2


def test_a_cookie_that_names_a_user_instead_of_a_session_opens_nothing(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.ADMINISTRATOR)
    session.commit()

    with client.raw.session_transaction(base_url=client.base_url) as forged:
        forged["_user_id"] = str(user.id)

    assert not is_signed_in(client)


def test_a_tampered_cookie_opens_nothing(client: PageClient, session: Session, app: Flask) -> None:
    sign_in_by_link(client, session)
    thief = PageClient(app)

    thief.put_cookie("leren", cookie_of(client)[:-2] + "xx")

    assert not is_signed_in(thief)


# ---- where a sign-in leads ----


EVIL = (
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:/\\evil.example",
    "http:///evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "\tjavascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "/en//evil.example",
    "account.sign_out",
)


def test_no_spelling_of_next_leads_away(client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()

    for target in EVIL:
        query = {"next": target, "url": target, "return_to": target}
        client.raw.get("/inloggen", query_string=query, base_url=client.base_url)
        client.raw.get(sign_in_link(session, user), query_string=query, base_url=client.base_url)
        page = client.raw.get("/inloggen/bevestig", query_string=query, base_url=client.base_url)
        path, values = Page(page, "/inloggen/bevestig").form("bevestig")
        answer = client.raw.post(path, data=values | query, query_string=query, base_url=client.base_url)
        assert answer.headers["Location"] == "/mijn/account", target
        client.raw.delete_cookie("leren", domain="127.0.0.1")


@pytest.mark.parametrize(
    "remembered", [["account.sign_out", {}], ["pages.home", {}], ["no.such", {}], ["account.sign_in_sent", {}]]
)
def test_only_a_page_that_needs_an_account_is_come_back_to(
    client: PageClient, session: Session, remembered: object
) -> None:
    confirm = client.follow(client.get(sign_in_link(session, make_user(session)), status=303))
    with client.raw.session_transaction(base_url=client.base_url) as kept:
        kept["next"] = remembered

    assert press(client, confirm, "bevestig").response.headers["Location"] == "/mijn/account"


# ---- odd requests ----


def test_extra_form_fields_change_nothing(client: PageClient, session: Session) -> None:
    user, other = sign_in_by_link(client, session), make_user(session)
    session.commit()
    mail = user.mail
    extra = {"role": "administrator", "roles": "administrator", "mail": "evil@example.org", "id": str(other.id)}
    extra |= {"user_id": str(other.id), "deactivated_at": "", "institution_id": str(other.id), "sub": "x"}

    press(client, client.get("/mijn/account"), "account", name="Noor", **extra)

    session.expire_all()
    assert session.get_one(User, user.id).mail == mail
    assert session.get_one(User, other.id).name == "Sam de Vries"
    assert session.scalars(select(RoleGrant)).all() == []


def test_without_a_form_token_nothing_happens(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    for path in ("/inloggen", "/inloggen/bevestig", "/uitloggen", "/mijn/account/elders-uitloggen"):
        assert client.raw.post(path, data={"mail": "a@example.org"}, base_url=client.base_url).status_code == 400

    assert is_signed_in(client)
    assert session.scalars(select(Outbox)).all() == []


def test_other_methods_are_refused(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    for path in ("/inloggen", "/inloggen/bevestig", "/uitloggen", "/mijn/account", "/v/x"):
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "FOO"):
            status = client.raw.open(path, method=method, base_url=client.base_url).status_code
            assert status in {400, 405}, (method, path)
    assert is_signed_in(client)


def test_nobody_is_signed_out_by_a_picture_on_another_site(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    for path in ("/uitloggen", "/mijn/account/elders-uitloggen"):
        assert client.raw.get(path, base_url=client.base_url).status_code == 405
    assert is_signed_in(client)


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\nBcc: b@evil.org", "a\r\nX: y", "a\0b", "a\u2028b"])
def test_a_name_that_would_break_a_mail_is_refused(client: PageClient, session: Session, name: str) -> None:
    user = sign_in_by_link(client, session)

    press(client, client.get("/mijn/account"), "account", status=422, name=name)

    session.refresh(user)
    assert user.name == "Sam de Vries"


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{{ 7*7 }}", '"><img src=x onerror=alert(1)>', "José Ørsted 李"]
)
def test_a_name_is_shown_as_it_was_typed(client: PageClient, session: Session, name: str) -> None:
    user = sign_in_by_link(client, session)

    press(client, client.get("/mijn/account"), "account", name=name)
    page = client.get("/mijn/account")
    confirm = client.follow(client.get(sign_in_link(session, user), status=303))

    assert page.form("account")[1]["name"] == name
    assert name in confirm.heading()
    assert "<script>alert" not in page.text + confirm.text
    assert "<img src=x" not in page.text + confirm.text


def test_pages_about_a_person_are_kept_by_no_cache(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    assert client.get("/mijn/account").response.headers["Cache-Control"] == "private, no-store"
