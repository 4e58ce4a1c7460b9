"""The weekly mail to lecturers: on Mondays, before a deadline that is near, and only where something fits."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.calendar import instant_of
from leren_app.jobs.letters import find_recipient, write
from leren_app.jobs.play import run_due
from leren_app.models import CourseRun, DevMail, Outbox
from leren_app.services.suggestions import reading
from leren_app.services.suggestions.deadlines import AHEAD, TOPIC, promise_weekly
from tests.later import let_pass
from tests.makers import the_city
from tests.makers_education import lecturer_of, make_challenge, make_run, the_day


@pytest.fixture
def run(app: Flask, session: Session) -> CourseRun:
    """An edition that one challenge fits, worked out by its jobs."""
    make_challenge(session)
    run = make_run(session)
    session.commit()
    run_due()
    session.rollback()
    session.expire_all()
    return run


def promised(session: Session) -> list[Outbox]:
    return [
        row for row in session.scalars(select(Outbox).where(Outbox.kind == "mail")) if row.payload["topic"] == TOPIC
    ]


def monday_before(session: Session, run: CourseRun) -> date:
    """The next Monday; planning is made to close two weeks later."""
    monday = the_day(session) + timedelta(days=7 - the_day(session).weekday())
    run.planning_deadline = monday + timedelta(days=14)
    session.flush()
    return monday


def test_a_lecturer_hears_on_monday_what_fits_before_planning_closes_once(session: Session, run: CourseRun) -> None:
    monday = monday_before(session, run)

    assert promise_weekly(session, monday) == 1
    promise_weekly(session, monday)

    assert len(promised(session)) == 1
    recipient = find_recipient(session, promised(session)[0].payload["recipient"])
    assert recipient is not None
    subject, body = write(session, promised(session)[0].payload, recipient)
    assert run.course.name_nl in subject
    assert "Wat helpt ouderen over de drempel?" in body
    assert f"/mijn/vakken/uitvoering/{run.id}/vragen" in body


def test_the_next_monday_tells_again_and_other_days_tell_nothing(session: Session, run: CourseRun) -> None:
    monday = monday_before(session, run)

    assert [promise_weekly(session, monday + timedelta(days=n)) for n in range(1, 7)] == [0] * 6
    promise_weekly(session, monday)
    promise_weekly(session, monday + timedelta(days=7))

    assert len(promised(session)) == 2


def test_nothing_is_told_of_a_deadline_far_off_or_past_or_when_nothing_fits(session: Session, run: CourseRun) -> None:
    monday = monday_before(session, run)
    deadline = run.planning_deadline
    run.planning_deadline = monday + AHEAD + timedelta(days=1)
    assert promise_weekly(session, monday) == 0
    run.planning_deadline = monday - timedelta(days=1)
    assert promise_weekly(session, monday) == 0

    run.planning_deadline = deadline
    row = reading.list_for_run(session, run, monday)[0]
    reading.dismiss(session, run, row.challenge.id, "theme", actor=lecturer_of(run))

    assert promise_weekly(session, monday) == 0


def test_a_mail_written_after_everything_was_put_aside_says_so(session: Session, run: CourseRun) -> None:
    monday = monday_before(session, run)
    promise_weekly(session, monday)
    row = reading.list_for_run(session, run, monday)[0]
    reading.dismiss(session, run, row.challenge.id, "theme", actor=lecturer_of(run))
    recipient = find_recipient(session, promised(session)[0].payload["recipient"])
    assert recipient is not None

    subject, body = write(session, promised(session)[0].payload, recipient)

    assert "weggelegd" in body
    assert "None" not in subject + body


def test_the_clock_brings_the_mail_on_monday_at_eight_and_again_a_week_later(
    app: Flask, session: Session, run: CourseRun
) -> None:
    monday, zone = monday_before(session, run), the_city().time_zone
    lecturer = run.course.lecturers[0].user.mail

    let_pass(app, session, instant_of(monday, time(7, 59), zone))
    assert mails_to(session, lecturer) == []
    let_pass(app, session, instant_of(monday, time(8, 1), zone))
    assert [run.course.name_nl in subject for subject in mails_to(session, lecturer)] == [True]
    let_pass(app, session, instant_of(monday + timedelta(days=6), time(23), zone))
    assert len(mails_to(session, lecturer)) == 1
    let_pass(app, session, instant_of(monday + timedelta(days=7), time(9), zone))
    assert len(mails_to(session, lecturer)) == 2


def mails_to(session: Session, mail: str) -> list[str]:
    """The subjects of what somebody got."""
    return list(session.scalars(select(DevMail.subject).where(DevMail.recipient == mail)))
