"""Titles as addresses: readable, plain letters, of bounded length."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 80
"""Leaves room in the column for the number of a second one with the same title."""


def slug_of(title: str, fallback: str) -> str:
    """The words of a title in small plain letters with hyphens, cut between words; `fallback` when nothing is left."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug or fallback
