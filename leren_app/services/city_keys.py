"""Places of the city file that rows hold: one that is no longer there makes the pages of those rows a 404.

Themes, levels and semesters may go: pages show the rest, or the key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from leren_app.domain.city import City
from leren_app.models import FieldActivity, Organisation, Question

Known = Callable[[City], Iterable[str]]


def _districts(city: City) -> Iterable[str]:
    return (each.key for each in city.all_districts)


def _neighbourhoods(city: City) -> Iterable[str]:
    return (each.key for each in city.neighbourhoods)


USES: tuple[tuple[str, str, InstrumentedAttribute[Any], Known], ...] = (
    ("districts", "questions", Question.district, _districts),
    ("neighbourhoods", "questions", Question.neighbourhood, _neighbourhoods),
    ("districts", "organisations", Organisation.district, _districts),
    ("districts", "interviews, surveys and visits", FieldActivity.district, _districts),
)
"""Section of the city file, what uses it, where its key stands, and which keys there are; no key is the empty text."""


def missing(session: Session, city: City) -> list[str]:
    """A sentence for each key that rows use and the city file does not have (any more)."""
    return [
        f"The city file has no '{key}' in [[{section}]], but {count} {rows} use it: put it back."
        for section, rows, column, known in USES
        for key, count in _unknown(session, column, set(known(city)))
    ]


def _unknown(session: Session, column: InstrumentedAttribute[Any], known: Collection[str]) -> list[tuple[str, int]]:
    query = select(column, func.count()).where(column.is_not(None), column != "").group_by(column).order_by(column)
    return [(key, count) for key, count in session.execute(query) if key not in known]
