"""Cutting a question to size: the first period that can still be planned, what cannot be, what to look at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leren_app.domain.city.parts import AcademicYear, Level, Period
from leren_app.domain.slicing import USUAL, Cut, doubts, first_start, impossible, last_day, start_words
from leren_app.domain.study_load import LONGEST_HOURS
from leren_app.domain.text import Text
from leren_app.models import WorkForm


def period(key: str, starts_on: date, ends_on: date) -> Period:
    return Period(key, Text(f"Periode {key}", f"Period {key}"), starts_on, ends_on)


YEAR = AcademicYear(
    "2026-27",
    date(2026, 9, 1),
    date(2027, 8, 31),
    (period("s1", date(2026, 9, 7), date(2027, 1, 29)), period("s2", date(2027, 2, 1), date(2027, 7, 9))),
    (period("b1", date(2026, 9, 7), date(2026, 10, 23)), period("b2", date(2026, 10, 26), date(2026, 12, 18))),
)
MBO, HBO = Level("mbo", Text("mbo", "mbo"), "hours"), Level("hbo", Text("hbo", "hbo"), "EC")
TODAY = date(2026, 6, 1)
FINE = Cut("course_part", HBO, 140, team_min=4, team_max=6, starts_on=date(2026, 9, 7), ends_on=date(2026, 11, 13))


def test_every_work_form_has_usual_numbers_that_can_be() -> None:
    assert set(USUAL) == set(WorkForm)
    for form, usual in USUAL.items():
        level = Level(usual.level, Text("", ""), "hours" if usual.level == "mbo" else "EC")
        days = (date(2026, 9, 7), last_day(date(2026, 9, 7), usual.weeks))
        cut = Cut(form, level, usual.hours, False, usual.team_min, usual.team_max, *days)
        assert impossible(cut, TODAY) is None
        assert doubts(cut) == []
        assert 1 <= usual.team_min <= usual.team_max
        assert usual.hours <= LONGEST_HOURS


@pytest.mark.parametrize(
    ("form", "today", "expected"),
    [
        ("minor", date(2026, 6, 22), "s1"),  # the last day, eleven weeks before
        ("minor", date(2026, 6, 23), "s2"),  # a minor waits for a semester
        ("course_part", date(2026, 6, 23), "b2"),
        ("exercise", date(2026, 8, 10), "s1"),  # semester and block begin on one day: the semester names it
        ("exercise", date(2027, 1, 5), None),
    ],
)
def test_the_first_start_is_the_next_period_that_can_still_be_planned(
    form: str, today: date, expected: str | None
) -> None:
    found = first_start([YEAR], form, today)

    assert (found.period.key if found else None) == expected
    assert found is None or found.plan_by >= today


def test_the_start_is_said_with_period_and_week() -> None:
    assert start_words(first_start([YEAR], "minor", TODAY)).nl == (
        "Begint op zijn vroegst in periode s1, week 37 van 2026"
    )
    assert "Fill in a start yourself" in start_words(None).en


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"level": MBO, "in_ec": True}, "hours", "mbo telt in uren en niet in EC"),
        ({"level": MBO, "form": "thesis"}, "level", "alleen op hbo en universiteit"),
        ({"level": MBO, "form": "minor"}, "level", "alleen op hbo en universiteit"),
        ({"form": "work_placement"}, "level", "Een bpv is er alleen in het mbo"),
        ({"ends_on": date(2026, 5, 31)}, "ends_on", "al voorbij"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(change: dict[str, object], field: str, said: str) -> None:
    found = impossible(replace(FINE, **change), TODAY)  # type: ignore[arg-type]  # the table mixes fields

    assert found is not None
    assert found[0] == field
    assert said in found[1].nl


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"in_ec": True},
        {"level": None, "in_ec": True},
        {"level": MBO},
        {"level": MBO, "form": "work_placement"},
        {"form": ""},
        {"ends_on": TODAY},
    ],
)
def test_what_can_be_is_not_refused(change: dict[str, object]) -> None:
    assert impossible(replace(FINE, **change), TODAY) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"form": "thesis", "team_max": 6}, ["team_max"]),
        ({"team_max": 12}, []),
        ({"team_max": 13}, ["team_max"]),
        ({"ends_on": date(2026, 10, 2)}, ["ends_on"]),
        ({"hours": 421}, ["hours"]),
        ({"hours": 420}, []),
        ({"form": ""}, []),
        ({"starts_on": None}, []),
    ],
)
def test_what_is_seldom_meant_is_asked_about(change: dict[str, object], fields: list[str]) -> None:
    assert [field for field, _ in doubts(replace(FINE, **change))] == fields  # type: ignore[arg-type]
