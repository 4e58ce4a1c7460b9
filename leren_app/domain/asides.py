"""Why a student or researcher puts a suggestion aside; few words, so that many answers can be counted."""

from __future__ import annotations

from enum import StrEnum

from leren_app.domain.text import Text


class AsideReason(StrEnum):
    """Why a challenge is not for somebody."""

    THEME = "theme"
    SKILLS = "skills"
    TIME = "time"
    OTHER = "other"


ASIDE_REASON_NAMES: dict[AsideReason, Text] = {
    AsideReason.THEME: Text("Het onderwerp trekt mij niet", "The subject does not attract me"),
    AsideReason.SKILLS: Text(
        "Het past niet bij wat ik kan of wil leren", "It does not match what I can or want to learn"
    ),
    AsideReason.TIME: Text("De periode of het aantal uren past niet", "The period or the hours do not fit"),
    AsideReason.OTHER: Text("Iets anders", "Something else"),
}
