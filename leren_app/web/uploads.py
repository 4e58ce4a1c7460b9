"""A file that comes with a form: room on that route alone, whole or refused, thrown away if nothing came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from config import Settings
from leren_app import storage
from leren_app.domain.errors import FieldError
from leren_app.models import StoredFile

ROOM = 40 * 1000 * 1000
"""More than we take, so that who sends 30 MB reads why not, beside their text, instead of a closed connection."""
WHOLE = "whole"
"""The hidden field behind the file: without it the sending was cut off."""


def give_room(endpoints: frozenset[str]) -> None:
    """Before anything reads the body: room for a file, for people who are signed in, on these routes alone."""
    if request.endpoint in endpoints and request.method == "POST" and current_user.is_authenticated:
        request.max_content_length = ROOM


def folder() -> Path:
    """Where files lie; outside of what the web server gives away."""
    settings: Settings = current_app.extensions["settings"]
    return settings.instance_dir / "files"


def is_whole() -> bool:
    """Whether the form arrived to its end: a body that was cut off has no file and no end."""
    return request.form.get(WHOLE) == "yes"


@contextmanager
def received(name: str, *, only: str = "") -> Iterator[StoredFile | None]:
    """The file of a field, on disk but in no session yet; None when none was chosen.

    Thrown away again when the block fails. Raises FieldError with the reason for a file we do not take.
    """
    kept: StoredFile | None = None
    try:
        sent = request.files.get(name)
        if not is_whole():
            raise FieldError(name, storage.CUT_OFF)
        kept = _keep(sent, name, only) if sent is not None and sent.filename else None
        yield kept
    except BaseException:
        if kept is not None:
            storage.throw_away(folder(), kept)
        raise
    finally:
        for each in request.files.values():
            each.close()


def read_whole(name: str, most: int) -> tuple[bytes, str]:
    """The bytes of a file that is read at once and kept nowhere, and what its owner calls it; nothing for no file.

    One byte more than `most` is enough to see that it is too large. Raises FieldError for a body that was cut off.
    """
    sent = request.files.get(name)
    if not is_whole():
        raise FieldError(name, storage.CUT_OFF)
    try:
        data = sent.stream.read(most + 1) if sent is not None and sent.filename else b""
    finally:
        for each in request.files.values():
            each.close()
    return data, storage.shown_name(sent.filename) if sent is not None and sent.filename else ""


def _keep(sent: FileStorage, name: str, only: str) -> StoredFile:
    return storage.store(folder(), sent.stream, sent.filename or "", field=name, only=only)
