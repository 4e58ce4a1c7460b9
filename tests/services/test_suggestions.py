"""Suggestions: stored by a job, the same however often, kept away when put aside, and empty for a reason in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.fitting import Label
from leren_app.domain.roles import Role
from leren_app.jobs.run import run_row
from leren_app.models import CourseRun, Outbox, OutboxState, Suggestion
from leren_app.services import outbox
from leren_app.services.suggestions import finding, reading, refreshing
from tests.later import work
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    lecturer_of,
    make_challenge,
    make_course,
    make_lecturer,
    make_placement,
    make_run,
    teacher,
    the_day,
)


def rows(session: Session, run: CourseRun) -> list[Suggestion]:
    return list(session.scalars(select(Suggestion).where(Suggestion.run_id == run.id)))


def test_a_job_stores_what_fits_with_the_words_that_meet(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)

    work(session)

    found = reading.list_for_run(session, run, the_day(session))
    assert [each.challenge.id for each in found] == [challenge.id]
    assert found[0].fit.label is Label.FITS
    assert {"term": "buurthuis", "query_term": "buurthuis"}.items() <= _reason(found[0].row, "buurthuis").items()
    assert 0 < found[0].row.score <= 1


def _reason(row: Suggestion, term: str) -> dict[str, object]:
    return next(reason for reason in row.reasons if reason["term"] == term)


def test_a_job_that_is_done_again_changes_nothing_and_never_doubles(app: Flask, session: Session) -> None:
    make_challenge(session)
    run = make_run(session)
    work(session)
    before = [(row.id, row.score) for row in rows(session, run)]

    for _ in range(2):
        finding.refresh_run(session, run.id, city=the_city())
        finding.refresh_all(session, city=the_city())

    assert [(row.id, row.score) for row in rows(session, run)] == before


def test_a_worker_that_died_in_the_job_leaves_it_to_the_next_and_it_is_done_once(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_challenge(session)
    run = make_run(session)
    session.commit()
    row_id = session.scalars(
        select(Outbox.id).where(Outbox.kind == "suggestions.refresh", Outbox.idem_key.contains("run"))
    ).one()
    real = outbox.finish

    def die(*_: object, **__: object) -> None:
        raise OSError("the machine went away")  # after the effect, before the commit

    monkeypatch.setattr(outbox, "finish", die)
    run_row(row_id)
    session.rollback()
    assert rows(session, run) == []
    monkeypatch.setattr(outbox, "finish", real)
    session.get_one(Outbox, row_id).available_at -= timedelta(hours=1)
    session.commit()
    run_row(row_id)

    session.expire_all()
    assert session.get_one(Outbox, row_id).state is OutboxState.DONE
    assert len(rows(session, run)) == 1


@pytest.mark.parametrize("closes", ["level", "language", "deadline", "period"])
def test_a_hard_limit_keeps_a_challenge_out_whatever_its_words(app: Flask, session: Session, closes: str) -> None:
    today = the_day(session)
    changes: dict[str, dict[str, object]] = {
        "level": {"level": "wo"},
        "language": {"field_language": "en"},
        "deadline": {"last_plan_on": today + timedelta(days=1)},
        "period": {"starts_on": today, "ends_on": today + timedelta(days=40)},
    }
    make_challenge(session, **changes[closes])
    run = make_run(session)
    work(session)

    day = today + timedelta(days=2) if closes == "deadline" else today

    assert reading.list_for_run(session, run, day) == []


def test_what_fits_a_later_edition_is_kept_apart(app: Flask, session: Session) -> None:
    today = the_day(session)
    make_challenge(session, starts_on=today + timedelta(days=200), ends_on=today + timedelta(days=300))
    run = make_run(session)
    work(session)

    assert [each.fit.label for each in reading.list_for_run(session, run, today)] == [Label.NEXT]


def test_no_shared_word_is_no_suggestion_and_the_limit_is_named(app: Flask, session: Session) -> None:
    make_challenge(session)
    course = make_course(session, name_nl="Zweefvliegtuigen", name_en="Gliders", goals="")
    run = make_run(session, course)
    work(session)

    assert rows(session, run) == []
    assert "deelt geen woorden met uw vak" in reading.why_none(session, run, the_day(session)).nl


def test_put_aside_stays_away_with_its_reason_until_it_is_brought_back(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    work(session)
    who, today = lecturer_of(run), the_day(session)
    with pytest.raises(FieldError):
        reading.dismiss(session, run, challenge.id, "", actor=who)

    reading.dismiss(session, run, challenge.id, "too_large", actor=who)
    finding.refresh_all(session, city=the_city())

    assert reading.list_for_run(session, run, today) == []
    assert [row.dismissed_reason for row in reading.list_put_aside(session, run.course_id)] == ["too_large"]
    reading.take_back(session, run, challenge.id, actor=who)
    assert len(reading.list_for_run(session, run, today)) == 1
    with pytest.raises(NotFoundError):
        reading.dismiss(session, run, challenge.id, "other", actor=teacher(make_lecturer(session)))
    with pytest.raises(NotFoundError):
        reading.dismiss(session, run, run.id, "other", actor=who)


def test_a_challenge_that_closes_takes_its_suggestions_along(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    work(session)
    challenge.state = type(challenge.state)("closed")
    session.flush()

    finding.refresh_challenge(session, challenge.id, city=the_city())

    assert rows(session, run) == []


def test_what_was_asked_for_is_no_suggestion_any_more(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    make_placement(session, challenge=challenge, run=run)
    work(session)

    assert reading.list_for_run(session, run, the_day(session)) == []
    assert reading.under_way(session, run).asked == 1


def test_a_coordinator_sees_which_editions_fit_a_challenge(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    make_run(session, make_course(session, level="wo"))
    refreshing.refresh_all(session, "test")
    work(session)

    found = reading.list_for_challenge(session, challenge, the_day(session))

    assert [each.run.id for each in found] == [run.id]
    assert actor(make_user(session, Role.COORDINATOR)).has(Role.COORDINATOR)
