"""Files as people send them with a question, good and bad."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image, PngImagePlugin

from leren_app.extensions import db
from leren_app.models import QuestionFile
from leren_app.web import uploads
from tests.client import Page, PageClient

CANARY = "kanarie-in-de-foto"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
MAKE, GPS, ORIENTATION = 0x010F, 0x8825, 0x0112
TURNED = 6  # the camera was held upright: shown as it lies, everybody would lie on their side


def photo(form: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo with a place, a maker and a remark in it, taken with the camera on its side."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = CANARY, TURNED
    exif.get_ifd(GPS)[2] = (52.0, 9.0, 30.0)
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    whole = io.BytesIO()
    if form == "JPEG":
        picture.save(whole, form, exif=exif, comment=CANARY.encode())
    else:
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", CANARY)
        picture.save(whole, form, exif=exif, pnginfo=told)
    return whole.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A small PNG that says it is as large as a football field."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def send(client: PageClient, values: dict[str, Any], *files: tuple[bytes, str], status: int = 303) -> Page:
    """Post the form as a browser does that has files chosen."""
    chosen = [(io.BytesIO(content), name) for content, name in files]
    root = "/en" if values.get("language") == "en" else ""
    return client.post(root + "/stel-uw-vraag", {**values, "photos": chosen}, status=status)


def kept_rows(app: Flask) -> list[QuestionFile]:
    """What the database knows of files."""
    db.session.rollback()
    return list(db.session.query(QuestionFile).order_by(QuestionFile.name))


def on_disk(app: Flask) -> list[Path]:
    """What lies in the folder of files."""
    with app.app_context():
        folder = uploads.folder()
    return sorted(folder.iterdir()) if folder.is_dir() else []


def clear(app: Flask) -> None:
    """Begin with an empty folder: tests share one instance."""
    for path in on_disk(app):
        path.unlink()
