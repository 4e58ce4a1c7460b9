"""The guards of an application's steps: pure functions that say in a sentence what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from leren_app.domain.text import Text


@dataclass(frozen=True)
class ApplicationFacts:
    """What the guards need to know of an application; made by the service, so that guards stay pure.

    `closed_because` says why this challenge cannot be for this person: level, language, period.
    """

    has_consent: bool = False
    is_open: bool = False
    closed_because: Text | None = None
    motivation: str = ""
    reason: str = ""


def has_consent(facts: ApplicationFacts) -> Text | None:
    """The applicant lets lecturers see the profile."""
    if facts.has_consent:
        return None
    return Text(
        "Vul eerst je profiel in en zeg dat docenten het mogen zien. Zonder profiel kan niemand een team met je maken.",
        "First fill in your profile and say that lecturers may see it. Without it nobody can make a team with you.",
    )


def has_open_challenge(facts: ApplicationFacts) -> Text | None:
    """The challenge is open."""
    if facts.is_open:
        return None
    return Text(
        "Dit vraagstuk is nu niet open voor aanmeldingen.", "This challenge is not open for applications at the moment."
    )


def is_within_reach(facts: ApplicationFacts) -> Text | None:
    """Level, language and period do not close it for this person."""
    return facts.closed_because


def has_motivation(facts: ApplicationFacts) -> Text | None:
    """One sentence says why."""
    if facts.motivation.strip():
        return None
    return Text("Schrijf in één zin waarom je dit wilt doen.", "Write in one sentence why you want to do this.")
