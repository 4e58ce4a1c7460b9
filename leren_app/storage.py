"""Files that people hand in: looked at by their bytes, kept under a random name, given back as what they are.

First a temporary file, flushed to the disk, then its final name, then (by the caller) the row: whoever is killed in
between leaves a file nobody names, never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from leren_app.domain.errors import FieldError
from leren_app.domain.text import Text
from leren_app.models import StoredFile

LARGEST = 10 * 1000 * 1000
ROOM_FOR_FORM = 500 * 1000  # texts and boundaries of the form around the file
_PIECE = 1 << 16
_MOST_MEMBERS = 5000
LONGEST_NAME = 120

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    _DOCX: (".docx",),
    _ODT: (".odt",),
}
_SHOWN = "PDF, Word (.docx), OpenDocument (.odt), PNG, JPEG"


def store(folder: Path, stream: IO[bytes], name: str, *, field: str = "report", only: str = "") -> StoredFile:
    """Keep what a stream holds; a row that is in no session yet.

    `only` is the one media type that is wanted. Raises FieldError with the reason for a file we do not take.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as temporary:
        path = Path(temporary.name)
        try:
            size, digest = _copy(stream, temporary, field)
            media_type = _checked_type(path, name, field, only)
            temporary.flush()
            os.fsync(temporary.fileno())
            stored_name = secrets.token_hex(16) + ENDINGS[media_type][0]
            path.rename(folder / stored_name)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    _sync_folder(folder)
    return StoredFile(name=shown_name(name), stored_name=stored_name, media_type=media_type, size=size, sha256=digest)


def throw_away(folder: Path, file: StoredFile) -> None:
    """Remove a file whose row never came to be."""
    (folder / file.stored_name).unlink(missing_ok=True)


def path_of(folder: Path, file: StoredFile) -> Path:
    """Where a file lies; its stored name is ours, never somebody's."""
    return folder / file.stored_name


def shown_name(name: str) -> str:
    """What its owner called it, as one plain name without folders, controls or marks that turn text around."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME:
        plain = stem[: LONGEST_NAME - len(ending) - 1] + dot + ending[:10]
    return plain or "bestand"


def _copy(stream: IO[bytes], to: IO[bytes], field: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > LARGEST:
            raise FieldError(field, TOO_LARGE)
        digest.update(piece)
        to.write(piece)
    to.flush()
    if size == 0:
        raise FieldError(field, _EMPTY)
    return size, digest.hexdigest()


def _checked_type(path: Path, name: str, field: str, only: str) -> str:
    media_type = sniff(path)
    ending = Path(shown_name(name).lower()).suffix
    if media_type is None or (only and media_type != only):
        wanted = "PDF" if only == "application/pdf" else _SHOWN
        raise FieldError(field, _NOT_TAKEN.with_(ending=ending or "?", wanted=wanted))
    if ending not in ENDINGS[media_type]:
        raise FieldError(field, _RENAMED.with_(ending=ending or "?", real=ENDINGS[media_type][0]))
    return media_type


def sniff(path: Path) -> str | None:
    """The media type that the bytes of a file say it has; None for any that we do not take."""
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(max(path.stat().st_size - 2048, 0))
        tail = file.read()
    if head.startswith(b"%PDF-1.") or head.startswith(b"%PDF-2."):
        return "application/pdf" if b"%%EOF" in tail else None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png" if b"IEND" in tail else None
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg" if b"\xff\xd9" in tail else None
    return _sniff_zip(path) if head.startswith(b"PK\x03\x04") else None


def _sniff_zip(path: Path) -> str | None:
    """What sort of document a zip is; only its table of contents is read, so that nothing can swell."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names)
    if macros or len(members) > _MOST_MEMBERS:
        return None
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return _DOCX
    return _ODT if kind == _ODT.encode() and "content.xml" in names else None


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a loss of power as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


TOO_LARGE = Text(
    "Dit bestand is groter dan 10 MB. Maak het kleiner, bijvoorbeeld met lichtere afbeeldingen.",
    "This file is larger than 10 MB. Make it smaller, for example with lighter images.",
)
CUT_OFF = Text(
    "Het bestand kwam niet helemaal aan. Kies het opnieuw en verstuur het nog eens.",
    "The file did not arrive whole. Choose it again and send it once more.",
)
_EMPTY = Text("Dit bestand is leeg.", "This file is empty.")
_NOT_TAKEN = Text(
    "Een bestand van deze soort ({ending}) nemen wij niet aan. Wat wel kan: {wanted}.",
    "We do not take a file of this kind ({ending}). What is possible: {wanted}.",
)
_RENAMED = Text(
    "De naam eindigt op {ending}, maar het bestand is iets anders ({real}). Geef het zijn eigen naam terug.",
    "The name ends in {ending}, but the file is something else ({real}). Give it back its own name.",
)
