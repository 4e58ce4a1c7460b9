"""What coordinators keep for their own work: filters of the queue, and texts they write again and again."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leren_app.models.base import Base, Keyed, one_of


class SavedFilter(Keyed, Base):
    """A filter of the queue under a name, for one person."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(400), comment="the checked query string of the queue")


class BlockPurpose(StrEnum):
    """Where a text is of use."""

    ASK_MORE = "ask_more"
    PUT_BEFORE = "put_before"
    REFER = "refer"
    REFUSE = "refuse"
    ANSWER = "answer"


class TextBlock(Keyed, Base):
    """A text to begin an answer with, in both languages; one of the city file's where the key is the same."""

    __tablename__ = "text_block"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    purpose: Mapped[BlockPurpose] = mapped_column(one_of(BlockPurpose, "purpose"))
    reason: Mapped[str] = mapped_column(String(40), default="", comment="reason code of refer and refuse it goes with")
    title_nl: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    text_nl: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    is_used: Mapped[bool] = mapped_column(default=True, comment="no longer offered when false")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents
