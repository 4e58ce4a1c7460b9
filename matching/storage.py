"""Keeps a fitted matcher in one file: arrays and JSON, never pickle; a spoilt or older file is refused, never read."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.analysis import Analyser
from matching.index import Index
from matching.matcher import Matcher
from matching.vectors import Frequencies

MAGIC = b"LEREN-MATCHER"
FORMAT = 1
_ARRAYS = ("starts", "rows", "weights", "words")


class IndexFileError(ValueError):
    """The file cannot be used; build it again from the items."""


class SpoiltIndexError(IndexFileError):
    """The file is not what was written."""


class OutdatedIndexError(IndexFileError):
    """The file was made by another version, or with other words."""


def save(matcher: Matcher, path: Path) -> None:
    """Write the matcher to a file that appears whole, in the place of the one that was there."""
    index, known = matcher.index, matcher.known
    told = {
        "ids": index.ids,
        "features": index.features,
        "said": index.said,
        "items": known.items,
        "counts": known.counts,
    }
    body = io.BytesIO()
    arrays: dict[str, NDArray[np.generic]] = {name: getattr(index, name) for name in _ARRAYS}
    text = json.dumps(told, ensure_ascii=False).encode()
    np.savez(body, allow_pickle=False, told=np.frombuffer(text, dtype=np.uint8), **arrays)
    head = b" ".join([MAGIC, str(FORMAT).encode(), matcher.analyser.fingerprint.encode()])
    _replace(path, head + b" " + _checksum(head, body.getvalue()) + b"\n" + body.getvalue())


def load(path: Path, analyser: Analyser | None = None) -> Matcher:
    """The matcher in a file. SpoiltIndexError, OutdatedIndexError: build it again. FileNotFoundError: there is none."""
    analyser = analyser or Analyser()
    line, _, body = path.read_bytes().partition(b"\n")
    head, _, checksum = line.rpartition(b" ")
    parts = head.split(b" ")
    if len(parts) != 3 or parts[0] != MAGIC:
        raise SpoiltIndexError(f"{path.name} is no index of the matcher")
    if _checksum(head, body) != checksum:
        raise SpoiltIndexError(f"{path.name} is damaged: its checksum differs")
    if parts[1] != str(FORMAT).encode():
        raise OutdatedIndexError(f"{path.name} has format {parts[1].decode()}, this version reads {FORMAT}")
    if parts[2] != analyser.fingerprint.encode():
        raise OutdatedIndexError(f"{path.name} was made with another lexicon, other skills or another way of reading")
    return _read(body, analyser)


def _read(body: bytes, analyser: Analyser) -> Matcher:
    with np.load(io.BytesIO(body), allow_pickle=False) as file:
        told = json.loads(file["told"].tobytes())
        arrays = {name: file[name] for name in _ARRAYS}
    said = tuple((word, origin) for word, origin in told["said"])
    index = Index(tuple(told["ids"]), tuple(told["features"]), said, **arrays)
    return Matcher(analyser).with_index(index, Frequencies(told["items"], told["counts"]))


def _checksum(head: bytes, body: bytes) -> bytes:
    return hashlib.sha256(head + b"\n" + body).hexdigest().encode()


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
