"""A team's life: formed, begun, handed in, looked at, public, told, closed; and what may not happen on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, FieldError, NotAllowedError, TransitionError
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.lifecycles.question_states import Bridge
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Channel, Project
from leren_app.services import clock
from leren_app.services.placements import agreement
from leren_app.services.placements import answering as placing
from leren_app.services.projects import ending, forming, promises, reading, working
from leren_app.services.projects.facts import CHECKLIST
from leren_app.services.projects.forming import Chosen
from leren_app.services.projects.people import roles_towards
from leren_app.services.questions import answering
from leren_app.services.questions import reading as questions
from leren_app.services.questions.progress import progress_of
from tests.later import let_pass
from tests.makers import actor, make_follower, make_user, the_city
from tests.makers_education import (
    HANDED_IN,
    client_of,
    hand_in,
    lecturer_of,
    make_learner,
    make_lecturer,
    make_project,
    member_of,
    settle,
    teacher,
    the_day,
)
from tests.post import mailbox, promised


def coordinator(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


def lecturer(project: Project) -> Actor:
    return lecturer_of(project.placement.run)


def topics(session: Session) -> set[str]:
    return {topic for topic, _ in promised(session) if topic.startswith("project/")}


def test_a_team_is_formed_with_its_members_and_the_milestones_of_its_course(session: Session) -> None:
    project = make_project(session)

    assert (project.state, project.member_count, project.team_max) == (ProjectState.FORMING, 2, 3)
    assert [m.due_on for m in project.milestones] == sorted(m.due_on for m in project.milestones)
    assert project.milestones[0].due_on > project.placement.run.starts_on
    assert topics(session) == set()


def test_a_full_team_takes_nobody_and_nobody_is_in_it_twice(session: Session) -> None:
    project = make_project(session)
    first = project.members[0].user

    with pytest.raises(FieldError):
        forming.add_member(session, project, Chosen(first), actor=lecturer(project))
    assert project.member_count == 2
    forming.add_member(session, project, Chosen(make_learner(session).user), actor=lecturer(project))
    with pytest.raises(TransitionError, match="full"):
        forming.add_member(session, project, Chosen(make_learner(session).user), actor=lecturer(project))
    assert (project.member_count, len(project.members)) == (3, 3)


def test_the_last_place_counts_what_another_process_took_meanwhile(session: Session) -> None:
    project = make_project(session)
    session.execute(
        update(Project).where(Project.id == project.id).values(member_count=3),
        execution_options={"synchronize_session": False},
    )

    assert project.member_count == 2  # what this process read before
    with pytest.raises(TransitionError, match="full"):
        forming.add_member(session, project, Chosen(make_learner(session).user), actor=lecturer(project))


def test_who_leaves_loses_access_at_once(session: Session) -> None:
    project = make_project(session, "start", members=3)
    leaving = project.members[0]
    who = actor(leaving.user)
    assert Role.MEMBER in roles_towards(who, project)

    forming.remove_member(session, project, leaving.id, actor=lecturer(project))

    assert Role.MEMBER not in roles_towards(who, project)
    assert reading.list_own(session, leaving.user_id) == []
    with pytest.raises(NotAllowedError):
        hand_in_as(session, project, who)


def hand_in_as(session: Session, project: Project, who: Actor) -> None:

    working.hand_in(session, project, HANDED_IN, actor=who, city=the_city())


def test_a_lecturer_of_another_course_is_no_lecturer_here(session: Session) -> None:
    project = make_project(session)
    other = teacher(make_lecturer(session))

    assert Role.LECTURER not in roles_towards(other, project)
    with pytest.raises(NotAllowedError):
        working.start(session, project, actor=other, city=the_city())


def test_starting_tells_the_team_the_client_the_asker_and_who_follows(session: Session) -> None:
    project = make_project(session)
    question = project.placement.challenge.question
    follower = make_follower(session, question)

    event = working.start(session, project, actor=lecturer(project), city=the_city())

    told = promised(session, event)
    assert [topic for topic, _ in told].count("project/started_team") == 2
    assert {question.asker.mail, follower.mail, project.placement.challenge.client.mail} <= {m for _, m in told}
    assert project.due_on == project.milestones[-1].due_on
    progress = progress_of(session, [question.id])[question.id]
    assert questions.furthest_bridge(question, questions.list_events(session, question), progress) is Bridge.RESEARCHED


def test_a_team_without_somebody_who_speaks_the_language_does_not_start(session: Session) -> None:
    project = make_project(session)
    for member in project.members:
        member.user_id = make_learner(session, languages=("en",)).user_id
    session.flush()
    session.expire(project, ["members"])

    with pytest.raises(TransitionError, match="language of the field work"):
        working.start(session, project, actor=lecturer(project), city=the_city())


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"summary_en": "word " * 121}, "summary_en"), ({"title_nl": " "}, "title_nl")],
)
def test_handing_in_says_which_field_is_not_right(session: Session, changes: dict[str, str], field: str) -> None:
    project = make_project(session, "start")

    with pytest.raises(FieldError) as refused:
        hand_in(session, project, **changes)

    assert refused.value.field == field


def test_without_a_report_nothing_is_handed_in(session: Session) -> None:
    project = make_project(session, "start")

    with pytest.raises(TransitionError, match="report"):
        hand_in(session, project, report_id=None)


def test_approving_waits_for_the_client_and_for_everybodys_consent(app: Flask, session: Session) -> None:
    project = make_project(session, "hand_in")

    def approve() -> object:
        return ending.approve(
            session, project, licence="cc-by", embargo_on=None, actor=lecturer(project), city=the_city()
        )

    with pytest.raises(TransitionError, match="client has not looked"):
        approve()
    working.client_looked(session, project, actor=client_of(project.placement.challenge))
    with pytest.raises(TransitionError, match="consents"):
        approve()
    for n in (0, 1):
        working.consent(session, project, actor=member_of(project, n), is_public=False)
    approve()

    assert project.state is ProjectState.APPROVED


def test_the_look_is_over_after_five_working_days(app: Flask, session: Session) -> None:
    project = make_project(session, "hand_in")
    for n in (0, 1):
        working.consent(session, project, actor=member_of(project, n), is_public=True)
    let_pass(app, session, clock.now(session) + timedelta(days=8))

    ending.approve(session, project, licence="cc0", embargo_on=None, actor=lecturer(project), city=the_city())

    assert project.state is ProjectState.APPROVED


def test_what_is_returned_goes_back_with_words_for_the_team_and_a_new_day(session: Session) -> None:
    project = make_project(session, "hand_in")
    new_day = the_day(session) + timedelta(days=10)

    event = working.give_back(
        session, project, "Noem de flats niet.", new_day, actor=lecturer(project), city=the_city()
    )

    assert (project.state, project.due_on) == (ProjectState.RUNNING, new_day)
    assert {topic for topic, _ in promised(session, event)} == {"project/returned"}


def test_publishing_needs_the_whole_checklist_and_no_personal_data(session: Session) -> None:
    project = make_project(session, "approve")
    who = coordinator(session)

    with pytest.raises(TransitionError, match="checklist"):
        ending.publish(session, project, list(CHECKLIST)[1:], actor=who, city=the_city())
    project.result.summary_nl += " Bel 06-12345678."
    with pytest.raises(TransitionError, match="personal detail"):
        ending.publish(session, project, CHECKLIST, actor=who, city=the_city())
    with pytest.raises(NotAllowedError):
        ending.publish(session, project, CHECKLIST, actor=lecturer(project), city=the_city())


def test_an_embargo_delays_publishing_until_its_last_day_is_over(app: Flask, session: Session) -> None:
    project = make_project(session, "hand_in")
    working.client_looked(session, project, actor=client_of(project.placement.challenge))
    for n in (0, 1):
        working.consent(session, project, actor=member_of(project, n), is_public=True)
    until = the_day(session) + timedelta(days=30)
    ending.approve(session, project, licence="cc-by", embargo_on=until, actor=lecturer(project), city=the_city())

    assert ending.publish(session, project, CHECKLIST, actor=coordinator(session), city=the_city()) is None
    assert (project.state, ending.is_waiting(project)) == (ProjectState.APPROVED, True)
    let_pass(app, session, clock.now(session) + timedelta(days=32))
    session.refresh(project)

    assert project.state is ProjectState.PUBLIC


def test_publishing_tells_everyone_once_and_closing_waits_until_they_heard(app: Flask, session: Session) -> None:
    project = make_project(session, "approve")
    question = project.placement.challenge.question
    follower = make_follower(session, question)
    who, city = coordinator(session), the_city()
    noted = [
        promises.promise_to_tell(session, project, "Mevrouw Bos", "bos@example.org", Channel.MAIL, "nl", actor=who),
        promises.promise_to_tell(session, project, "", str(question.asker.mail), Channel.MAIL, "nl", actor=who),
        promises.promise_to_tell(session, project, "De heer Smit", "071 5165165", Channel.PHONE, "nl", actor=who),
    ]

    event = ending.publish(session, project, CHECKLIST, actor=who, city=city)
    told = [mail for _, mail in promised(session, event)]
    assert sorted(told) == sorted(set(told))
    assert {"bos@example.org", question.asker.mail, follower.mail} <= set(told)
    with pytest.raises(TransitionError, match="Not everyone"):
        ending.close(session, project, actor=who, city=city)
    session.commit()
    app.extensions["leren.run_due"]()
    session.rollback()
    with pytest.raises(TransitionError, match="Not everyone"):
        ending.close(session, project, actor=who, city=city)
    promises.tick_told(session, project, noted[2], actor=who)
    ending.close(session, project, actor=who, city=city)

    assert project.state is ProjectState.CLOSED
    assert all(promise.told_at for promise in noted)
    assert "bos@example.org" in {mail.recipient for mail in mailbox(session)}


def test_two_weeks_after_publishing_the_calendar_closes_and_the_placement_is_done(app: Flask, session: Session) -> None:
    project = make_project(session, "publish")

    let_pass(app, session, clock.now(session) + timedelta(days=15))
    session.refresh(project)
    session.refresh(project.placement)

    assert project.state is ProjectState.CLOSED
    assert project.placement.state is PlacementState.DONE
    assert "project/certificate" in topics(session)


def test_people_who_were_told_are_forgotten_a_month_later(session: Session) -> None:
    project = make_project(session, "start")
    who = coordinator(session)
    noted = promises.promise_to_tell(session, project, "W. Vos", "Hoofdstraat 1", Channel.LETTER, "nl", actor=who)
    contact = noted.contact
    promises.tick_told(session, project, noted, actor=who)

    assert promises.forget_told(session, the_day(session) + timedelta(days=29)) == 0
    assert promises.forget_told(session, the_day(session) + timedelta(days=31)) == 1
    assert (contact.name, contact.address) == ("", None)


def test_a_project_that_stops_says_why_in_public_and_passes_on_the_baton(session: Session) -> None:
    project = make_project(session, "start")
    why = Text("De opdrachtgever verhuisde.", "The client moved.")
    baton = Text("De vragenlijst ligt klaar.", "The questionnaire is ready.")

    with pytest.raises(DomainError):
        working.stop(session, project, Text("Omdat", ""), baton, actor=lecturer(project), city=the_city())
    event = working.stop(session, project, why, baton, actor=lecturer(project), city=the_city())

    assert project.state is ProjectState.STOPPED
    assert (project.baton.open_ends, project.baton.open_ends_en) == (baton.nl, baton.en)
    assert project.placement.challenge.question.asker.mail in {mail for _, mail in promised(session, event)}


def test_a_team_that_does_not_start_hears_why(session: Session) -> None:
    project = make_project(session)

    event = working.not_start(session, project, "Te weinig studenten", actor=lecturer(project), city=the_city())

    assert project.state is ProjectState.NOT_STARTED
    assert [topic for topic, _ in promised(session, event)].count("project/not_started_team") == 2


def test_what_is_taken_off_can_be_published_again_only_after_a_new_checklist(session: Session) -> None:
    project = make_project(session, "publish")
    who, city = coordinator(session), the_city()

    ending.retract(session, project, "Een naam in het verslag", actor=who, city=city)

    assert (project.state, project.result.checklist) == (ProjectState.APPROVED, {})
    with pytest.raises(TransitionError, match="checklist"):
        ending.publish(session, project, (), actor=who, city=city)
    ending.publish(session, project, CHECKLIST, actor=who, city=city)
    assert project.result.retracted_at is None


def test_the_question_is_answered_with_a_public_result_and_closes_two_weeks_later(app: Flask, session: Session) -> None:
    project = make_project(session, "approve")
    question, who, city = project.placement.challenge.question, coordinator(session), the_city()
    with pytest.raises(TransitionError, match="no public result"):
        answering.answer(session, question, "Dit kwam eruit.", actor=who, city=city)
    question.answered_at = None
    ending.publish(session, project, CHECKLIST, actor=who, city=city)

    event = answering.answer(session, question, "De tafel staat nu op dinsdag.", actor=who, city=city)

    assert question.asker.mail in {mail for _, mail in promised(session, event)}
    let_pass(app, session, clock.now(session) + timedelta(days=17))
    session.refresh(question)
    assert str(question.state) == "closed"


CHANGE = ("first_nl", "first_en", "now_nl", "now_en")


@pytest.mark.parametrize("missing", CHANGE)
def test_what_changed_is_told_whole_or_not_at_all(session: Session, missing: str) -> None:
    project = make_project(session, "start")

    with pytest.raises(FieldError) as refused:
        hand_in(session, project, **{missing: "  "})
    assert refused.value.field == missing
    hand_in(session, project, **dict.fromkeys(CHANGE, ""))

    assert project.result is not None
    assert project.result.now_en == ""


@pytest.mark.parametrize("field", [*CHANGE, "lesson_en", "open_ends_en", "shareable_en"])
def test_a_personal_detail_in_any_public_text_keeps_the_result_off_the_website(session: Session, field: str) -> None:
    project = make_project(session, "approve")
    owner = project.result if hasattr(project.result, field) else project.baton
    setattr(owner, field, "Bel mij: 06 12345678")
    session.flush()

    with pytest.raises(TransitionError, match="personal detail"):
        ending.publish(session, project, CHECKLIST, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())


def test_a_client_who_calls_it_off_while_the_team_is_formed_keeps_it_from_beginning(session: Session) -> None:
    project = make_project(session)
    placement, who = project.placement, lecturer(project)
    placing.cancel(session, placement, "Wij verhuizen.", actor=client_of(placement.challenge), city=the_city())

    with pytest.raises(TransitionError, match="no longer settled"):
        working.start(session, project, actor=who, city=the_city())
    working.not_start(session, project, "De opdrachtgever zei af.", actor=who, city=the_city())

    assert (project.state, placement.state) == (ProjectState.NOT_STARTED, PlacementState.CANCELLED)


def test_an_agreement_that_was_opened_again_has_to_be_settled_before_the_team_begins(session: Session) -> None:
    project = make_project(session)
    placement, who = project.placement, lecturer(project)
    agreement.amend(session, placement, "Een week later.", actor=who, city=the_city())

    with pytest.raises(TransitionError, match="no longer settled"):
        working.start(session, project, actor=who, city=the_city())
    settle(session, placement)
    working.start(session, project, actor=who, city=the_city())

    assert project.state is ProjectState.RUNNING
