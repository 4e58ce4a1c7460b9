"""The life of a project and its result, from forming to closed, as a table."""

from __future__ import annotations

from leren_app.domain.lifecycle import Audience, Lifecycle, Step
from leren_app.domain.lifecycles.project_needs import (
    has_agreed_placement,
    has_baton,
    has_been_public,
    has_checklist,
    has_consents,
    has_enough_members,
    has_field_language,
    has_honest_reason,
    has_lesson,
    has_licence,
    has_look_of_client,
    has_milestones,
    has_report,
    has_rested,
    has_summaries,
    has_text_and_new_date,
    is_past_embargo,
    keeps_agreement,
)
from leren_app.domain.lifecycles.project_states import LABELS, ProjectState
from leren_app.domain.lifecycles.shared_needs import has_no_personal_data, has_reason, has_told_everyone
from leren_app.domain.roles import Role
from leren_app.domain.text import Text

S = ProjectState

LECTURER, COORDINATOR = frozenset({Role.LECTURER}), frozenset({Role.COORDINATOR})
MEMBER, CLOCK = frozenset({Role.MEMBER}), frozenset({Role.CLOCK})

STEPS = (
    Step(
        "form",
        frozenset({None}),
        S.FORMING,
        LECTURER | COORDINATOR,
        Text("Maak een team", "Make a team"),
        needs=(has_agreed_placement,),
        silent="the members hear it when the project starts, or by letter",
    ),
    Step(
        "start",
        frozenset({S.FORMING}),
        S.RUNNING,
        LECTURER,
        Text("Start het project", "Start the project"),
        needs=(keeps_agreement, has_enough_members, has_field_language, has_milestones),
        tells=(
            (Audience.MEMBERS, "project/started_team"),
            (Audience.CLIENT, "project/started"),
            (Audience.ASKER_FIRST_PROJECT, "project/started"),
            (Audience.FOLLOWERS_FIRST_PROJECT, "project/started"),
        ),
        line=Text("Studenten zijn begonnen", "Students have started"),
    ),
    Step(
        "not_start",
        frozenset({S.FORMING}),
        S.NOT_STARTED,
        LECTURER,
        Text("Start dit project niet", "Do not start this project"),
        asks=("reason",),
        needs=(has_reason,),
        tells=(
            (Audience.MEMBERS, "project/not_started_team"),
            (Audience.CLIENT, "project/not_started"),
            (Audience.COORDINATORS, "project/not_started"),
        ),
    ),
    Step(
        "hand_in",
        frozenset({S.RUNNING}),
        S.DELIVERED,
        MEMBER,
        Text("Lever in", "Hand in"),
        asks=("report", "summary_nl", "summary_en", "lesson", "baton"),
        needs=(has_report, has_summaries, has_lesson, has_baton),
        tells=((Audience.LECTURERS, "project/delivered"), (Audience.CLIENT, "project/look")),
        line=Text("Het werk is ingeleverd", "The work was handed in"),
    ),
    Step(
        "return",
        frozenset({S.DELIVERED}),
        S.RUNNING,
        LECTURER,  # a client asks for it through the lecturer
        Text("Geef terug met wat er anders moet", "Return with what must change"),
        asks=("text", "due_on"),
        needs=(has_text_and_new_date,),
        tells=((Audience.MEMBERS, "project/returned"),),
    ),
    Step(
        "approve",
        frozenset({S.DELIVERED}),
        S.APPROVED,
        LECTURER,
        Text("Keur goed", "Approve"),
        needs=(has_look_of_client, has_consents, has_licence),
        tells=((Audience.MEMBERS, "project/approved"), (Audience.COORDINATORS, "project/to_publish")),
    ),
    Step(
        "publish",
        frozenset({S.APPROVED}),
        S.PUBLIC,
        COORDINATOR | CLOCK,
        Text("Publiceer het resultaat", "Publish the result"),
        needs=(has_checklist, is_past_embargo, has_no_personal_data),
        tells=(
            (Audience.MEMBERS, "project/published"),
            (Audience.CLIENT, "project/published"),
            (Audience.ASKER, "project/published"),
            (Audience.FOLLOWERS, "project/published"),
            (Audience.PROMISED, "project/published"),
        ),
        line=Text("Het resultaat is er", "The result is here"),
    ),
    Step(
        "retract",
        frozenset({S.PUBLIC}),
        S.APPROVED,
        COORDINATOR,
        Text("Haal het resultaat van de website", "Take the result off the website"),
        asks=("reason",),
        needs=(has_reason,),
        tells=(
            (Audience.MEMBERS, "project/retracted"),
            (Audience.CLIENT, "project/retracted"),
            (Audience.ASKER, "project/retracted"),
        ),
        line=Text("Het resultaat is van de website gehaald", "The result was taken off the website"),
    ),
    Step(
        "stop",
        frozenset({S.RUNNING, S.DELIVERED}),
        S.STOPPED,
        LECTURER | COORDINATOR,
        Text("Stop het project", "Stop the project"),
        asks=("reason_nl", "reason_en", "baton"),
        needs=(has_honest_reason, has_baton),
        tells=(
            (Audience.MEMBERS, "project/stopped"),
            (Audience.CLIENT, "project/stopped"),
            (Audience.ASKER, "project/stopped"),
        ),
        line=Text("Het project is gestopt; de reden staat erbij", "The project was stopped; the reason is given"),
    ),
    Step(
        "close",
        frozenset({S.PUBLIC, S.STOPPED}),
        S.CLOSED,
        COORDINATOR | CLOCK,
        Text("Rond af", "Close"),
        needs=(has_told_everyone, has_rested),
        # Members get their certificate; all others heard at `publish` or `stop`.
        tells=((Audience.MEMBERS, "project/certificate"),),
    ),
    Step(
        "reopen",
        frozenset({S.CLOSED}),
        S.PUBLIC,
        COORDINATOR,
        Text("Open opnieuw", "Reopen"),
        asks=("reason",),
        needs=(has_reason, has_been_public),
        tells=((Audience.MEMBERS, "project/reopened"),),
    ),
)

PROJECT = Lifecycle("project", ProjectState, LABELS, STEPS)
