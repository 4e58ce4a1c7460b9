"""The five tables against a second one, written by hand from the design: the whole product of step, state and role.

The rows below are not derived from the code on purpose. Whoever changes a table changes it here too, knowingly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import pytest

from leren_app.domain.errors import NotAllowedError, TransitionError
from leren_app.domain.lifecycle import Lifecycle
from leren_app.domain.lifecycles.application import APPLICATION
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.placement_states import LIVE as LIVE_PLACEMENTS
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.roles import Role

LETTERS = {
    "V": Role.VISITOR,
    "A": Role.ASKER,
    "F": Role.FOLLOWER,
    "C": Role.CLIENT,
    "M": Role.MEMBER,
    "S": Role.STUDENT,
    "R": Role.RESEARCHER,
    "L": Role.LECTURER,
    "H": Role.HOST,
    "K": Role.COORDINATOR,
    "X": Role.ADMINISTRATOR,
    "⏲": Role.CLOCK,
    "✦": Role.SYSTEM,
}

# step ‡ | from | to | by | asks | needs | tells (nobody = silent) | has a public line.
# put_before starts from three states since docs/adr/0001.
# not_mine: docs/adr/0012. Who may withdraw or disown a merged question, and who hears of that: docs/adr/0016.
# refuse and unpublish show nothing to everyone, but have a line: the asker's own path may not end without a word.
WRITTEN = {
    "question": """
submit     | - | unconfirmed | VAFCMSRLHKX | | | asker | no
record     | - | received | HK | consent channel | | asker | yes
confirm    | unconfirmed | received | A | | is_within_confirmation_time | asker | yes
lapse      | unconfirmed | lapsed | ⏲ | | is_unconfirmed_too_long | nobody | no
take       | received | intake | K | | | nobody | yes
ask_more ‡ | intake articulated | waiting | K | text | | asker | yes
reply      | waiting | intake | AKH | text | | assignee | yes
put_before ‡ | intake articulated agreed | articulated | K | remark | has_all_boxes has_public_texts \
has_no_personal_data | asker | yes
change     | articulated | intake | A | text | | assignee | yes
agree      | articulated | agreed | AKH | agreed_how agreed_on | has_word_of_asker | asker | yes
adopt      | articulated waiting | agreed | K | organisation reason | has_been_silent has_organisation has_reason \
has_all_boxes has_public_texts has_no_personal_data | asker | yes
publish    | agreed | public | K | | has_yes_or_is_adopted has_public_texts has_no_personal_data | asker followers | yes
answer ‡   | public | answered | K | text reason advice | has_result_or_advice has_queued_everyone \
| asker followers | yes
close      | answered | closed | ⏲ | | has_rested has_told_everyone has_no_live_placement | nobody | yes
not_helped | answered closed | intake | A | reason | is_soon_enough_to_ask_again has_reason | assignee asker | yes
refer ‡    | received intake waiting articulated | referred | K | text link reason | has_reason | asker followers | yes
refuse ‡   | received intake waiting articulated | refused | K | text link reason | has_reason | asker followers | yes
withdraw   | unconfirmed received intake waiting articulated agreed public | withdrawn | AK | reason | \
has_no_live_placement | asker followers_here client | yes
not_mine   | unconfirmed received intake waiting articulated | withdrawn | A | | | assignee | yes
unpublish  | public | intake | K | reason | has_reason | asker followers | yes
reopen     | referred refused withdrawn closed | intake | K | reason | has_reason has_proven_address | asker | yes
""",
    "challenge": """
slice    | - | draft | K | | has_agreed_question | nobody | no
open     | draft | open | K | | has_public_question has_public_texts has_no_personal_data has_frame has_slots \
has_client_with_hours | client asker | yes
pause    | open | paused | KC | reason until | has_reason has_end_of_pause | lecturers_requested | yes
resume   | paused | open | KC⏲ | | is_end_of_pause | lecturers_requested client | yes
edit     | open paused | same | K | | keeps_ticked_text has_public_texts has_no_personal_data has_frame has_slots \
| client | no
close    | open paused | closed | K⏲ | | has_no_requested_placement is_past_last_plan_date \
| client asker_next_place | yes
withdraw | draft open paused | withdrawn | KC | reason | has_reason has_no_promised_placement | \
lecturers_requested client asker | yes
reopen   | closed withdrawn | open | K | reason | has_reason has_public_question has_public_texts has_no_personal_data \
has_frame has_slots has_client_with_hours | client | yes
""",
    "placement": """
