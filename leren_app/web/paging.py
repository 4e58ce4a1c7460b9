"""Where a list goes on: the key of the last row seen, as one opaque word in the address."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID


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
