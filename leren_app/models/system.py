"""What the running system keeps of itself: pulse, demo clock, demo mailbox and which installation this is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from leren_app.models.base import Base, Keyed


class Heartbeat(Base):
    """The last sign of life of a process, under the id of the run that started it."""

    __tablename__ = "heartbeat"

    process: Mapped[str] = mapped_column(String(20), primary_key=True)
    run_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(comment="real time")


class Clock(Base):
    """The demo clock: how far "now" is moved from real time, in seconds. One row, in demo mode only."""

    __tablename__ = "clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    offset_seconds: Mapped[int] = mapped_column(default=0)


class Installation(Base):
    """Which city this database belongs to and whether it is a demo. One row."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    city: Mapped[str] = mapped_column(String(40))
    is_demo: Mapped[bool]
    made_at: Mapped[datetime]


class DevMail(Keyed, Base):
    """A mail that would have been sent; shown at /dev/mail in demo mode."""

    __tablename__ = "dev_mail"

    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
