"""Where people are signed in: a random id per browser, of which only the hash is kept, so that a sign-out is final.

These rows count in real time: moving a demo's clock half a year ahead must not throw out who moved it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.errors import NotFoundError, TransitionError
from leren_app.models import LoginSession, Token, TokenPurpose, User
from leren_app.models.base import now_utc
from leren_app.services import clock, tokens

LASTS = timedelta(days=30)
RANDOM_BYTES = 16


def begin(session: Session, user: User) -> str:
    """A new session id for this person; the caller puts it in the cookie. Raises NotFoundError for a closed account."""
    if user.deactivated_at is not None:
        raise NotFoundError
    raw = secrets.token_urlsafe(RANDOM_BYTES)
    session.add(LoginSession(user_id=user.id, hash=tokens.hash_of(raw), expires_at=now_utc() + LASTS))
    user.last_signed_in_at = clock.now(session)
    session.flush()
    return raw


def sign_in(session: Session, token: Token) -> str:
    """Use up a sign-in link and all others of this person; gives a new session id. Raises TransitionError if used."""
    if token.purpose is not TokenPurpose.SIGN_IN or token.user is None:
        raise TransitionError(tokens.USED)
    session.flush()
    session.refresh(token.user, with_for_update=True)  # the account before its links, as whoever closes it does
    tokens.burn(session, token)
    tokens.revoke_all(session, TokenPurpose.SIGN_IN, user=token.user)
    return begin(session, token.user)


def find(session: Session, raw: str) -> LoginSession | None:
    """The live session with this id, its user and their grants loaded, in one query; None for closed accounts."""
    if len(raw) > tokens.LONGEST:
        return None
    found = session.scalars(
        select(LoginSession)
        .join(LoginSession.user)
        .where(
            LoginSession.hash == tokens.hash_of(raw),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > now_utc(),
            User.deactivated_at.is_(None),
        )
        .options(joinedload(LoginSession.user).joinedload(User.grants))
    )
    return found.unique().one_or_none()


def end(session: Session, session_id: UUID) -> None:
    """Sign out one browser; its cookie is of no use afterwards. Again = nothing."""
    _revoke(session, LoginSession.id == session_id)


def end_all(session: Session, user_id: UUID, *, but: UUID | None = None) -> None:
    """Sign a person out everywhere, or everywhere but here."""
    _revoke(session, LoginSession.user_id == user_id, *(() if but is None else (LoginSession.id != but,)))


def list_live(session: Session, user_id: UUID, at: datetime | None = None) -> Sequence[LoginSession]:
    """Where a person is signed in, newest first."""
    return session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > (at or now_utc()),
        )
        .order_by(LoginSession.created_at.desc(), LoginSession.id)
    ).all()


def _revoke(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(update(LoginSession).where(*which, LoginSession.revoked_at.is_(None)).values(revoked_at=now_utc()))
