"""Why somebody is in a team or on the waiting list, as a sentence in their own language."""

from __future__ import annotations

from collections.abc import Iterable

from leren_app.domain.text import Text
from leren_app.models import Placement
from matching.skills import own_vocabulary
from matching.teams import Member
from matching.text import Language

LANGUAGE_NAMES: dict[str, Text] = {"nl": Text("Nederlands", "Dutch"), "en": Text("Engels", "English")}


def skill_name(key: str, language: str) -> str:
    """A skill of the vocabulary in words; its key where it is no longer there."""
    skill = own_vocabulary().skills.get(key)
    return skill.label(_language(language)) if skill else key


def of_member(member: Member | None, placement: Placement) -> Text:
    """What somebody brings to the team; who was chosen without the matcher hears that a lecturer chose them."""
    if member is None:
        return CHOSEN
    parts = _covers(member)
    if member.speaks and placement.challenge.field_language is not None:
        parts.append(_SPEAKS.with_(language=LANGUAGE_NAMES[placement.challenge.field_language]))
    if not parts:
        parts.append(_SIZE)
    return Text(" ".join(part.nl for part in parts), " ".join(part.en for part in parts))


def by_nearness(member: Member) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The needs that somebody meets with the skill itself, and those met with a near one: (own skill, need)."""
    exact = tuple(cover.need for cover in member.covers if cover.skill == cover.need)
    return exact, tuple((cover.skill, cover.need) for cover in member.covers if cover.skill != cover.need)


def _covers(member: Member) -> list[Text]:
    exact, near = by_nearness(member)
    parts = [_BRINGS.with_(skills=_names(exact))] if exact else []
    return parts + [_NEAR.with_(own=_names([own]), need=_names([need])) for own, need in near]


def _names(keys: Iterable[str]) -> Text:
    known = list(keys)
    return Text(*(", ".join(skill_name(key, language) for key in known) for language in ("nl", "en")))


def _language(language: str) -> Language:
    return "en" if language == "en" else "nl"


_BRINGS = Text("Je brengt mee wat dit vraagt: {skills}.", "You bring what this asks for: {skills}.")
_NEAR = Text(
    "Je kunt {own}; dat ligt dicht bij wat dit vraagt: {need}.",
    "You can do {own}, which is near to what this asks for: {need}.",
)
_SPEAKS = Text(
    "Je spreekt {language}, de taal van het veldwerk.", "You speak {language}, the language of the field work."
)
_SIZE = Text("Met jou is het team groot genoeg om te beginnen.", "With you the team is large enough to begin.")
CHOSEN = Text("De docent koos jou erbij.", "The lecturer chose you.")
ASKED_ALONE = Text("Je vroeg hier zelf om, voor jezelf.", "You asked for this yourself, to do it alone.")
ALL_PLACES_GIVEN = Text(
    "Iemand neemt dit vraagstuk alleen op zich, en er is maar één plaats. Komt die vrij, dan hoor je het.",
    "Somebody takes this challenge on alone, and there is only one place. If it becomes free, you hear it.",
)
TEAM_IS_FULL = Text(
    "Het team is vol. Valt er iemand uit, dan kan de docent jou alsnog vragen.",
    "The team is full. If somebody drops out, the lecturer can still ask you.",
)
NO_PLACE_ELSEWHERE = Text(
    "Een vak van een andere instelling heeft dit vraagstuk genomen. Valt er iemand uit, dan hoor je het.",
    "A course at another institution took this challenge. If somebody drops out, you hear it.",
)
