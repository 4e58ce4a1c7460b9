"""A challenge whose places are all taken is suggested to nobody who cannot get one, and comes back with a place."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.models import Challenge, CourseRun, Organisation, Placement, Profile, Project, User
from leren_app.services.courses.reading import list_desk, list_own
from leren_app.services.placements import answering
from leren_app.services.profiles import suggesting
from leren_app.services.profiles.fitting import Closed
from leren_app.services.projects import forming, working
from leren_app.services.projects.forming import Chosen
from leren_app.services.suggestions import reading
from tests.later import work
from tests.makers import the_city
from tests.makers_education import (
    client_of,
    lecturer_of,
    make_alone,
    make_challenge,
    make_course,
    make_learner,
    make_lecturer,
    make_placement,
    make_run,
    the_day,
)


def for_run(session: Session, run: CourseRun) -> list[Challenge]:
    return [each.challenge for each in reading.list_for_run(session, run, the_day(session))]


def for_person(session: Session, profile: Profile) -> list[Challenge]:
    """What somebody reads, after all work was done and before it too: both have to say the same."""
    looked = [fit.challenge for fit in suggesting.look(session, profile, the_city()).fits]
    read = [fit.challenge for fit in suggesting.suggest(session, profile, the_city()).fits]
    assert set(looked) == set(read)
    return read


def test_a_lecturer_is_suggested_what_has_a_place_and_the_rest_when_one_becomes_free(
    app: Flask, session: Session
) -> None:
    challenge = make_challenge(session, slots=1)
    run, other = make_run(session), make_run(session)
    placement = make_placement(session, "accept", challenge=challenge, run=other)
    work(session)

    assert for_run(session, run) == []
    assert reading.list_for_challenge(session, challenge, the_day(session)) == []
    assert reading.why_none(session, run, the_day(session)).en.startswith("One challenge fits, but all its places")
    assert on_desk(session, run) == 0

    answering.cancel(session, placement, "Toch niet.", actor=client_of(challenge), city=the_city())
    work(session)
    assert for_run(session, run) == [challenge]
    assert {each.run for each in reading.list_for_challenge(session, challenge, the_day(session))} == {run, other}
    assert on_desk(session, run) == 1


def on_desk(session: Session, run: CourseRun) -> int:
    """How many suggestions the lecturer's desk announces."""
    (course,) = list_own(session, run.course.lecturers[0].user_id)
    (line,) = list_desk(session, [course], the_day(session))
    return line.suggestions


def test_a_student_is_suggested_nothing_without_a_place_and_reads_why_until_one_is_free(
    app: Flask, session: Session
) -> None:
    challenge, profile = make_challenge(session, slots=1), make_learner(session)
    placement, who = make_alone(session, "accept", challenge=challenge)
    work(session)

    assert for_person(session, profile) == []
    assert suggesting.look(session, profile, the_city()).closed == {Closed.FULL: 1}

    answering.cancel(session, placement, "Toch niet.", actor=who, city=the_city())
    session.flush()
    assert for_person(session, profile) == [challenge]


def test_a_class_with_a_team_to_make_or_to_fill_is_a_place_for_its_own_students_alone(
    app: Flask, session: Session
) -> None:
    lecturer = make_lecturer(session)
    placement = filled_by_class(session, lecturer)
    own, elsewhere = make_learner(session, institution=lecturer.institution), make_learner(session)
    challenge = placement.challenge
    work(session)
    assert (for_person(session, own), for_person(session, elsewhere)) == ([challenge], [])

    project = team_of(session, placement, lecturer.institution)
    assert for_person(session, own) == [challenge]  # one of three places is left

    forming.add_member(session, project, Chosen(make_learner(session).user), actor=lecturer_of(placement.run))
    assert for_person(session, own) == []


def test_a_team_that_was_not_started_leaves_its_places(app: Flask, session: Session) -> None:
    lecturer = make_lecturer(session)
    placement = filled_by_class(session, lecturer)
    own = make_learner(session, institution=lecturer.institution)
    project = team_of(session, placement, lecturer.institution, n=3)
    assert for_person(session, own) == []

    working.not_start(session, project, "Te weinig tijd.", actor=lecturer_of(placement.run), city=the_city())
    placement.state = PlacementState.AGREED  # another team is to be made
    session.flush()

    assert for_person(session, own) == [placement.challenge]


def filled_by_class(session: Session, lecturer: User) -> Placement:
    """The only slot, agreed with a class whose team is still to be made."""
    challenge = make_challenge(session, slots=1, team_min=2, team_max=3)
    run = make_run(session, make_course(session, lecturer), team_min=2, team_max=3)
    return make_placement(session, "agree", challenge=challenge, run=run)


def team_of(session: Session, placement: Placement, institution: Organisation | None, n: int = 2) -> Project:
    """A team of this many."""
    people = [Chosen(make_learner(session, institution=institution).user) for _ in range(n)]
    return forming.form(session, placement, people, actor=lecturer_of(placement.run), city=the_city())
