"""Where a list goes on: the key of the last row seen, as one opaque word in the address."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Container
from datetime import UTC, datetime
from uuid import UUID

from flask import request


def key_of(at: datetime | None, row_id: UUID) -> str:
    """The word for a row that is sorted by a moment and its id."""
    text = f"{at.isoformat() if at else ''}|{row_id.hex}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(word: str | None) -> tuple[datetime, UUID] | None:
    """The moment and id of a word; None for anything that is not one of ours, so that the list begins anew."""
    if not word or len(word) > 200:
        return None
    try:
        text = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode()
        at, _, row_id = text.partition("|")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (ValueError, OverflowError):
        return None


def name_key_of(name: str, row_id: UUID) -> str:
    """The word for a row that is sorted by a name and its id."""
    return urlsafe_b64encode(f"{row_id.hex}|{name}".encode()).decode().rstrip("=")


def read_name_key(word: str | None) -> tuple[str, UUID] | None:
    """The name and id of a word; None for anything that is not one of ours, so that the list begins anew."""
    if not word or len(word) > 1000:
        return None
    try:
        row_id, _, name = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode().partition("|")
        return name.replace("\0", ""), UUID(row_id)
    except ValueError:
        return None


def known_or_none(name: str, known: Container[str]) -> str:
    """A filter from the address, if it is one that was offered; anything else filters nothing."""
    asked = request.args.get(name, "")
    return asked if asked in known else ""
