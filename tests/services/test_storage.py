"""Files are taken by what their bytes say, kept under a name of ours, and refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from leren_app import storage
from leren_app.domain.errors import FieldError

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"
EXE = b"MZ\x90\x00" + b"\x00" * 100


def zipped(**members: bytes) -> bytes:
    """A zip with these members; two underscores stand for a slash."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            inside = {"types": "[Content_Types].xml"}.get(name, name.replace("__", "/").replace("_x", ".x"))
            archive.writestr(zipfile.ZipInfo(inside), content)  # of no moment: tests are named by what they are given
    return whole.getvalue()


DOCX = zipped(types=b"<Types/>", word__document_xml=b"<w/>")
ODT = zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<o/>")


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "Verslag.PDF", "application/pdf"),
        (PNG, "kaart.png", "image/png"),
        (JPEG, "foto.jpeg", "image/jpeg"),
        (DOCX, "plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (ODT, "plan.odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_kept_under_a_random_name_as_what_it_is(
    tmp_path: Path, content: bytes, name: str, media_type: str
) -> None:
    kept = storage.store(tmp_path, io.BytesIO(content), name)

    assert (kept.media_type, kept.size, kept.name) == (media_type, len(content), name)
    assert [path.name for path in tmp_path.iterdir()] == [kept.stored_name]
    assert storage.path_of(tmp_path, kept).read_bytes() == content
    assert name.lower().split(".")[0] not in kept.stored_name


def test_a_file_without_an_ending_gets_that_of_what_it_is(tmp_path: Path) -> None:
    assert storage.store(tmp_path, io.BytesIO(JPEG), "image").name == "image.jpg"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (EXE, "setup.exe"),
        (EXE, "verslag.pdf"),
        (b"<html><script>alert(1)</script>", "verslag.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kaart.png"),
        (PDF, "verslag.html"),
        (PDF, "verslag.pdf.exe"),
        (PNG, "verslag.pdf"),
        (PDF[:20], "half.pdf"),
        (PNG[:30], "half.png"),
        (DOCX[:60], "half.docx"),
        (zipped(types=b"x", word__document_xml=b"x", vbaProject=b"x", **{"word__vbaProject.bin": b"x"}), "m.docx"),
        (zipped(readme=b"x"), "zip.docx"),
        (b"", "leeg.pdf"),
    ],
)
def test_what_is_no_document_or_is_not_what_its_name_says_is_refused(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(FieldError) as refused:
        storage.store(tmp_path, io.BytesIO(content), name, field="file")

    assert refused.value.field == "file"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FieldError) as refused:
        storage.store(tmp_path, io.BytesIO(PDF + b"0" * storage.LARGEST), "groot.pdf")

    assert refused.value.message is storage.TOO_LARGE
    assert list(tmp_path.iterdir()) == []


def test_another_kind_than_the_one_wanted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FieldError, match="What is possible: PDF"):
        storage.store(tmp_path, io.BytesIO(PNG), "kaart.png", kinds=storage.PDF)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\map\\verslag.pdf", "verslag.pdf"),
        ("fdp.\u202egals\r\nrev.pdf", "fdp.galsrev.pdf"),
        ("..", "bestand"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_plain_and_never_used_as_a_path(name: str, shown: str) -> None:
    assert storage.shown_name(name) == shown
