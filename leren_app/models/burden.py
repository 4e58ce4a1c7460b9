"""What students ask of people in the city: interviews, surveys, visits; counted per district and partner."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.organisation import Organisation
from leren_app.models.placement import Placement


class ActivityKind(StrEnum):
    """How people are asked to take part."""

    INTERVIEW = "interview"
    SURVEY = "survey"
    VISIT = "visit"


class FieldActivity(Keyed, Base):
    """Something a placement plans in a district or at a partner: so many people, in so many weeks."""

    __tablename__ = "field_activity"
    __table_args__ = (
        CheckConstraint("people >= 1", name="asks_somebody"),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        Index("ix_field_activity_placement_id", "placement_id"),
        Index("ix_field_activity_district", "district", "starts_on", "id"),
        Index("ix_field_activity_organisation_id", "organisation_id", "starts_on", "id"),
    )

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"))
    kind: Mapped[ActivityKind] = mapped_column(one_of(ActivityKind, "kind"))
    people: Mapped[int] = mapped_column(comment="how many people are asked to take part")
    district: Mapped[str] = mapped_column(String(40), default="", comment="key in the city file; empty = none")
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    placement: Mapped[Placement] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
