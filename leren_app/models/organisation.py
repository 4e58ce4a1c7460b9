"""Organisations that ask, teach or take part."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from leren_app.models.base import Base, Keyed, one_of


class OrganisationKind(StrEnum):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality"
    KNOWLEDGE = "knowledge"
    COMMUNITY = "community"
    COMPANY = "company"


class Organisation(Keyed, Base):
    """A municipality, knowledge institution, community organisation or company."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(one_of(OrganisationKind, "kind"))
    district: Mapped[str] = mapped_column(
        String(40), default="", comment="key in the city file; empty = the whole city"
    )
    website: Mapped[str] = mapped_column(String(300), default="")
    notes: Mapped[str] = mapped_column(Text, default="", comment="for coordinators only")
    hours_per_semester: Mapped[int | None] = mapped_column(comment="what it can give to contact with students, in all")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class PartnerPromise(Keyed, Base):
    """What an organisation promised for a semester; its contact confirms the hours from a mail."""

    __tablename__ = "partner_promise"
    __table_args__ = (
        CheckConstraint("hours IS NULL OR hours >= 0", name="hours_not_negative"),
        Index("ix_partner_promise_organisation_id", "organisation_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    semester: Mapped[str] = mapped_column(String(40), comment="key of a semester in the city file")
    hours: Mapped[int | None] = mapped_column(comment="hours of contact in that semester")
    text: Mapped[str] = mapped_column(Text, default="", comment="what was promised, in words; for coordinators")
    made_on: Mapped[date]
    asked_at: Mapped[datetime | None] = mapped_column(comment="when the contact was mailed to confirm")
    confirmed_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None] = mapped_column(comment="a coordinator saw that it was kept")
