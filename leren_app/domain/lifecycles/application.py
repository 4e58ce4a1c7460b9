"""The life of an application, from a sentence to a place in a team, as a table."""

from __future__ import annotations

from leren_app.domain.lifecycle import Audience, Lifecycle, Step
from leren_app.domain.lifecycles.application_needs import (
    has_consent,
    has_motivation,
    has_open_challenge,
    is_within_reach,
)
from leren_app.domain.lifecycles.application_states import LABELS, ApplicationState
from leren_app.domain.lifecycles.shared_needs import has_reason
from leren_app.domain.roles import Role
from leren_app.domain.text import Text

S = ApplicationState

LEARNERS = frozenset({Role.STUDENT, Role.RESEARCHER})
STAFF = frozenset({Role.LECTURER, Role.COORDINATOR})
SYSTEM = frozenset({Role.SYSTEM})

STEPS = (
    Step(
        "apply",
        frozenset({None, S.WITHDRAWN}),
        S.OPEN,
        LEARNERS,
        Text("Meld je aan", "Apply"),
        asks=("motivation",),
        needs=(has_consent, has_open_challenge, is_within_reach, has_motivation),
        tells=((Audience.APPLICANTS, "application/received"),),
    ),
    Step(
        "edit",
        frozenset({S.OPEN, S.WAITING}),
        None,
        LEARNERS,
        Text("Verander je zin", "Change your sentence"),
        asks=("motivation",),
        needs=(has_motivation,),
        silent="the applicant wrote it, and lecturers read it when they make a team",
    ),
    Step(
        "withdraw",
        frozenset({S.OPEN, S.WAITING}),
        S.WITHDRAWN,
        LEARNERS,
        Text("Trek je aanmelding in", "Withdraw your application"),
        silent="the applicant did it, and a lecturer who is making a team is told there",
    ),
    Step(
        "place",
        frozenset({S.OPEN, S.WAITING}),
        S.PLACED,
        STAFF,
        Text("Zet in het team", "Put in the team"),
        asks=("reason",),
        needs=(has_reason, has_consent),
        tells=((Audience.APPLICANTS, "application/placed"),),
    ),
    Step(
        "wait",
        frozenset({S.OPEN}),
        S.WAITING,
        STAFF | SYSTEM,  # the system: a team of another institution took the last place
        Text("Zet op de wachtlijst", "Put on the waiting list"),
        asks=("reason",),
        needs=(has_reason,),
        tells=((Audience.APPLICANTS, "application/waiting"),),
    ),
    Step(
        "decline",
        frozenset({S.OPEN, S.WAITING}),
        S.DECLINED,
        STAFF,
        Text("Geef geen plaats", "Give no place"),
        asks=("reason",),
        needs=(has_reason,),
        tells=((Audience.APPLICANTS, "application/declined"),),
    ),
    Step(
        "release",
        frozenset({S.PLACED}),
        S.WAITING,
        STAFF | SYSTEM,
        Text("Zet terug op de wachtlijst", "Put back on the waiting list"),
        asks=("reason",),
        needs=(has_reason,),
        silent="the project told its members that it does not start",
    ),
)

APPLICATION = Lifecycle("application", ApplicationState, LABELS, STEPS)