propose | - | proposed | K | override | passes_hard_filters | lecturers | no
request | - proposed | requested | LSR | | is_lecturers_or_individual has_open_challenge is_before_deadline \
passes_hard_filters | client | yes
pass    | proposed | declined | L | reason | has_pass_reason | coordinators | no
accept  | requested | accepted | CK | note | has_word_of_client has_free_slot | lecturers | no
decline | requested | declined | CK | reason | has_reason | lecturers | no
retract | requested | withdrawn | L | | | client | no
expire  | proposed requested | expired | ⏲ | | is_after_deadline | lecturers client coordinators | no
agree   | accepted | agreed | ✦ | | has_both_ticks has_kickoff_in_run | lecturers client | yes
amend   | agreed | accepted | LCK | reason | has_reason | other_side | no
cancel  | accepted agreed | cancelled | LCK | reason | has_reason has_no_project_at_work | \
other_side coordinators asker applicants | yes
finish  | agreed | done | ✦ | | has_only_ended_projects | nobody | no
""",
    "application": """
apply    | - withdrawn | open | SR | motivation | has_consent has_open_challenge is_within_reach has_motivation | \
applicants | no
edit     | open waiting | same | SR | motivation | has_motivation | nobody | no
withdraw | open waiting | withdrawn | SR | | | nobody | no
place    | open waiting | placed | LK | reason | has_reason has_consent | applicants | no
wait     | open | waiting | LK✦ | reason | has_reason | applicants | no
decline  | open waiting | declined | LK | reason | has_reason | applicants | no
release  | placed | waiting | LK✦ | reason | has_reason | nobody | no
""",
    "project": """
