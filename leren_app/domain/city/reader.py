"""Reads a TOML table key by key, so that every mistake in a city file is told with its file, key and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self, TypeVar

from leren_app.domain.text import LANGUAGES, Text

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,19}")
URL = re.compile(r"https://[^\s\"<>]{3,300}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Value = TypeVar("Value")


class CityFileError(Exception):
    """A city file cannot be used; says which file, which key, and why."""

    def __init__(self, source: str, key: str, reason: str) -> None:
        super().__init__(f"{source}: {key}: {reason}" if key else f"{source}: {reason}")
        self.source = source
        self.key = key
        self.reason = reason


class Table:
    """One table of the file; leaving its `with` block without having read every key is an error."""

    def __init__(self, source: str, where: str, values: Mapping[str, object]) -> None:
        self.source = source
        self.where = where
        self._unread = dict(values)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._unread:
            raise self.error(min(self._unread), "is not a key we know; is it misspelt?")

    def path(self, key: str) -> str:
        """The dotted name of a key as a reader of the file would look for it."""
        return f"{self.where}.{key}" if self.where else key

    def error(self, key: str, reason: str) -> CityFileError:
        """The error to raise about one key of this table."""
        return CityFileError(self.source, self.path(key), reason)

    def has(self, key: str) -> bool:
        """Whether the key is there and was not read yet."""
        return key in self._unread

    def _take(self, key: str, kind: type[Value], called: str) -> Value:
        if key not in self._unread:
            raise self.error(key, f"is missing; {called} is needed")
        value = self._unread.pop(key)
        # bool is an int and datetime is a date, but neither is what somebody meant to write
        if not isinstance(value, kind) or isinstance(value, (bool, datetime)):
            raise self.error(key, f"must be {called}, not {value!r:.60}")
        return value

    def string(self, key: str) -> str:
        """Words: not empty, no control characters, white space at the ends taken off."""
        value = self._take(key, str, "a string").strip()
        if not value:
            raise self.error(key, "is empty")
        if CONTROL.search(value):
            raise self.error(key, "holds a control character")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], like: str) -> str:
        """A string of a fixed form; `like` says the form in words or by example."""
        value = self.string(key)
        if not pattern.fullmatch(value):
            raise self.error(key, f"must be {like}, not {value!r:.60}")
        return value

    def optional(self, key: str, pattern: re.Pattern[str], like: str) -> str | None:
        """As `matching`, or None where the key is left out."""
        return self.matching(key, pattern, like) if self.has(key) else None

    def slug(self, key: str = "key") -> str:
        """A key by which other tables and addresses name this one."""
        return self.matching(key, SLUG, "small letters, digits and hyphens, like 'my-key'")

    def mail(self, key: str) -> str:
        """Exactly one mail address."""
        return self.matching(key, MAIL, "one mail address, like 'name@example.org'")

    def optional_url(self, key: str = "url") -> str | None:
        """An https address, or None where it is left out."""
        return self.optional(key, URL, "an https:// address")

    def optional_phone(self, key: str = "phone") -> str | None:
        """A phone number as people write it, or None where it is left out."""
        return self.optional(key, PHONE, "a phone number, like '071 123 4567' or '14 071'")

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """One of a few words."""
        value = self.string(key)
        if value not in allowed:
            raise self.error(key, f"must be one of {', '.join(sorted(allowed))}, not {value!r:.60}")
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from low to high."""
        value = self._take(key, int, "a whole number")
        if not low <= value <= high:
            raise self.error(key, f"must be from {low} to {high}, not {value}")
        return value

    def day(self, key: str) -> date:
        """A date, written without quotes."""
        return self._take(key, date, "a date like 2026-09-01, without quotes")

    def text(self, key: str) -> Text:
        """Words in each language."""
        with self.table(key) as table:
            return Text(**{language: table.string(language) for language in LANGUAGES})

    def name(self, key: str) -> Text:
        """A proper name: one string where it is the same in each language, else words in each."""
        if isinstance(self._unread.get(key), str):
            same = self.string(key)
            return Text(same, same)
        return self.text(key)

    def table(self, key: str) -> Table:
        """The table under a key."""
        return Table(self.source, self.path(key), self._take(key, dict, "a table"))

    def tables(self, key: str, *, at_least: int = 1) -> tuple[Table, ...]:
        """The list of tables under a key; none where it may be left out."""
        items = self._items(key, "a list of tables", at_least)
        found: list[Table] = []
        for n, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.error(f"{key}[{n}]", f"must be a table, not {item!r:.60}")
            found.append(Table(self.source, self.path(f"{key}[{n}]"), item))
        return tuple(found)

    def strings(self, key: str, *, at_least: int = 0) -> tuple[str, ...]:
        """A list of strings, each once; empty where it is left out."""
        items = self._items(key, "a list of strings", at_least)
        found: list[str] = []
        for n, item in enumerate(items):
            with Table(self.source, self.where, {f"{key}[{n}]": item}) as single:
                found.append(single.string(f"{key}[{n}]"))
            if found[-1] in found[:-1]:
                raise self.error(f"{key}[{n}]", f"{found[-1]!r:.60} stands here twice")
        return tuple(found)

    def references(self, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """A list of keys of things that stand elsewhere in the file."""
        found = self.strings(key)
        for n, item in enumerate(found):
            if item not in known:
                raise self.error(f"{key}[{n}]", f"there is no {what} {item!r:.60}")
        return found

    def numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A rising list of whole numbers."""
        items = self._items(key, "a list of whole numbers", 1)
        found: list[int] = []
        for n, item in enumerate(items):
            with Table(self.source, self.where, {f"{key}[{n}]": item}) as single:
                found.append(single.number(f"{key}[{n}]", low, high))
        if sorted(set(found)) != found:
            raise self.error(key, "must rise, each number once")
        return tuple(found)

    def decimals(self, key: str, count: int) -> tuple[float, ...]:
        """A list of exactly so many decimal numbers."""
        items = self._items(key, f"a list of {count} decimal numbers", 1)
        found = tuple(item for item in items if isinstance(item, float))
        if len(items) != count or len(found) != count:
            raise self.error(key, f"must be a list of {count} decimal numbers, not {items!r:.60}")
        return found

    def _items(self, key: str, called: str, at_least: int) -> list[object]:
        if at_least == 0 and not self.has(key):
            return []
        value = self._take(key, list, called)
        if len(value) < at_least:
            raise self.error(key, f"must hold at least {at_least}")
        return value


class HasKey(Protocol):
    """A part of the city that others name by its key."""

    @property
    def key(self) -> str: ...


Part = TypeVar("Part", bound=HasKey)


def read_list(file: Table, where: str, read: Callable[[Table], Part], *, at_least: int = 1) -> tuple[Part, ...]:
    """The list of tables under a key, each read into a part; an error at the first whose key an earlier one has."""
    parts: list[Part] = []
    for n, table in enumerate(file.tables(where, at_least=at_least)):
        part = read(table)
        if any(part.key == earlier.key for earlier in parts):
            raise file.error(f"{where}[{n}].key", f"{part.key!r} stands here twice")
        parts.append(part)
    return tuple(parts)
