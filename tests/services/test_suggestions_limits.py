"""Each hard limit in both directions, in what is stored: what just passes is suggested, what just does not is not.

Places of the course and hours of the client, which have to be counted first, stand in test_suggestions_room.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.fitting import Limit
from leren_app.jobs.play import run_due
from leren_app.models import CourseRun, FieldLanguage, Suggestion
from leren_app.services.suggestions import finding
from tests.makers import the_city
from tests.makers_education import make_challenge, make_run, the_day

DAY = timedelta(days=1)


def edges(limit: Limit, today: date, run: CourseRun) -> tuple[dict[str, Any], dict[str, Any]]:
    """A challenge that just passes a limit, and one that just does not."""
    weeks = run.ends_on - run.starts_on + DAY
    enough = run.starts_on + 0.75 * weeks - DAY
    return {
        Limit.PERIOD: ({"ends_on": enough, "starts_on": today}, {"ends_on": enough - DAY, "starts_on": today}),
        Limit.DEADLINE: ({"last_plan_on": today}, {"last_plan_on": today - DAY}),
        Limit.LEVEL: ({"level": "hbo"}, {"level": "mbo"}),
        Limit.LANGUAGE: ({"field_language": FieldLanguage.ANY}, {"field_language": FieldLanguage.ENGLISH}),
    }[limit]


@pytest.mark.parametrize("limit", [Limit.PERIOD, Limit.DEADLINE, Limit.LEVEL, Limit.LANGUAGE])
def test_a_limit_stores_what_just_passes_it_and_not_what_just_does_not(
    app: Flask, session: Session, limit: Limit
) -> None:
    passes, fails, run = make_challenge(session), make_challenge(session), make_run(session)
    for challenge, changes in zip((passes, fails), edges(limit, the_day(session), run), strict=True):
        for name, value in changes.items():
            setattr(challenge, name, value)
    session.commit()
    run_due()

    finding.refresh_all(session, city=the_city())
    assert suggested(session, run) == {passes.id}

    for name, value in edges(limit, the_day(session), run)[0].items():
        setattr(fails, name, value)
    session.flush()
    finding.refresh_challenge(session, fails.id, city=the_city())
    assert suggested(session, run) == {passes.id, fails.id}


def test_an_edition_is_suggested_something_to_the_last_day_on_which_it_can_plan(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    session.commit()
    run_due()

    run.planning_deadline = the_day(session) - DAY
    finding.refresh_run(session, run.id, city=the_city())
    assert suggested(session, run) == set()

    run.planning_deadline = the_day(session)
    finding.refresh_run(session, run.id, city=the_city())
    assert suggested(session, run) == {challenge.id}


def suggested(session: Session, run: CourseRun) -> set[Any]:
    """The challenges of the rows of an edition."""
    return set(session.scalars(select(Suggestion.challenge_id).where(Suggestion.run_id == run.id)))
