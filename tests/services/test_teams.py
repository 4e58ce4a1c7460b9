"""Teams: suggested out of applicants with reasons, taken or changed, and everybody told; the last place given once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, object_session

from leren_app.domain.errors import DomainError, FieldError, NotFoundError, TransitionError
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.roles import Actor, Role
from leren_app.models import Application, Organisation, Placement, Project, TeamMember, User
from leren_app.services.applications import applying
from leren_app.services.projects import forming as joining
from leren_app.services.projects.forming import Chosen
from leren_app.services.teams import forming
from leren_app.services.teams.candidates import list_candidates, propose
from leren_app.services.teams.forming import Choice, LeftError
from leren_app.services.teams.reasons import CHOSEN, of_member
from leren_app.transaction import transaction
from matching.teams import Cover, Member
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    make_application,
    make_challenge,
    make_course,
    make_learner,
    make_lecturer,
    make_placement,
    make_run,
    teacher,
)
from tests.post import promised

S = ApplicationState


def ready(session: Session, *people: dict[str, object], low: int = 2, high: int = 3) -> tuple[Placement, Actor, list]:
    """An agreed placement, its lecturer, and the applications of these people, all at the lecturer's institution."""
    lecturer = make_lecturer(session)
    challenge = make_challenge(session, team_min=low, team_max=high)
    run = make_run(session, make_course(session, lecturer), team_min=low, team_max=high)
    placement = make_placement(session, "agree", challenge=challenge, run=run)
    sent = []
    for n, told in enumerate(people):
        profile = make_learner(session, **{"institution": lecturer.institution, "name": f"Student {n}", **told})  # type: ignore[arg-type]
        sent.append(make_application(session, challenge, profile))
    session.flush()
    return placement, teacher(lecturer), sent


def choice(members: list[Application], listed: list[Application], **more: object) -> Choice:
    return Choice(frozenset(a.id for a in members), frozenset(a.id for a in listed), **more)  # type: ignore[arg-type]


INTERVIEWER = {"skills": ("interviewing",)}
SURVEYOR = {"skills": ("survey-design",), "language": "en", "languages": ("en",)}
PHOTOGRAPHER = {"skills": ("photography",), "about": ""}


# ---- suggesting ----


def test_the_team_that_is_suggested_covers_the_skills_and_speaks_the_language(session: Session) -> None:
    placement, who, (interviewer, surveyor, _other) = ready(session, INTERVIEWER, SURVEYOR, PHOTOGRAPHER, high=2)

    proposal, *_ = propose(placement, list_candidates(session, placement.challenge_id, who)).teams

    assert set(proposal.members) == {interviewer.id, surveyor.id}
    assert proposal.members[interviewer.id].speaks
    assert [cover.need for cover in proposal.members[surveyor.id].covers] == ["survey-design"]
    assert (set(proposal.covers), proposal.lacks, proposal.shared_days) == (
        {"interviewing", "survey-design"},
        (),
        (1, 3),
    )
    assert proposal.gap == 0.0


def test_too_few_or_nobody_who_speaks_the_language_is_said_and_no_team_invented(session: Session) -> None:
    placement, who, _ = ready(session, SURVEYOR)
    seen = list_candidates(session, placement.challenge_id, who)
    assert propose(placement, seen).suggestions.refusal == "too-few"

    make_application(
        session, placement.challenge, make_learner(session, institution=institution(session, who), **SURVEYOR)
    )
    proposals = propose(placement, list_candidates(session, placement.challenge_id, who))

    assert (proposals.teams, proposals.suggestions.refusal) == ((), "no-speaker")


