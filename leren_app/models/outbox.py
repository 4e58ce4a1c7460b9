"""Work that is promised: written with the change that needs it, done once, never lost."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leren_app.models.base import Base, Keyed, now_utc, one_of


class OutboxState(StrEnum):
    """Where a piece of work stands."""

    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class Outbox(Base):
    """A piece of work: what, with which ids, from when. See services.outbox for who moves it on."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(
            "state <> 'leased' OR (lease_token IS NOT NULL AND lease_until IS NOT NULL)", name="leased_has_lease"
        ),
        CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done_has_date"),
        Index(
            "ix_outbox_due",
            "available_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_leased",
            "lease_until",
            sqlite_where=text("state = 'leased'"),
            postgresql_where=text("state = 'leased'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, comment="ids only, with a schema version")
    idem_key: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[OutboxState] = mapped_column(one_of(OutboxState, "state"), default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0, comment="starts, not dispatches")
    available_at: Mapped[datetime] = mapped_column(comment="in the domain's time")
    queued_at: Mapped[datetime | None] = mapped_column(comment="real time of the last hint to the queue")
    lease_until: Mapped[datetime | None] = mapped_column(comment="real time")
    lease_token: Mapped[UUID | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now_utc)
    done_at: Mapped[datetime | None]


class MailState(StrEnum):
    """How far the sending of one mail got."""

    SENDING = "sending"
    SENT = "sent"


class MailSent(Keyed, Base):
    """One mail to one recipient; unique, so that nobody gets it twice."""

    __tablename__ = "mail_sent"
    __table_args__ = (UniqueConstraint("idem_key", "recipient"),)

    idem_key: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(64), comment="user:<id> or contact:<id>; never an address")
    message_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[MailState] = mapped_column(one_of(MailState, "state"))
    sent_at: Mapped[datetime | None]
