"""The rule for the day on which an asker hears from us."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.our_turn import OUR_TURN, hear_by


class Delft:
    """A city whose closed days are the weekends alone."""

    time_zone = "Europe/Amsterdam"
    closed_days: frozenset[date] = frozenset()


MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN_LATER = date(2026, 3, 16)
FIRST, KEPT = date(2026, 3, 9), date(2026, 3, 5)


def day(state: QuestionState = QuestionState.INTAKE, **given: Any) -> date | None:
    asked: dict[str, Any] = {"kept": None, "first_due": None, "since": MONDAY, "days": 10, "city": Delft()}
    return hear_by(state, **{**asked, **given})


@pytest.mark.parametrize("state", [state for state in QuestionState if state not in OUR_TURN])
def test_no_day_where_it_is_not_our_turn(state: QuestionState) -> None:
    assert day(state, kept=KEPT, first_due=FIRST) is None


@pytest.mark.parametrize("state", sorted(OUR_TURN))
def test_a_new_turn_without_a_promise_ends_ten_working_days_later(state: QuestionState) -> None:
    assert day(state) == TEN_LATER


def test_the_promised_first_answer_holds_while_it_is_ahead_and_no_longer() -> None:
    assert day(first_due=FIRST) == FIRST
    assert day(first_due=MONDAY.date()) == MONDAY.date()
    assert day(first_due=date(2026, 3, 1)) == TEN_LATER


def test_a_day_that_was_named_stays_even_when_it_is_past() -> None:
    assert day(kept=KEPT, first_due=FIRST) == KEPT
    assert day(kept=date(2026, 1, 1)) == date(2026, 1, 1)