def test_hours_promised_to_a_team_at_work_are_not_promised_again(session: Session) -> None:
    """The challenge takes 16 hours a week; somebody with 20 has no time for a second one in the same weeks."""
    placement, who, (first, second) = ready(
        session, {**INTERVIEWER, "hours_per_week": 20}, {**SURVEYOR, "hours_per_week": 32}
    )
    forming.form_team(session, placement.id, choice([first, second], [first, second]), actor=who, city=the_city())
    again = make_challenge(session, team_min=2, team_max=2)
    later = make_challenge(
        session,
        team_min=2,
        team_max=2,
        starts_on=again.ends_on + timedelta(days=30),
        ends_on=again.ends_on + timedelta(days=99),
    )
    for challenge in (again, later):
        for each in (first, second):
            make_application(session, challenge, each.profile)
    session.flush()
    run = make_run(session, placement.run.course, team_min=2, team_max=2)
    same_weeks = make_placement(session, "accept", challenge=again, run=run)
    seen = list_candidates(session, again.id, who)

    assert dict(seen.promised) == {first.profile.user_id: 16, second.profile.user_id: 16}
    proposals = propose(same_weeks, seen)
    assert (proposals.suggestions.refusal, proposals.suggestions.too_busy) == ("too-busy", 1)
    assert not list_candidates(session, later.id, who).promised

    gone = session.scalars(select(TeamMember).where(TeamMember.user_id == first.profile.user_id)).one()
    gone.left_at = gone.joined_at
    session.flush()
    assert dict(list_candidates(session, again.id, who).promised) == {second.profile.user_id: 16}


def test_a_skill_that_is_only_near_is_called_near(session: Session) -> None:
    placement, *_ = ready(session, INTERVIEWER)
    near = Member("", (Cover("storytelling", "oral-history", 0.54), Cover("gis", "gis", 1.0)), True, ())

    assert of_member(near, placement).nl == (
        "Je brengt mee wat dit vraagt: GIS en kaarten maken. "
        "Je kunt oral history; dat ligt dicht bij wat dit vraagt: verhalen vertellen. "
        "Je spreekt Nederlands, de taal van het veldwerk."
    )


def test_a_lecturer_sees_applicants_of_the_own_institution_who_said_yes_and_coordinators_all(session: Session) -> None:
    placement, who, (own,) = ready(session, INTERVIEWER)
    elsewhere = make_application(session, placement.challenge, make_learner(session, name="Elders"))
    gone = make_application(session, placement.challenge, make_learner(session, name="Gestopt"))
    gone.profile.consented_at = None
    session.flush()

    seen = list_candidates(session, placement.challenge_id, who)
    all_ = list_candidates(session, placement.challenge_id, actor(make_user(session, Role.COORDINATOR)))

    assert (seen.seen, seen.unseen) == ((own,), (elsewhere,))
    assert set(all_.seen) == {own, elsewhere}


def test_a_lecturer_of_another_course_makes_no_team_here(session: Session) -> None:
    placement, _, sent = ready(session, INTERVIEWER, SURVEYOR)
    other = teacher(make_lecturer(session))
    make_course(session, session.get_one(User, other.user_id))

    with pytest.raises(NotFoundError):
        forming.form_team(session, placement.id, choice(sent, sent), actor=other, city=the_city())


# ---- making ----


def test_everybody_on_the_list_hears_where_they_stand_and_why_in_their_own_language(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR, PHOTOGRAPHER)
    interviewer, surveyor, photographer = sent

    project = forming.form_team(
        session, placement.id, choice([interviewer, surveyor], sent), actor=who, city=the_city()
    )

    assert (project.state, project.member_count) == ("forming", 2)
    assert [a.state for a in sent] == [S.PLACED, S.PLACED, S.WAITING]
    assert interviewer.reason.startswith("Je brengt mee wat dit vraagt: interviewen.")
    assert surveyor.reason == "You bring what this asks for: survey design."
    assert photographer.reason == "Het team is vol. Valt er iemand uit, dan kan de docent jou alsnog vragen."
    assert {m.user_id: m.reason for m in project.members}[surveyor.profile.user_id] == surveyor.reason
    told = {mail: topic for topic, mail in promised(session) if topic in DECISIONS}
    assert told == {
        interviewer.profile.user.mail: "application/placed",
        surveyor.profile.user.mail: "application/placed",
        photographer.profile.user.mail: "application/waiting",
    }


