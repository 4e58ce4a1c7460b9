"""Getting in as somebody, in as few words as a test needs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import TokenPurpose, User
from leren_app.services import sessions, tokens
from tests.client import Page, PageClient
from tests.makers import make_user


def sign_in_link(session: Session, user: User) -> str:
    """The path of a link as a mail would hold it; commits."""
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=user)
    session.commit()
    return f"/v/{raw}"


def sign_in(client: PageClient, session: Session, *roles: Role, user: User | None = None) -> User:
    """Be signed in as this user, or as a new one with these roles, at once: with a session id in the cookie."""
    user = user or make_user(session, *roles)
    cookie = sessions.begin(session, user)
    session.commit()
    with client.raw.session_transaction(base_url=client.base_url) as kept:
        kept.clear()
        kept.update(_user_id=cookie, _fresh=True, _permanent=True)  # as Flask-Login keeps it
    return user


def sign_in_by_link(client: PageClient, session: Session, *roles: Role, user: User | None = None) -> User:
    """Sign in the way people do: the link in a mail, the page behind it, its button."""
    user = user or make_user(session, *roles)
    page = client.follow(client.get(sign_in_link(session, user), status=303))
    press(client, page, "bevestig")
    return user


def press(client: PageClient, page: Page, action: str, *, status: int = 303, **changes: str) -> Page:
    """Send the form of a page whose action holds these words, with some of its values changed."""
    path, values = page.form(action)
    return client.post(path, {**values, **changes}, status=status)


def is_signed_in(client: PageClient) -> bool:
    """Whether this browser gets to see an account."""
    return client.raw.get("/mijn/account", base_url=client.base_url).status_code == 200
