"""The demo's clock goes where a story begins, and only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from leren_app.services import clock
from tests.makers import make_question

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_the_clock_of_an_empty_demo_begins_wherever_its_story_does(session: Session) -> None:
    at = clock.begin_at(session, LONG_AGO)

    assert abs(at - LONG_AGO) < timedelta(seconds=2)
    assert abs(clock.now(session) - LONG_AGO) < timedelta(seconds=5)
    assert clock.is_behind(session)


def test_a_clock_that_was_moved_on_can_still_begin_in_the_past(session: Session) -> None:
    clock.move(session, timedelta(days=3))

    clock.begin_at(session, LONG_AGO)

    assert clock.is_behind(session)


def test_time_does_not_begin_again_once_something_happened(session: Session) -> None:
    make_question(session)

    with pytest.raises(ValueError, match="happened"):
        clock.begin_at(session, LONG_AGO)


def test_the_clock_of_real_people_begins_nowhere(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(session.info, "is_demo", False)

    with pytest.raises(ValueError, match="demo"):
        clock.begin_at(session, LONG_AGO)


@pytest.mark.parametrize("moved", [timedelta(0), timedelta(days=40)])
def test_a_clock_at_or_after_the_present_is_not_behind(session: Session, moved: timedelta) -> None:
    clock.move(session, moved)

    assert not clock.is_behind(session)
