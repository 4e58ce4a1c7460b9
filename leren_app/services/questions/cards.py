"""The card on paper of somebody without mail: a QR code and a short code that read the status and can do nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Question, Token, TokenPurpose
from leren_app.services import clock, tokens

ALPHABET = "ABCDEFGHJKMNPRSTWXYZ3479"  # nothing that looks like another sign on paper
LENGTH = 10  # 45.8 bits
HALF = LENGTH // 2


@dataclass(frozen=True)
class Card:
    """What is printed: the secret of the QR code, and the code to type; both are kept nowhere."""

    secret: str
    code: str
    expires_at: datetime


def make_card(session: Session, question: Question) -> Card:
    """A new card for a question; one that was printed before no longer works."""
    for purpose in (TokenPurpose.CARD, TokenPurpose.CARD_CODE):
        tokens.revoke_all(session, purpose, question=question)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    typed, asker = _together(question.reference, code), question.asker
    secret = tokens.issue(session, TokenPurpose.CARD, contact=asker, question=question)
    kept = tokens.keep(session, typed, TokenPurpose.CARD_CODE, contact=asker, question=question)
    return Card(secret, f"{code[:HALF]}-{code[HALF:]}", kept.expires_at)


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


def _together(reference: str, code: str) -> str:
    """Both as one secret, however they were typed: neither alone leads anywhere."""
    signs = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())
    return f"{''.join(reference.upper().split())}/{signs}"
