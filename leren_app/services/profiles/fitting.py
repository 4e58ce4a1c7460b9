"""Whether a challenge can be for somebody at all: level, language and period come before any words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from leren_app.domain.text import Text
from leren_app.models import Challenge, FieldLanguage, Profile

DAYS_IN_WEEK = 7


class Closed(StrEnum):
    """Why a challenge cannot be for somebody."""

    LEVEL = "level"
    LANGUAGE = "language"
    PERIOD = "period"
    FULL = "full"
    """Every place is taken; that can change any day."""


class Speech(StrEnum):
    """How the language of the field work and somebody's languages meet."""

    ANY = "any"
    SPOKEN = "spoken"
    NEEDED = "needed"
    """Somebody else in the team has to speak it."""


CLOSED_SENTENCES: dict[Closed, Text] = {
    Closed.LEVEL: Text(
        "Dit vraagstuk is voor een ander onderwijsniveau dan dat van jou.",
        "This challenge is for another level of education than yours.",
    ),
    Closed.LANGUAGE: Text(
        "Je doet dit werk alleen, in een taal die je (nog) niet spreekt.",
        "One person does this work alone, in a language that you do not speak (yet).",
    ),
    Closed.PERIOD: Text(
        "Het antwoord is hierna niet meer van nut: de periode is voorbij.",
        "An answer is of no more use now: the period is over.",
    ),
    Closed.FULL: Text("Alle plaatsen zijn vergeven.", "All places are taken."),
}


def why_closed(profile: Profile, challenge: Challenge, today: date) -> Closed | None:
    """The first hard limit that keeps this challenge from this person; None when it can be for them."""
    if profile.level != challenge.level:
        return Closed.LEVEL
    if challenge.ends_on is not None and challenge.ends_on < today:
        return Closed.PERIOD
    if speech(profile, challenge) is Speech.NEEDED and challenge.team_max == 1:
        return Closed.LANGUAGE
    return None


def speech(profile: Profile, challenge: Challenge) -> Speech:
    """Whether this person speaks the language of the field work, or somebody else has to."""
    if challenge.field_language in (None, FieldLanguage.ANY):
        return Speech.ANY
    return Speech.SPOKEN if challenge.field_language in profile.languages else Speech.NEEDED


def hours_a_week(challenge: Challenge) -> int | None:
    """About how many hours a week the work takes one person, rounded up; None where the challenge does not say."""
    if challenge.hours is None or challenge.starts_on is None or challenge.ends_on is None:
        return None
    weeks = max(1, ((challenge.ends_on - challenge.starts_on).days + 1) // DAYS_IN_WEEK)
    return -(-challenge.hours // weeks)


def has_the_hours(profile: Profile, challenge: Challenge) -> bool | None:
    """Whether somebody's hours are enough; None where one of the two does not say."""
    asked = hours_a_week(challenge)
    if asked is None or profile.hours_per_week is None:
        return None
    return asked <= profile.hours_per_week
