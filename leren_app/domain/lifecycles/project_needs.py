"""The guards of a project's steps: pure functions that say in a sentence what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.personal_data import find_personal_data
from leren_app.domain.text import Text

CLOSES_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class ProjectFacts:
    """What the guards need to know of a project and its result; made by the service, so that guards stay pure.

    `now` is the instant, `today` the day in the city. `look_ends_at` is the end of the client's five working days,
    `public_texts` everything of the result that will be public, `ended_at` when it became public or stopped,
    `published_at` when the result last became public.
    """

    now: datetime
    today: date
    placement_state: PlacementState | None = None
    members: int = 0
    team_min: int = 1
    team_max: int = 1
    has_field_language: bool = False
    milestones: int = 0
    has_report: bool = False
    summaries: tuple[str, ...] = ()
    lesson: str = ""
    baton: str = ""
    text: str = ""
    due_on: date | None = None
    client_looked: bool = False
    look_ends_at: datetime | None = None
    has_consents: bool = False
    licence: str = ""
    is_checklist_complete: bool = False
    embargo_until: datetime | None = None
    public_texts: tuple[str, ...] = ()
    stop_reasons: tuple[str, ...] = ()
    untold_promises: int = 0
    ended_at: datetime | None = None
    published_at: datetime | None = None
    reason: str = ""
    by_clock: bool = False


def has_agreed_placement(facts: ProjectFacts) -> Text | None:
    """The placement it belongs to is agreed."""
    if facts.placement_state == PlacementState.AGREED:
        return None
    return Text(
        "Een team maken kan pas als de afspraak met de opdrachtgever vaststaat.",
        "A team can be made only after the agreement with the client is settled.",
    )


def keeps_agreement(facts: ProjectFacts) -> Text | None:
    """Nobody called the placement off, or opened its agreement again, while the team was formed."""
    if facts.placement_state == PlacementState.AGREED:
        return None
    return Text(
        "De afspraak met de opdrachtgever staat niet meer vast. Zonder afspraak kan het team niet beginnen.",
        "The agreement with the client is no longer settled. Without it the team cannot begin.",
    )


def has_enough_members(facts: ProjectFacts) -> Text | None:
    """The team is not smaller and not larger than agreed."""
    if facts.team_min <= facts.members <= facts.team_max:
        return None
    return Text(
        "Aantal leden van het team: {n}. Nodig: minstens {low} en hoogstens {high}.",
        "Members of the team: {n}. Needed: at least {low} and at most {high}.",
    ).with_(n=facts.members, low=facts.team_min, high=facts.team_max)


def has_field_language(facts: ProjectFacts) -> Text | None:
    """Somebody in the team speaks the language of the field work."""
    if facts.has_field_language:
        return None
    return Text(
        "Niemand in het team spreekt de taal van het veldwerk.",
        "Nobody in the team speaks the language of the field work.",
    )


def has_milestones(facts: ProjectFacts) -> Text | None:
    """There is at least one milestone."""
    return None if facts.milestones > 0 else Text("Zet eerst de mijlpalen neer.", "Set the milestones first.")


def has_report(facts: ProjectFacts) -> Text | None:
    """The report is uploaded."""
    return None if facts.has_report else Text("Voeg eerst het verslag toe.", "Add the report first.")


def has_summaries(facts: ProjectFacts) -> Text | None:
    """The summary is there in Dutch and in English."""
    if len(facts.summaries) == 2 and all(text.strip() for text in facts.summaries):
        return None
    return Text(
        "De samenvatting is nodig in het Nederlands en in het Engels.", "The summary is needed in Dutch and in English."
    )


def has_lesson(facts: ProjectFacts) -> Text | None:
    """One lesson learnt is written down."""
    return None if facts.lesson.strip() else Text("Schrijf één geleerde les op.", "Write down one lesson learnt.")


def has_baton(facts: ProjectFacts) -> Text | None:
    """The baton for who goes on with it is written."""
    if facts.baton.strip():
        return None
    return Text(
        "Schrijf het stokje: wat moet een volgend team weten?", "Write the baton: what should a next team know?"
    )


def has_text_and_new_date(facts: ProjectFacts) -> Text | None:
    """It says what must change, and by which coming day."""
    if facts.text.strip() and facts.due_on is not None and facts.due_on > facts.today:
        return None
    return Text(
        "Schrijf op wat er anders moet en kies een nieuwe dag na vandaag.",
        "Write down what must change and choose a new day after today.",
    )


def has_look_of_client(facts: ProjectFacts) -> Text | None:
    """The client looked at it, or the five working days to look are over."""
    if facts.client_looked or (facts.look_ends_at is not None and facts.now >= facts.look_ends_at):
        return None
    return Text(
        "De opdrachtgever heeft nog niet gekeken en heeft daar 5 werkdagen voor.",
        "The client has not looked at it yet and has 5 working days to do so.",
    )


def has_consents(facts: ProjectFacts) -> Text | None:
    """Everyone in the team consented to how they are shown."""
    if facts.has_consents:
        return None
    return Text("Nog niet alle toestemmingen zijn er.", "Not all consents are there yet.")


def has_licence(facts: ProjectFacts) -> Text | None:
    """A licence is chosen."""
    if facts.licence.strip():
        return None
    return Text("Kies eerst onder welke licentie het resultaat valt.", "First choose the licence of the result.")


def has_checklist(facts: ProjectFacts) -> Text | None:
    """Every line of the checklist is ticked."""
    if facts.is_checklist_complete:
        return None
    return Text("De checklist is nog niet af.", "The checklist is not complete yet.")


def is_past_embargo(facts: ProjectFacts) -> Text | None:
    """No embargo runs; the calendar publishes only what waited for one."""
    waits = facts.by_clock if facts.embargo_until is None else facts.now < facts.embargo_until
    if not waits:
        return None
    return Text("Het embargo op dit resultaat is nog niet voorbij.", "The embargo on this result is not over yet.")


def has_honest_reason(facts: ProjectFacts) -> Text | None:
    """The public reason is there in Dutch and in English, and points to no person."""
    if len(facts.stop_reasons) != 2 or not all(text.strip() for text in facts.stop_reasons):
        return Text(
            "Schrijf in het Nederlands en in het Engels waarom het project stopt. Iedereen kan dat lezen.",
            "Write in Dutch and in English why the project stops. Everyone can read it.",
        )
    if any(find_personal_data(text) for text in facts.stop_reasons):
        return Text(
            "In de openbare reden staat een persoonlijk gegeven. Haal dat eerst weg.",
            "The public reason holds a personal detail. Take it out first.",
        )
    return None


def has_rested(facts: ProjectFacts) -> Text | None:
    """The calendar closes it two weeks after it was published or stopped; a coordinator at any time."""
    if not facts.by_clock or (facts.ended_at is not None and facts.now >= facts.ended_at + CLOSES_AFTER):
        return None
    return Text("De twee weken voor het afronden zijn nog niet om.", "The two weeks before closing are not over yet.")


def has_been_public(facts: ProjectFacts) -> Text | None:
    """There is a result that was public; a stopped project has none to go back to."""
    if facts.published_at is not None:
        return None
    return Text(
        "Dit project is gestopt en heeft geen openbaar resultaat om weer te openen.",
        "This project was stopped and has no public result to open again.",
    )
