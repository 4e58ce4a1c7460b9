"""Guards at work on every address: sign in first and come back, or the page that never was."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule, UUIDConverter

from leren_app.domain.permissions import Permission
from leren_app.domain.roles import Role
from leren_app.web.guards import guard_of
from tests.client import PageClient
from tests.makers import make_user
from tests.signing_in import press, sign_in_by_link, sign_in_link

VALUES = {"reference": "LMDS-2026-001", "name": "take"}
OF_STUDENTS = frozenset(
    {
        Permission.SEE_OWN_ACCOUNT,
        Permission.HAVE_PROFILE,
        Permission.WORK_ALONE,
        Permission.SEE_PLACEMENTS,
        Permission.SEE_OWN_PROJECTS,
    }
)
"""What a student may ask for; rights to one thing are asked again where it is loaded."""


def value_of(rule: Rule, name: str) -> str:
    """Something that fits a variable part of an address; nothing of it exists."""
    is_key = isinstance(rule._converters[name], UUIDConverter)
    return str(uuid4()) if is_key else VALUES.get(name, "something-else")


def guarded(app: Flask, method: str, *, but: frozenset[Permission] = frozenset()) -> list[str]:
    """Every address with a permission, with something in its variable parts."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("x")
        for rule in app.url_map.iter_rules():
            guard = guard_of(app.view_functions[rule.endpoint])
            if guard in set(Permission) - but and method in (rule.methods or set()):
                found.append(adapter.build(rule.endpoint, {n: value_of(rule, n) for n in rule.arguments}, method))
    return sorted(found)


def test_signed_out_every_guarded_page_asks_to_sign_in_and_shows_nothing(client: PageClient, app: Flask) -> None:
    pages = guarded(app, "GET")

    assert "/werk/rij" in pages
    for path in pages:
        answer = client.get(path, status=303).response
        assert answer.headers["Location"] == "/inloggen"
        assert client.get("/en" + path, status=303).response.headers["Location"] == "/en/inloggen"


def test_signed_out_nothing_guarded_can_be_sent(client: PageClient, app: Flask) -> None:
    _, values = client.get("/inloggen").form("inloggen")

    for path in guarded(app, "POST"):
        answer = client.post(path, {"csrf_token": values["csrf_token"]}).response
        assert answer.headers["Location"] == "/inloggen"


def test_without_the_right_a_page_looks_as_if_it_never_was(client: PageClient, session: Session, app: Flask) -> None:
    sign_in_by_link(client, session, Role.STUDENT)
    never_was = client.get("/werk/zoiets-is-er-niet", status=404).text

    for path in guarded(app, "GET", but=OF_STUDENTS):
        assert client.get(path, status=404).text == never_was, path
    _, values = client.get("/mijn/account").form("account")
    for path in guarded(app, "POST", but=OF_STUDENTS):
        assert client.post(path, {"csrf_token": values["csrf_token"]}, status=404).text == never_was, path


def test_after_signing_in_the_page_that_was_asked_for_opens(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.COORDINATOR)
    client.get("/werk/rij?tab=new", status=303)

    confirm = client.follow(client.get(sign_in_link(session, user), status=303))

    assert press(client, confirm, "bevestig").response.headers["Location"] == "/werk/rij"


def test_a_post_is_not_come_back_to(client: PageClient, session: Session) -> None:
    user = make_user(session, Role.COORDINATOR)
    _, values = client.get("/inloggen").form("inloggen")
    client.post("/mijn/account/elders-uitloggen", {"csrf_token": values["csrf_token"]})

    confirm = client.follow(client.get(sign_in_link(session, user), status=303))

    assert press(client, confirm, "bevestig").response.headers["Location"] == "/werk/rij"


def test_a_role_that_ends_takes_effect_at_the_next_page(client: PageClient, session: Session) -> None:
    user = sign_in_by_link(client, session, Role.COORDINATOR)
    client.get("/werk/rij")
    user.grants[0].granted_until = user.grants[0].granted_from
    session.commit()

    assert client.get("/werk/rij", status=404).text == client.get("/werk/x", status=404).text
