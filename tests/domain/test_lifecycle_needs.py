"""Every guard of every table, let through and kept out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leren_app.domain.lifecycle import Need
from leren_app.domain.lifecycles import challenge_needs as challenge
from leren_app.domain.lifecycles import placement_needs as placement
from leren_app.domain.lifecycles import project_needs as project
from leren_app.domain.lifecycles import shared_needs as shared
from leren_app.domain.lifecycles.challenge_needs import ChallengeFacts
from leren_app.domain.lifecycles.project_needs import ProjectFacts
from leren_app.domain.text import Text
from tests.domain.lifecycle_cases import (
    CASES,
    LANGUAGE,
    LIFECYCLES,
    WITH_MAIL,
    Case,
    make_challenge,
    make_placement,
    make_project,
    make_question,
)

BY_CASE = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].__module__[-18:]}.{case[0].__name__}")


def used() -> set[Need]:
    return {need for lifecycle in LIFECYCLES for step in lifecycle.steps for need in step.needs}


def test_every_guard_in_a_table_has_a_case_and_every_case_a_guard() -> None:
    assert {need for need, _, _, _ in CASES} == used()


@BY_CASE
def test_a_guard_says_nothing_where_nothing_is_missing(case: Case) -> None:
    need, facts, let_through, _ = case

    assert let_through
    for changes in let_through:
        assert need(replace(facts, **changes)) is None, changes


@BY_CASE
def test_a_guard_says_in_both_languages_what_is_missing(case: Case) -> None:
    need, facts, _, kept_out = case

    assert kept_out
    for changes in kept_out:
        said = need(replace(facts, **changes))
        assert said is not None, changes
        assert said.nl != said.en


@pytest.mark.parametrize("made", [make_challenge(public_texts=(WITH_MAIL,)), make_project(public_texts=(WITH_MAIL,))])
def test_a_challenge_and_a_result_are_kept_clean_of_personal_data_too(made: ChallengeFacts | ProjectFacts) -> None:
    assert shared.has_no_personal_data(made) is not None
    assert shared.has_no_personal_data(replace(made, public_texts=("De Mors is groen.",))) is None


def test_the_personal_detail_that_was_found_is_quoted() -> None:
    said = shared.has_no_personal_data(make_question(public_texts=(WITH_MAIL,)))

    assert said is not None
    assert "anna.devries@example.org" in said.nl
    assert "anna.devries@example.org" in said.en


def test_what_a_challenge_still_needs_is_named_in_order() -> None:
    said = challenge.has_frame(make_challenge(level="", skills=0))

    assert said == Text("Nog nodig: niveau, een vaardigheid.", "Still needed: level, a skill.")


def test_the_places_that_are_needed_are_counted() -> None:
    assert challenge.has_slots(make_challenge(slots=2, taken=3)) == Text(
        "Er zijn te weinig plaatsen. Kies er minstens 3.", "There are too few places. Choose at least 3."
    )


def test_the_filter_that_does_not_pass_is_named() -> None:
    said = placement.passes_hard_filters(make_placement(failed_filters=(LANGUAGE, Text("te laat", "too late"))))

    assert said == Text(
        "Dit past niet bij het vak: Nederlands nodig, te laat.", "This does not fit the course: Dutch needed, too late."
    )


def test_the_size_of_the_team_is_named() -> None:
    said = project.has_enough_members(make_project(members=3))

    assert said == Text(
        "Aantal leden van het team: 3. Nodig: minstens 4 en hoogstens 6.",
        "Members of the team: 3. Needed: at least 4 and at most 6.",
    )
