"""What happened, in order, for ever; what was typed stands beside it and can be erased."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.domain.roles import Role
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.user import User


class NoteAudience(StrEnum):
    """Who may read what was typed at a step."""

    INTERNAL = "internal"
    ASKER = "asker"
    PARTIES = "parties"  # lecturers, client and coordinators
    TEAM = "team"  # members, lecturers and coordinators


class Event(Keyed, Base):
    """One step taken: what, when, in which role, from which state to which. Holds no free text. Append-only."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject", "subject", "subject_id", "at"),)

    subject: Mapped[str] = mapped_column(String(24), comment="name of the life cycle")
    subject_id: Mapped[UUID]
    step: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(24))
    to_state: Mapped[str | None] = mapped_column(String(24))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    user: Mapped[User | None] = relationship()
    notes: Mapped[list[EventNote]] = relationship(order_by="EventNote.created_at", back_populates="event")


class EventNote(Keyed, Base):
    """What somebody typed at a step. Erasable."""

    __tablename__ = "event_note"
    __table_args__ = (Index("ix_event_note_event_id", "event_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    audience: Mapped[NoteAudience] = mapped_column(one_of(NoteAudience, "audience"))
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))

    event: Mapped[Event] = relationship(back_populates="notes")
