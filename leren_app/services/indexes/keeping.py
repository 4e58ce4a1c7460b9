"""Building, changing and opening the index of a kind. A file that cannot be used is never read: it is built again.

The files lie in the folder that the session knows (`session.info`), as the database is the one it is bound to. Jobs
write, one at a time, and a file appears whole; every process maps it, and looks at each use whether it was replaced.
"""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.services.indexes.items import Kind, background_of, find_item, items_of
from leren_app.services.indexes.reader import analyser_of
from leren_app.services.locking import alone
from matching import storage
from matching.matcher import Matcher
from matching.storage import IndexFileError

FOLDER = "index_folder"
"""What the folder is called in `session.info`."""
STALE_ABOVE = 1.2
"""Rows held for each row that the weights were learnt from; above it they are learnt anew."""

MOST_FITTED = 500
"""Things from which a page may make an index itself, in half a second, while there is none."""

Stamp = tuple[int, int, int]
_opened: dict[Path, tuple[Stamp, Matcher | None]] = {}

log = logging.getLogger("leren.indexes")


class NotReadyError(Exception):
    """There is no index of this kind yet."""


def find_index(session: Session, kind: Kind, city: City) -> Matcher | None:
    """The index as it is on disk now; None where there is none that can be used."""
    path = path_of(session, kind)
    try:
        if path is None:
            return None
        found = path.stat()
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        opened = _opened.get(path)
        if opened is None or opened[0] != stamp:
            opened = _opened[path] = (stamp, _load(path, city))  # replaced meanwhile: the next look sees it
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            log.warning("the index of %s cannot be opened (%s)", kind.value, type(error).__name__)
        return None
    return opened[1]


def stamp_of(session: Session, kind: Kind) -> Stamp | None:
    """Which file the index of a kind was opened from; another one has another stamp. None where none is open."""
    path = path_of(session, kind)
    opened = None if path is None else _opened.get(path)
    return None if opened is None else opened[0]


def index_or_fit(session: Session, kind: Kind, city: City) -> Matcher | None:
    """The index; where there is none, one of the same things for this once, or None where they are too many."""
    index = find_index(session, kind, city)
    if index is not None:
        return index
    items = list(items_of(session, kind, MOST_FITTED + 1))
    return None if len(items) > MOST_FITTED else Matcher(analyser_of(city, session.info.get(FOLDER))).fit(items)


def get_index(session: Session, kind: Kind, city: City) -> Matcher:
    """The same for jobs, which may wait: NotReadyError where it has to be built first."""
    index = index_or_fit(session, kind, city)
    if index is None:
        raise NotReadyError(kind.value)
    return index


def build(session: Session, kind: Kind, city: City) -> None:
    """Make the index anew from the database, and learn anew how telling each word is."""
    path = path_of(session, kind)
    if path is not None:
        with alone(path):
            storage.save(_fit(session, kind, city), path)


def put(session: Session, kind: Kind, item_id: UUID, city: City) -> None:
    """Make the index say of one thing what the database says; done twice it is the same."""
    path = path_of(session, kind)
    if path is None:
        return
    with alone(path):
        found = find_index(session, kind, city)
        changed = None if found is None else _changed(session, kind, item_id, found)
        if changed is None or _is_stale(changed):
            changed = _fit(session, kind, city)
        storage.save(changed, path)


def ensure(session: Session, kind: Kind, city: City) -> None:
    """Build it where there is none that can be used."""
    if find_index(session, kind, city) is None:
        build(session, kind, city)


def forget(folder: Path) -> None:
    """Throw all indexes of an installation away: its database is another one now."""
    for path in folder.glob("*.index"):
        path.unlink(missing_ok=True)


def path_of(session: Session, name: str) -> Path | None:
    """Where the file of this name lies; None for a session without a folder."""
    folder: Path | None = session.info.get(FOLDER)
    return None if folder is None else folder / f"{name}.index"


def _load(path: Path, city: City) -> Matcher | None:
    try:
        return storage.load(path, analyser_of(city, path.parent))
    except IndexFileError as error:
        log.warning("%s", error)
        return None


def _fit(session: Session, kind: Kind, city: City) -> Matcher:
    matcher = Matcher(analyser_of(city, session.info.get(FOLDER)))
    return matcher.fit(items_of(session, kind), background_of(session, kind, city))


def _changed(session: Session, kind: Kind, item_id: UUID, found: Matcher) -> Matcher:
    """A matcher of its own, so that nothing changes for who reads the one that is open."""
    changed = Matcher(found.analyser).with_state(found.state)
    item = find_item(session, kind, item_id)
    return changed.update([item]) if item else changed.remove([str(item_id)])


def _is_stale(matcher: Matcher) -> bool:
    state = matcher.merge().state
    return len(state.base.starts) - 1 > STALE_ABOVE * state.known.rows
