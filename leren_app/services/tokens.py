"""Links that stand for a right: made once, kept as a hash, live until used, revoked or too old."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from leren_app.domain.errors import TransitionError
from leren_app.domain.text import Text
from leren_app.models import Challenge, Contact, Question, Token, TokenPurpose, User
from leren_app.services import clock

RANDOM_BYTES = 16  # 128 bits
LONGEST = 64  # longer than any link we ever made; a longer one is not worth hashing

CONFIRM_LASTS = timedelta(days=30)
ASKER_PAGE_LASTS = timedelta(days=365)
CLIENT_PAGE_LASTS = timedelta(days=365)
SIGN_IN_LASTS = timedelta(minutes=30)
INVITATION_LASTS = timedelta(days=7)  # of a sign-in link in an invitation, which nobody waits for
CARD_LASTS = timedelta(days=365)
PARTNER_LASTS = timedelta(days=60)
LASTS = {
    TokenPurpose.CONFIRM: CONFIRM_LASTS,
    TokenPurpose.ASKER_PAGE: ASKER_PAGE_LASTS,
    TokenPurpose.CLIENT_PAGE: CLIENT_PAGE_LASTS,
    TokenPurpose.FOLLOW: CONFIRM_LASTS,
    TokenPurpose.FOLLOWER_PAGE: ASKER_PAGE_LASTS,
    TokenPurpose.SIGN_IN: SIGN_IN_LASTS,
    TokenPurpose.PARTNER: PARTNER_LASTS,
    TokenPurpose.CARD: CARD_LASTS,
    TokenPurpose.CARD_CODE: CARD_LASTS,
}
USED = Text(
    "Deze link is al gebruikt of geldt niet meer. Vraag een nieuwe aan.",
    "This link has been used already or is no longer valid. Ask for a new one.",
)


def issue(
    session: Session,
    purpose: TokenPurpose,
    *,
    user: User | None = None,
    contact: Contact | None = None,
    question: Question | None = None,
    challenge: Challenge | None = None,
    valid_for: timedelta | None = None,
) -> str:
    """A new link's secret, for a user (sign-in) or for a contact and a question or challenge; lasts as its
    purpose does.

    The caller gets the only copy: the table keeps a hash.
    """
    raw = secrets.token_urlsafe(RANDOM_BYTES)
    keep(session, raw, purpose, user=user, contact=contact, question=question, challenge=challenge, valid_for=valid_for)
    return raw


def issue_row(session: Session, purpose: TokenPurpose, *, contact: Contact, question: Question) -> Token:
    """A token whose secret nobody ever gets: for somebody who is here already and needs no link."""
    return keep(session, secrets.token_urlsafe(RANDOM_BYTES), purpose, contact=contact, question=question)


def keep(
    session: Session,
    raw: str,
    purpose: TokenPurpose,
    *,
    user: User | None = None,
    contact: Contact | None = None,
    question: Question | None = None,
    challenge: Challenge | None = None,
    valid_for: timedelta | None = None,
) -> Token:
    """Keep the hash of a secret that was made elsewhere, such as the code on a card; lasts as its purpose does."""
    token = Token(
        hash=hash_of(raw),
        purpose=purpose,
        user=user,
        contact=contact,
        question=question,
        challenge=challenge,
        expires_at=clock.now(session) + (LASTS[purpose] if valid_for is None else valid_for),
    )
    session.add(token)
    session.flush()
    return token


def hash_of(raw: str) -> str:
    """The SHA-256 under which a secret is kept."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def find_live(session: Session, raw: str, purpose: TokenPurpose | None = None) -> Token | None:
    """The token with this secret, if it can still be used (for this purpose)."""
    if len(raw) > LONGEST:
        return None
    return _live(session, session.scalar(select(Token).where(Token.hash == hash_of(raw))), purpose)


def find_live_by_id(session: Session, token_id: UUID, purpose: TokenPurpose | None = None) -> Token | None:
    """The token with this id, if it can still be used; for the cookie that a followed link leaves."""
    return _live(session, session.get(Token, token_id), purpose)


def is_kept(session: Session, token_id: UUID) -> bool:
    """Whether a token is there at all: an ended one is kept for a month, unless its holder or subject is deleted."""
    return session.get(Token, token_id) is not None


def is_live(token: Token, at: datetime) -> bool:
    """Whether a token can be used at a moment."""
    return token.used_at is None and token.revoked_at is None and at < token.expires_at


def burn(session: Session, token: Token) -> None:
    """Use a token up. Of two who try, the second gets a TransitionError, as does who comes too late."""
    at = clock.now(session)
    won = session.scalar(
        update(Token)
        .where(Token.id == token.id, Token.used_at.is_(None), Token.revoked_at.is_(None), Token.expires_at > at)
        .values(used_at=at)
        .returning(Token.id)
    )
    if won is None:
        raise TransitionError(USED)


def revoke_all(
    session: Session,
    purpose: TokenPurpose | None = None,
    *,
    user: User | None = None,
    contact: Contact | None = None,
    question: Question | None = None,
    challenge: Challenge | None = None,
) -> None:
    """End all unused links of a user, or of a contact, question and/or challenge. Raises ValueError for nobody's."""
    subjects = (
        (Token.user_id, user),
        (Token.contact_id, contact),
        (Token.question_id, question),
        (Token.challenge_id, challenge),
    )
    whose = [column == subject.id for column, subject in subjects if subject is not None]
    if not whose:
        raise ValueError("whose links?")
    if purpose is not None:
        whose.append(Token.purpose == purpose)
    session.execute(
        update(Token)
        .where(*whose, Token.used_at.is_(None), Token.revoked_at.is_(None))
        .values(revoked_at=clock.now(session))
    )


def _live(session: Session, token: Token | None, purpose: TokenPurpose | None) -> Token | None:
    if token is None or (purpose is not None and token.purpose is not purpose):
        return None
    return token if is_live(token, clock.now(session)) else None
