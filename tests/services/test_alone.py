"""Who works alone: one click makes the project, they begin it themselves, and somebody else judges what comes of it."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotAllowedError, NotFoundError, TransitionError
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.roles import Actor, Role
from leren_app.models import CourseLecturer, Placement, Project
from leren_app.services.projects import ending, forming, reading, working
from leren_app.services.projects.people import roles_towards
from leren_app.services.teams import alone
from leren_app.transaction import transaction
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    client_of,
    hand_in,
    make_alone,
    make_application,
    make_challenge,
    make_learner,
    make_lecturer,
    make_placement,
    teacher,
)
from tests.post import promised


def test_one_click_makes_the_project_with_who_asked_as_the_only_member(session: Session) -> None:
    placement, who = make_alone(session)

    project = alone.make_project(session, placement.id, actor=who, city=the_city())

    assert [member.user_id for member in project.members] == [who.user_id]
    assert (project.state, project.team_min, project.team_max) == (ProjectState.FORMING, 1, 1)
    assert project.milestones
    assert alone.make_project(session, placement.id, actor=who, city=the_city()) is project


@pytest.mark.parametrize("until", ["request", "accept"])
def test_there_is_no_project_before_the_agreement_is_settled(session: Session, until: str) -> None:
    placement, who = make_alone(session, until)

    with pytest.raises(TransitionError, match="agreement"):
        alone.make_project(session, placement.id, actor=who, city=the_city())


def test_somebody_elses_project_and_that_of_a_class_are_made_by_nobody_alone(session: Session) -> None:
    placement, _ = make_alone(session)
    other, coordinator = make_learner(session), actor(make_user(session, Role.COORDINATOR))
    lecturer = teacher(make_lecturer(session))

    for who in (teacher(other.user), lecturer):
        with pytest.raises(NotFoundError):
            alone.make_project(session, placement.id, actor=who, city=the_city())
    with pytest.raises(NotFoundError):
        alone.make_project(session, make_placement(session, "agree").id, actor=coordinator, city=the_city())
    assert alone.make_project(session, placement.id, actor=coordinator, city=the_city()).member_count == 1


def test_an_application_of_who_works_alone_gets_its_place_and_the_others_hear_that_the_place_is_given(
    session: Session,
) -> None:
    challenge = make_challenge(session, slots=1)
    placement, who = make_alone(session, challenge=challenge)
    mine = make_application(session, challenge, make_learner(session, user=placement.run.person))
    other = make_application(session, challenge, make_learner(session, language="en"))

    alone.make_project(session, placement.id, actor=who, city=the_city())

    assert mine.state is ApplicationState.PLACED
    assert (other.state, other.reason.startswith("Somebody takes this challenge on alone")) == (
        ApplicationState.WAITING,
        True,
    )


def test_applicants_stay_as_they_are_while_another_place_is_left(session: Session) -> None:
    challenge = make_challenge(session, slots=2)
    placement, who = make_alone(session, challenge=challenge)
    other = make_application(session, challenge)

    alone.make_project(session, placement.id, actor=who, city=the_city())

    assert other.state is ApplicationState.OPEN


def test_they_begin_alone_but_a_coordinator_judges_and_hears_what_a_lecturer_would(session: Session) -> None:
    coordinator = make_user(session, Role.COORDINATOR)
    placement, who = make_alone(session, role=Role.RESEARCHER)
    city = the_city()
    project = alone.make_project(session, placement.id, actor=who, city=city)

    working.start(session, project, actor=who, city=city)
    hand_in(session, project)
    working.client_looked(session, project, actor=client_of(placement.challenge))
    working.consent(session, project, actor=who, is_public=True)

    assert ("project/delivered", coordinator.mail) in promised(session)
    assert project in reading.list_to_publish(session)
    with pytest.raises(NotAllowedError):
        ending.approve(session, project, licence="cc-by", embargo_on=None, actor=who, city=city)
    both = Actor(roles=who.roles | {Role.COORDINATOR}, user_id=who.user_id)
    assert Role.LECTURER not in roles_towards(both, project)
    ending.approve(session, project, licence="cc-by", embargo_on=None, actor=actor(coordinator), city=city)
    assert project.state is ProjectState.APPROVED


def test_where_the_frame_has_lecturers_no_coordinator_stands_in_for_them(session: Session) -> None:
    placement, who = make_alone(session)
    project = alone.make_project(session, placement.id, actor=who, city=the_city())
    coordinator = actor(make_user(session, Role.COORDINATOR))
    assert Role.LECTURER in roles_towards(coordinator, project)

    add_lecturer(session, placement)

    assert Role.LECTURER not in roles_towards(coordinator, project)


def test_somebody_who_speaks_the_field_language_without_a_profile_can_begin(session: Session) -> None:
    placement, who = make_alone(session, languages=("nl",), with_profile=False)
    project = alone.make_project(session, placement.id, actor=who, city=the_city())

    working.start(session, project, actor=who, city=the_city())

    assert project.state is ProjectState.RUNNING


def test_the_only_member_is_not_taken_out_and_nobody_is_added(session: Session) -> None:
    placement, who = make_alone(session)
    project = alone.make_project(session, placement.id, actor=who, city=the_city())

    with pytest.raises(TransitionError, match="one person's"):
        forming.remove_member(session, project, project.members[0].id, actor=who)
    with pytest.raises(TransitionError, match="full"):
        forming.add_member(session, project, forming.Chosen(make_learner(session).user), actor=who)


def test_a_project_that_does_not_start_ends_the_placement(session: Session) -> None:
    placement, who = make_alone(session)
    project = alone.make_project(session, placement.id, actor=who, city=the_city())

    working.not_start(session, project, "Mijn opleiding zei nee.", actor=who, city=the_city())

    assert alone.find_project(session, placement.id) is None
    with pytest.raises(TransitionError):
        alone.make_project(session, placement.id, actor=who, city=the_city())


def test_two_clicks_at_once_make_one_project(app: Flask, session: Session) -> None:
    placement, who = make_alone(session)
    placement_id, start, made = placement.id, Barrier(2), []
    session.commit()

    def click() -> None:
        with app.app_context():
            start.wait(10)
            with transaction() as writing:
                made.append(alone.make_project(writing, placement_id, actor=who, city=the_city()).id)

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    session.rollback()
    assert len(made) == 2
    assert len(session.scalars(select(Project)).all()) == 1


def add_lecturer(session: Session, placement: Placement) -> None:
    """Somebody at the institution begins to guide this kind of work."""
    placement.run.course.lecturers.append(CourseLecturer(user=make_lecturer(session)))
    session.flush()
