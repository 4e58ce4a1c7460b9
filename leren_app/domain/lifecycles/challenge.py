"""The life of a challenge, from draft to closed, as a table."""

from __future__ import annotations

from leren_app.domain.lifecycle import Audience, Lifecycle, Step
from leren_app.domain.lifecycles.challenge_needs import (
    has_agreed_question,
    has_client_with_hours,
    has_end_of_pause,
    has_frame,
    has_no_promised_placement,
    has_no_requested_placement,
    has_public_question,
    has_public_texts,
    has_slots,
    is_end_of_pause,
    is_past_last_plan_date,
    keeps_ticked_text,
)
from leren_app.domain.lifecycles.challenge_states import LABELS, ChallengeState
from leren_app.domain.lifecycles.shared_needs import has_no_personal_data, has_reason
from leren_app.domain.roles import Role
from leren_app.domain.text import Text

S = ChallengeState

COORDINATOR, CLIENT, CLOCK = frozenset({Role.COORDINATOR}), frozenset({Role.CLIENT}), frozenset({Role.CLOCK})

# What is shown to everyone stays whole and clean, also when it is edited while it is open.
FIT_TO_SHOW = (has_public_texts, has_no_personal_data, has_frame, has_slots)
READY_TO_OPEN = (has_public_question, *FIT_TO_SHOW, has_client_with_hours)

STEPS = (
    Step(
        "slice",
        frozenset({None}),
        S.DRAFT,
        COORDINATOR,
        Text("Maak een vraagstuk van deze vraag", "Make a challenge from this question"),
        needs=(has_agreed_question,),
        silent="it is not shown to anyone yet",
    ),
    Step(
        "open",
        frozenset({S.DRAFT}),
        S.OPEN,
        COORDINATOR,
        Text("Zet open voor onderwijs", "Open for education"),
        needs=READY_TO_OPEN,
        tells=((Audience.CLIENT, "challenge/opened"), (Audience.ASKER, "challenge/opened")),
        line=Text("Open voor onderwijs", "Open for education"),
    ),
    Step(
        "pause",
        frozenset({S.OPEN}),
        S.PAUSED,
        COORDINATOR | CLIENT,
        Text("Pauzeer", "Pause"),
        asks=("reason", "until"),
        needs=(has_reason, has_end_of_pause),
        tells=((Audience.LECTURERS_REQUESTED, "challenge/paused"),),
        line=Text("Het vraagstuk staat even stil", "The challenge is paused"),
    ),
    Step(
        "resume",
        frozenset({S.PAUSED}),
        S.OPEN,
        COORDINATOR | CLIENT | CLOCK,
        Text("Ga weer verder", "Resume"),
        needs=(is_end_of_pause,),
        tells=((Audience.LECTURERS_REQUESTED, "challenge/resumed"), (Audience.CLIENT, "challenge/resumed")),
        line=Text("Het vraagstuk is weer open voor onderwijs", "The challenge is open for education again"),
    ),
    Step(
        "edit",
        frozenset({S.OPEN, S.PAUSED}),
        None,
        COORDINATOR,
        Text("Verander de tekst", "Change the text"),
        needs=(keeps_ticked_text, *FIT_TO_SHOW),
        tells=((Audience.CLIENT, "challenge/edited"),),
    ),
    Step(
        "close",
        frozenset({S.OPEN, S.PAUSED}),
        S.CLOSED,
        COORDINATOR | CLOCK,
        Text("Sluit", "Close"),
        needs=(has_no_requested_placement, is_past_last_plan_date),
        tells=((Audience.CLIENT, "challenge/closed"), (Audience.ASKER_NEXT_PLACE, "challenge/next_place")),
        line=Text("Het vraagstuk is gesloten", "The challenge is closed"),
    ),
    Step(
        "withdraw",
        frozenset({S.DRAFT, S.OPEN, S.PAUSED}),
        S.WITHDRAWN,
        COORDINATOR | CLIENT,
        Text("Trek in", "Withdraw"),
        asks=("reason",),
        needs=(has_reason, has_no_promised_placement),
        tells=(
            (Audience.LECTURERS_REQUESTED, "challenge/withdrawn"),
            (Audience.CLIENT, "challenge/withdrawn"),
            (Audience.ASKER, "challenge/withdrawn"),
        ),
        line=Text("Het vraagstuk is ingetrokken", "The challenge was withdrawn"),
    ),
    Step(
        "reopen",
        frozenset({S.CLOSED, S.WITHDRAWN}),
        S.OPEN,
        COORDINATOR,
        Text("Open opnieuw", "Reopen"),
        asks=("reason",),
        needs=(has_reason, *READY_TO_OPEN),
        tells=((Audience.CLIENT, "challenge/reopened"),),
        line=Text("Het vraagstuk is opnieuw open", "The challenge is open again"),
    ),
)

CHALLENGE = Lifecycle("challenge", ChallengeState, LABELS, STEPS)
