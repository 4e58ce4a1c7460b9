"""A sentence in both languages, so that the domain can speak without knowing who listens."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Text:
    """The same words in Dutch and English."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """The words in one language; Dutch for any language we do not speak."""
        return self.en if language == "en" else self.nl

    def with_(self, **values: object) -> Text:
        """The same sentence with its {names} filled in; a Text as value is filled in per language."""
        return Text(self.nl.format(**_spoken(values, "nl")), self.en.format(**_spoken(values, "en")))


def _spoken(values: dict[str, object], language: str) -> dict[str, object]:
    return {key: value.in_(language) if isinstance(value, Text) else value for key, value in values.items()}
