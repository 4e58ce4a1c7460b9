"""Hard limits in both directions, the label of the calendar, and the words for an empty list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from leren_app.domain import agreement, days
from leren_app.domain.editions import Planned, faults_of
from leren_app.domain.fitting import (
    Edition,
    Label,
    Limit,
    Wanted,
    binding_limit,
    fit_of,
    is_too_large,
    misses,
    reasons_of,
    size_of,
    too_large_from,
    why_no_edition,
)
from leren_app.domain.text import Text

TODAY = date(2026, 5, 12)
# An hbo course in weeks 36 to 46 with its planning deadline on 15 June, as in the story of the mission.
EDITION = Edition(date(2026, 8, 31), date(2026, 11, 15), date(2026, 6, 15), "hbo", frozenset({"nl"}), 4, 6, 140)
WANTED = Wanted("hbo", "nl", date(2026, 8, 1), date(2026, 12, 1), date(2026, 7, 1), 4, 6, 140)
WEEKS = days.weeks(EDITION.starts_on, EDITION.ends_on)


def fit(edition: dict[str, Any] | None = None, today: date = TODAY, **wanted: Any) -> Label | None:
    found = fit_of(replace(EDITION, **(edition or {})), replace(WANTED, **wanted), today)
    return found.label if found else None


# ---- each limit lets in and keeps out, right at its edge ----

WHOLE = (EDITION.ends_on - EDITION.starts_on).days + 1
QUARTER = WHOLE // 4

EDGES: dict[str, tuple[Limit, dict[str, Any], dict[str, Any]]] = {
    "ends soon": (
        Limit.PERIOD,
        {"ends_on": EDITION.ends_on - timedelta(days=QUARTER)},
        {"ends_on": EDITION.ends_on - timedelta(days=QUARTER + 1)},
    ),
    "begins late": (
        Limit.PERIOD,
        {"starts_on": EDITION.starts_on + timedelta(days=QUARTER)},
        {"starts_on": EDITION.starts_on + timedelta(days=QUARTER + 1)},
    ),
    "planned too late": (Limit.DEADLINE, {"last_plan_on": TODAY}, {"last_plan_on": TODAY - timedelta(days=1)}),
    "level": (Limit.LEVEL, {"level": "hbo"}, {"level": "wo"}),
    "language": (Limit.LANGUAGE, {"field_language": "any"}, {"field_language": "en"}),
}


@pytest.mark.parametrize("name", EDGES)
def test_a_limit_lets_in_what_just_passes_and_keeps_out_what_just_does_not(name: str) -> None:
    limit, passes, fails = EDGES[name]

    assert misses(EDITION, replace(WANTED, **passes), TODAY) == {}
    assert set(misses(EDITION, replace(WANTED, **fails), TODAY)) == {limit}


def test_an_edition_takes_a_challenge_while_a_team_still_fits_in_its_places() -> None:
    assert misses(replace(EDITION, places_left=EDITION.team_min), WANTED, TODAY) == {}
    assert set(misses(replace(EDITION, places_left=EDITION.team_min - 1), WANTED, TODAY)) == {Limit.CAPACITY}
    assert misses(replace(EDITION, places_left=None), WANTED, TODAY) == {}


def test_a_client_without_hours_in_a_semester_keeps_its_challenges_out_of_that_semester_alone() -> None:
    full = replace(WANTED, full_in=frozenset({"2026-27/semester-1"}))

    assert set(misses(replace(EDITION, semester="2026-27/semester-1"), full, TODAY)) == {Limit.LOAD}
    assert misses(replace(EDITION, semester="2026-27/semester-2"), full, TODAY) == {}
    assert misses(EDITION, full, TODAY) == {}


@pytest.mark.parametrize("name", EDGES)
def test_what_a_limit_keeps_out_has_no_label_but_for_another_time(name: str) -> None:
    _, passes, fails = EDGES[name]

    assert fit_of(EDITION, replace(WANTED, **passes), TODAY) is not None
    found = fit_of(EDITION, replace(WANTED, **fails), TODAY)
    assert (found.label if found else None) == (Label.NEXT if name == "begins late" else None)


def test_a_course_finds_challenges_too_large_only_after_it_said_so_twice() -> None:
    assert size_of(replace(WANTED, hours=140, team_min=4)) == 560
    assert size_of(replace(WANTED, hours=None)) is None
    assert too_large_from([560]) is None
    assert too_large_from([560, None]) is None
    assert too_large_from([840, 560, 700]) == 560


def test_the_deadline_of_the_course_is_a_limit_to_its_last_day() -> None:
    last = EDITION.planning_deadline

    assert misses(EDITION, WANTED, last) == {}
    assert set(misses(EDITION, WANTED, last + timedelta(days=1))) == {Limit.DEADLINE}


def test_a_challenge_without_days_has_no_limit_of_time() -> None:
    assert misses(EDITION, Wanted("hbo"), TODAY) == {}


def test_a_sentence_names_the_language_in_both_languages() -> None:
    said = misses(EDITION, replace(WANTED, field_language="en"), TODAY)[Limit.LANGUAGE]

    assert said == Text(
        "het veldwerk vraagt Engels en het vak spreekt dat niet",
        "the field work needs English and the course does not speak it",
    )


# ---- labels ----


def test_the_label_says_what_the_calendar_says() -> None:
    assert fit() is Label.FITS
    assert fit(ends_on=EDITION.ends_on - timedelta(days=3)) is Label.TIGHT
    assert fit(starts_on=EDITION.starts_on + timedelta(days=3)) is Label.TIGHT
    assert fit(last_plan_on=date(2026, 6, 1)) is Label.DECIDE
    assert fit(today=date(2026, 6, 1)) is Label.DECIDE
    assert fit(team_min=7, team_max=8) is Label.TOO_LARGE
    assert fit(hours=280) is Label.TOO_LARGE
    assert fit(starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 1)) is Label.NEXT


def test_what_is_over_before_the_course_begins_or_fails_two_limits_has_no_label() -> None:
    assert fit(starts_on=None, ends_on=date(2026, 9, 1)) is None
    assert fit(starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 1), level="wo") is None


def test_a_label_is_said_in_weeks_and_days() -> None:
    said = [
        fit_of(EDITION, WANTED, TODAY),
        fit_of(EDITION, replace(WANTED, ends_on=date(2026, 11, 8)), TODAY),
        fit_of(EDITION, replace(WANTED, last_plan_on=date(2026, 6, 1)), TODAY),
        fit_of(EDITION, replace(WANTED, starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 1)), TODAY),
    ]

    assert [each.text.nl for each in said if each] == [
        "Past: week 36 tot en met 46",
        "Krap: moet af zijn in week 45",
        "Past: beslis uiterlijk 1 juni",
        "Volgende kans: februari 2027",
    ]


def test_a_class_of_half_the_hours_is_not_too_small_but_two_thirds_less_is() -> None:
    assert not is_too_large(EDITION, replace(WANTED, hours=210))
    assert is_too_large(EDITION, replace(WANTED, hours=211))


def test_reasons_name_language_and_teams_only_where_they_are_good() -> None:
    assert len(reasons_of(EDITION, WANTED)) == 2
    assert reasons_of(EDITION, replace(WANTED, field_language="any", team_min=7, team_max=9)) == []


# ---- why a list is empty ----


def test_an_empty_list_names_the_limit_that_alone_keeps_most_away() -> None:
    missed = (
        [frozenset({Limit.LANGUAGE})] * 3 + [frozenset({Limit.LEVEL})] * 2 + [frozenset({Limit.LEVEL, Limit.PERIOD})]
    )

    assert (
        binding_limit(missed, WEEKS).nl == "Geen vraagstuk past in week 36 tot en met 46. Zonder de taaleis zijn er 3."
    )


def test_an_empty_list_says_when_words_many_limits_or_nothing_at_all_is_the_reason() -> None:
    both = frozenset({Limit.LEVEL, Limit.PERIOD})

    assert "share no words" in binding_limit([frozenset(), frozenset(), both], WEEKS).en
    assert binding_limit([frozenset()], WEEKS).nl.startswith("Er past één vraagstuk")
    assert "at least two limits" in binding_limit([both], WEEKS).en
    assert "No challenges are open" in binding_limit([], WEEKS).en


def test_why_no_edition_fits_names_the_limit_that_alone_keeps_most_away() -> None:
    level, language = frozenset({Limit.LEVEL}), frozenset({Limit.LANGUAGE})
    both = level | language

    assert why_no_edition([level, level, language, both]).en == "None of 4 fits. Without the level there would be 2."
    assert why_no_edition([language]).nl == "Geen van de 1 past. Zonder de taaleis zijn er 1."
    assert why_no_edition([both]).en == "None of 1 fits. With each of them at least two limits are in the way."
    assert why_no_edition([both, frozenset()]).en.startswith("Weeks, level and language fit 1 of 2, but none shares")
    assert why_no_edition([]).nl == "Er is nu geen vak dat nog kan inplannen."


# ---- what an edition can be ----

PLANNED = Planned(date(2026, 8, 31), date(2026, 11, 15), date(2026, 6, 15), 24, 4, 6, ("nl",))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("starts_on", {"starts_on": date(2036, 8, 31), "ends_on": date(2036, 11, 1)}),
        ("ends_on", {"ends_on": date(2026, 8, 30)}),
        ("ends_on", {"ends_on": date(2028, 8, 30)}),
        ("planning_deadline", {"planning_deadline": date(2026, 8, 31)}),
        ("planning_deadline", {"planning_deadline": TODAY - timedelta(days=1)}),
        ("places", {"places": 0}),
        ("places", {"places": 2001}),
        ("team_min", {"team_min": 0}),
        ("team_min", {"places": 3}),
        ("team_max", {"team_max": 3}),
        ("languages", {"languages": ()}),
    ],
)
def test_an_edition_that_cannot_be_gets_a_sentence_at_its_field(field: str, changes: dict[str, Any]) -> None:
    assert faults_of(PLANNED, TODAY) == {}
    assert set(faults_of(replace(PLANNED, **changes), TODAY)) == {field}


def test_a_deadline_that_passed_may_stay_as_it_was() -> None:
    later = date(2026, 7, 1)

    assert faults_of(PLANNED, later, deadline_before=PLANNED.planning_deadline) == {}


# ---- the agreement ----


def test_terms_that_nobody_changed_stay_in_both_languages() -> None:
    untouched = {term.key: term.standard.en for term in agreement.TERMS}

    kept = agreement.changed({**untouched, "costs": "Wij betalen\r\nde bus. "})

    assert kept == {"costs": "Wij betalen\nde bus."}
    costs = next(term for term in agreement.TERMS if term.key == "costs")
    assert agreement.said(kept, costs) == Text("Wij betalen\nde bus.", "Wij betalen\nde bus.")
    assert agreement.said({}, costs) == costs.standard


def test_weeks_and_days_are_said_in_both_languages() -> None:
    assert days.weeks(date(2026, 9, 1), date(2026, 9, 3)) == Text("week 36", "week 36")
    assert days.spoken(date(2026, 6, 15), TODAY) == Text("15 juni", "15 June")
    assert days.spoken(date(2027, 2, 1), TODAY) == Text("1 februari 2027", "1 February 2027")
