"""The guards of a challenge's steps: pure functions that say in a sentence what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.text import Text


@dataclass(frozen=True)
class ChallengeFacts:
    """What the guards need to know of a challenge; made by the service, so that guards stay pure.

    `today` is the day in the city. `public_texts` are title and summary, each in Dutch and English. `ticked_version` is
    the newest version that a live placement agreed to, `next_version` the one that this step would write.
    """

    today: date
    question_state: QuestionState | None = None
    public_texts: tuple[str, ...] = ()
    level: str = ""
    work_form: str = ""
    period: str = ""
    field_language: str = ""
    skills: int = 0
    slots: int = 0
    taken: int = 0
    has_client_hours: bool = False
    requested_placements: int = 0
    promised_placements: int = 0
    ticked_version: int = 0
    next_version: int = 1
    last_plan_on: date | None = None
    until: date | None = None
    paused_until: date | None = None
    reason: str = ""
    by_clock: bool = False


def has_agreed_question(facts: ChallengeFacts) -> Text | None:
    """The question is agreed with its asker, or public already."""
    if facts.question_state in (QuestionState.AGREED, QuestionState.PUBLIC):
        return None
    return Text(
        "Een vraagstuk maken kan pas als de vraagsteller ja heeft gezegd op de vraag.",
        "A challenge can be made only after the asker has said yes to the question.",
    )


def has_public_question(facts: ChallengeFacts) -> Text | None:
    """The question it comes from is public."""
    if facts.question_state == QuestionState.PUBLIC:
        return None
    return Text(
        "De vraag waar dit vraagstuk bij hoort, is niet openbaar.", "The question behind this challenge is not public."
    )


def has_public_texts(facts: ChallengeFacts) -> Text | None:
    """Title and summary are there in Dutch and in English."""
    if len(facts.public_texts) == 4 and all(text.strip() for text in facts.public_texts):
        return None
    return Text(
        "Titel en samenvatting zijn nodig in het Nederlands en in het Engels.",
        "The title and summary are needed in Dutch and in English.",
    )


def has_frame(facts: ChallengeFacts) -> Text | None:
    """Level, work form, period, field language and at least one skill are chosen."""
    parts = (
        (facts.level, Text("niveau", "level")),
        (facts.work_form, Text("werkvorm", "work form")),
        (facts.period, Text("periode", "period")),
        (facts.field_language, Text("taal van het veldwerk", "language of the field work")),
        (facts.skills, Text("een vaardigheid", "a skill")),
    )
    missing = [name for value, name in parts if not value]
    if not missing:
        return None
    return Text("Nog nodig: {nl}.", "Still needed: {en}.").with_(
        nl=", ".join(name.nl for name in missing), en=", ".join(name.en for name in missing)
    )


def has_slots(facts: ChallengeFacts) -> Text | None:
    """There is at least one place, and no fewer places than are taken."""
    if facts.slots >= max(1, facts.taken):
        return None
    return Text(
        "Er zijn te weinig plaatsen. Kies er minstens {n}.", "There are too few places. Choose at least {n}."
    ).with_(n=max(1, facts.taken))


def has_client_with_hours(facts: ChallengeFacts) -> Text | None:
    """The client contact confirmed that there are hours for it."""
    if facts.has_client_hours:
        return None
    return Text(
        "De opdrachtgever heeft nog niet bevestigd dat er tijd voor is.",
        "The client has not confirmed yet that there is time for it.",
    )


def has_end_of_pause(facts: ChallengeFacts) -> Text | None:
    """The pause has an end, and that day is still to come."""
    if facts.until is not None and facts.until > facts.today:
        return None
    return Text("Kies een dag na vandaag waarop de pauze stopt.", "Choose a day after today on which the pause ends.")


def is_end_of_pause(facts: ChallengeFacts) -> Text | None:
    """The calendar ends a pause on the day that was chosen for it; coordinator and client at any time."""
    if not facts.by_clock or (facts.paused_until is not None and facts.today >= facts.paused_until):
        return None
    return Text("De pauze van dit vraagstuk duurt nog.", "The pause of this challenge is not over yet.")


def keeps_ticked_text(facts: ChallengeFacts) -> Text | None:
    """An edit makes a new version, so that agreed placements keep the text they ticked."""
    if facts.next_version > facts.ticked_version:
        return None
    return Text(
        "Over deze tekst is al een afspraak gemaakt. Bewaar de verandering als nieuwe versie.",
        "This text is already part of an agreement. Save the change as a new version.",
    )


def has_no_requested_placement(facts: ChallengeFacts) -> Text | None:
    """No course still waits for an answer."""
    if facts.requested_placements == 0:
        return None
    return Text(
        "Een vak wacht nog op antwoord. Geef eerst antwoord.", "A course still waits for an answer. Answer it first."
    )


def has_no_promised_placement(facts: ChallengeFacts) -> Text | None:
    """No placement is accepted or agreed."""
    if facts.promised_placements == 0:
        return None
    return Text(
        "Er is al een koppeling toegezegd. Zeg die eerst af.", "A placement has already been promised. Cancel it first."
    )


def is_past_last_plan_date(facts: ChallengeFacts) -> Text | None:
    """The calendar closes it only after the last day on which a course can still plan; a coordinator at any time."""
    if not facts.by_clock or (facts.last_plan_on is not None and facts.today > facts.last_plan_on):
        return None
    return Text("Vakken kunnen dit vraagstuk nog inplannen.", "Courses can still plan this challenge.")
