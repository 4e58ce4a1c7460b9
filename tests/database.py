"""What stands in the database, read anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event, func, select, text
from sqlalchemy.orm import Session

from leren_app.models import Base, Question

Row = TypeVar("Row", bound=Base)


def fresh(session: Session, row: Row) -> Row:
    """A row as it stands there by now."""
    session.rollback()
    session.refresh(row)
    return row


def count_questions(session: Session) -> int:
    """How many questions there are by now."""
    session.rollback()
    return session.scalar(select(func.count(Question.id))) or 0


def whole_database(session: Session) -> dict[str, list[Any]]:
    """Every row of every table, to see that nothing changed."""
    session.rollback()
    return {
        table.name: sorted(map(str, session.execute(text(f'SELECT * FROM "{table.name}"')).all()))
        for table in Base.metadata.sorted_tables
    }


@contextmanager
def statements(on: Engine | Connection) -> Iterator[list[str]]:
    """What the database is asked meanwhile, in order."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(on, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(on, "before_cursor_execute", listen)
