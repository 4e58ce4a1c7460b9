"""A challenge from slice to closed: what it needs, who hears, who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.errors import (
    FieldError,
    GoneError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    TransitionError,
)
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import VISITOR, Role
from leren_app.models import Challenge, Outbox, Token, TokenPurpose, WorkForm
from leren_app.services import clock, tokens
from leren_app.services.challenges import client, drafting, reading, steps
from leren_app.services.challenges.client import Client, ClientIs
from leren_app.services.questions import handling
from leren_app.services.questions.progress import progress_of
from tests.later import let_pass
from tests.makers import actor, asker, make_question, make_user, the_city
from tests.makers_education import client_of, make_challenge, make_draft, make_placement, the_day

S = ChallengeState


def told(session: Session) -> list[tuple[str, str]]:
    """Topic and recipient of every promised mail about a challenge, oldest first."""
    rows = session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.created_at))
    mails = [(str(row.payload["topic"]), str(row.payload["recipient"])) for row in rows]
    return [mail for mail in mails if mail[0].startswith("challenge/")]


def test_a_question_is_sliced_into_drafts_with_its_agreed_text_and_addresses_of_their_own(session: Session) -> None:
    noor = make_user(session, Role.COORDINATOR)
    question = make_question(session, "agree", noor)

    first = drafting.slice_question(session, question, actor=actor(noor), city=the_city(), form=WorkForm.MINOR)
    second = drafting.slice_question(session, question, actor=actor(noor), city=the_city())

    assert first.title_en == "Why do older people stay away from the drop-in?"
    assert (first.slug, second.slug) == (
        "waarom-gaan-ouderen-niet-naar-de-inloop",
        "waarom-gaan-ouderen-niet-naar-de-inloop-2",
    )
    assert (first.hours, first.work_form) == (840, WorkForm.MINOR)
    assert first.starts_on is not None
    assert first.ends_on == first.starts_on + timedelta(weeks=20, days=-3)
    assert told(session) == []


def test_a_question_without_a_yes_is_not_sliced_and_only_coordinators_slice(session: Session) -> None:
    noor = make_user(session, Role.COORDINATOR)
    early, agreed = make_question(session, "put_before", noor), make_question(session, "agree", noor)

    with pytest.raises(TransitionError):
        drafting.slice_question(session, early, actor=actor(noor), city=the_city())
    with pytest.raises(NotAllowedError):
        drafting.slice_question(session, agreed, actor=asker(agreed), city=the_city())


@pytest.mark.parametrize("until", ["slice", "save", "skills", "name_client"])
def test_a_draft_opens_only_when_everything_it_needs_is_there(session: Session, until: str) -> None:
    challenge = make_challenge(session, until)

    with pytest.raises(TransitionError):
        steps.open_(session, challenge, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())

    assert challenge.state is S.DRAFT


def test_opening_tells_client_and_asker_promises_the_close_and_takes_the_address_of_the_title(session: Session) -> None:
    challenge = make_challenge(session)

    mails = told(session)
    kinds = {row.kind: row for row in session.scalars(select(Outbox).where(Outbox.kind != "mail"))}
    assert mails == [
        ("challenge/confirm_hours", f"contact:{challenge.client_id}"),
        ("challenge/opened", f"contact:{challenge.client_id}"),
        ("challenge/opened", f"contact:{challenge.question.asker_id}"),
    ]
    assert challenge.slug == "wat-helpt-ouderen-over-de-drempel"
    assert kinds["challenge.close"].payload["challenge"] == str(challenge.id)
    assert kinds["suggestions.refresh"].payload["challenge"] == str(challenge.id)


def test_a_challenge_closes_by_itself_after_the_last_day_to_plan_it(session: Session) -> None:
    challenge = make_challenge(session)

    assert let_days_go_by(session, challenge, 35) is S.OPEN
    assert let_days_go_by(session, challenge, 1) is S.CLOSED
    assert ("challenge/closed", f"contact:{challenge.client_id}") in told(session)
    assert "challenge/next_place" not in {topic for topic, _ in told(session)}


def test_who_moved_the_last_day_on_keeps_it_open(session: Session) -> None:
    challenge = make_challenge(session)
    noor = make_user(session, Role.COORDINATOR)
    later = make_draft(session, last_plan_on=the_day(session) + timedelta(days=50))
    drafting.save(session, challenge, later, actor=actor(noor), city=the_city())

    assert let_days_go_by(session, challenge, 36) is S.OPEN
    assert let_days_go_by(session, challenge, 20) is S.CLOSED


def test_an_asker_hears_of_a_closed_challenge_only_with_the_next_place(session: Session) -> None:
    noor = make_user(session, Role.COORDINATOR)
    question = make_question(session, "publish", noor)
    first, second = (make_challenge(session, question=question, coordinator=noor) for _ in range(2))

    steps.close(session, first, actor=actor(noor), city=the_city())
    steps.close(session, second, actor=actor(noor), city=the_city())

    assert [mail for mail in told(session) if mail[0] == "challenge/next_place"] == [
        ("challenge/next_place", f"contact:{question.asker_id}")
    ]


def test_an_edit_of_what_is_shown_is_a_new_version_and_must_stay_whole(session: Session) -> None:
    challenge = make_challenge(session)
    who = actor(make_user(session, Role.COORDINATOR))

    drafting.save(session, challenge, make_draft(session, slots=3), actor=who, city=the_city())
    session.commit()

    assert (challenge.text_version, challenge.slots) == (2, 3)
    assert told(session)[-1] == ("challenge/edited", f"contact:{challenge.client_id}")
    with pytest.raises(TransitionError):
        drafting.save(session, challenge, make_draft(session, summary_en=""), actor=who, city=the_city())
    session.rollback()
    with pytest.raises(TransitionError, match="0612345678"):
        drafting.save(session, challenge, make_draft(session, title_nl="Bel 0612345678"), actor=who, city=the_city())
    session.rollback()
    with pytest.raises(FieldError):
        drafting.set_skills(session, challenge, ["no-such-skill"], actor=who, city=the_city())


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("level", {"level": "phd"}),
        ("hours", {"hours": 0}),
        ("team_min", {"team_min": 0}),
        ("team_max", {"team_min": 5, "team_max": 4}),
        ("slots", {"slots": 0}),
        ("slots", {"slots": 10**9}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(session: Session, field: str, changes: dict[str, object]) -> None:
    challenge = make_challenge(session, "slice")
    who = actor(make_user(session, Role.COORDINATOR))

    with pytest.raises(FieldError) as caught:
        drafting.save(session, challenge, make_draft(session, **changes), actor=who, city=the_city())

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("ends_on", {"starts_on": 60, "ends_on": 59}),
        ("last_plan_on", {"last_plan_on": 128}),
        ("starts_on", {"starts_on": 900_000}),
    ],
)
def test_impossible_days_are_said_beside_their_field(session: Session, field: str, days: dict[str, int]) -> None:
    challenge = make_challenge(session, "slice")
    who = actor(make_user(session, Role.COORDINATOR))
    changes = {name: the_day(session) + timedelta(days=n) for name, n in days.items()}

    with pytest.raises(FieldError) as caught:
        drafting.save(session, challenge, make_draft(session, **changes), actor=who, city=the_city())

    assert caught.value.field == field


def test_a_challenge_whose_last_day_has_passed_is_not_opened(session: Session) -> None:
    yesterday = the_day(session) - timedelta(days=1)

    with pytest.raises(TransitionError, match="last day"):
        make_challenge(session, last_plan_on=yesterday)


def test_a_pause_has_an_end_and_a_reason_and_the_client_can_take_it_too(session: Session) -> None:
    challenge = make_challenge(session)
    who, today = client_of(challenge), the_day(session)

    for reason, until in (("", today + timedelta(days=9)), ("Verbouwing", today), ("Verbouwing", None)):
        with pytest.raises(TransitionError):
            steps.pause(session, challenge, reason, until, actor=who, city=the_city())
    steps.pause(session, challenge, "Verbouwing", today + timedelta(days=9), actor=who, city=the_city())
    assert (challenge.state, challenge.paused_until) == (S.PAUSED, today + timedelta(days=9))

    steps.resume(session, challenge, actor=who, city=the_city())
    assert (challenge.state, challenge.paused_until) == (S.OPEN, None)
    with pytest.raises(NotAllowedError):
        steps.pause(session, challenge, "Zomaar", today + timedelta(days=9), actor=VISITOR, city=the_city())


def test_a_draft_thrown_away_is_news_to_nobody_who_never_heard_of_it(session: Session) -> None:
    challenge = make_challenge(session, "skills")

    steps.withdraw(session, challenge, "Dubbel", actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())

    assert told(session) == []


def test_two_who_edit_at_once_do_not_overwrite_each_other(session: Session) -> None:
    challenge = make_challenge(session, "save")
    who, seen = actor(make_user(session, Role.COORDINATOR)), challenge.version
    drafting.set_skills(session, challenge, ["interviewing"], actor=who, city=the_city(), seen_version=seen)

    with pytest.raises(StaleError):
        drafting.save(session, challenge, make_draft(session), actor=who, city=the_city(), seen_version=seen)


# ---- with courses at it ----


def test_a_challenge_that_a_course_waits_for_is_not_closed_and_the_clock_looks_again(session: Session) -> None:
    placement = make_placement(session, "request")
    challenge, noor = placement.challenge, make_user(session, Role.COORDINATOR)

    with pytest.raises(TransitionError, match="waits for an answer"):
        steps.close(session, challenge, actor=actor(noor), city=the_city())
    assert let_days_go_by(session, challenge, 36) is S.OPEN

    keys = {row.idem_key for row in session.scalars(select(Outbox).where(Outbox.kind == "challenge.close"))}
    assert f"challenge.close:{challenge.id}:{the_day(session).isoformat()}" in keys


def test_a_pause_tells_the_lecturers_who_wait_and_only_them(session: Session) -> None:
    placement = make_placement(session, "request")
    challenge, noor = placement.challenge, make_user(session, Role.COORDINATOR)
    (lecturer,) = placement.run.course.lecturers

    until = the_day(session) + timedelta(days=9)
    steps.pause(session, challenge, "Verbouwing", until, actor=actor(noor), city=the_city())

    assert [to for topic, to in told(session) if topic == "challenge/paused"] == [f"user:{lecturer.user_id}"]


def test_a_pause_ends_by_itself_on_its_day_and_tells_who_waits_and_the_client(app: Flask, session: Session) -> None:
    placement = make_placement(session, "request")
    challenge, noor, today = placement.challenge, make_user(session, Role.COORDINATOR), the_day(session)
    (lecturer,) = placement.run.course.lecturers
    until = today + timedelta(days=9)
    steps.pause(session, challenge, "Verbouwing", until, actor=actor(noor), city=the_city())
    opens_at = calendar.end_of_day_utc(until - timedelta(days=1), the_city().time_zone)

    let_pass(app, session, opens_at - timedelta(minutes=1))
    assert challenge.state is S.PAUSED
    let_pass(app, session, opens_at + timedelta(minutes=1))

    assert (challenge.state, challenge.paused_until) == (S.OPEN, None)
    resumed = {to for topic, to in told(session) if topic == "challenge/resumed"}
    assert resumed == {f"user:{lecturer.user_id}", f"contact:{challenge.client_id}"}


def test_a_pause_that_was_made_longer_or_ended_early_is_left_alone_by_its_first_day(
    app: Flask, session: Session
) -> None:
    challenge, today = make_challenge(session), the_day(session)
    who = client_of(challenge)
    steps.pause(session, challenge, "Verbouwing", today + timedelta(days=3), actor=who, city=the_city())
    steps.resume(session, challenge, actor=who, city=the_city())
    steps.pause(session, challenge, "Langer", today + timedelta(days=9), actor=who, city=the_city())

    let_pass(app, session, clock.now(session) + timedelta(days=5))
    assert (challenge.state, challenge.paused_until) == (S.PAUSED, today + timedelta(days=9))
    let_pass(app, session, clock.now(session) + timedelta(days=5))

    assert challenge.state is S.OPEN
    assert len([topic for topic, _ in told(session) if topic == "challenge/resumed"]) == 2


def test_a_pause_that_outlasts_the_last_day_to_plan_ends_closed(app: Flask, session: Session) -> None:
    challenge, today = make_challenge(session), the_day(session)
    steps.pause(
        session, challenge, "Verbouwing", today + timedelta(days=40), actor=client_of(challenge), city=the_city()
    )

    let_pass(app, session, clock.now(session) + timedelta(days=42))

    assert challenge.state is S.CLOSED
    assert "challenge/resumed" not in [topic for topic, _ in told(session)]


def test_what_is_due_too_late_to_plan_does_not_open_again(session: Session) -> None:
    placement = make_placement(session, "request")
    challenge, today = placement.challenge, the_day(session)
    steps.pause(session, challenge, "Druk", today + timedelta(days=1), actor=client_of(challenge), city=the_city())
    challenge.last_plan_on, challenge.paused_until = today - timedelta(days=1), today
    session.flush()

    steps.resume_when_due(session, challenge, city=the_city())

    assert challenge.state is S.PAUSED


def test_what_was_promised_to_a_course_is_neither_withdrawn_nor_is_its_question(session: Session) -> None:
    placement = make_placement(session, "accept")
    challenge, who = placement.challenge, actor(make_user(session, Role.COORDINATOR))

    with pytest.raises(TransitionError, match="already been promised"):
        steps.withdraw(session, challenge, "Toch niet", actor=who, city=the_city())
    with pytest.raises(TransitionError, match="already been matched"):
        handling.withdraw(session, challenge.question, "Toch niet", actor=who, city=the_city())

    progress = progress_of(session, [challenge.question_id])[challenge.question_id]
    assert (progress.matched, challenge.taken) == (1, 1)


def test_fewer_places_than_are_taken_cannot_be_written(session: Session) -> None:
    challenge = make_placement(session, "accept", challenge=make_challenge(session, slots=1)).challenge

    with pytest.raises(FieldError):
        drafting.save(
            session,
            challenge,
            make_draft(session, slots=0),
            actor=actor(make_user(session, Role.COORDINATOR)),
            city=the_city(),
        )


def test_a_withdrawn_question_takes_its_challenges_off_and_tells_their_clients(session: Session) -> None:
    challenge = make_challenge(session)

    handling.withdraw(session, challenge.question, "Opgelost", actor=asker(challenge.question), city=the_city())

    mails = {
        (str(r.payload["topic"]), str(r.payload["recipient"]))
        for r in session.scalars(select(Outbox))
        if r.kind == "mail"
    }
    assert ("question/withdrawn", f"contact:{challenge.client_id}") in mails
    assert session.scalars(select(Challenge).where(reading.is_open_to_all())).all() == []
    kinds = [r.idem_key for r in session.scalars(select(Outbox).where(Outbox.kind == "suggestions.refresh"))]
    assert any(":question-" in key for key in kinds)


# ---- the client ----


def test_the_client_confirms_by_link_and_whoever_was_it_before_loses_the_link(session: Session) -> None:
    challenge = make_challenge(session, "confirm_hours")
    before, who = challenge.client, actor(make_user(session, Role.COORDINATOR))
    assert before is not None
    raw = tokens.issue(session, TokenPurpose.CLIENT_PAGE, contact=before, challenge=challenge)

    client.name_client(session, challenge, Client(ClientIs.ASKER), 8, actor=who)

    assert challenge.client_id == challenge.question.asker_id
    assert challenge.client_confirmed_at is None
    assert tokens.find_live(session, raw) is None
    with pytest.raises(NotAllowedError):
        client.confirm_hours(session, challenge, 8, actor=actor(make_user(session, Role.LECTURER)))
    client.confirm_hours(session, challenge, 10, actor=asker(challenge.question))
    assert challenge.client_hours == 10


def test_a_coordinator_confirms_with_a_note_and_is_the_client_for_who_cannot(session: Session) -> None:
    challenge = make_challenge(session, "name_client")
    noor = make_user(session, Role.COORDINATOR)

    with pytest.raises(FieldError):
        client.confirm_hours(session, challenge, 8, actor=actor(noor))
    client.confirm_hours(session, challenge, 8, actor=actor(noor), note="Fatima, aan de telefoon")
    client.name_client(session, challenge, Client(ClientIs.TEAM), 8, actor=actor(noor))

    assert challenge.client is not None
    assert challenge.client.mail == noor.mail
    assert challenge.client_confirmed_at is not None
    assert session.scalars(select(Token).where(Token.purpose == TokenPurpose.CLIENT_PAGE)).all() == []


# ---- what is shown ----


def test_drafts_are_not_there_and_what_was_taken_off_is_gone(session: Session) -> None:
    who = actor(make_user(session, Role.COORDINATOR))
    draft, withdrawn, hidden = make_challenge(session, "save"), make_challenge(session), make_challenge(session)
    steps.withdraw(session, withdrawn, "Niet meer nodig", actor=who, city=the_city())
    handling.unpublish(session, hidden.question, "Klacht", actor=who, city=the_city())

    with pytest.raises(NotFoundError):
        reading.get_public(session, draft.slug)
    for challenge in (withdrawn, hidden):
        with pytest.raises(GoneError):
            reading.get_public(session, challenge.slug)
    assert reading.list_public(session) == []


def test_the_list_narrows_counts_and_goes_on_by_key(session: Session) -> None:
    mors = make_question(session, "publish", place="morsdistrict", themes=("health",))
    shown = [make_challenge(session, question=mors, level=level) for level in ("mbo", "hbo", "hbo")]
    english = make_challenge(session, level="wo", field_language="any")

    hbo = reading.Filter(level="hbo")
    n, counts = reading.count_public(session, hbo)
    first = reading.list_public(session, limit=2)
    assert first[-1].opened_at is not None
    rest = reading.list_public(session, after=(first[-1].opened_at, first[-1].id))

    assert {c.id for c in (*first, *rest)} == {c.id for c in (*shown, english)}
    assert len(first) == len(rest) == 2
    assert n == len(reading.list_public(session, wanted=hbo)) == 2
    assert (counts["level", "wo"], counts["level", "mbo"], counts["district", "morsdistrict"]) == (1, 1, 2)
    assert reading.list_public(session, wanted=reading.Filter(without_dutch=True)) == [english]
    assert reading.list_public(session, wanted=reading.Filter(status=reading.Status.NOT_NOW)) == []


def let_days_go_by(session: Session, challenge: Challenge, days: int) -> ChallengeState:
    """Some days later, after the look that was promised for then."""
    clock.move(session, timedelta(days=days))
    steps.close_when_past(session, challenge, city=the_city())
    return challenge.state
