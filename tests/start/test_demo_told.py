"""What is there after the demo's year was told: every state, lived, and nothing left undone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.cli import demo, demo_story, demo_year
from leren_app.domain import calendar
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.extensions import db
from leren_app.models import (
    AgreedHow,
    Application,
    Challenge,
    ClinicVersion,
    DevMail,
    Event,
    Outbox,
    OutboxState,
    Placement,
    Profile,
    Project,
    Question,
    Result,
    Suggestion,
)
from leren_app.services import clock
from tests.conftest import empty_all
from tests.makers import the_city
from tests.start.test_demo import counts

PASSING = {QuestionState.ANSWERED}  # lasts two weeks: on some days nobody stands there
YEAR = demo_year.read_folder(demo_story.story_file("leiden").with_suffix(""))


# Telling the year takes half a minute; on PostgreSQL it is told with --full, and in part by test_demo.py.
KINDS = ["sqlite", "postgresql"] if os.environ.get("LEREN_TEST_FULL") == "1" else ["sqlite"]
pytestmark = pytest.mark.parametrize("database_url", KINDS, indirect=True, scope="session")


@pytest.fixture(scope="module")
def told_app(migrated_app: Flask) -> Flask:
    """An application in which the whole story was told."""
    with migrated_app.app_context():
        empty_all()
    assert demo.prepare(migrated_app, empty=False)
    return migrated_app


@pytest.fixture
def told(told_app: Flask) -> Iterator[Session]:
    """A session after the whole story; only for reading."""
    with told_app.app_context():
        yield db.session()
        db.session.remove()


def test_the_story_has_a_question_in_every_state_that_can_be_reached(told: Session) -> None:
    states = set(told.scalars(select(Question.state)))

    assert states | PASSING == set(QuestionState)


def test_the_story_has_reminders_a_change_and_a_yes_by_phone_and_on_paper(told: Session) -> None:
    reminders = told.scalars(select(Question.reminders).where(Question.state == QuestionState.WAITING)).all()
    changed = told.scalars(select(Event.subject_id).where(Event.step == "change")).all()
    versions = told.scalar(select(func.count()).where(ClinicVersion.question_id == changed[0]))
    hows = set(told.scalars(select(ClinicVersion.agreed_how)))

    assert 1 in reminders
    assert versions == 2
    assert hows == {None, *AgreedHow}


def test_the_queue_has_questions_nearly_due_too_late_and_with_time_left(told: Session) -> None:
    city = the_city()
    today = calendar.local_day(clock.now(told), city.time_zone)
    due = told.scalars(select(Question.due_on).where(Question.state == QuestionState.RECEIVED))

    left = sorted(calendar.days_left(today, day, city.closed_days) for day in due if day is not None)

    assert left[0] < 0
    assert any(0 <= days <= 2 for days in left)
    assert left[-1] > 5
    assert sum(days < 0 for days in left) <= 3


def test_public_questions_come_from_several_districts_themes_and_languages(told: Session) -> None:
    public = told.scalars(select(Question).where(Question.state == QuestionState.PUBLIC)).all()

    assert len(public) > 20
    assert len({question.district for question in public}) > 6
    assert {theme.theme for question in public for theme in question.themes} == {"health", "green", "heritage"}
    assert {question.language for question in public} == {"nl", "en"}


def test_the_story_ends_now_with_nothing_left_undone(told: Session) -> None:
    real = datetime.now(UTC)
    undone = select(Outbox).where(Outbox.state != OutboxState.DONE, Outbox.available_at <= clock.now(told))

    assert abs(clock.now(told) - real) < timedelta(minutes=5)  # other tests of this module may have come in between
    assert not clock.is_behind(told)
    assert told.scalars(undone).all() == []


def test_only_the_mails_of_the_last_days_are_kept(told: Session) -> None:
    sent = told.scalars(select(DevMail.sent_at)).all()

    assert 0 < len(sent) < 100
    assert min(sent) >= demo.mail_kept_since(clock.now(told), the_city())


def test_a_second_run_does_nothing(told: Session, told_app: Flask) -> None:
    before = counts(told)

    assert not demo.prepare(told_app, empty=False)
    assert not demo.prepare(told_app, empty=True)
    assert counts(told) == before


def test_projects_are_being_formed_at_work_told_and_closed(told: Session) -> None:
    states = set(told.scalars(select(Project.state)))

    assert states >= {ProjectState.FORMING, ProjectState.RUNNING, ProjectState.NOT_STARTED, ProjectState.CLOSED}
    assert (told.scalar(select(func.count(Project.id))) or 0) >= 40


def test_placements_went_every_way_they_can_go(told: Session) -> None:
    states = set(told.scalars(select(Placement.state)))

    assert states >= set(PlacementState) - {PlacementState.CANCELLED}


def test_every_public_result_has_its_report_and_both_languages(told: Session) -> None:
    public = told.scalars(select(Result).where(Result.published_at.is_not(None))).all()

    assert len(public) > 15
    assert all(result.report_id and result.title_nl != result.title_en for result in public)


def test_every_challenge_and_project_has_the_events_that_brought_it_there(told: Session) -> None:
    for kind, model in (("challenge", Challenge), ("placement", Placement), ("project", Project)):
        ids = set(told.scalars(select(model.id)))
        lived = set(told.scalars(select(Event.subject_id).where(Event.subject == kind)))
        assert ids == lived


def test_nine_hundred_students_said_yes_and_some_applied(told: Session) -> None:
    assert told.scalar(select(func.count(Profile.id)).where(Profile.consented_at.is_not(None))) == 900
    assert told.scalar(select(func.count(Application.id))) == sum(len(lines) for lines in YEAR.wishes.values())


def test_courses_that_can_still_be_planned_have_suggestions(told: Session) -> None:
    assert (told.scalar(select(func.count(Suggestion.id)).where(Suggestion.run_id.is_not(None))) or 0) > 20
