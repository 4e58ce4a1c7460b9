"""What a person still has to do: call, write a letter, look at a page that somebody reported."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.question import Question
from leren_app.models.user import User


class TaskKind(StrEnum):
    """What sort of work it is."""

    CALL = "call"
    LETTER = "letter"
    PERSONAL_DATA = "personal_data"  # somebody saw personal data on a public page
    FAULT = "fault"  # something on a public page is wrong
    NOT_HELPED = "not_helped"
    OTHER = "other"


class Task(Keyed, Base):
    """One thing for a coordinator or host to do by a day; done is done, nothing is deleted."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("done_by_id IS NULL OR done_at IS NOT NULL", name="done_has_moment"),
        Index("ix_task_open", "done_at", "due_on", "id"),
        Index("ix_task_question_id", "question_id"),
    )

    kind: Mapped[TaskKind] = mapped_column(one_of(TaskKind, "kind"))
    question_id: Mapped[UUID | None] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(60), default="", comment="the mail that a call or letter stands for")
    path: Mapped[str] = mapped_column(String(300), default="", comment="the public page a report is about")
    text: Mapped[str] = mapped_column(Text, default="", comment="what to say, or what was reported; internal")
    reply_to: Mapped[str] = mapped_column(String(254), default="", comment="mail of who reported, if they gave it")
    due_on: Mapped[date]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    idem_key: Mapped[str] = mapped_column(String(120), unique=True, comment="a second promise of the same task is void")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    done_note: Mapped[str] = mapped_column(Text, default="", comment="how it went; internal")
    version: Mapped[int] = mapped_column(default=1)

    question: Mapped[Question | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents
