"""Mails about an account: signing in, and what an administrator changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.roles import ROLE_NAMES, Role
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import Event, TokenPurpose, User
from leren_app.services import clock, tokens
from leren_app.services.accounts import SIGN_IN_TOPIC, roles_of
from leren_app.services.outbox import NotRetryableError
from leren_app.services.people.inviting import INVITATION
from leren_app.services.people.noting import BETWEEN

LINK_LASTS: dict[str, timedelta] = {SIGN_IN_TOPIC: tokens.SIGN_IN_LASTS, INVITATION: tokens.INVITATION_LASTS}
"""Topics whose link signs in; all others lead to the page where one asks for such a link."""


@about("account")
def account(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The link, for how long it works, which roles it is about, those held now, and who changed them."""
    if not isinstance(recipient.person, User):
        raise NotRetryableError("only an account can sign in")
    lasts = LINK_LASTS.get(str(payload["topic"]))
    event = session.get(Event, UUID(str(payload["event"]))) if "event" in payload else None
    about_roles = [Role(name) for name in str(payload.get("roles", "")).split(BETWEEN) if name]
    held = roles_of(recipient.person, clock.now(session))
    return {
        "link": _link(session, recipient.person, recipient.language, lasts),
        "minutes": int((lasts or tokens.SIGN_IN_LASTS).total_seconds() // 60),
        "days": (lasts or tokens.SIGN_IN_LASTS).days,
        "roles": _names(about_roles, recipient.language),
        "held": _names([role for role in Role if role in held], recipient.language),
        "by": event.user.name if event is not None and event.user is not None else "",
    }


def _link(session: Session, user: User, language: str, lasts: timedelta | None) -> str:
    """A link that signs in is made here, so that it stands nowhere but in the mail."""
    if lasts is None:
        return link("account.sign_in", language)
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=user, valid_for=lasts)
    return link("visits.follow", language, token=raw)


def _names(roles: list[Role], language: str) -> list[str]:
    return [ROLE_NAMES[role].in_(language) for role in roles]
