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
from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from leren_app import pictures
from leren_app.domain.errors import FieldError
from leren_app.domain.text import Text
from leren_app.models import QuestionFile, StoredFile

AnyFile = StoredFile | QuestionFile
LARGEST = 10 * 1000 * 1000
ROOM_FOR_FORM = 500 * 1000  # texts and boundaries of the form around the file
_PIECE = 1 << 16
_MOST_MEMBERS = 5000
LONGEST_NAME, LONGEST_ENDING = 120, 10

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    _DOCX: (".docx",),
    _ODT: (".odt",),
}
_NAMES = {
    "application/pdf": "PDF",
    _DOCX: "Word (.docx)",
    _ODT: "OpenDocument (.odt)",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
DOCUMENTS = tuple(_NAMES)
PDF = ("application/pdf",)
PHOTO_OR_PDF = ("image/jpeg", "image/png", "application/pdf")


@dataclass(frozen=True)
class Kept:
    """What is known of a file on disk, under the names that the tables have for it."""

    name: str
    stored_name: str
    media_type: str
    size: int
    sha256: str


def store(
    folder: Path, stream: IO[bytes], name: str, *, field: str = "report", kinds: tuple[str, ...] = DOCUMENTS
) -> StoredFile:
    """Keep what a team hands in; a row that is in no session yet.

    `kinds` are the media types that are wanted. Raises FieldError with the reason for a file we do not take.
    """
    return StoredFile(**asdict(_keep(folder, stream, name, field, kinds)))


def store_asked(folder: Path, stream: IO[bytes], name: str, *, field: str) -> QuestionFile:
    """Keep a photo or PDF that comes with a question; of a photo only the picture. As `store` otherwise."""
    return QuestionFile(**asdict(_keep(folder, stream, name, field, PHOTO_OR_PDF, draws_anew=True)))


def _keep(
    folder: Path, stream: IO[bytes], name: str, field: str, kinds: tuple[str, ...], *, draws_anew: bool = False
) -> Kept:
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as temporary:
        path = Path(temporary.name)
        try:
            _copy(stream, temporary, field)
            media_type = _checked_type(path, name, field, kinds)
            if draws_anew and media_type in pictures.FORMATS:
                _draw_anew(path, media_type, field)
            os.fsync(temporary.fileno())
            size, digest = path.stat().st_size, _digest(path)
            stored_name = secrets.token_hex(16) + ENDINGS[media_type][0]
            path.rename(folder / stored_name)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    _sync_folder(folder)
    return Kept(_with_ending(shown_name(name), media_type), stored_name, media_type, size, digest)


def throw_away(folder: Path, file: AnyFile) -> None:
    """Remove a file whose row never came to be."""
    (folder / file.stored_name).unlink(missing_ok=True)


def sweep(folder: Path, named: Container[str], *, before: datetime) -> int:
    """Remove files from before a moment that no row names: somebody was killed between file and row. How many."""
    old = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.is_file() and path.name not in named and path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def path_of(folder: Path, file: AnyFile) -> Path:
    """Where a file lies; its stored name is ours, never somebody's."""
    return folder / file.stored_name


def shown_name(name: str) -> str:
    """What its owner called it, as one plain name without folders, controls or marks that turn text around."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        ending = ending[:LONGEST_ENDING]
        plain = stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
    return plain or "bestand"


def _with_ending(name: str, media_type: str) -> str:
    """Telephones hand in photos without any ending; then it is ours."""
    return name if Path(name).suffix else name + ENDINGS[media_type][0]


def _copy(stream: IO[bytes], to: IO[bytes], field: str) -> None:
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > LARGEST:
            raise FieldError(field, TOO_LARGE)
        to.write(piece)
    to.flush()
    if size == 0:
        raise FieldError(field, _EMPTY)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _draw_anew(path: Path, media_type: str, field: str) -> None:
    try:
        pictures.draw_anew(path, media_type)
    except pictures.PictureTooLargeError:
        raise FieldError(field, _TOO_MANY_POINTS) from None
    except pictures.PictureError:
        raise FieldError(field, _BROKEN) from None


def _checked_type(path: Path, name: str, field: str, kinds: tuple[str, ...]) -> str:
    media_type = sniff(path)
    ending = Path(shown_name(name).lower()).suffix
    wanted = ", ".join(_NAMES[kind] for kind in kinds)
    if media_type in kinds:
        if ending and ending not in ENDINGS[media_type]:
            raise FieldError(field, _RENAMED.with_(ending=ending, real=ENDINGS[media_type][0]))
        return media_type
    says_so = any(ending in ENDINGS[kind] for kind in kinds)
    raise FieldError(field, (_NOT_WHAT_IT_SAYS if says_so else _NOT_TAKEN).with_(ending=ending or "?", wanted=wanted))


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
_NOT_WHAT_IT_SAYS = Text(
    "De naam eindigt op {ending}, maar het bestand is iets anders of is stuk. Wat wel kan: {wanted}.",
    "The name ends in {ending}, but the file is something else or is broken. What is possible: {wanted}.",
)
_BROKEN = Text(
    "Deze foto kunnen wij niet openen. Maak of kies een andere.",
    "We cannot open this photo. Take or choose another one.",
)
_TOO_MANY_POINTS = Text(
    "Deze foto is te groot om te openen. Stuur een kleinere, bijvoorbeeld een schermafdruk ervan.",
    "This photo is too large to open. Send a smaller one, for example a screenshot of it.",
)
_RENAMED = Text(
    "De naam eindigt op {ending}, maar het bestand is iets anders ({real}). Geef het zijn eigen naam terug.",
    "The name ends in {ending}, but the file is something else ({real}). Give it back its own name.",
)
