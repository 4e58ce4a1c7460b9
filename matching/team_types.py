"""What goes into suggesting teams and what comes out: applicants, needs, teams with reasons, and refusals in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matching.text import Language

TRAITS = ("discipline", "institution", "level")


@dataclass(frozen=True)
class OwnSkill:
    """A skill somebody has: its key or words, and how well, above 0 and at most 1."""

    name: str
    level: float = 1.0


@dataclass(frozen=True)
class Person:
    """An applicant, as far as a team needs to know; nothing here is a protected attribute."""

    id: str
    skills: tuple[OwnSkill, ...] = ()
    languages: frozenset[str] = frozenset()  # those the person can do fieldwork in
    hours: float = 0.0  # in a week, for all such work together
    free_days: frozenset[str] = frozenset()
    discipline: str = ""
    institution: str = ""
    level: str = ""
    busy: float = 0.0  # hours of these that are promised already

    @property
    def left(self) -> float:
        """Hours in a week that are not promised yet."""
        return self.hours - self.busy


@dataclass(frozen=True)
class Needs:
    """What a challenge asks of a team. No field language: any will do."""

    skills: tuple[str, ...]
    minimum: int
    maximum: int
    field_language: str | None = None
    hours: float = 0.0  # of each member in a week


@dataclass(frozen=True)
class Cover:
    """A needed skill, with which own skill it is met, and how well (0.5 to 1)."""

    need: str
    skill: str
    degree: float


@dataclass(frozen=True)
class Member:
    """Why somebody is in the team; nothing of all means: to make the team large enough."""

    id: str
    covers: tuple[Cover, ...]  # the needs that nobody in the team meets better
    speaks: bool  # the field language, where one is asked
    adds: tuple[str, ...]  # of TRAITS: what no member before had
    left: float = 0.0  # hours in a week before this work
    busy: float = 0.0  # hours promised to other work


@dataclass(frozen=True)
class Team:
    """A possible team; `coverage` is the mean degree over all needs."""

    members: tuple[Member, ...]
    lacks: tuple[str, ...]
    coverage: float
    shared_days: tuple[str, ...]
    gap: float = 0.0  # by how much another team might cover more; 0 where it is proven that none does

    @property
    def covers(self) -> tuple[Cover, ...]:
        """What the team covers, each need once."""
        return tuple(cover for member in self.members for cover in member.covers)


class Refusal(StrEnum):
    """Why no team can be suggested."""

    NOBODY = "nobody"
    SIZE = "size"
    NO_NEEDS = "no-needs"
    TOO_FEW = "too-few"
    NO_TIME = "no-time"
    TOO_BUSY = "too-busy"
    NO_SPEAKER = "no-speaker"
    NO_SKILL = "no-skill"
    ONE_PLACE = "one-place"


REFUSALS: dict[Refusal, tuple[str, str]] = {
    Refusal.NOBODY: ("Niemand heeft zich aangemeld.", "Nobody has applied."),
    Refusal.SIZE: (
        "De gevraagde grootte past niet binnen {minimum} tot {maximum}.",
        "The size asked for is not within {minimum} to {maximum}.",
    ),
    Refusal.NO_NEEDS: ("Het vraagstuk noemt geen vaardigheden.", "The challenge names no skills."),
    Refusal.TOO_FEW: (
        "Er zijn te weinig aanmeldingen. Nodig: {minimum}. Tot nu toe: {applied}.",
        "Too few people have applied. Needed: {minimum}. So far: {applied}.",
    ),
    Refusal.NO_TIME: (
        "Te weinig mensen hebben genoeg tijd: {hours} uur per week. Nodig: {minimum}. Met genoeg tijd: {with_time}.",
        "Too few people have enough time: {hours} h a week. Needed: {minimum}. With enough time: {with_time}.",
    ),
    Refusal.TOO_BUSY: (
        "Te weinig mensen hebben nog genoeg tijd: {hours} uur per week. Nodig: {minimum}. "
        "Met genoeg tijd: {with_time}. Al te druk met ander werk: {too_busy}.",
        "Too few people have enough time left: {hours} h a week. Needed: {minimum}. "
        "With enough time: {with_time}. Too busy with other work: {too_busy}.",
    ),
    Refusal.NO_SPEAKER: (
        "Niemand met genoeg tijd spreekt de taal van het veldwerk.",
        "Nobody with enough time speaks the language of the fieldwork.",
    ),
    Refusal.NO_SKILL: (
        "Niemand met genoeg tijd heeft een van de gevraagde vaardigheden.",
        "Nobody with enough time has any of the skills asked for.",
    ),
    Refusal.ONE_PLACE: (
        "Er is één plaats, en niemand heeft zowel een gevraagde vaardigheid als de taal van het veldwerk.",
        "There is one place, and nobody has both a skill asked for and the language of the fieldwork.",
    ),
}


@dataclass(frozen=True)
class TeamSuggestions:
    """Up to k teams, best first, or why there is none."""

    teams: tuple[Team, ...] = ()
    refusal: Refusal | None = None
    needs: Needs = Needs((), 0, 0)
    applied: int = 0
    with_time: int = 0  # of those who applied
    too_busy: int = 0  # who would have time without what they promised elsewhere

    @property
    def gap(self) -> float:
        """By how much another team might cover more than the best one here; 0 where it is proven that none does."""
        return self.teams[0].gap if self.teams else 0.0

    def why_none(self, language: Language) -> str:
        """The refusal in full sentences; empty where there are teams."""
        if self.refusal is None:
            return ""
        hours = f"{self.needs.hours:g}"
        return REFUSALS[self.refusal][language == "en"].format(
            minimum=self.needs.minimum,
            maximum=self.needs.maximum,
            hours=hours if language == "en" else hours.replace(".", ","),
            applied=self.applied,
            with_time=self.with_time,
            too_busy=self.too_busy,
        )
