"""Words compared whatever their capitals, also accented ones, on any database.

SQLite folds a to z only, PostgreSQL what its locale knows: under C no more. So the accented capitals of what was typed
are folded beside; nothing else in a column could match. Words without any are looked up by an index on lower(…).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

Texts = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def is_same(column: Texts, typed: str) -> ColumnElement[bool]:
    """Whether a text is what was typed."""
    return _folded(column, typed) == typed.lower()


def holds(column: Texts, typed: str) -> ColumnElement[bool]:
    """Whether what was typed stands in a text."""
    return _folded(column, typed).contains(typed.lower(), autoescape=True)


def _folded(column: Texts, typed: str) -> ColumnElement[str]:
    found: ColumnElement[str] = func.lower(column)
    for small in sorted(set(typed.lower())):
        if not small.isascii() and small.upper() != small:
            found = func.replace(found, small.upper(), small)
    return found
