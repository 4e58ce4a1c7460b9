"""The card on paper of somebody without mail: a QR code and a short code that read the status and can do nothing."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Question, Token, TokenPurpose
from leren_app.services import clock, tokens

ALPHABET = "ABCDEFGHJKMNPRSTWXYZ3479"  # nothing that looks like another sign on paper
LENGTH = 10  # 45.8 bits
HALF = LENGTH // 2
SEED = 32  # bytes: half for the QR code, half for the code


@dataclass(frozen=True)
class Card:
    """What is printed: the secret of the QR code, and the code to type; both are kept nowhere."""

    secret: str
    code: str
    expires_at: datetime


def make_card(session: Session, question: Question, *, seed: bytes = b"") -> Card:
    """A new card for a question; one that was printed before no longer works.

    `seed`: 32 secret bytes of one form. While the card that was made of them lives, they give that card again, so that
    whoever presses twice does not hand over a card that the second press ended.
    """
    session.execute(select(Question.id).where(Question.id == question.id).with_for_update())  # one after the other
    secret, code = _drawn_from(seed or secrets.token_bytes(SEED))
    before = session.scalar(select(Token).where(Token.hash == tokens.hash_of(secret)))
    if before is not None:
        if tokens.is_live(before, clock.now(session)):
            return Card(secret, _printed(code), before.expires_at)
        secret, code = _drawn_from(secrets.token_bytes(SEED))  # an old page: that card ended, its secret stays dead
    for purpose in (TokenPurpose.CARD, TokenPurpose.CARD_CODE):
        tokens.revoke_all(session, purpose, question=question)
    asker = question.asker
    kept = tokens.keep(session, secret, TokenPurpose.CARD, contact=asker, question=question)
    tokens.keep(session, _together(question.reference, code), TokenPurpose.CARD_CODE, contact=asker, question=question)
    return Card(secret, _printed(code), kept.expires_at)


def find_by_code(session: Session, reference: str, code: str) -> Token | None:
    """The card of this question, for who typed reference and code; None where one of them is not right."""
    typed = tokens.find_live(session, _together(reference, code), TokenPurpose.CARD_CODE)
    if typed is None:
        return None
    return _live_card(session, typed.question_id)


def has_card(session: Session, question: Question) -> bool:
    """Whether somebody holds a card that still works."""
    return _live_card(session, question.id) is not None


def _live_card(session: Session, question_id: object) -> Token | None:
    of_question = select(Token).where(Token.question_id == question_id, Token.purpose == TokenPurpose.CARD)
    found = session.scalars(of_question.order_by(Token.created_at.desc(), Token.id))
    now = clock.now(session)
    return next((token for token in found if tokens.is_live(token, now)), None)


def _drawn_from(seed: bytes) -> tuple[str, str]:
    """The secret of the QR code out of the first half of a seed, the code to type out of the second."""
    half = SEED // 2
    number, signs = int.from_bytes(seed[half:]), []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return urlsafe_b64encode(seed[:half]).rstrip(b"=").decode(), "".join(signs)


def _printed(code: str) -> str:
    return f"{code[:HALF]}-{code[HALF:]}"


def _together(reference: str, code: str) -> str:
    """Both as one secret, however they were typed: neither alone leads anywhere."""
    signs = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())
    return f"{''.join(reference.upper().split())}/{signs}"