def test_a_lecturer_can_decline_the_rest_with_own_words_and_who_came_later_is_left_alone(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR, PHOTOGRAPHER)
    later = make_application(session, placement.challenge, make_learner(session, institution=institution(session, who)))
    wanted = choice(sent[:2], sent, declines_rest=True, reason="Er komt geen tweede team.")

    forming.form_team(session, placement.id, wanted, actor=who, city=the_city())

    assert (sent[2].state, sent[2].reason) == (S.DECLINED, "Er komt geen tweede team.")
    assert later.state is S.OPEN


def test_applicants_elsewhere_wait_only_when_no_course_can_take_it_any_more(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR, INTERVIEWER, SURVEYOR)
    elsewhere = make_application(session, placement.challenge, make_learner(session, language="en"))
    forming.form_team(session, placement.id, choice(sent[:2], sent[:2]), actor=who, city=the_city())
    assert elsewhere.state is S.OPEN

    placement.challenge.slots = placement.challenge.taken
    forming.form_team(session, placement.id, choice(sent[2:], sent[2:]), actor=who, city=the_city())

    assert elsewhere.state is S.WAITING
    assert elsewhere.reason.startswith("A course at another institution")


@pytest.mark.parametrize("n", [1, 4])
def test_a_team_is_neither_too_small_nor_too_large(session: Session, n: int) -> None:
    placement, who, sent = ready(session, *[INTERVIEWER] * 4)

    with pytest.raises(FieldError) as refused:
        forming.form_team(session, placement.id, choice(sent[:n], sent), actor=who, city=the_city())

    assert refused.value.field == "members"
    assert session.scalars(select(Project)).all() == []


def test_who_withdraws_while_the_team_is_made_stops_it_and_nobody_is_told(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR)
    applying.withdraw(session, sent[1], actor=teacher(sent[1].profile.user))

    with pytest.raises(LeftError):
        forming.form_team(session, placement.id, choice(sent, sent), actor=who, city=the_city())

    assert session.scalars(select(Project)).all() == []
    assert DECISIONS.isdisjoint(topic for topic, _ in promised(session))


def test_a_withdrawal_between_the_look_and_the_writing_stops_the_team_and_nobody_is_told(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR)
    placement_id, leaving, wanted, real = placement.id, sent[1].id, choice(sent, sent), forming._reasons
    session.commit()

    def late(placement: Placement, chosen: list[Application]) -> dict[UUID, str]:
        """The applicant's own click comes between the list and the decision."""
        gone = update(Application).where(Application.id == leaving)
        gone = gone.values(state=S.WITHDRAWN, version=Application.version + 1)
        object_session(placement).execute(gone, execution_options={"synchronize_session": False})  # type: ignore[union-attr]
        return real(placement, chosen)

    monkeypatch.setattr(forming, "_reasons", late)
    with pytest.raises(LeftError), transaction() as writing:
        forming.form_team(writing, placement_id, wanted, actor=who, city=the_city())

    session.rollback()
    assert session.scalars(select(Project)).all() == []
    assert DECISIONS.isdisjoint(topic for topic, _ in promised(session))


def test_no_team_before_the_agreement(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR)
    other = make_placement(
        session, "accept", challenge=placement.challenge, run=make_run(session, placement.run.course, team_min=2)
    )

    with pytest.raises(TransitionError, match="agreement"):
        forming.form_team(session, other.id, choice(sent, sent), actor=who, city=the_city())


def test_a_team_that_does_not_start_gives_its_members_back_to_the_list(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR)
    project = forming.form_team(session, placement.id, choice(sent, sent), actor=who, city=the_city())

    n = forming.release_members(session, project, "Te weinig mensen.", actor=who, roles=frozenset({Role.LECTURER}))

    assert n == 2
    assert {(a.state, a.reason) for a in sent} == {(S.WAITING, "Te weinig mensen.")}


