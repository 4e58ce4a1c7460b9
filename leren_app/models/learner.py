"""What students and researchers tell of themselves, and what they apply for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.challenge import Challenge
from leren_app.models.user import User


class Profile(Keyed, Base):
    """What somebody studies, can and wants; for the person, lecturers of their runs and their team, never public."""

    __tablename__ = "profile"
    __table_args__ = (
        CheckConstraint("hours_per_week IS NULL OR hours_per_week BETWEEN 1 AND 60", name="hours_in_week"),
        CheckConstraint("consented_at IS NULL OR consent_purpose <> ''", name="consent_has_purpose"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    programme: Mapped[str] = mapped_column(String(160), default="")
    level: Mapped[str] = mapped_column(String(8), default="", comment="key of a level in the city file")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, comment="spoken well enough to work in")
    hours_per_week: Mapped[int | None]
    free_days: Mapped[list[int]] = mapped_column(JSON, default=list, comment="1 = Monday … 7 = Sunday")
    interests: Mapped[list[str]] = mapped_column(JSON, default=list, comment="theme keys in the city file")
    about: Mapped[str] = mapped_column(Text, default="")
    consented_at: Mapped[datetime | None] = mapped_column(comment="to be matched and seen by lecturers of own runs")
    consent_purpose: Mapped[str] = mapped_column(String(40), default="", comment="which sentence was said yes to")
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship()
    skills: Mapped[list[ProfileSkill]] = relationship(order_by="ProfileSkill.skill", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class ProfileSkill(Base):
    """A skill somebody has; the key stands in the vocabulary of skills."""

    __tablename__ = "profile_skill"

    profile_id: Mapped[UUID] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(60), primary_key=True)


class Application(Keyed, Base):
    """Somebody wants to work on a challenge, and says why in a sentence."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("profile_id", "challenge_id"),
        CheckConstraint("state IN ('open', 'withdrawn') OR decided_at IS NOT NULL", name="decided_has_date"),
        Index("ix_application_challenge_id", "challenge_id", "state"),
    )

    profile_id: Mapped[UUID] = mapped_column(ForeignKey("profile.id", ondelete="CASCADE"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    motivation: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState, "state"), default=ApplicationState.OPEN)
    reason: Mapped[str] = mapped_column(Text, default="", comment="why it was decided so, as the applicant reads it")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    profile: Mapped[Profile] = relationship()
    challenge: Mapped[Challenge] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents
