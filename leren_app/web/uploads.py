"""Files that come with a form: room on that route alone, whole or refused, thrown away if nothing came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from flask import Response, current_app, request, send_file
from flask_login import current_user
from sqlalchemy import inspect
from werkzeug.datastructures import FileStorage

from config import Settings
from leren_app import storage
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.text import Text
from leren_app.models import QuestionFile, StoredFile
from leren_app.storage import AnyFile

ROOM = 40 * 1000 * 1000
"""More than we take, so that who sends 30 MB reads why not, beside their text, instead of a closed connection."""
MULTIPART = "multipart/form-data"
WHOLE = "whole"
"""The hidden field at the end of the form: without it the sending was cut off."""
MOST_ASKED = 3
"""How many files go with one question."""
Row = TypeVar("Row", StoredFile, QuestionFile)


def give_room(endpoints: frozenset[str], *, to_all: bool = False) -> None:
    """Before anything reads the body: room for files on these routes alone, for people who are signed in or for all.

    Fields of text get none: of a form with files they may still be half a megabyte, of any other all is text.
    """
    has_room = request.endpoint in endpoints and request.method == "POST" and request.mimetype == MULTIPART
    if has_room and (to_all or current_user.is_authenticated):
        request.max_content_length = ROOM


def folder() -> Path:
    """Where files lie; outside of what the web server gives away."""
    settings: Settings = current_app.extensions["settings"]
    return settings.files_dir


def is_whole() -> bool:
    """Whether the form arrived to its end: a body that was cut off has no file and no end."""
    return request.mimetype != MULTIPART or request.form.get(WHOLE) == "yes"


def sent_files(name: str) -> list[FileStorage]:
    """The files that somebody chose in a field; a browser sends a nameless one when there is none."""
    return [each for each in request.files.getlist(name) if each.filename]


@contextmanager
def received(name: str, *, kinds: tuple[str, ...] = storage.DOCUMENTS) -> Iterator[StoredFile | None]:
    """The file of a field, on disk but in no session yet; None when none was chosen.

    Thrown away again when the block fails. Raises FieldError with the reason for a file we do not take.
    """

    def keep(each: FileStorage) -> StoredFile:
        return storage.store(folder(), each.stream, each.filename or "", field=name, kinds=kinds)

    with _received(name, keep) as kept:
        yield kept[0] if kept else None


@contextmanager
def received_with_question(name: str) -> Iterator[tuple[QuestionFile, ...]]:
    """The photos and PDFs of a field, as `received`; the reason names the file, as there may be three."""
    if len(sent_files(name)) > MOST_ASKED:
        _close()
        raise FieldError(name, _TOO_MANY.with_(most=MOST_ASKED))
    with _received(name, partial(_keep_asked, name)) as kept:
        yield tuple(kept)


@contextmanager
def _received(name: str, keep: Callable[[FileStorage], Row]) -> Iterator[list[Row]]:
    kept: list[Row] = []
    try:
        if not is_whole():
            raise FieldError(name, storage.CUT_OFF)
        kept.extend(keep(each) for each in sent_files(name))
        yield kept
    finally:
        for row in kept:
            if inspect(row).transient:  # no row came of it: an error, or the form was sent twice
                storage.throw_away(folder(), row)
        _close()


def given_away(found: AnyFile) -> Response:
    """A file as an answer: always to save and never to show, because what is in it is not ours."""
    path = storage.path_of(folder(), found)
    if not path.is_file():
        raise NotFoundError
    answer = send_file(path, mimetype=found.media_type, as_attachment=True, download_name=found.name, max_age=0)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _keep_asked(name: str, sent: FileStorage) -> QuestionFile:
    title = storage.shown_name(sent.filename or "")
    try:
        return storage.store_asked(folder(), sent.stream, sent.filename or "", field=name)
    except FieldError as error:
        raise FieldError(name, Text(f"{title}: {error.message.nl}", f"{title}: {error.message.en}")) from error


def _close() -> None:
    for files in request.files.listvalues():
        for each in files:
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


_TOO_MANY = Text(
    "U koos meer dan {most} bestanden. Kies de {most} die het meest zeggen.",
    "You chose more than {most} files. Choose the {most} that say most.",
)
