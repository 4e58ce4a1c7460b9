"""Texts that people write in two languages, and older ones that were written in one."""

from __future__ import annotations

from dataclasses import dataclass

from leren_app.web.language import spoken_language
from matching.text import guess_language
from matching.text import words_of as split


@dataclass(frozen=True)
class Words:
    """A text, and its language where it is not that of the page."""

    text: str
    lang: str | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


NONE = Words("")


def words_of(dutch: str, english: str) -> Words:
    """The text in the language of the page; where it was written in one language only, that one, with its language."""
    page = spoken_language()
    if dutch and english:
        return Words(english if page == "en" else dutch)
    text = dutch or english
    written_in = guess_language(split(text)) if text else page
    return Words(text, written_in if written_in != page else None)
