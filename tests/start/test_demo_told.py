"""What is there after the demo's year was told: every state, lived, and nothing left undone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.cli import demo, demo_people, demo_story, demo_year
from leren_app.domain import calendar
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.extensions import db
from leren_app.models import (
    AgreedHow,
    Application,
    Challenge,
    Channel,
    ClinicVersion,
    Contact,
    CourseRun,
    DevMail,
    Event,
    Outbox,
    OutboxState,
    Placement,
    Profile,
    Project,
    Promise,
    Question,
    Result,
    Suggestion,
    TeamMember,
)
from leren_app.services import clock
from leren_app.services.projects.ending import is_waiting
from tests.conftest import empty_all
from tests.makers import the_city
from tests.start.test_demo import counts

Lived = Question | Challenge | Placement | Application | Project
STATES: dict[type[Lived], type[StrEnum]] = {
    Question: QuestionState,
    Challenge: ChallengeState,
    Placement: PlacementState,
    Application: ApplicationState,
    Project: ProjectState,
}
NOT_TO_BE_SEEN: dict[StrEnum, str] = {}
"""States that a real year would have and the demo cannot show, each with the reason; there is none."""
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


@pytest.mark.parametrize("kind", STATES, ids=lambda kind: str(kind.__name__))
def test_every_state_of_every_life_cycle_is_there_and_came_about_by_a_step(told: Session, kind: type[Lived]) -> None:
    rows = told.execute(select(kind.id, kind.state)).all()
    lived = set(told.scalars(select(Event.subject_id).where(Event.subject == kind.__tablename__)))

    assert {state for _, state in rows} | NOT_TO_BE_SEEN.keys() >= set(STATES[kind])
    assert {row_id for row_id, _ in rows} == lived


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


def test_most_projects_are_at_work_or_closed(told: Session) -> None:
    states = Counter(told.scalars(select(Project.state)))

    assert states[ProjectState.RUNNING] >= 20
    assert states[ProjectState.CLOSED] >= 15


def test_a_result_waits_for_its_embargo_with_everything_else_ready(told: Session) -> None:
    waiting = [each for each in told.scalars(select(Project)) if is_waiting(each)]

    assert [each.state for each in waiting] == [ProjectState.APPROVED]
    assert waiting[0].result is not None
    assert waiting[0].result.embargo_until is not None
    assert waiting[0].result.embargo_until > clock.now(told)


def test_promised_people_were_told_by_hand_or_still_have_to_hear(told: Session) -> None:
    rows = told.execute(
        select(Project.state, Contact.channel, Promise.told_at)
        .join(Promise, Promise.project_id == Project.id)
        .join(Promise.contact)
    ).all()

    told_of = {(state, channel) for state, channel, told_at in rows if told_at is not None}
    to_tell = {(state, channel) for state, channel, told_at in rows if told_at is None}
    assert told_of == {(ProjectState.PUBLIC, Channel.PHONE)}
    assert to_tell >= {(ProjectState.PUBLIC, Channel.LETTER), *((ProjectState.RUNNING, each) for each in Channel)}


def test_a_student_agreed_on_a_thesis_alone_after_a_course_gave_it_back(told: Session) -> None:
    alone = told.scalars(select(Placement).join(Placement.run).where(CourseRun.person_id.is_not(None))).one()
    before = told.scalars(
        select(Placement.state).where(Placement.challenge_id == alone.challenge_id, Placement.id != alone.id)
    ).all()

    assert alone.state is PlacementState.AGREED
    assert before == [PlacementState.WITHDRAWN]


def test_every_public_result_has_its_report_and_both_languages(told: Session) -> None:
    public = told.scalars(select(Result).where(Result.published_at.is_not(None))).all()

    assert len(public) > 15
    assert all(result.report_id and result.title_nl != result.title_en for result in public)


def test_nine_hundred_students_said_yes_and_some_applied(told: Session) -> None:
    with_account = sum("account" in programme for programme in YEAR.programmes)
    states = Counter(told.scalars(select(Application.state)))

    assert told.scalar(select(func.count(Profile.id)).where(Profile.consented_at.is_not(None))) == 900 + with_account
    assert states.total() == sum(len(wishes) for wishes in YEAR.wishes.values())
    assert states[ApplicationState.PLACED] > states[ApplicationState.OPEN] > states[ApplicationState.WAITING]
    assert all(n >= 5 for n in states.values())


def test_who_waits_or_was_turned_away_read_why(told: Session) -> None:
    decided = (ApplicationState.WAITING, ApplicationState.DECLINED)
    rows = told.execute(select(Application.reason, Application.decided_at).where(Application.state.in_(decided))).all()

    assert rows
    assert all(reason and decided_at is not None for reason, decided_at in rows)


def test_each_account_of_the_demo_has_something_to_do_or_begins_anew(told: Session) -> None:
    def of(key: str) -> tuple[int, int]:
        user = demo_people.get(told, key)
        mine = select(Profile.id).where(Profile.user_id == user.id)
        applied = select(func.count(Application.id)).where(Application.profile_id.in_(mine))
        teams = select(func.count(TeamMember.id)).where(TeamMember.user_id == user.id)
        return told.scalar(applied) or 0, told.scalar(teams) or 0

    assert of("student-hbo") == (1, 1)
    assert of("student-wo") == (1, 0)
    assert of("student-mbo") == (0, 0)


def test_courses_that_can_still_be_planned_have_suggestions(told: Session) -> None:
    assert (told.scalar(select(func.count(Suggestion.id)).where(Suggestion.run_id.is_not(None))) or 0) > 20
