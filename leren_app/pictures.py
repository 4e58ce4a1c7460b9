"""Photos without what they tell beside the picture: where and when they were taken, with what, and by whom.

A photo is drawn anew from its points. So nothing that hid behind them comes along: no place, no remark, no small copy
of the picture before it was cut, no other file at its end.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from threading import Lock

from PIL import Image

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
MOST_PIXELS = 52_000_000
"""What a telephone of fifty megapixels takes. Drawn, that is 150 MB, so more could fell us."""
QUALITY = 90
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a photo upright, by how the camera says it was held."""
_WRONG = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)
"""All that Pillow says of bytes that are not what they should be."""

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit only warns; ours is asked below, before anything is drawn
_one_at_a_time = Lock()


class PictureError(ValueError):
    """The file cannot be drawn: broken, or not what it says."""


class PictureTooLargeError(PictureError):
    """The picture has so many points that drawing it would harm; its file may be tiny."""


def draw_anew(path: Path, media_type: str) -> None:
    """Write a photo anew in its place, upright, without anything but what is seen. Raises PictureError."""
    with _one_at_a_time:
        try:
            with Image.open(path, formats=(FORMATS[media_type],)) as opened:
                _must_fit(opened)
                opened.load()
                picture = _upright(opened)
            _forget(picture)
            _write(picture, path, FORMATS[media_type])
        except PictureError:
            raise
        except _WRONG as error:
            raise PictureError from error


def _must_fit(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PictureTooLargeError


def _upright(picture: Image.Image) -> Image.Image:
    """The photo as it was seen; one whose notes cannot be read stays as it lies."""
    try:
        held = picture.getexif().get(_ORIENTATION)
    except _WRONG:
        held = None
    return picture.transpose(_UPRIGHT[held]) if held in _UPRIGHT else picture


def _forget(picture: Image.Image) -> None:
    """Leave of all that came with the picture only which of its colours is glass."""
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}


def _write(picture: Image.Image, path: Path, form: str) -> None:
    if form == "PNG":
        picture.save(path, form)
        return
    plain = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    plain.save(path, form, quality=QUALITY)
