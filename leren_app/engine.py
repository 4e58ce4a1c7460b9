"""How engines behave: SQLite takes its write lock at once, forked children leave their parent's connections alone."""

from __future__ import annotations

import os
import sqlite3
from functools import cache
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event


@cache
def tame_sqlite() -> None:
    """Listen once to all engines: SQLite begins as we say, keeps foreign keys, and waits for a lock."""
    event.listen(Engine, "connect", _on_connect)
    event.listen(Engine, "begin", _on_begin)


def dispose_after_fork(engine: Engine) -> None:
    """A forked child must not use its parent's connections, nor close them."""
    _watched().add(engine)


@cache
def _watched() -> WeakSet[Engine]:
    engines: WeakSet[Engine] = WeakSet()  # hooks on forks cannot be taken back, so one hook for all engines

    def forget_all() -> None:
        for engine in engines:
            engine.dispose(close=False)

    os.register_at_fork(after_in_child=forget_all)
    return engines


def _on_connect(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=8000"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
