"""The guards of a placement's steps: pure functions that say in a sentence what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement_states import PassReason
from leren_app.domain.lifecycles.project_states import AT_WORK, ENDED, ProjectState
from leren_app.domain.text import Text


@dataclass(frozen=True)
class PlacementFacts:
    """What the guards need to know of a placement; made by the service, so that guards stay pure.

    `deadline_ends_at` is the instant at which the edition's deadline day ends in the city. `failed_filters` are the
    hard filters that do not pass, in words; `override` says which coordinator set them aside, and why.
    """

    now: datetime
    challenge_state: ChallengeState | None = None
    deadline_ends_at: datetime | None = None
    failed_filters: tuple[Text, ...] = ()
    override: str = ""
    by_lecturer: bool = False
    by_client: bool = False
    is_individual: bool = False
    slots: int = 0
    taken: int = 0
    agreement_version: int = 0
    lecturer_ticked: int | None = None
    client_ticked: int | None = None
    kickoff_on: date | None = None
    run_starts_on: date | None = None
    run_ends_on: date | None = None
    projects: tuple[ProjectState, ...] = ()
    reason: str = ""
    note: str = ""


def passes_hard_filters(facts: PlacementFacts) -> Text | None:
    """Calendar, language and level fit, or a coordinator set them aside by name."""
    if not facts.failed_filters or facts.override.strip():
        return None
    return Text("Dit past niet bij het vak: {nl}.", "This does not fit the course: {en}.").with_(
        nl=", ".join(f.nl for f in facts.failed_filters), en=", ".join(f.en for f in facts.failed_filters)
    )


def is_lecturers_or_individual(facts: PlacementFacts) -> Text | None:
    """A student or researcher asks only for an edition of their own; for a course its lecturer does."""
    if facts.by_lecturer or facts.is_individual:
        return None
    return Text("Voor een vak doet de docent de aanvraag.", "For a course, the lecturer makes the request.")


def has_open_challenge(facts: PlacementFacts) -> Text | None:
    """The challenge is open for education."""
    if facts.challenge_state == ChallengeState.OPEN:
        return None
    return Text("Dit vraagstuk is nu niet open voor onderwijs.", "This challenge is not open for education now.")


def is_before_deadline(facts: PlacementFacts) -> Text | None:
    """The planning deadline of the edition is still ahead."""
    if facts.deadline_ends_at is not None and facts.now < facts.deadline_ends_at:
        return None
    return Text("De uiterste dag om dit vak te plannen is voorbij.", "The last day to plan this course has passed.")


def is_after_deadline(facts: PlacementFacts) -> Text | None:
    """The deadline day has ended, in the time of the city."""
    if facts.deadline_ends_at is not None and facts.now >= facts.deadline_ends_at:
        return None
    return Text("De dag van de deadline is nog niet om.", "The day of the deadline is not over yet.")


def has_pass_reason(facts: PlacementFacts) -> Text | None:
    """One of the reasons to pass is chosen."""
    if facts.reason in tuple(PassReason):
        return None
    return Text("Kies waarom dit vraagstuk niet past.", "Choose why this challenge does not fit.")


def has_free_slot(facts: PlacementFacts) -> Text | None:
    """There is a place left; the database counts again when it is taken."""
    if facts.taken < facts.slots:
        return None
    return Text("Alle plaatsen voor dit vraagstuk zijn al bezet.", "All places for this challenge are already taken.")


def has_word_of_client(facts: PlacementFacts) -> Text | None:
    """The client says yes, or a coordinator notes how the client said it."""
    if facts.by_client or facts.note.strip():
        return None
    return Text("Schrijf op hoe de opdrachtgever ja heeft gezegd.", "Write down how the client said yes.")


def has_both_ticks(facts: PlacementFacts) -> Text | None:
    """Lecturer and client ticked the same version, the one that counts now."""
    if facts.lecturer_ticked == facts.client_ticked == facts.agreement_version:
        return None
    return Text(
        "De docent en de opdrachtgever hebben nog niet allebei de nieuwste afspraak aangevinkt.",
        "The lecturer and the client have not both ticked the latest agreement yet.",
    )


def has_kickoff_in_run(facts: PlacementFacts) -> Text | None:
    """The kick-off lies between the first and the last day of the edition."""
    days = (facts.run_starts_on, facts.kickoff_on, facts.run_ends_on)
    known = [day for day in days if day is not None]
    if len(known) == 3 and known == sorted(known):
        return None
    return Text(
        "Kies een startdag binnen de periode van het vak.", "Choose a day to start within the period of the course."
    )


def has_no_project_at_work(facts: PlacementFacts) -> Text | None:
    """No team has started and not closed yet."""
    if AT_WORK.isdisjoint(facts.projects):
        return None
    return Text(
        "Er is al een team aan het werk. Stop dat project eerst of rond het af.",
        "A team is already at work. Stop or close that project first.",
    )


def has_only_ended_projects(facts: PlacementFacts) -> Text | None:
    """It had projects, and each of them is closed or did not start."""
    if facts.projects and ENDED.issuperset(facts.projects):
        return None
    return Text("Nog niet alle projecten zijn afgerond.", "Not all projects are closed yet.")
