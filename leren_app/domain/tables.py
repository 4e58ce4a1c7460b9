"""A table somebody brought as a CSV file, whatever program wrote it; and one we give back, which no program runs.

Spreadsheets write UTF-8 or Windows-1252, with semicolons, commas or tabs. Nothing is guessed from statistics: the bytes
say the encoding, and the right delimiter is the one with which the first line gives the most headings we know.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from leren_app.domain.errors import FieldError
from leren_app.domain.text import Text

LARGEST = 5 * 1000 * 1000
MOST_ROWS = 10_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
_RUNS_ON = 100_000  # characters: such a cell has a quotation mark that was never closed; csv's limit is for all to set
_DELIMITERS = ";,\t"
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")


@dataclass(frozen=True)
class Line:
    """A row of a table, and the line of the file on which it begins, as an editor counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings as they were written, and the rows below that are not empty."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(data: bytes, known: Collection[str]) -> Table:
    """The table in the bytes of a file; `known` are headings as `plain` writes them, which tell the delimiter.

    Raises FieldError for what is no table, and for one that is too large.
    """
    text = _decoded(data)
    if text.startswith("sep=") and len(text.splitlines()[0].strip()) <= len("sep=;"):  # a note of Excel to itself
        head, _, text = text.partition("\n")
        skipped, delimiters = 1, head.strip()[4:] or "\t"
    else:
        skipped, delimiters = 0, _DELIMITERS
    try:
        rows = _rows(text, _delimiter(text, delimiters, known), skipped)
    except csv.Error:
        raise FieldError("file", _NO_TABLE) from None
    if not rows:
        raise FieldError("file", _EMPTY)
    if len(rows) > MOST_ROWS + 1:
        raise FieldError("file", _TOO_MANY)
    return Table(tuple(cell.strip() for cell in rows[0].cells), tuple(rows[1:]))


def plain(heading: str) -> str:
    """A heading without what people write differently: capitals, accents, spaces, underscores, hyphens."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(c for c in letters if c.isalnum())


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a CSV file that Dutch and English spreadsheets open well, and in which nothing is a formula."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([_harmless(str(c)) for c in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that begins like a formula gets an apostrophe, as spreadsheets write text themselves."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise FieldError("file", _TOO_LARGE)
    if data.startswith(_DOCUMENTS):
        raise FieldError("file", _DOCUMENT)
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise FieldError("file", _NO_TABLE)


def _delimiter(text: str, delimiters: str, known: Collection[str]) -> str:
    def fits(delimiter: str) -> tuple[int, int]:
        first: list[str] = next((row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)), [])
        return sum(plain(cell) in known for cell in first), len(first)

    return max(delimiters, key=fits)


def _rows(text: str, delimiter: str, skipped: int) -> list[Line]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    found, begins = [], skipped + 1
    for row in reader:
        if any(len(cell) > _RUNS_ON for cell in row):
            raise FieldError("file", _NO_TABLE)
        if any(cell.strip() for cell in row):
            found.append(Line(begins, tuple(row)))
        if len(row) > MOST_COLUMNS or len(found) > MOST_ROWS + 1:
            break
        begins = skipped + reader.line_num + 1
    if found and len(found[-1].cells) > MOST_COLUMNS:
        raise FieldError("file", _NO_TABLE)
    return found


_AS_CSV = Text(
    "Open het in uw rekenprogramma, kies Opslaan als, en dan CSV (UTF-8). Kies hier dat bestand.",
    "Open it in your spreadsheet program, choose Save as, and then CSV (UTF-8). Choose that file here.",
)
_DOCUMENT = Text(
    "Dit is geen CSV-bestand maar een document, zoals van Excel of een PDF. {how}",
    "This is no CSV file but a document, such as of Excel or a PDF. {how}",
).with_(how=_AS_CSV)
_NO_TABLE = Text(
    "Hier vinden wij geen tabel in: misschien is een aanhalingsteken niet gesloten. {how}",
    "We find no table in this: perhaps a quotation mark is not closed. {how}",
).with_(how=_AS_CSV)
_EMPTY = Text("Dit bestand is leeg.", "This file is empty.")
_TOO_LARGE = Text("Dit bestand is groter dan 5 MB. Deel het op.", "This file is larger than 5 MB. Split it.")
_TOO_MANY = Text(
    f"Dit bestand heeft meer dan {MOST_ROWS} regels. Deel het op.",
    f"This file has more than {MOST_ROWS} rows. Split it.",
)
