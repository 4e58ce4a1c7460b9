"""The guards of a question's steps: pure functions that say in a sentence what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leren_app.domain.text import Text

CONFIRM_WITHIN = timedelta(days=30)
ASK_AGAIN_WITHIN = timedelta(days=14)
CLOSES_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class QuestionFacts:
    """What the guards need to know of a question; made by the service, so that guards stay pure.

    `agreed_how` and `agreed_on` say how and on which day a yes came that somebody else records; who recorded it stands
    in the event. `is_proven` says that the question was confirmed, or recorded for its asker.
    """

    now: datetime
    submitted_at: datetime
    boxes: tuple[str, ...] = ()
    public_texts: tuple[str, ...] = ()
    by_asker: bool = False
    agreed_how: str = ""
    agreed_on: date | None = None
    has_yes: bool = False
    is_adopted: bool = False
    is_proven: bool = False
    organisation: str = ""
    reminders: int = 0
    silence_ends_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    has_public_result: bool = False
    chances: int = 0
    advice: str = ""
    unqueued_promises: int = 0
    untold_promises: int = 0
    live_placements: int = 0
    reason: str = ""


def is_within_confirmation_time(facts: QuestionFacts) -> Text | None:
    """A link to confirm works for 30 days."""
    if facts.now <= facts.submitted_at + CONFIRM_WITHIN:
        return None
    return Text(
        "Deze vraag is langer dan 30 dagen geleden gesteld. Stel hem opnieuw, dan kijken wij ernaar.",
        "This question was asked more than 30 days ago. Please ask it again and we will look at it.",
    )


def is_unconfirmed_too_long(facts: QuestionFacts) -> Text | None:
    """Only after 30 days an unconfirmed question lapses."""
    if facts.now >= facts.submitted_at + CONFIRM_WITHIN:
        return None
    return Text("De 30 dagen om te bevestigen zijn nog niet om.", "The 30 days to confirm are not over yet.")


def has_proven_address(facts: QuestionFacts) -> Text | None:
    """The question once arrived: its asker confirmed it, or somebody recorded it for them."""
    if facts.is_proven:
        return None
    return Text(
        "De vraagsteller heeft deze vraag nooit bevestigd. Vraag of diegene hem opnieuw stelt.",
        "The asker never confirmed this question. Ask them to send it again.",
    )


def has_all_boxes(facts: QuestionFacts) -> Text | None:
    """The four boxes of the clinic are filled."""
    if len(facts.boxes) == 4 and all(box.strip() for box in facts.boxes):
        return None
    return Text(
        "Vul eerst de vier vakken van het spreekuur in en bewaar ze.",
        "First fill in the four boxes of the clinic and save them.",
    )


def has_public_texts(facts: QuestionFacts) -> Text | None:
    """Title, summary and research question are there in Dutch and in English."""
    if len(facts.public_texts) == 6 and all(text.strip() for text in facts.public_texts):
        return None
    return Text(
        "Titel, samenvatting en onderzoeksvraag zijn nodig in het Nederlands en in het Engels.",
        "The title, summary and research question are needed in Dutch and in English.",
    )


def has_yes_or_is_adopted(facts: QuestionFacts) -> Text | None:
    """The asker said yes to this very version, or an organisation asks the question on."""
    if facts.has_yes or facts.is_adopted:
        return None
    return Text(
        "Publiceren kan nog niet: de vraagsteller heeft nog geen ja gezegd op de laatste versie.",
        "Publishing is not possible yet: the asker has not said yes to the latest version.",
    )


def has_word_of_asker(facts: QuestionFacts) -> Text | None:
    """The asker says yes, or it is recorded how and on which day the yes came."""
    if facts.by_asker or (facts.agreed_how.strip() and facts.agreed_on is not None):
        return None
    return Text(
        "Geef aan hoe de vraagsteller ja zei (telefoon of papier) en op welke dag.",
        "Say how the asker said yes (by phone or on paper) and on which day.",
    )


def has_organisation(facts: QuestionFacts) -> Text | None:
    """There is an organisation that asks the question on."""
    if facts.organisation.strip():
        return None
    return Text("Kies de organisatie die de vraag overneemt.", "Choose the organisation that asks the question on.")


def has_been_silent(facts: QuestionFacts) -> Text | None:
    """Two reminders went out and 15 working days passed without an answer."""
    silent = facts.silence_ends_at is not None and facts.now >= facts.silence_ends_at
    if facts.reminders >= 2 and silent:
        return None
    return Text(
        "Dit kan pas na twee herinneringen en 15 werkdagen zonder antwoord van de vraagsteller.",
        "This is possible only after two reminders and 15 working days without an answer from the asker.",
    )


def has_result_or_advice(facts: QuestionFacts) -> Text | None:
    """There is a public result, or a reason why nobody took it, with advice."""
    if facts.has_public_result or (facts.chances > 0 and facts.reason.strip() and facts.advice.strip()):
        return None
    return Text(
        "Er is nog geen openbaar resultaat, en geen uitleg met advies waarom niemand de vraag oppakte.",
        "There is no public result yet, and no explanation with advice why nobody took it on.",
    )


def has_queued_everyone(facts: QuestionFacts) -> Text | None:
    """The message to everyone who was promised to hear is ready to be sent."""
    if facts.unqueued_promises == 0:
        return None
    return Text(
        "Nog niet voor iedereen aan wie dit beloofd is, staat een bericht klaar.",
        "Not everyone who was promised has a message ready to be sent.",
    )


def has_no_live_placement(facts: QuestionFacts) -> Text | None:
    """No course or student is at work on it."""
    if facts.live_placements == 0:
        return None
    return Text(
        "Er is al een vak of student aan deze vraag gekoppeld. Bel eerst met hen.",
        "A course or student has already been matched to this question. Call them first.",
    )


def has_rested(facts: QuestionFacts) -> Text | None:
    """Two weeks passed since the answer."""
    if facts.answered_at is not None and facts.now >= facts.answered_at + CLOSES_AFTER:
        return None
    return Text(
        "Tot twee weken na het antwoord blijft de vraag open.", "It stays open until two weeks after the answer."
    )


def is_soon_enough_to_ask_again(facts: QuestionFacts) -> Text | None:
    """'Not helped' can be said until two weeks after closing."""
    if facts.closed_at is None or facts.now <= facts.closed_at + ASK_AGAIN_WITHIN:
        return None
    return Text(
        "Dit kon tot twee weken na het afronden. Stel gerust een nieuwe vraag.",
        "This was possible until two weeks after closing. Feel free to ask a new question.",
    )
