"""Which city a database belongs to and whether it is a demo, so that no demo ever meets real people or the reverse."""

from __future__ import annotations

import sqlalchemy
from sqlalchemy.orm import Session

from leren_app.models import Installation
from leren_app.models.base import now_utc

EMPTY = "The database has no tables yet. Run 'python3 leren init'."
UNSTAMPED = "The database was not set up for anything yet. Run 'python3 leren init'."
IS_DEMO = "This is the database of a demo; real people may not meet it. Name another in DATABASE_URL."
IS_REAL = "This database holds the questions of real people; a demo may not touch it. Name another in DATABASE_URL."


class MisfitError(Exception):
    """The database belongs to another installation; the message says which."""


def find(session: Session) -> Installation | None:
    """What the database says of itself; None before it was stamped, or without tables."""
    if not _has_tables(session):
        return None
    return session.get(Installation, 1)


def stamp(session: Session, *, city: str, is_demo: bool) -> Installation:
    """Write down what this database is, once; the same again changes nothing. Raises MisfitError for another."""
    found = session.get(Installation, 1)
    if found is None:
        found = Installation(id=1, city=city, is_demo=is_demo, made_at=now_utc())
        session.add(found)
        session.flush()
    faults = _misfits(found, city, is_demo)
    if faults:
        raise MisfitError(" ".join(faults))
    return found


def faults(session: Session, *, city: str, is_demo: bool) -> list[str]:
    """Why this database may not be used for that; empty when it may."""
    if not _has_tables(session):
        return [EMPTY]
    found = session.get(Installation, 1)
    return [UNSTAMPED] if found is None else _misfits(found, city, is_demo)


def _has_tables(session: Session) -> bool:
    return sqlalchemy.inspect(session.connection()).has_table(Installation.__tablename__)


def _misfits(found: Installation, city: str, is_demo: bool) -> list[str]:
    said = []
    if found.is_demo != is_demo:
        said.append(IS_DEMO if found.is_demo else IS_REAL)
    if found.city != city:
        said.append(f"The database belongs to the city '{found.city}', not to '{city}'.")
    return said
