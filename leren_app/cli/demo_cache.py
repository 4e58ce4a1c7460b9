"""A year that was told once is kept beside the database, so that the next fresh demo of the same day has it at once.

The copy is good for the day it was told on, and for the code and data it was told with: nothing in it is shifted, as
working days, weekends and deadlines would no longer fit. Another day, or another line of code, tells it anew. Only for
SQLite, and only into a database in which nobody is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy.engine import make_url

from config import ROOT, Settings

TOLD_WITH = ("leren_app", "matching", "migrations")
ENDINGS = frozenset({".py", ".toml", ".txt"})
NAME = "demo-{}.db"


def place_of(settings: Settings, day: date) -> Path | None:
    """Where the copy of this day's demo is kept, whether it is there or not; None for a database that has no file."""
    if database_of(settings) is None:
        return None
    told_with = sha256(f"{settings.city} {day}".encode())
    for path in _sources():
        told_with.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return settings.instance_dir / NAME.format(told_with.hexdigest()[:16])


def database_of(settings: Settings) -> Path | None:
    """The file of the database, if it is SQLite's."""
    url = make_url(settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def copy(of: Path, to: Path) -> None:
    """Make one database equal to another; a copy that was broken off never gets its name."""
    new = to.with_suffix(".new") if not to.exists() else to
    with closing(sqlite3.connect(of)) as source, closing(sqlite3.connect(new)) as target:
        source.backup(target)
    if new != to:
        new.replace(to)


def keep(database: Path, place: Path) -> None:
    """Keep a copy, and throw away those of other days."""
    for old in place.parent.glob(NAME.format("*")):
        old.unlink()
    copy(database, place)


def _sources() -> Iterator[Path]:
    for name in TOLD_WITH:
        yield from sorted(path for path in (ROOT / name).rglob("*") if path.suffix in ENDINGS and path.is_file())
