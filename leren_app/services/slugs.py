"""Addresses that are not taken yet."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session


def free_slug(session: Session, column: InstrumentedAttribute[str], wanted: str) -> str:
    """The wanted slug, or the first of wanted-2, wanted-3, … that no row has.

    Two at the same moment can get the same one: the unique constraint decides, so take it inside a savepoint.
    """
    like = wanted.replace("_", r"\_") + "%"
    taken = set(session.scalars(select(column).where(column.like(like, escape="\\"))))
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
