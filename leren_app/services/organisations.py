"""Organisations by the name that somebody types."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Organisation, OrganisationKind


def find_or_add(session: Session, typed: str) -> Organisation:
    """The organisation with this name; a new one is taken for a community organisation."""
    name = " ".join(typed.split())
    found = session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        found = Organisation(name=name, kind=OrganisationKind.COMMUNITY)
        session.add(found)
        session.flush()
    return found
