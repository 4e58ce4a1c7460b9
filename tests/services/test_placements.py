"""The life of a placement: who may, what is refused, who hears, and that no place is given twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from leren_app.domain.calendar import end_of_day_utc
from leren_app.domain.errors import DomainError, FieldError, NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import CLOCK, SYSTEM, Actor, Role
from leren_app.jobs.letters import find_recipient, write
from leren_app.jobs.play import run_due
from leren_app.models import (
    Application,
    Challenge,
    CourseKind,
    Event,
    Outbox,
    Placement,
    Profile,
    Project,
)
from leren_app.services import clock
from leren_app.services.courses.runs import Alone
from leren_app.services.placements import agreement, answering, asking, expiring, reading
from leren_app.transaction import transaction
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    client_of,
    lecturer_of,
    make_challenge,
    make_lecturer,
    make_placement,
    make_run,
    settle,
    teacher,
    the_day,
)
from tests.post import promised

S = PlacementState
DAY = timedelta(days=1)


def topics(session: Session, event: Event) -> list[tuple[str, str]]:
    return promised(session, event)


def last_event(session: Session, placement: Placement) -> Event:
    return reading.list_events(session, placement)[-1]


def state_of(session: Session, placement_id: UUID) -> PlacementState:
    """Where it stands after others wrote."""
    session.rollback()
    return reading.get_placement(session, placement_id).state


# ---- asking ----


def test_a_lecturer_requests_and_the_client_is_told_once(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)

    placement = asking.request(session, challenge, run, actor=lecturer_of(run), city=the_city())
    again = asking.request(session, challenge, run, actor=lecturer_of(run), city=the_city())

    assert again.id == placement.id
    assert challenge.client is not None
    assert topics(session, last_event(session, placement)) == [("placement/requested", challenge.client.mail)]


def test_two_lecturers_of_one_course_make_one_request_and_the_second_is_told(app: Flask, session: Session) -> None:
    placement = make_placement(session)
    colleague = make_lecturer(session, institution=placement.run.course.organisation)
    placement.run.course.lecturers.append(type(placement.run.course.lecturers[0])(user_id=colleague.id))
    session.flush()

    with pytest.raises(TransitionError):
        asking.request(session, placement.challenge, placement.run, actor=teacher(colleague), city=the_city())


def test_the_database_keeps_a_second_live_placement_out_whoever_looked_first(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = make_placement(session)
    monkeypatch.setattr(asking, "find_live", lambda *_: None)  # as if both looked before either wrote

    with pytest.raises(TransitionError):
        asking.request(session, placement.challenge, placement.run, actor=lecturer_of(placement.run), city=the_city())

    assert session.scalars(select(Placement)).all() == [placement]


def test_a_request_needs_a_challenge_that_is_open(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session, "confirm_hours"), make_run(session)

    with pytest.raises(TransitionError) as refused:
        asking.request(session, challenge, run, actor=lecturer_of(run), city=the_city())

    assert refused.value.message.nl == "Dit vraagstuk is nu niet open voor onderwijs."


def test_a_request_after_the_deadline_day_is_refused(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    clock.move(session, 36 * DAY)

    with pytest.raises(TransitionError) as refused:
        asking.request(session, challenge, run, actor=lecturer_of(run), city=the_city())

    assert refused.value.message.nl == "De uiterste dag om dit vak te plannen is voorbij."


def test_a_hard_limit_is_named_and_only_a_coordinator_sets_it_aside_with_a_reason(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session, languages=("en",))
    coordinator = actor(make_user(session, Role.COORDINATOR))
    with pytest.raises(TransitionError) as refused:
        asking.request(session, challenge, run, actor=lecturer_of(run), city=the_city())
    session.rollback()
    challenge, run = make_challenge(session), make_run(session, languages=("en",))
    coordinator = actor(make_user(session, Role.COORDINATOR))

    placement = asking.propose(session, challenge, run, actor=coordinator, city=the_city(), override="Er is een tolk.")

    assert "het veldwerk vraagt Nederlands" in refused.value.message.nl
    assert placement.state is S.PROPOSED
    assert reading.notes_for_parties(last_event(session, placement)) == []


def test_strangers_may_do_nothing_with_a_placement(app: Flask, session: Session) -> None:
    placement = make_placement(session, "accept")
    city = the_city()
    strangers = (
        teacher(make_lecturer(session)),
        actor(make_user(session, Role.STUDENT)),
        client_of(make_challenge(session)),
        Actor(),
    )

    for who in strangers:
        for act in (
            lambda who=who: answering.cancel(session, placement, "Nee", actor=who, city=city),
            lambda who=who: agreement.write(session, placement, {}, None, actor=who),
            lambda who=who: agreement.tick(session, placement, actor=who, city=city, seen_agreement=2),
            lambda who=who: asking.request(session, make_challenge(session), placement.run, actor=who, city=city),
        ):
            with pytest.raises(NotAllowedError):
                act()


def test_passing_a_proposal_tells_the_coordinators_why(app: Flask, session: Session) -> None:
    placement = make_placement(session, "propose")
    who = lecturer_of(placement.run)
    with pytest.raises(TransitionError):
        asking.pass_by(session, placement, "zomaar", actor=who, city=the_city())

    event = asking.pass_by(session, placement, "too_large", actor=who, city=the_city())

    assert placement.state is S.DECLINED
    assert {topic for topic, _ in topics(session, event)} == {"placement/passed"}


def test_a_proposal_that_is_requested_is_the_same_placement(app: Flask, session: Session) -> None:
    proposed = make_placement(session, "propose")

    requested = asking.request(
        session, proposed.challenge, proposed.run, actor=lecturer_of(proposed.run), city=the_city()
    )

    assert requested.id == proposed.id
    assert requested.state is S.REQUESTED


def test_a_student_asks_alone_and_stands_in_the_lecturers_place(app: Flask, session: Session) -> None:
    challenge, student = make_challenge(session), make_user(session, Role.STUDENT)
    student.institution = make_lecturer(session).institution
    session.flush()
    who, wish = actor(student), Alone(CourseKind.THESIS)

    placement = asking.request_alone(session, challenge, wish, person=student, actor=who, city=the_city())
    again = asking.request_alone(session, challenge, wish, person=student, actor=who, city=the_city())
    event = answering.accept(session, placement, actor=client_of(challenge), city=the_city())
    agreement.write(session, placement, {}, placement.run.starts_on, actor=who)
    agreement.tick(session, placement, actor=who, city=the_city(), seen_agreement=placement.agreement_version)

    assert again.id == placement.id
    assert topics(session, event) == [("placement/accepted", student.mail)]
    assert placement.lecturer_ticked == placement.agreement_version


# ---- answering, and the last place ----


def test_accepting_takes_a_place_and_cancelling_frees_it_and_tells_everyone_who_hoped(
    app: Flask, session: Session
) -> None:
    placement = make_placement(session, "accept")
    challenge = placement.challenge
    assert challenge.taken == 1
    student = make_user(session, Role.STUDENT)
    profile = Profile(user_id=student.id)
    session.add(Application(profile=profile, challenge=challenge))
    session.flush()

    event = answering.cancel(
        session, placement, "Onze medewerker is ziek.", actor=client_of(challenge), city=the_city()
    )

    assert challenge.taken == 0
    told = {address: topic for topic, address in topics(session, event)}
    assert set(told.values()) == {"placement/cancelled"}
    assert {student.mail, challenge.question.asker.mail}.issubset(told)
    assert challenge.client is not None
    assert challenge.client.mail not in told


def test_a_coordinator_who_accepts_for_the_client_notes_how_they_said_so(app: Flask, session: Session) -> None:
    placement, coordinator = make_placement(session), actor(make_user(session, Role.COORDINATOR))
    with pytest.raises(TransitionError):
        answering.accept(session, placement, actor=coordinator, city=the_city())

    answering.accept(session, placement, actor=coordinator, city=the_city(), note="Belde op 3 mei.")

    assert placement.state is S.ACCEPTED
    assert reading.notes_for_parties(last_event(session, placement)) == []


def test_an_answer_to_a_page_that_changed_since_is_refused(app: Flask, session: Session) -> None:
    placement = make_placement(session)
    seen, who = placement.version, client_of(placement.challenge)
    answering.accept(session, placement, actor=who, city=the_city(), seen_version=seen)

    with pytest.raises(StaleError):
        answering.decline(session, placement, "Toch niet.", actor=who, city=the_city(), seen_version=seen)


def test_of_fifty_forced_interleavings_none_overbooks_the_last_place(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = make_placement(session)
    session.commit()
    placement_id, who, real = placement.id, client_of(placement.challenge), answering._take_place

    def late(writing: Session, challenge: Challenge) -> None:
        """Between the look at the places and the writing, somebody else takes all of them."""
        writing.execute(text("UPDATE challenge SET taken = slots"))
        real(writing, challenge)

    monkeypatch.setattr(answering, "_take_place", late)

    for _ in range(50):
        with pytest.raises(TransitionError), transaction() as writing:
            answering.accept(writing, reading.get_placement(writing, placement_id), actor=who, city=the_city())

    row = session.get_one(Placement, placement_id)
    assert (row.state, row.challenge.taken) == (S.REQUESTED, 0)


# ---- expiring ----


def test_a_request_without_an_answer_ends_with_its_deadline_day_and_everyone_hears(
    app: Flask, session: Session
) -> None:
    run = make_run(session, planning_deadline=the_day(session) + 2 * DAY)
    placement = make_placement(session, run=run)
    coordinator = make_user(session, Role.COORDINATOR)
    session.commit()
    placement_id, last = placement.id, placement.run.planning_deadline
    ends_at = end_of_day_utc(last, the_city().time_zone)

    run_due(ends_at - timedelta(minutes=5))
    assert state_of(session, placement_id) is S.REQUESTED
    run_due(ends_at + timedelta(minutes=5))

    assert state_of(session, placement_id) is S.EXPIRED
    found = reading.get_placement(session, placement_id)
    told = {address for _, address in topics(session, last_event(session, found))}
    assert {coordinator.mail, found.challenge.client.mail if found.challenge.client else ""}.issubset(told)


def test_expiring_looks_again_whether_it_is_still_true(app: Flask, session: Session) -> None:
    waiting, accepted = make_placement(session), make_placement(session, "accept")

    expiring.expire(session, waiting, city=the_city())
    clock.move(session, 40 * DAY)
    expiring.expire(session, accepted, city=the_city())

    assert (waiting.state, accepted.state) == (S.REQUESTED, S.ACCEPTED)


# ---- the agreement ----


def test_both_ticks_on_one_version_settle_it_and_a_change_clears_them(app: Flask, session: Session) -> None:
    placement = make_placement(session, "accept")
    lecturer, client, city = lecturer_of(placement.run), client_of(placement.challenge), the_city()
    with pytest.raises(FieldError):
        agreement.tick(session, placement, actor=client, city=city, seen_agreement=placement.agreement_version)
    agreement.write(session, placement, {}, placement.run.starts_on, actor=lecturer)
    agreement.tick(session, placement, actor=lecturer, city=city, seen_agreement=placement.agreement_version)
    old = placement.agreement_version

    event = agreement.write(session, placement, {"costs": "Wij betalen de bus."}, placement.run.ends_on, actor=client)

    assert event is not None
    assert [topic for topic, _ in topics(session, event)] == ["placement/written"]
    assert (placement.lecturer_ticked, placement.client_ticked) == (None, None)
    with pytest.raises(StaleError):
        agreement.tick(session, placement, actor=lecturer, city=city, seen_agreement=old)
    for who in (lecturer, client):
        agreement.tick(session, placement, actor=who, city=city, seen_agreement=placement.agreement_version)
    assert placement.state is S.AGREED
    assert {topic for topic, _ in topics(session, last_event(session, placement))} == {"placement/agreed"}


def test_a_day_outside_the_edition_and_a_second_same_proposal_change_nothing(app: Flask, session: Session) -> None:
    placement = make_placement(session, "accept")
    who, start = lecturer_of(placement.run), placement.run.starts_on
    with pytest.raises(FieldError):
        agreement.write(session, placement, {}, start - DAY, actor=who)
    agreement.write(session, placement, {}, start, actor=who)

    assert agreement.write(session, placement, {}, start, actor=who) is None


def test_the_agreement_keeps_the_text_that_was_ticked_when_the_challenge_changes(app: Flask, session: Session) -> None:
    placement = make_placement(session, "agree")
    before = placement.terms["challenge"]["title_nl"]
    placement.challenge.title_nl, placement.challenge.text_version = "Iets heel anders", 2
    session.flush()

    assert placement.terms["challenge"]["title_nl"] == before


def test_a_text_that_changed_before_the_tick_has_to_be_proposed_anew(app: Flask, session: Session) -> None:
    placement = make_placement(session, "accept")
    who = lecturer_of(placement.run)
    agreement.write(session, placement, {}, placement.run.starts_on, actor=who)
    placement.challenge.text_version += 1
    session.flush()

    with pytest.raises(StaleError):
        agreement.tick(session, placement, actor=who, city=the_city(), seen_agreement=placement.agreement_version)

    assert agreement.write(session, placement, {}, placement.run.starts_on, actor=who) is not None


def test_amending_opens_a_settled_agreement_and_settling_again_is_possible(app: Flask, session: Session) -> None:
    placement = make_placement(session, "agree")

    event = agreement.amend(session, placement, "Andere dag.", actor=client_of(placement.challenge), city=the_city())

    assert placement.state is S.ACCEPTED
    assert {topic for topic, _ in topics(session, event)} == {"placement/amended"}
    placement.kickoff_on = None
    settle(session, placement)
    assert placement.state is S.AGREED


def test_a_coordinator_ticks_for_the_client_with_a_note(app: Flask, session: Session) -> None:
    placement, coordinator = make_placement(session, "accept"), actor(make_user(session, Role.COORDINATOR))
    agreement.write(session, placement, {}, placement.run.starts_on, actor=lecturer_of(placement.run))
    n = placement.agreement_version
    with pytest.raises(FieldError):
        agreement.tick(session, placement, actor=coordinator, city=the_city(), seen_agreement=n)

    agreement.tick(session, placement, actor=coordinator, city=the_city(), seen_agreement=n, note="Belde.")

    assert placement.client_ticked == n


def test_a_placement_is_done_when_its_projects_are_and_not_before(app: Flask, session: Session) -> None:
    placement = make_placement(session, "agree")
    assert agreement.finish(session, placement, city=the_city()) is None
    session.add(Project(slug="team", placement=placement, team_min=4, team_max=6, state="not_started"))
    session.flush()

    assert agreement.finish(session, placement, city=the_city()) is not None
    assert placement.state is S.DONE
    assert agreement.finish(session, placement, city=the_city()) is None


def test_nobody_but_the_system_and_the_clock_takes_their_steps(app: Flask, session: Session) -> None:
    placement = make_placement(session)

    with pytest.raises(DomainError):
        answering.accept(session, placement, actor=CLOCK, city=the_city())
    with pytest.raises(DomainError):
        answering.decline(session, placement, "x", actor=SYSTEM, city=the_city())


# ---- what they read ----


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_promised_mail_about_placements_can_be_written(app: Flask, session: Session, language: str) -> None:
    make_user(session, Role.COORDINATOR, language=language)
    settled = make_placement(session, "agree")
    agreement.amend(session, settled, "Andere dag.", actor=lecturer_of(settled.run), city=the_city())
    answering.cancel(session, settled, "Ziek.", actor=client_of(settled.challenge), city=the_city())
    asking.pass_by(session, make_placement(session, "propose"), "level", actor=_own(session), city=the_city())
    asking.retract(session, late := make_placement(session), actor=lecturer_of(late.run), city=the_city())
    no = make_placement(session)
    answering.decline(session, no, "Geen tijd.", actor=client_of(no.challenge), city=the_city())
    waits = make_placement(session)
    clock.move(session, 40 * DAY)
    expiring.expire(session, waits, city=the_city())
    seen = set()

    for row in session.scalars(select(Outbox).where(Outbox.kind == "mail")):
        topic = str(row.payload["topic"])
        recipient = find_recipient(session, str(row.payload["recipient"]))
        if not topic.startswith("placement/") or recipient is None:
            continue
        recipient.person.language = language
        session.flush()
        recipient = find_recipient(session, recipient.key)
        assert recipient is not None
        subject, body = write(session, row.payload, recipient)
        assert subject
        assert "\n\n\n" not in body, (topic, body)
        assert "None" not in subject + body
        assert "http://127.0.0.1:5000/" + ("en/" if language == "en" else "") in body
        seen.add(topic.partition("/")[2])

    assert seen == {
        *("proposed", "requested", "passed", "accepted", "declined", "withdrawn", "expired"),
        *("agreed", "amended", "cancelled", "written"),
    }


def _own(session: Session) -> Actor:
    """The lecturer of the newest proposal."""
    placement = session.scalars(select(Placement).where(Placement.state == S.PROPOSED)).one()
    return lecturer_of(placement.run)
