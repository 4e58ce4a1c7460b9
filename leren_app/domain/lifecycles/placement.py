"""The life of a placement, from proposed to done, as a table; a suggestion is not a placement."""

from __future__ import annotations

from leren_app.domain.lifecycle import Audience, Lifecycle, Step
from leren_app.domain.lifecycles.placement_needs import (
    has_both_ticks,
    has_free_slot,
    has_kickoff_in_run,
    has_no_project_at_work,
    has_only_ended_projects,
    has_open_challenge,
    has_pass_reason,
    has_word_of_client,
    is_after_deadline,
    is_before_deadline,
    is_lecturers_or_individual,
    passes_hard_filters,
)
from leren_app.domain.lifecycles.placement_states import LABELS, PlacementState
from leren_app.domain.lifecycles.shared_needs import has_reason
from leren_app.domain.roles import Role
from leren_app.domain.text import Text

S = PlacementState

LECTURER, CLIENT, COORDINATOR = frozenset({Role.LECTURER}), frozenset({Role.CLIENT}), frozenset({Role.COORDINATOR})
LEARNERS = frozenset({Role.STUDENT, Role.RESEARCHER})
CLOCK, SYSTEM = frozenset({Role.CLOCK}), frozenset({Role.SYSTEM})

STEPS = (
    Step(
        "propose",
        frozenset({None}),
        S.PROPOSED,
        COORDINATOR,
        Text("Stel voor aan een vak", "Propose to a course"),
        asks=("override",),
        needs=(passes_hard_filters,),
        tells=((Audience.LECTURERS, "placement/proposed"),),
    ),
    Step(
        "request",
        frozenset({None, S.PROPOSED}),
        S.REQUESTED,
        LECTURER | LEARNERS,
        Text("Vraag aan voor dit vak", "Request for this course"),
        needs=(is_lecturers_or_individual, has_open_challenge, is_before_deadline, passes_hard_filters),
        tells=((Audience.CLIENT, "placement/requested"),),
        line=Text("Een vak heeft belangstelling", "A course is interested"),
    ),
    Step(
        "pass",
        frozenset({S.PROPOSED}),
        S.DECLINED,
        LECTURER,
        Text("Past niet bij mijn vak", "Does not fit my course"),
        asks=("reason",),
        needs=(has_pass_reason,),
        tells=((Audience.COORDINATORS, "placement/passed"),),
    ),
    Step(
        "accept",
        frozenset({S.REQUESTED}),
        S.ACCEPTED,
        CLIENT | COORDINATOR,
        Text("Zeg ja tegen dit vak", "Say yes to this course"),
        asks=("note",),
        needs=(has_word_of_client, has_free_slot),
        tells=((Audience.LECTURERS, "placement/accepted"),),
    ),
    Step(
        "decline",
        frozenset({S.REQUESTED}),
        S.DECLINED,
        CLIENT | COORDINATOR,
        Text("Zeg nee tegen dit vak", "Say no to this course"),
        asks=("reason",),
        needs=(has_reason,),
        tells=((Audience.LECTURERS, "placement/declined"),),
    ),
    Step(
        "retract",
        frozenset({S.REQUESTED}),
        S.WITHDRAWN,
        LECTURER,
        Text("Trek de aanvraag in", "Withdraw the request"),
        tells=((Audience.CLIENT, "placement/withdrawn"),),
    ),
    Step(
        "expire",
        frozenset({S.PROPOSED, S.REQUESTED}),
        S.EXPIRED,
        CLOCK,
        Text("Laat verlopen", "Let expire"),
        needs=(is_after_deadline,),
        tells=(
            (Audience.LECTURERS, "placement/expired"),
            (Audience.CLIENT, "placement/expired"),
            (Audience.COORDINATORS, "placement/expired"),
        ),
    ),
    Step(
        "agree",
        frozenset({S.ACCEPTED}),
        S.AGREED,
        SYSTEM,
        Text("Leg de afspraak vast", "Settle the agreement"),
        needs=(has_both_ticks, has_kickoff_in_run),
        tells=((Audience.LECTURERS, "placement/agreed"), (Audience.CLIENT, "placement/agreed")),
        line=Text("De afspraak staat vast, met een startdag", "The agreement is settled, with a day to start"),
    ),
    Step(
        "amend",
        frozenset({S.AGREED}),
        S.ACCEPTED,
        LECTURER | CLIENT | COORDINATOR,
        Text("Verander de afspraak", "Change the agreement"),
        asks=("reason",),
        needs=(has_reason,),
        tells=((Audience.OTHER_SIDE, "placement/amended"),),
    ),
    Step(
        "cancel",
        frozenset({S.ACCEPTED, S.AGREED}),
        S.CANCELLED,
        LECTURER | CLIENT | COORDINATOR,
        Text("Zeg af", "Cancel"),
        asks=("reason",),
        needs=(has_reason, has_no_project_at_work),
        tells=(
            (Audience.OTHER_SIDE, "placement/cancelled"),
            (Audience.COORDINATORS, "placement/cancelled"),
            (Audience.ASKER, "placement/cancelled"),
            (Audience.APPLICANTS, "placement/cancelled"),
        ),
        line=Text("De koppeling met een vak is afgezegd", "The placement in a course was cancelled"),
    ),
    Step(
        "finish",
        frozenset({S.AGREED}),
        S.DONE,
        SYSTEM,
        Text("Rond af", "Finish"),
        needs=(has_only_ended_projects,),
        silent="its projects told everyone already",
    ),
)

PLACEMENT = Lifecycle("placement", PlacementState, LABELS, STEPS)
