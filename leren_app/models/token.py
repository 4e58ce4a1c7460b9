"""Links that stand for a right: random, stored hashed, one purpose, one subject, an end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.challenge import Challenge
from leren_app.models.contact import Contact
from leren_app.models.question import Question
from leren_app.models.user import User


class TokenPurpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"
    ASKER_PAGE = "asker_page"
    CARD = "card"  # the printed card's QR: reads the status, changes nothing
    CARD_CODE = "card_code"  # the short code on the card; counts only together with the reference
    CLIENT_PAGE = "client_page"
    FOLLOW = "follow"  # "also mine": proves the address
    FOLLOWER_PAGE = "follower_page"
    PARTNER = "partner"  # a contact of an organisation: confirms hours
    SIGN_IN = "sign_in"


class Token(Keyed, Base):
    """A link in a mail or on paper. Only its SHA-256 is kept."""

    __tablename__ = "token"
    __table_args__ = (
        CheckConstraint(
            "(purpose = 'sign_in' AND user_id IS NOT NULL AND contact_id IS NULL AND question_id IS NULL"
            " AND challenge_id IS NULL)"
            " OR (purpose IN ('confirm', 'asker_page', 'follow', 'follower_page', 'card', 'card_code')"
            " AND user_id IS NULL AND contact_id IS NOT NULL"
            " AND question_id IS NOT NULL AND challenge_id IS NULL)"
            " OR (purpose = 'client_page' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NULL"
            " AND challenge_id IS NOT NULL)"
            " OR (purpose = 'partner' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NULL"
            " AND challenge_id IS NULL)",
            name="one_subject",
        ),
    )

    hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[TokenPurpose] = mapped_column(one_of(TokenPurpose, "purpose"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    question_id: Mapped[UUID | None] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    question: Mapped[Question | None] = relationship()
    challenge: Mapped[Challenge | None] = relationship()
