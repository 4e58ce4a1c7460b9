"""Reads items and judgments from files of lines; each fault names the file, the line and what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from matching.analysis import Item
from matching.text import LANGUAGES, Language

Judgments = dict[str, dict[str, float]]  # query: {item: gain}


class LineError(ValueError):
    """A line that cannot be read: file, line number, what is wrong."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")


def read_items(path: Path) -> list[Item]:
    """The items of a JSONL file, in its order; empty lines are skipped, unknown fields ignored."""
    items: dict[str, int] = {}
    found = []
    for number, line in _lines(path):
        try:
            item = _item(line)
            if item.id in items:
                raise ValueError(f"the id {item.id!r} stands on line {items[item.id]} already")
        except ValueError as problem:
            raise LineError(path, number, str(problem)) from None
        items[item.id] = number
        found.append(item)
    return found


def read_judgments(path: Path) -> Judgments:
    """The gains of a file with lines `query <tab> id <tab> gain`; a gain of 0 says that an item does not fit."""
    found: Judgments = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) != 3 or not all(cell.strip() for cell in cells):
            raise LineError(path, number, f"needs three cells: query, id, gain, with tabs between; has {len(cells)}")
        query, item, typed = (cell.strip() for cell in cells)
        try:
            gain = float(typed)
        except ValueError:
            gain = -1.0
        if not (0 <= gain < math.inf):
            raise LineError(path, number, f"the gain {typed!r} is not a number of 0 or more")
        if item in found.setdefault(query, {}):
            raise LineError(path, number, f"{query} and {item} stand together on an earlier line already")
        found[query][item] = gain
    return found


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The texts of a file with lines `Dutch <tab> English` that say the same."""
    found = []
    for number, line in _lines(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 2 or not all(cells):
            raise LineError(path, number, f"needs two texts, Dutch and English, with a tab between; has {len(cells)}")
        found.append((cells[0], cells[1]))
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that holds something, with its number; only a line feed ends a line."""
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    for number, raw in enumerate(content.split(b"\n"), start=1):
        try:
            line = raw.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            raise LineError(path, number, "is not UTF-8") from None
        if line.strip():
            yield number, line


def _item(line: str) -> Item:
    try:
        table = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise ValueError(f"is not JSON: {problem}") from None
    if not isinstance(table, dict):
        raise ValueError("is not a JSON object")
    if not (isinstance(table.get("id"), str) and table["id"]):
        raise ValueError("needs an id that is a text")
    title, language = table.get("title") or "", table.get("language")
    if not isinstance(title, str):
        raise ValueError("title is not a text")
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"language is not one of {', '.join(LANGUAGES)}")
    texts, skills = _texts(table, "texts"), _texts(table, "skills")
    return Item(table["id"], title, texts, skills, cast("Language | None", language))


def _texts(table: dict[str, object], name: str) -> tuple[str, ...]:
    value = table.get(name)
    if value is None:
        return ()
    if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        raise ValueError(f"{name} is not a list of texts")
    return tuple(value)
