"""People without an account. Their personal data live in this table and nowhere else."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.organisation import Organisation


class Channel(StrEnum):
    """How somebody wants to hear from us."""

    MAIL = "mail"
    PHONE = "phone"
    LETTER = "letter"


class Contact(Keyed, Base):
    """An asker, follower, partner contact or promised resident."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(
            "erased_at IS NOT NULL OR (channel = 'mail' AND mail IS NOT NULL)"
            " OR (channel = 'phone' AND phone IS NOT NULL) OR (channel = 'letter' AND address IS NOT NULL)",
            name="channel_usable",
        ),
        CheckConstraint(
            "erased_at IS NULL OR (name = '' AND mail IS NULL AND phone IS NULL AND address IS NULL)",
            name="erased_whole",
        ),
        Index("ix_contact_lower_mail", text("lower(mail)")),
    )

    name: Mapped[str] = mapped_column(String(120), default="", comment="may stay empty")
    mail: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"), default=Channel.MAIL)
    name_public: Mapped[bool] = mapped_column(default=False, comment="only by the person's own tick")
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[str] = mapped_column(String(120), default="", comment="what they do at their organisation")
    erased_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()
