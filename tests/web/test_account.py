"""Signing in by a link in a mail, one's own account, and signing out."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import DevMail, LoginSession, Outbox, Token, User
from leren_app.services import clock
from tests.client import PageClient
from tests.makers import make_user
from tests.signing_in import is_signed_in, press, sign_in_by_link, sign_in_link


def test_a_person_asks_for_a_link_gets_a_mail_and_is_in(client: PageClient, session: Session, app: Flask) -> None:
    user = make_user(session, Role.COORDINATOR, name="Noor Bakker", language="en")
    session.commit()

    sent = client.follow(press(client, client.get("/en/inloggen"), "inloggen", mail=user.mail))
    app.extensions["leren.run_due"]()
    session.rollback()  # read anew
    mail = session.scalars(select(DevMail)).one()
    link = re.search(r"http://\S+", mail.body)
    assert link is not None
    confirm = client.follow(client.get(link[0].removeprefix(client.base_url), status=303))
    begin = press(client, confirm, "bevestig").response.headers["Location"]
    account = client.get("/en/mijn/account")

    assert "If this address has an account" in sent.words()
    assert mail.recipient == user.mail
    assert confirm.heading() == "Welcome, Noor Bakker"
    assert begin == "/en/werk/rij"  # where a coordinator's day begins
    assert "coordinator" in account.words()


def test_the_secret_of_a_link_stands_in_no_table(client: PageClient, session: Session, app: Flask) -> None:
    user = make_user(session)
    session.commit()
    press(client, client.get("/inloggen"), "inloggen", mail=user.mail)
    app.extensions["leren.run_due"]()
    session.rollback()  # read anew

    raw = re.search(r"/v/(\S+)", session.scalars(select(DevMail)).one().body)

    assert raw is not None
    assert raw[1] not in "".join(str(row.payload) for row in session.scalars(select(Outbox)))
    assert session.scalar(select(func.count()).where(Token.hash == raw[1])) == 0


def test_a_page_that_needs_an_account_sends_to_sign_in_and_comes_back(client: PageClient, session: Session) -> None:
    user = make_user(session, language="en")

    asked = client.get("/en/mijn/account", status=303)
    landed = client.follow(
        press(client, client.follow(client.get("/en" + sign_in_link(session, user), status=303)), "b")
    )

    assert asked.response.headers["Location"] == "/en/inloggen"
    assert landed.heading() == "My account"


def test_after_signing_in_the_pages_are_in_the_persons_language(client: PageClient, session: Session) -> None:
    user = make_user(session, language="en")

    confirm = client.follow(client.get(sign_in_link(session, user), status=303))

    assert press(client, confirm, "bevestig").response.headers["Location"] == "/en/mijn/account"


def test_who_is_signed_in_does_not_see_the_sign_in_form(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    assert client.get("/inloggen", status=303).response.headers["Location"] == "/mijn/account"


def test_the_demo_offers_to_sign_in_with_one_click(client: PageClient) -> None:
    assert "Choose who you are" in client.get("/en/inloggen").words()


def test_name_and_language_are_changed_and_the_page_follows(client: PageClient, session: Session) -> None:
    user = sign_in_by_link(client, session)

    saved = press(client, client.get("/mijn/account"), "account", name="  Noor ", language="en")

    assert saved.response.headers["Location"] == "/en/mijn/account"
    session.refresh(user)
    assert (user.name, user.language) == ("Noor", "en")
    assert "Your details are saved" in client.follow(saved).words()


def test_what_is_wrong_is_said_above_the_form_and_what_was_typed_stays(client: PageClient, session: Session) -> None:
    user = sign_in_by_link(client, session)

    page = press(client, client.get("/en/mijn/account"), "account", status=422, name="", language="fr")

    assert page.title().startswith("Error: My account")
    assert "Write your name" in page.words()
    session.refresh(user)
    assert user.language == "nl"


def test_signing_out_ends_the_session_in_the_database(client: PageClient, session: Session) -> None:
    sign_in_by_link(client, session)

    home = client.follow(press(client, client.get("/mijn/account"), "uitloggen"))

    assert home.response.status_code == 200
    assert not is_signed_in(client)
    assert session.scalars(select(LoginSession)).one().revoked_at is not None


def test_signing_out_when_signed_out_changes_nothing(client: PageClient) -> None:
    _, values = client.get("/inloggen").form("inloggen")

    client.post("/uitloggen", {"csrf_token": values["csrf_token"]})

    assert not is_signed_in(client)


def test_signing_out_elsewhere_leaves_only_this_browser(client: PageClient, session: Session, app: Flask) -> None:
    user, other = sign_in_by_link(client, session), PageClient(app)
    sign_in_by_link(other, session, user=user)
    assert is_signed_in(client)
    assert is_signed_in(other)

    page = client.follow(press(client, client.get("/en/mijn/account"), "elders"))

    assert "nowhere else" in page.words()
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_an_account_that_is_closed_is_signed_out_at_once(client: PageClient, session: Session) -> None:
    user = sign_in_by_link(client, session, Role.COORDINATOR)
    user.deactivated_at = clock.now(session)
    session.commit()

    assert not is_signed_in(client)


def test_reading_ones_account_does_not_take_more_queries_with_more_roles(client: PageClient, session: Session) -> None:
    """One query for the person with roles, one for the sessions, one for the demo's clock."""
    sign_in_by_link(client, session, Role.COORDINATOR, Role.ADMINISTRATOR, Role.HOST)
    session.rollback()
    seen: list[str] = []

    def listen(_c: object, _cu: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    client.get("/mijn/account")
    event.remove(db.engine, "before_cursor_execute", listen)

    assert len([s for s in seen if s.lstrip().upper().startswith("SELECT")]) <= 3


def test_every_account_page_speaks_dutch_and_english(client: PageClient, session: Session) -> None:
    user = make_user(session)
    link = sign_in_link(session, user)

    for path, status in (("/inloggen", 200), ("/inloggen/verstuurd", 200), ("/v/nothing", 404)):
        assert client.get(path, status=status).heading() != client.get("/en" + path, status=status).heading()
    confirm = client.follow(client.get(link, status=303))
    assert confirm.heading().startswith("Welkom")
    assert client.get("/en/inloggen/bevestig").heading().startswith("Welcome")
    press(client, confirm, "bevestig")
    assert client.get("/mijn/account").heading() != client.get("/en/mijn/account").heading()
    assert session.get(User, user.id) is not None