@pytest.mark.parametrize("state", [S.OPEN, S.WAITING])
def test_joining_by_mail_address_places_an_application_of_that_person_and_tells_them(
    session: Session, state: ApplicationState
) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR, PHOTOGRAPHER)
    listed = sent if state is S.WAITING else sent[:2]
    project = forming.form_team(session, placement.id, choice(sent[:2], listed), actor=who, city=the_city())
    assert sent[2].state is state

    member = joining.add_member(session, project, Chosen(sent[2].profile.user), actor=who)

    assert (sent[2].state, sent[2].reason, member.reason) == (S.PLACED, CHOSEN.nl, CHOSEN.nl)
    assert ("application/placed", sent[2].profile.user.mail) in promised(session)


def test_joining_leaves_an_application_for_another_challenge_and_one_that_was_withdrawn_alone(session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR, PHOTOGRAPHER)
    elsewhere = make_application(session, make_challenge(session), sent[2].profile)
    applying.withdraw(session, sent[2], actor=teacher(sent[2].profile.user))
    project = forming.form_team(session, placement.id, choice(sent[:2], sent[:2]), actor=who, city=the_city())

    joining.add_member(session, project, Chosen(sent[2].profile.user), actor=who)

    assert (sent[2].state, elsewhere.state) == (S.WITHDRAWN, S.OPEN)


# ---- the last place ----


def test_the_last_place_is_given_once_whoever_asks_at_the_same_moment(app: Flask, session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR, PHOTOGRAPHER, INTERVIEWER)
    project_id = forming.form_team(session, placement.id, choice(sent[:2], sent), actor=who, city=the_city()).id
    waiting = [sent[2].id, sent[3].id]
    session.commit()

    outcomes = [race(app, project_id, waiting, who) for _ in range(50)]

    assert outcomes == [["full", "in"]] * 50


def race(app: Flask, project_id: UUID, waiting: list[UUID], who: Actor) -> list[str]:
    """Two people get the last place at the same moment; then all is as before."""
    got, start = [], Barrier(2)

    def add(application_id: UUID) -> None:
        with app.app_context():
            start.wait(10)
            try:
                with transaction() as session:
                    project = session.get_one(Project, project_id)
                    forming.add_member(session, project, application_id, actor=who)
                got.append("in")
            except DomainError:
                got.append("full")

    threads = [Thread(target=add, args=(each,)) for each in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with transaction() as session:
        users = select(Application.profile_id).where(Application.id.in_(waiting))
        rows = session.scalars(select(Application).where(Application.id.in_(waiting))).all()
        ids = [each.profile.user_id for each in rows]
        assert session.get_one(Project, project_id, populate_existing=True).member_count == 3, users
        session.execute(delete(TeamMember).where(TeamMember.user_id.in_(ids)))
        session.execute(update(Project).where(Project.id == project_id).values(member_count=2))
        session.execute(update(Application).where(Application.id.in_(waiting)).values(state=S.WAITING))
    return sorted(got)


def test_two_lecturers_who_make_a_team_of_the_same_people_at_once_make_one(app: Flask, session: Session) -> None:
    placement, who, sent = ready(session, INTERVIEWER, SURVEYOR)
    placement_id, wanted, start = placement.id, choice(sent, sent), Barrier(2)
    session.commit()
    got: list[str] = []

    def make() -> None:
        with app.app_context():
            start.wait(10)
            try:
                with transaction() as writing:
                    forming.form_team(writing, placement_id, wanted, actor=who, city=the_city())
                got.append("made")
            except LeftError:
                got.append("gone")

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    session.rollback()
    assert sorted(got) == ["gone", "made"]
    assert len(session.scalars(select(Project)).all()) == 1


DECISIONS = {"application/placed", "application/waiting", "application/declined"}


def institution(session: Session, who: Actor) -> Organisation:
    return session.get_one(Organisation, who.institution_id)
