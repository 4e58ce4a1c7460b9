"""Reads the official ESCO tables (CSV, one file a language) as pairs of texts that say the same.

ESCO: European Skills, Competences, Qualifications and Occupations, © European Union; reuse with acknowledgement.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matching.learning import Pair

FIELDS = ("preferredLabel", "description")
LONGEST_CELL = 10_000_000


class EscoError(ValueError):
    """A folder or table that is not ESCO's: which, and what is missing."""


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Labels and descriptions of every table that the folder has as `<name>_nl.csv` and `<name>_en.csv`.

    Other names for a thing (altLabels) are left out: they do not come in pairs.
    """
    names = sorted(path.name.removesuffix("_nl.csv") for path in folder.glob("*_nl.csv"))
    both = [name for name in names if (folder / f"{name}_en.csv").exists()]
    if not both:
        raise EscoError(f"{folder}: has no table as <name>_nl.csv and <name>_en.csv")
    for name in both:
        yield from _pairs_of(folder, name)


def _pairs_of(folder: Path, name: str) -> Iterator[Pair]:
    dutch, english = (_rows(folder / f"{name}_{language}.csv") for language in ("nl", "en"))
    for uri in sorted(dutch.keys() & english.keys()):
        pairs = ((dutch[uri][cell], english[uri][cell]) for cell in FIELDS)
        yield from ((nl, en) for nl, en in pairs if nl and en)


def _rows(path: Path) -> dict[str, dict[str, str]]:
    try:
        with _long_cells(), path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            columns, rows = table.fieldnames or (), list(table)
    except (csv.Error, UnicodeDecodeError) as problem:
        raise EscoError(f"{path.name}: {problem}") from None
    if not {"conceptUri", "preferredLabel"} <= set(columns):
        raise EscoError(f"{path.name}: has no columns conceptUri and preferredLabel")
    told = ((row["conceptUri"], row) for row in rows if row["conceptUri"])
    return {uri: {cell: " ".join((row.get(cell) or "").split()) for cell in FIELDS} for uri, row in told}


@contextmanager
def _long_cells() -> Iterator[None]:
    """Take cells of any length meanwhile; csv has one limit for all its readers, who get theirs back."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
