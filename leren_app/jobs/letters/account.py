"""Mails about signing in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import TokenPurpose, User
from leren_app.services import tokens
from leren_app.services.outbox import NotRetryableError


@about("account")
def account(session: Session, _payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """A link that signs in; it is made here, so that it stands nowhere but in the mail."""
    if not isinstance(recipient.person, User):
        raise NotRetryableError("only an account can sign in")
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=recipient.person)
    return {
        "link": link("visits.follow", recipient.language, token=raw),
        "minutes": int(tokens.SIGN_IN_LASTS.total_seconds() // 60),
    }
