"""Of a photo only what is seen is kept; what cannot be drawn, or would fell us, is refused."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from leren_app import pictures, storage
from leren_app.domain.errors import FieldError
from tests.photos import CANARY, MAKE, PDF, bomb, photo


@pytest.mark.parametrize(("form", "ending"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_place_maker_and_remark_are_gone_and_the_photo_stands_upright(tmp_path: Path, form: str, ending: str) -> None:
    content = photo(form) + b"PK\x03\x04 another file at its end " + b"\xff\xd9 IEND"
    assert CANARY.encode() in content

    kept = storage.store_asked(tmp_path, io.BytesIO(content), "foto" + ending, field="photos")

    path = storage.path_of(tmp_path, kept)
    bare = path.read_bytes()
    assert CANARY.encode() not in bare
    assert b"Exif" not in bare
    assert b"another file" not in bare
    assert (kept.size, kept.sha256) == (len(bare), storage._digest(path))
    with Image.open(path) as picture:
        assert (picture.size, picture.getexif().get(MAKE)) == ((40, 60), None)
        red, green, _blue = picture.convert("RGB").getpixel((20, 5))  # type: ignore[misc]  # three bands
        assert (red > 200, green < 60) == (True, True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_of_writing_a_png_is_drawn(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "x.png"
    Image.new(mode, (8, 8)).save(path)

    pictures.draw_anew(path, "image/png")

    with Image.open(path) as picture:
        assert picture.size == (8, 8)


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_every_way_of_writing_a_jpeg_is_drawn(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "x.jpg"
    Image.new(mode, (8, 8)).save(path)

    pictures.draw_anew(path, "image/jpeg")

    with Image.open(path) as picture:
        assert picture.mode in {"L", "RGB"}


def test_a_small_file_that_would_be_drawn_as_large_as_a_field_is_refused_before_it_is_drawn(tmp_path: Path) -> None:
    with pytest.raises(FieldError) as refused:
        storage.store_asked(tmp_path, io.BytesIO(bomb()), "veld.png", field="photos")

    assert "te groot om te openen" in refused.value.message.nl
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82",
        photo("PNG")[:-60] + b"IEND",
        photo()[:400] + b"\xff\xd9",
        b"\xff\xd8\xff" + bytes(range(256)) * 8 + b"\xff\xd9",
    ],
)
def test_a_photo_that_cannot_be_drawn_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    name = "foto.png" if content.startswith(b"\x89") else "foto.jpg"

    with pytest.raises(FieldError) as refused:
        storage.store_asked(tmp_path, io.BytesIO(content), name, field="photos")

    assert "kunnen wij niet openen" in refused.value.message.nl
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", range(20, 600, 7))
def test_a_photo_with_one_byte_changed_is_drawn_or_refused_and_never_a_failure(tmp_path: Path, at: int) -> None:
    for form, ending in (("JPEG", ".jpg"), ("PNG", ".png")):
        content = bytearray(photo(form))
        content[at % len(content)] ^= 0x55
        before = len(list(tmp_path.iterdir()))

        with suppress(FieldError):
            storage.store_asked(tmp_path, io.BytesIO(bytes(content)), "foto" + ending, field="photos")
            before += 1

        assert len(list(tmp_path.iterdir())) == before


def test_word_documents_do_not_come_with_a_question_and_pdfs_stay_as_they_are(tmp_path: Path) -> None:
    kept = storage.store_asked(tmp_path, io.BytesIO(PDF), "plan.pdf", field="photos")

    assert storage.path_of(tmp_path, kept).read_bytes() == PDF
    with pytest.raises(FieldError) as refused:
        storage.store_asked(tmp_path, io.BytesIO(b"PK\x03\x04"), "plan.docx", field="photos")
    assert refused.value.message.en.endswith("What is possible: JPEG, PNG, PDF.")
