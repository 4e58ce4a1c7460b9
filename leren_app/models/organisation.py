"""Organisations that ask, teach or take part."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
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