form      | - | forming | LK | | has_agreed_placement | nobody | no
start     | forming | running | L | | keeps_agreement has_enough_members has_field_language has_milestones | \
members client asker_first_project followers_first_project | yes
not_start | forming | not_started | L | reason | has_reason | members client coordinators | no
hand_in   | running | delivered | M | report summary_nl summary_en lesson baton | has_report has_summaries has_lesson \
has_baton | lecturers client | yes
return    | delivered | running | L | text due_on | has_text_and_new_date | members | no
approve   | delivered | approved | L | | has_look_of_client has_consents has_licence | members coordinators | no
publish   | approved | public | K⏲ | | has_checklist is_past_embargo has_no_personal_data | \
members client asker followers promised | yes
retract   | public | approved | K | reason | has_reason | members client asker | yes
stop      | running delivered | stopped | LK | reason_nl reason_en baton | has_honest_reason has_baton | \
members client asker | yes
close     | public stopped | closed | K⏲ | | has_told_everyone has_rested | members | no
reopen    | closed | public | K | reason | has_reason has_been_public | members | no
""",
}

STATES = {
    "question": "unconfirmed lapsed received intake waiting articulated agreed public answered closed referred refused"
    " withdrawn",
    "challenge": "draft open paused closed withdrawn",
    "application": "open placed waiting declined withdrawn",
    "placement": "proposed requested accepted agreed done declined withdrawn expired cancelled",
    "project": "forming running delivered approved public stopped closed not_started",
}


@dataclass(frozen=True)
class Row:
    """One row of the hand-written table."""

    step: str
    answers: bool
    sources: frozenset[str | None]
    target: str | None
    by: frozenset[Role]
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    tells: tuple[str, ...]
    has_line: bool


def read(line: str) -> Row:
    step, sources, target, by, asks, needs, tells, has_line = (cell.strip() for cell in line.split("|"))
    return Row(
        step=step.removesuffix("‡").strip(),
        answers=step.endswith("‡"),
        sources=frozenset(None if source == "-" else source for source in sources.split()),
        target=None if target == "same" else target,
        by=frozenset(LETTERS[letter] for letter in by),
        asks=tuple(asks.split()),
        needs=tuple(needs.split()),
        tells=() if tells == "nobody" else tuple(tells.split()),
        has_line={"yes": True, "no": False}[has_line],
    )


def written(lifecycle: Lifecycle) -> tuple[Row, ...]:
    return tuple(read(line) for line in WRITTEN[lifecycle.name].strip().splitlines())


def coded(lifecycle: Lifecycle) -> tuple[Row, ...]:
    return tuple(
        Row(
            step=step.name,
            answers=step.answers,
            sources=frozenset(None if source is None else source.value for source in step.sources),
            target=None if step.target is None else step.target.value,
            by=step.by,
            asks=step.asks,
            needs=tuple(need.__name__ for need in step.needs),
            tells=tuple(audience.name.lower() for audience, _ in step.tells),
            has_line=step.line is not None,
        )
        for step in lifecycle.steps
    )


def outcome(lifecycle: Lifecycle, step: str, state: StrEnum | None, role: Role) -> str:
    try:
        taken = lifecycle.check(step, state, {role})
    except NotAllowedError:
        return "wrong role"
    except TransitionError:
        return "wrong state"
    return f"→ {taken.target}"


TABLES = [QUESTION, CHALLENGE, APPLICATION, PLACEMENT, PROJECT]
ALL = pytest.mark.parametrize("lifecycle", TABLES, ids=lambda table: table.name)


@ALL
def test_every_combination_of_step_state_and_role_ends_as_the_written_table_says(lifecycle: Lifecycle) -> None:
    rows = written(lifecycle)
    states = (None, *lifecycle.states)

    got = {
        (row.step, state, role): outcome(lifecycle, row.step, state, role)
        for row, state, role in product(rows, states, Role)
    }

    expected = {}
    for row, state, role in product(rows, states, Role):
        allowed = f"→ {row.target}" if state in row.sources else "wrong state"
        expected[row.step, state, role] = allowed if role in row.by else "wrong role"
    assert got == expected
    assert len(got) == len(rows) * (len(STATES[lifecycle.name].split()) + 1) * len(LETTERS)


@ALL
def test_every_row_says_what_the_written_table_says(lifecycle: Lifecycle) -> None:
    assert coded(lifecycle) == written(lifecycle)


@ALL
def test_there_are_the_written_states_and_no_others(lifecycle: Lifecycle) -> None:
    assert {state.value for state in lifecycle.states} == set(STATES[lifecycle.name].split())


@ALL
def test_a_person_sees_exactly_the_buttons_of_the_steps_that_check_lets_through(lifecycle: Lifecycle) -> None:
    for state, role in product(lifecycle.states, Role):
        offered = [step.name for step in lifecycle.open_to(state, {role})]

        assert offered == [row.step for row in written(lifecycle) if state in row.sources and role in row.by]


@ALL
def test_while_merged_only_withdrawing_and_disowning_are_open_and_to_whom_the_record_says(
    lifecycle: Lifecycle,
) -> None:
    allowed = {"withdraw": {Role.ASKER, Role.COORDINATOR}, "not_mine": {Role.ASKER}} if lifecycle is QUESTION else {}

    for state, role in product(lifecycle.states, Role):
        offered = [step.name for step in lifecycle.open_to(state, {role}, merged=True)]

        assert offered == [
            row.step for row in written(lifecycle) if state in row.sources and role in allowed.get(row.step, ())
        ]


@ALL
def test_no_role_at_all_may_take_no_step_at_all(lifecycle: Lifecycle) -> None:
    for step, state in product(lifecycle.steps, (None, *lifecycle.states)):
        with pytest.raises(NotAllowedError):
            lifecycle.check(step.name, state, ())


@ALL
def test_every_state_can_be_reached_from_nothing(lifecycle: Lifecycle) -> None:
    reached: set[StrEnum | None] = {None}
    while new := {s.target for s in lifecycle.steps if s.target and not s.sources.isdisjoint(reached)} - reached:
        reached |= new

    assert reached == {None, *lifecycle.states}


@ALL
def test_every_step_says_who_is_told_or_why_nobody_is_and_never_both(lifecycle: Lifecycle) -> None:
    for step in lifecycle.steps:
        assert bool(step.tells) != bool(step.silent), step.name
        assert len({audience for audience, _ in step.tells}) == len(step.tells), step.name


@ALL
def test_every_topic_is_an_address_under_the_name_of_its_table(lifecycle: Lifecycle) -> None:
    topics = [topic for step in lifecycle.steps for _, topic in step.tells]

    assert topics
    assert [topic for topic in topics if not re.fullmatch(rf"{lifecycle.name}/[a-z_]+", topic)] == []


@ALL
def test_a_human_answer_is_given_by_people_who_work_here_and_reaches_the_asker(lifecycle: Lifecycle) -> None:
    for step in lifecycle.steps:
        if step.answers:
            assert step.by == {Role.COORDINATOR}
            assert "asker" in [audience.value for audience, _ in step.tells]


@ALL
def test_reopening_always_needs_a_reason(lifecycle: Lifecycle) -> None:
    for step in lifecycle.steps:
        if step.name == "reopen":
            assert "reason" in step.asks
            assert "has_reason" in [need.__name__ for need in step.needs]


def test_a_placement_is_live_while_a_step_can_still_be_taken() -> None:
    left = {source for step in PLACEMENT.steps for source in step.sources} - {None}

    assert left == LIVE_PLACEMENTS
