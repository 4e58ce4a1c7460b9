"""The guards of the five tables with facts that each lets through and facts that it keeps out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from leren_app.domain.lifecycle import Need
from leren_app.domain.lifecycles import application_needs as application
from leren_app.domain.lifecycles import challenge_needs as challenge
from leren_app.domain.lifecycles import placement_needs as placement
from leren_app.domain.lifecycles import project_needs as project
from leren_app.domain.lifecycles import question_needs as question
from leren_app.domain.lifecycles import shared_needs as shared
from leren_app.domain.lifecycles.application import APPLICATION
from leren_app.domain.lifecycles.application_needs import ApplicationFacts
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_needs import ChallengeFacts
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.placement_needs import PlacementFacts
from leren_app.domain.lifecycles.placement_states import PassReason, PlacementState
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.project_needs import ProjectFacts
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import QuestionFacts
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.text import Text

NOW = datetime(2026, 6, 16, 22, 0, tzinfo=UTC)
TODAY = date(2026, 6, 17)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
LIFECYCLES = (QUESTION, CHALLENGE, APPLICATION, PLACEMENT, PROJECT)
WITH_MAIL = "Mail naar anna.devries@example.org voor meer."


def make_question(**changes: Any) -> QuestionFacts:
    facts = QuestionFacts(
        now=NOW,
        submitted_at=NOW - DAY,
        boxes=("zorg", "verschil", "bekend", "haalbaar"),
        public_texts=("titel", "title", "tekst", "summary", "vraag", "question"),
        reason="Dit hoort bij DoeMee.",
    )
    return replace(facts, **changes)


def make_challenge(**changes: Any) -> ChallengeFacts:
    facts = ChallengeFacts(
        today=TODAY,
        public_texts=("titel", "title", "tekst", "summary"),
        level="hbo",
        work_form="course",
        period="2026-09",
        field_language="nl",
        skills=1,
        slots=1,
    )
    return replace(facts, **changes)


def make_placement(**changes: Any) -> PlacementFacts:
    facts = PlacementFacts(
        now=NOW,
        agreement_version=3,
        lecturer_ticked=3,
        client_ticked=3,
        run_starts_on=date(2026, 9, 1),
        kickoff_on=date(2026, 9, 8),
        run_ends_on=date(2026, 11, 6),
    )
    return replace(facts, **changes)


def make_project(**changes: Any) -> ProjectFacts:
    facts = ProjectFacts(
        now=NOW,
        today=TODAY,
        team_min=4,
        team_max=6,
        text="Hoofdstuk 2 mist bronnen.",
        due_on=TODAY + DAY,
        summaries=("samenvatting", "summary"),
        stop_reasons=("Er waren te weinig studenten.", "There were too few students."),
    )
    return replace(facts, **changes)


LANGUAGE = Text("Nederlands nodig", "Dutch needed")
MONTH_AGO, FORTNIGHT_AGO = NOW - timedelta(days=30), NOW - timedelta(days=14)

# guard, the facts it reads, what it lets through, what it keeps out
Case = tuple[Need, Any, list[dict[str, Any]], list[dict[str, Any]]]

SHARED: list[Case] = [
    (shared.has_reason, make_question(), [{"reason": "omdat"}], [{"reason": ""}, {"reason": " \n"}]),
    (
        shared.has_no_personal_data,
        make_question(),
        [{}, {"public_texts": ()}],
        [{"public_texts": ("titel", WITH_MAIL)}, {"public_texts": (WITH_MAIL,)}],
    ),
    (shared.has_told_everyone, make_question(), [{"untold_promises": 0}], [{"untold_promises": 1}]),
]

OF_QUESTION: list[Case] = [
    (
        question.is_within_confirmation_time,
        make_question(),
        [{"submitted_at": NOW}, {"submitted_at": MONTH_AGO}],
        [{"submitted_at": MONTH_AGO - SECOND}],
    ),
    (
        question.is_unconfirmed_too_long,
        make_question(),
        [{"submitted_at": MONTH_AGO}],
        [{"submitted_at": MONTH_AGO + SECOND}],
    ),
    (
        question.has_all_boxes,
        make_question(),
        [{}],
        [{"boxes": ()}, {"boxes": ("a", "b", "c")}, {"boxes": ("a", "b", "c", " ")}],
    ),
    (
        question.has_public_texts,
        make_question(),
        [{}],
        [{"public_texts": ()}, {"public_texts": ("a",) * 5}, {"public_texts": (*("a",) * 5, " ")}],
    ),
    (
        question.has_yes_or_is_adopted,
        make_question(),
        [{"has_yes": True}, {"is_adopted": True}],
        [{"has_yes": False, "is_adopted": False}],
    ),
    (question.has_proven_address, make_question(), [{"is_proven": True}], [{"is_proven": False}]),
    (
        question.has_word_of_asker,
        make_question(),
        [{"by_asker": True}, {"agreed_how": "phone", "agreed_on": TODAY}],
        [{}, {"agreed_how": "phone"}, {"agreed_on": TODAY}, {"agreed_how": " ", "agreed_on": TODAY}],
    ),
    (
        question.has_organisation,
        make_question(),
        [{"organisation": "Buurthuis"}],
        [{"organisation": ""}, {"organisation": " "}],
    ),
    (
        question.has_been_silent,
        make_question(),
        [{"reminders": 2, "silence_ends_at": NOW}, {"reminders": 3, "silence_ends_at": NOW - DAY}],
        [
            {"reminders": 1, "silence_ends_at": NOW},
            {"reminders": 2, "silence_ends_at": NOW + SECOND},
            {"reminders": 2, "silence_ends_at": None},
        ],
    ),
    (
        question.has_result_or_advice,
        make_question(),
        [{"has_public_result": True}, {"chances": 1, "reason": "geen vak", "advice": "vraag het team"}],
        [
            {},
            {"chances": 0, "reason": "geen vak", "advice": "vraag het team"},
            {"chances": 1, "reason": " ", "advice": "vraag het team"},
            {"chances": 1, "reason": "geen vak", "advice": " "},
        ],
    ),
    (question.has_queued_everyone, make_question(), [{"unqueued_promises": 0}], [{"unqueued_promises": 1}]),
    (question.has_no_live_placement, make_question(), [{"live_placements": 0}], [{"live_placements": 1}]),
    (
        question.has_rested,
        make_question(),
        [{"answered_at": FORTNIGHT_AGO}],
        [{"answered_at": None}, {"answered_at": FORTNIGHT_AGO + SECOND}],
    ),
    (
        question.is_soon_enough_to_ask_again,
        make_question(),
        [{"closed_at": None, "answered_at": NOW - timedelta(days=90)}, {"closed_at": FORTNIGHT_AGO}],
        [{"closed_at": FORTNIGHT_AGO - SECOND}],
    ),
]

OF_CHALLENGE: list[Case] = [
    (
        challenge.has_agreed_question,
        make_challenge(),
        [{"question_state": QuestionState.AGREED}, {"question_state": QuestionState.PUBLIC}],
        [
            {"question_state": s}
            for s in (None, *QuestionState)
            if s not in (QuestionState.AGREED, QuestionState.PUBLIC)
        ],
    ),
    (
        challenge.has_public_question,
        make_challenge(),
        [{"question_state": QuestionState.PUBLIC}],
        [{"question_state": s} for s in (None, *QuestionState) if s != QuestionState.PUBLIC],
    ),
    (
        challenge.has_public_texts,
        make_challenge(),
        [{}],
        [{"public_texts": ()}, {"public_texts": ("a", "b", "c")}, {"public_texts": ("a", "b", "c", " ")}],
    ),
    (
        challenge.has_frame,
        make_challenge(),
        [{}],
        [{"level": ""}, {"work_form": ""}, {"period": ""}, {"field_language": ""}, {"skills": 0}],
    ),
    (
        challenge.has_slots,
        make_challenge(),
        [{"slots": 1}, {"slots": 2, "taken": 2}],
        [{"slots": 0}, {"slots": 2, "taken": 3}],
    ),
    (challenge.has_client_with_hours, make_challenge(), [{"has_client_hours": True}], [{"has_client_hours": False}]),
    (
        challenge.has_end_of_pause,
        make_challenge(),
        [{"until": TODAY + DAY}],
        [{"until": None}, {"until": TODAY}, {"until": TODAY - DAY}],
    ),
    (
        challenge.is_end_of_pause,
        make_challenge(by_clock=True),
        [{"paused_until": TODAY}, {"paused_until": TODAY - DAY}, {"paused_until": None, "by_clock": False}],
        [{"paused_until": TODAY + DAY}, {"paused_until": None}],
    ),
    (
        challenge.keeps_ticked_text,
        make_challenge(),
        [{"ticked_version": 0, "next_version": 1}, {"ticked_version": 2, "next_version": 3}],
        [{"ticked_version": 2, "next_version": 2}, {"ticked_version": 2, "next_version": 1}],
    ),
    (
        challenge.has_no_requested_placement,
        make_challenge(),
        [{"requested_placements": 0}],
        [{"requested_placements": 1}],
    ),
    (
        challenge.has_no_promised_placement,
        make_challenge(),
        [{"promised_placements": 0}],
        [{"promised_placements": 1}],
    ),
    (
        challenge.is_past_last_plan_date,
        make_challenge(),
        [{"by_clock": True, "last_plan_on": TODAY - DAY}, {"by_clock": False, "last_plan_on": TODAY + DAY}],
        [{"by_clock": True, "last_plan_on": TODAY}, {"by_clock": True, "last_plan_on": None}],
    ),
]

OF_PLACEMENT: list[Case] = [
    (
        placement.passes_hard_filters,
        make_placement(),
        [{"failed_filters": ()}, {"failed_filters": (LANGUAGE,), "override": "K. Broek: het team leert Nederlands"}],
        [{"failed_filters": (LANGUAGE,)}, {"failed_filters": (LANGUAGE,), "override": " "}],
    ),
    (
        placement.is_lecturers_or_individual,
        make_placement(),
        [{"by_lecturer": True}, {"is_individual": True}],
        [{"by_lecturer": False, "is_individual": False}],
    ),
    (
        placement.has_open_challenge,
        make_placement(),
        [{"challenge_state": ChallengeState.OPEN}],
        [{"challenge_state": s} for s in (None, *ChallengeState) if s != ChallengeState.OPEN],
    ),
    (
        placement.is_before_deadline,
        make_placement(),
        [{"deadline_ends_at": NOW + SECOND}],
        [{"deadline_ends_at": NOW}, {"deadline_ends_at": None}],
    ),
    (
        placement.is_after_deadline,
        make_placement(),
        [{"deadline_ends_at": NOW}],
        [{"deadline_ends_at": NOW + SECOND}, {"deadline_ends_at": None}],
    ),
    (
        placement.has_pass_reason,
        make_placement(),
        [{"reason": reason.value} for reason in PassReason],
        [{"reason": ""}, {"reason": "geen zin"}],
    ),
    (
        placement.has_free_slot,
        make_placement(),
        [{"slots": 1, "taken": 0}, {"slots": 3, "taken": 2}],
        [{"slots": 0, "taken": 0}, {"slots": 3, "taken": 3}],
    ),
    (
        placement.has_word_of_client,
        make_placement(),
        [{"by_client": True}, {"note": "Belde op 3 juni."}],
        [{}, {"note": " "}],
    ),
    (
        placement.has_both_ticks,
        make_placement(),
        [{}],
        [
            {"lecturer_ticked": None},
            {"client_ticked": None},
            {"lecturer_ticked": 2},
            {"client_ticked": 2},
            {"lecturer_ticked": 2, "client_ticked": 2},
            {"lecturer_ticked": None, "client_ticked": None},
        ],
    ),
    (
        placement.has_kickoff_in_run,
        make_placement(),
        [{}, {"kickoff_on": date(2026, 9, 1)}, {"kickoff_on": date(2026, 11, 6)}],
        [
            {"kickoff_on": date(2026, 8, 31)},
            {"kickoff_on": date(2026, 11, 7)},
            {"kickoff_on": None},
            {"run_starts_on": None},
            {"run_ends_on": None},
        ],
    ),
    (
        placement.has_no_project_at_work,
        make_placement(),
        [{"projects": ()}, {"projects": (ProjectState.FORMING, ProjectState.NOT_STARTED, ProjectState.CLOSED)}],
        [
            {"projects": (ProjectState.FORMING, s)}
            for s in ProjectState
            if s not in (ProjectState.FORMING, ProjectState.NOT_STARTED, ProjectState.CLOSED)
        ],
    ),
    (
        placement.has_only_ended_projects,
        make_placement(),
        [{"projects": (ProjectState.CLOSED, ProjectState.NOT_STARTED)}, {"projects": (ProjectState.CLOSED,)}],
        [
            {"projects": ()},
            *(
                {"projects": (ProjectState.CLOSED, s)}
                for s in ProjectState
                if s not in (ProjectState.CLOSED, ProjectState.NOT_STARTED)
            ),
        ],
    ),
]

OF_PROJECT: list[Case] = [
    (
        project.has_agreed_placement,
        make_project(),
        [{"placement_state": PlacementState.AGREED}],
        [{"placement_state": s} for s in (None, *PlacementState) if s != PlacementState.AGREED],
    ),
    (
        project.keeps_agreement,
        make_project(),
        [{"placement_state": PlacementState.AGREED}],
        [{"placement_state": s} for s in (None, *PlacementState) if s != PlacementState.AGREED],
    ),
    (project.has_enough_members, make_project(), [{"members": 4}, {"members": 6}], [{"members": 3}, {"members": 7}]),
    (project.has_field_language, make_project(), [{"has_field_language": True}], [{"has_field_language": False}]),
    (project.has_milestones, make_project(), [{"milestones": 1}], [{"milestones": 0}]),
    (project.has_report, make_project(), [{"has_report": True}], [{"has_report": False}]),
    (
        project.has_summaries,
        make_project(),
        [{}],
        [{"summaries": ()}, {"summaries": ("nl",)}, {"summaries": ("nl", " ")}],
    ),
    (project.has_lesson, make_project(), [{"lesson": "Vraag door."}], [{"lesson": " "}]),
    (project.has_baton, make_project(), [{"baton": "Bel de wijkregisseur."}], [{"baton": " "}]),
    (
        project.has_text_and_new_date,
        make_project(),
        [{}],
        [{"text": " "}, {"due_on": None}, {"due_on": TODAY}],
    ),
    (
        project.has_look_of_client,
        make_project(),
        [{"client_looked": True}, {"look_ends_at": NOW}],
        [{}, {"look_ends_at": NOW + SECOND}],
    ),
    (project.has_consents, make_project(), [{"has_consents": True}], [{"has_consents": False}]),
    (project.has_licence, make_project(), [{"licence": "CC BY 4.0"}], [{"licence": " "}]),
    (project.has_checklist, make_project(), [{"is_checklist_complete": True}], [{"is_checklist_complete": False}]),
    (
        project.is_past_embargo,
        make_project(),
        [{}, {"embargo_until": NOW}, {"embargo_until": NOW, "by_clock": True}],
        [{"embargo_until": NOW + SECOND}, {"by_clock": True}, {"embargo_until": NOW + SECOND, "by_clock": True}],
    ),
    (
        project.has_honest_reason,
        make_project(),
        [{}],
        [
            {"stop_reasons": ()},
            {"stop_reasons": ("Er was geen tijd.",)},
            {"stop_reasons": ("Er was geen tijd.", " ")},
            {"stop_reasons": (WITH_MAIL, "There was no time.")},
            {"stop_reasons": ("Er was geen tijd.", WITH_MAIL)},
        ],
    ),
    (
        project.has_rested,
        make_project(),
        [{"by_clock": False}, {"by_clock": True, "ended_at": FORTNIGHT_AGO}],
        [{"by_clock": True}, {"by_clock": True, "ended_at": FORTNIGHT_AGO + SECOND}],
    ),
    (project.has_been_public, make_project(), [{"published_at": NOW}], [{"published_at": None}]),
]

OF_APPLICATION: list[Case] = [
    (application.has_consent, ApplicationFacts(), [{"has_consent": True}], [{"has_consent": False}]),
    (application.has_open_challenge, ApplicationFacts(), [{"is_open": True}], [{"is_open": False}]),
    (
        application.is_within_reach,
        ApplicationFacts(),
        [{"closed_because": None}],
        [{"closed_because": Text("Dit is te laat.", "This is too late.")}],
    ),
    (application.has_motivation, ApplicationFacts(), [{"motivation": "Ik wil dit."}], [{"motivation": " "}]),
]

CASES = SHARED + OF_QUESTION + OF_CHALLENGE + OF_APPLICATION + OF_PLACEMENT + OF_PROJECT
