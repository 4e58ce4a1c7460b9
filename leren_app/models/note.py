"""Internal notes of coordinators; they reach nobody outside."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.models.base import Base, Keyed
from leren_app.models.user import User


class Note(Keyed, Base):
    """A note to colleagues about a question."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_question_id", "question_id"),)

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    author: Mapped[User | None] = relationship()
