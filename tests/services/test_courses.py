"""Courses and editions: who may keep them, what is refused, and what follows from a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError, StaleError
from leren_app.domain.roles import Actor, Role
from leren_app.models import CourseKind, Outbox
from leren_app.services.courses import editing, reading, runs
from leren_app.services.courses.editing import CourseText
from leren_app.services.courses.runs import Alone
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    lecturer_of,
    make_challenge,
    make_course,
    make_lecturer,
    make_placement,
    make_planned,
    make_run,
    teacher,
    the_day,
)

WRITTEN = CourseText(code="X-1", name_nl="Vak", name_en="Course", level="hbo")


def due(session: Session, kind: str) -> list[Outbox]:
    return list(session.scalars(select(Outbox).where(Outbox.kind == kind).order_by(Outbox.available_at)))


def test_a_course_belongs_to_the_institution_of_who_teaches_it(app: Flask, session: Session) -> None:
    lecturer = make_lecturer(session)

    course = editing.create_course(session, WRITTEN, actor=teacher(lecturer), city=the_city())

    assert course.organisation_id == lecturer.institution_id
    assert [each.user_id for each in course.lecturers] == [lecturer.id]
    assert [found.id for found in reading.list_own(session, lecturer.id)] == [course.id]


def test_a_code_is_unique_within_an_institution_only(app: Flask, session: Session) -> None:
    lecturer, other = make_lecturer(session), make_lecturer(session)
    first = editing.create_course(session, WRITTEN, actor=teacher(lecturer), city=the_city())
    second = editing.create_course(session, replace(WRITTEN, code="X-2"), actor=teacher(lecturer), city=the_city())

    editing.create_course(session, WRITTEN, actor=teacher(other), city=the_city())
    with pytest.raises(FieldError) as refused:
        editing.create_course(session, WRITTEN, actor=teacher(lecturer), city=the_city())
    with pytest.raises(FieldError):
        editing.edit_course(session, second, WRITTEN, actor=teacher(lecturer), city=the_city())

    assert refused.value.field == "code"
    assert first.code == "X-1"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("name_nl", {"name_nl": " "}), ("level", {"level": "phd"}), ("hours", {"hours": 0}), ("hours", {"hours": 1681})],
)
def test_what_a_course_cannot_be_is_refused_at_its_field(
    app: Flask, session: Session, field: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(FieldError) as refused:
        make_course(session, **wrong)

    assert refused.value.field == field


def test_only_who_teaches_a_course_and_coordinators_change_it(app: Flask, session: Session) -> None:
    course = make_course(session)
    run = make_run(session, course)
    stranger, coordinator = make_lecturer(session), make_user(session, Role.COORDINATOR)
    for who in (teacher(stranger), actor(make_user(session, Role.STUDENT)), Actor()):
        with pytest.raises(NotFoundError):
            editing.edit_course(session, course, WRITTEN, actor=who, city=the_city())
        with pytest.raises(NotFoundError):
            runs.edit_run(session, run, make_planned(session), actor=who, city=the_city())

    editing.edit_course(session, course, WRITTEN, actor=actor(coordinator), city=the_city())

    assert course.name_nl == "Vak"


def test_of_two_who_change_a_course_the_second_is_told(app: Flask, session: Session) -> None:
    course = make_course(session)
    seen, who = course.version, lecturer_of(make_run(session, course))
    editing.edit_course(session, course, WRITTEN, actor=who, city=the_city(), seen_version=seen)

    with pytest.raises(StaleError):
        editing.edit_course(session, course, WRITTEN, actor=who, city=the_city(), seen_version=seen)


def test_a_colleague_of_the_same_institution_can_teach_along(app: Flask, session: Session) -> None:
    course = make_course(session)
    colleague = make_lecturer(session, institution=course.organisation)
    who = lecturer_of(make_run(session, course))

    editing.share_course(session, course, f" {colleague.mail.upper()} ", actor=who)

    assert colleague.id in {each.user_id for each in course.lecturers}
    for nobody in (make_lecturer(session), make_user(session, Role.STUDENT)):
        with pytest.raises(FieldError):
            editing.share_course(session, course, nobody.mail, actor=who)


def test_an_edition_that_cannot_be_is_refused_and_a_good_one_asks_for_suggestions(app: Flask, session: Session) -> None:
    course = make_course(session)
    with pytest.raises(FieldError) as refused:
        make_run(session, course, planning_deadline=the_day(session) + timedelta(days=61))

    run = make_run(session, course)

    assert refused.value.field == "planning_deadline"
    assert [row.payload["run"] for row in due(session, "suggestions.refresh")] == [str(run.id)]


def test_a_moved_deadline_moves_the_end_of_what_waits(app: Flask, session: Session) -> None:
    placement = make_placement(session)
    run, who = placement.run, lecturer_of(placement.run)
    later = make_planned(session, planning_deadline=run.planning_deadline + timedelta(days=7))

    runs.edit_run(session, run, later, actor=who, city=the_city())

    assert len(due(session, "placement.expire")) == 2


def test_an_edition_keeps_the_days_to_start_that_were_agreed(app: Flask, session: Session) -> None:
    placement = make_placement(session, "agree")
    run = placement.run
    later = make_planned(session, starts_on=run.starts_on + timedelta(days=1))

    with pytest.raises(FieldError) as refused:
        runs.edit_run(session, run, later, actor=lecturer_of(run), city=the_city())

    assert refused.value.field == "starts_on"


def test_who_works_alone_gets_an_edition_of_one_in_the_frame_of_their_institution(app: Flask, session: Session) -> None:
    challenge, student = make_challenge(session), make_user(session, Role.STUDENT)
    with pytest.raises(FieldError):
        runs.individual_run(session, challenge, Alone(CourseKind.THESIS), person=student, city=the_city())
    student.institution = make_lecturer(session).institution
    session.flush()

    run = runs.individual_run(session, challenge, Alone(CourseKind.THESIS), person=student, city=the_city())
    again = runs.individual_run(session, challenge, Alone(CourseKind.THESIS), person=student, city=the_city())

    assert (run.places, run.person_id, run.course.is_shown) == (1, student.id, False)
    assert run.starts_on == challenge.starts_on
    assert again.course_id == run.course_id
    with pytest.raises(FieldError):
        runs.individual_run(session, challenge, Alone(CourseKind.MINOR), person=student, city=the_city())
