"""What the pages say, looked up in the catalogue that they use; so a journey reads the same in both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from babel.messages.pofile import read_po

from config import ROOT

Say = Callable[..., str]


def speaker(language: str) -> Say:
    """A function from the English words in the code to those on the page."""

    def say(english: str, **values: object) -> str:
        said = english if language == "en" else _dutch()[english]
        return said % values if values else said

    return say


@cache
def _dutch() -> dict[str, str]:
    with (ROOT / "leren_app/translations/nl/LC_MESSAGES/messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, "nl") if message.id}
