"""Keeps a fitted matcher in one file: arrays and JSON, never pickle; a spoilt or older file is refused, never read.

The first line says what the file is: magic, format, fingerprint of the analyser, checksum of all that follows. Then
come a line of JSON with where each array lies, and the arrays. They are mapped into memory: processes share them.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
import zlib
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.analysis import Analyser
from matching.index import Segment
from matching.matcher import Matcher, State
from matching.vectors import Frequencies

MAGIC = b"LEREN-MATCHER"
FORMAT = 3
ALIGNED = 64  # bytes
_ARRAYS = (
    "items",
    "starts",
    "features",
    "weights",
    "token_starts",
    "tokens",
    "columns",
    "column_rows",
    "column_weights",
)
_TEXTS = ("ids", "names", "said")


class IndexFileError(ValueError):
    """The file cannot be used; build it again from the items."""


class SpoiltIndexError(IndexFileError):
    """The file is not what was written."""


class OutdatedIndexError(IndexFileError):
    """The file was made by another version, or with other words."""


def save(matcher: Matcher, path: Path) -> None:
    """Write the matcher, merged, to a file that appears whole, in the place of the one that was there."""
    state = matcher.merge().state
    arrays: dict[str, NDArray[np.generic]] = {name: getattr(state.base, name) for name in _ARRAYS}
    names = tuple(state.features)  # at once: an update in another thread may add to them
    arrays["counts"] = np.array([state.known.counts.get(feature, 0.0) for feature in names])
    for name, texts in zip(_TEXTS, (state.base.ids, names, state.said), strict=True):
        arrays[name] = np.frombuffer(json.dumps(texts).encode(), dtype=np.uint8)
    body = _body(arrays, {"rows": state.known.rows, "width": state.width})
    head = b" ".join([MAGIC, str(FORMAT).encode(), matcher.analyser.fingerprint.encode()])
    _replace(path, [head, b" ", _checksum(head, body), b"\n", body])


def load(path: Path, analyser: Analyser | None = None) -> Matcher:
    """The matcher in a file. SpoiltIndexError, OutdatedIndexError: build it again. FileNotFoundError: there is none."""
    analyser = analyser or Analyser()
    with path.open("rb") as file:
        try:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError:  # an empty file cannot be mapped
            raise SpoiltIndexError(f"{path.name} is no index of the matcher") from None
    line = bytes(whole[:500]).partition(b"\n")[0]
    head, _, checksum = line.rpartition(b" ")
    parts = head.split(b" ")
    if len(parts) != 3 or parts[0] != MAGIC:
        raise SpoiltIndexError(f"{path.name} is no index of the matcher")
    body = whole[len(line) + 1 :]
    if _checksum(head, body) != checksum:
        raise SpoiltIndexError(f"{path.name} is damaged: its checksum differs")
    if parts[1] != str(FORMAT).encode():
        raise OutdatedIndexError(f"{path.name} has format {parts[1].decode()}, this version reads {FORMAT}")
    if parts[2] != analyser.fingerprint.encode():
        raise OutdatedIndexError(f"{path.name} was made with another lexicon, other skills or another way of reading")
    return Matcher(analyser).with_state(_read(body))


def _body(arrays: Mapping[str, NDArray[np.generic]], told: Mapping[str, int]) -> bytes:
    """A line of JSON that says where each array lies after it, then the arrays, each at a multiple of ALIGNED bytes."""
    sizes = [-(-array.nbytes // ALIGNED) * ALIGNED for array in arrays.values()]
    places = {
        name: [array.dtype.str, begin, len(array)]
        for (name, array), begin in zip(arrays.items(), accumulate(sizes, initial=0), strict=False)
    }
    contents = json.dumps({**told, "arrays": places}).encode() + b"\n"
    padded = [array.tobytes().ljust(size, b"\0") for array, size in zip(arrays.values(), sizes, strict=True)]
    return contents + b"".join(padded)


def _read(body: memoryview) -> State:
    end = bytes(body[:10_000]).index(b"\n")
    contents = json.loads(bytes(body[:end]))
    data = body[end + 1 :]
    arrays = {
        name: np.frombuffer(data, dtype=np.dtype(kind), count=length, offset=begin)
        for name, (kind, begin, length) in contents["arrays"].items()
    }
    ids, names, said = (_texts(arrays.pop(name)) for name in _TEXTS)
    known = Frequencies(contents["rows"], dict(zip(names, arrays.pop("counts").tolist(), strict=True)))
    numbers = {name: number for number, name in enumerate(names)}
    tokens = {token: number for number, token in enumerate(said)}
    return State(known, numbers, tokens, Segment(ids=ids, **arrays), {}, frozenset(), contents["width"])


def _texts(array: NDArray[np.generic]) -> tuple[str, ...]:
    return tuple(json.loads(array.tobytes()))


def _checksum(head: bytes, body: bytes | memoryview) -> bytes:
    """Against damage, not against malice: who can write the file could write its checksum too."""
    return f"{zlib.crc32(body, zlib.crc32(head)):08x}".encode()


def _replace(path: Path, content: list[bytes]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
