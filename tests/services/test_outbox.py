"""Promised work is done once, whoever tries, and never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import StaleError
from leren_app.extensions import db
from leren_app.jobs import daily
from leren_app.jobs.play import run_due
from leren_app.jobs.registry import DAILY_KINDS, HANDLERS, Payload, handles
from leren_app.jobs.run import describe, run_row
from leren_app.models import Clock, Heartbeat, Outbox, OutboxState
from leren_app.services import clock, outbox, pulse
from leren_app.services.outbox import LeaseLostError, NotRetryableError
from leren_app.transaction import transaction
from tests.together import in_threads

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=45)

done: list[str] = []


@pytest.fixture
def kinds() -> Iterator[None]:
    """A few kinds of work that exist in these tests only."""
    before = dict(HANDLERS)
    done.clear()

    @handles("test.note")
    def note(session: Session, payload: Payload) -> None:
        done.append(payload["name"])

    @handles("test.chain")
    def chain(session: Session, payload: Payload) -> None:
        done.append(
            f"step {payload['n']} on day {round((clock.now(session) - datetime.now(UTC)).total_seconds() / 86400)}"
        )
        if payload["n"] < 3:
            n = payload["n"] + 1
            outbox.promise(session, "test.chain", f"chain:{n}", at=clock.now(session) + timedelta(days=5), n=n)

    @handles("test.break")
    def break_(session: Session, payload: Payload) -> None:
        session.add(Heartbeat(process="half", run_id="work", beat_at=NOW))
        session.flush()
        raise RuntimeError("secret@example.org does not answer")

    @handles("test.hopeless")
    def hopeless(session: Session, payload: Payload) -> None:
        raise NotRetryableError("there is no such thing")

    yield
    HANDLERS.clear()
    HANDLERS.update(before)


def promise(kind: str = "test.note", key: str = "one", at: datetime | None = None, **ids: str | int) -> Outbox:
    """Work of a test, committed."""
    with transaction() as session:
        row = outbox.promise(session, kind, key, at=at, **ids)
        assert row is not None
    return row


def reread(row: Outbox) -> Outbox:
    """The row as the database has it now."""
    db.session.rollback()
    db.session.refresh(row)
    return row


def test_the_same_promise_twice_is_one_row(app: Flask) -> None:
    promise(key="same", name="a")

    with transaction() as session:
        assert outbox.promise(session, "test.note", "same", name="b") is None


def test_two_who_promise_the_same_at_the_same_moment_make_one_row(app: Flask) -> None:
    made = in_threads(app, lambda s, n: str(outbox.promise(s, "test.note", "same", n=n) is not None), many=3)

    assert sorted(made) == ["False", "False", "True"]
    assert [row.idem_key for row in db.session.scalars(select(Outbox))] == ["same"]


def test_work_is_done_once_however_often_it_is_hinted(app: Flask, kinds: None) -> None:
    row = promise(name="a")

    answers = [run_row(row.id), run_row(row.id), run_row(row.id)]

    assert answers == [True, False, False]
    assert done == ["a"]
    assert reread(row).state is OutboxState.DONE


def test_work_that_is_not_due_is_not_begun(app: Flask, kinds: None) -> None:
    row = promise(name="a", at=datetime.now(UTC) + timedelta(hours=1))

    assert not run_row(row.id)
    assert reread(row).attempts == 0


def test_of_two_claims_one_wins_until_the_lease_ends(app: Flask) -> None:
    row = promise(at=NOW)

    with transaction() as session:
        first = outbox.claim(session, row.id, at=NOW, lasts=LEASE)
        second = outbox.claim(session, row.id, at=NOW + LEASE, lasts=LEASE)
        third = outbox.claim(session, row.id, at=NOW + LEASE + timedelta(seconds=1), lasts=LEASE)

    assert first is not None
    assert second is None
    assert third is not None
    assert third.attempts == 2


def test_who_lost_the_lease_cannot_finish_and_leaves_no_effect(app: Flask) -> None:
    row = promise(at=NOW)
    with transaction() as session:
        slow = outbox.claim(session, row.id, at=NOW, lasts=LEASE)
        outbox.claim(session, row.id, at=NOW + 2 * LEASE, lasts=LEASE)
    assert slow is not None

    with pytest.raises(LeaseLostError), transaction() as session:  # noqa: PT012 - the effect goes with it
        session.add(Heartbeat(process="effect", run_id="of the slow one", beat_at=NOW))
        outbox.finish(session, slow, at=NOW)

    assert db.session.get(Heartbeat, ("effect", "of the slow one")) is None
    assert reread(row).state is OutboxState.LEASED


def test_holding_on_starts_the_lease_again(app: Flask) -> None:
    row = promise(at=NOW)
    with transaction() as session:
        mine = outbox.claim(session, row.id, at=NOW, lasts=LEASE)
        assert mine is not None
        outbox.hold(session, mine, at=NOW + timedelta(seconds=30), lasts=LEASE)

        assert outbox.claim(session, row.id, at=NOW + timedelta(seconds=60), lasts=LEASE) is None


def test_failed_work_leaves_nothing_and_waits_longer_each_time(app: Flask, kinds: None) -> None:
    row = promise("test.break")

    run_row(row.id)

    failed = reread(row)
    assert failed.state is OutboxState.PENDING
    assert failed.attempts == 1
    assert failed.available_at > clock.now(db.session())
    assert db.session.get(Heartbeat, ("half", "work")) is None
    assert "secret" not in str(failed.last_error)
    assert str(failed.last_error).startswith("RuntimeError at test_outbox.py:")


def test_the_wait_doubles_to_an_hour_and_half_of_it_is_chance() -> None:
    assert outbox.delay(1, 0.0) == timedelta(seconds=1)
    assert outbox.delay(1, 1.0) == timedelta(seconds=2)
    assert outbox.delay(4, 1.0) == timedelta(seconds=16)
    assert outbox.delay(500, 1.0) == timedelta(hours=1)
    assert outbox.delay(500, 0.5) == timedelta(minutes=45)


def test_work_is_dead_after_its_last_attempt_and_not_before(app: Flask) -> None:
    row = promise(at=NOW)
    states = []

    for attempt in (outbox.MOST_ATTEMPTS - 1, outbox.MOST_ATTEMPTS):
        with transaction() as session:
            row = session.get_one(Outbox, row.id)
            row.attempts, row.available_at = attempt - 1, NOW
            session.flush()
            mine = outbox.claim(session, row.id, at=NOW, lasts=LEASE)
            assert mine is not None
            states.append(outbox.fail(session, mine, "no luck", can_retry=True, jitter=0.5))

    assert states == [OutboxState.PENDING, OutboxState.DEAD]


def test_hopeless_and_unknown_work_is_dead_at_once_and_can_be_tried_again(app: Flask, kinds: None) -> None:
    hopeless, unknown = promise("test.hopeless"), promise("test.nobody", key="two")

    run_row(hopeless.id)
    run_row(unknown.id)

    db.session.rollback()  # ends the read that loading the ids began
    assert {row.id for row in outbox.list_dead(db.session())} == {hopeless.id, unknown.id}
    assert reread(hopeless).last_error == "NotRetryableError: there is no such thing"
    with transaction() as session:
        outbox.again(session, hopeless.id)
    revived = reread(hopeless)
    assert (revived.state, revived.attempts) == (OutboxState.PENDING, 0)
    with pytest.raises(StaleError), transaction() as session:
        outbox.again(session, hopeless.id)


def test_work_that_kills_every_worker_is_buried(app: Flask) -> None:
    row = promise(at=NOW)
    with transaction() as session:
        outbox.claim(session, row.id, at=NOW, lasts=LEASE)
        session.get_one(Outbox, row.id, populate_existing=True).attempts = outbox.MOST_ATTEMPTS
        session.flush()
        late = NOW + 2 * LEASE

        assert outbox.claim(session, row.id, at=late, lasts=LEASE) is None
        outbox.bury_worn_out(session, at=late)

    assert reread(row).state is OutboxState.DEAD


def test_a_hint_is_given_again_after_ten_seconds(app: Flask) -> None:
    row = promise(at=NOW)
    with transaction() as session:
        assert outbox.list_due(session, at=NOW, limit=5) == [row.id]
        outbox.mark_queued(session, [row.id], at=NOW)
        assert outbox.list_due(session, at=NOW + timedelta(seconds=10), limit=5) == []
        assert outbox.list_due(session, at=NOW + timedelta(seconds=11), limit=5) == [row.id]


def test_an_error_of_the_mail_server_is_told_without_its_words() -> None:
    assert describe(SMTPDataError(451, b"user secret@example.org is over quota")) == "SMTPDataError 451"


def test_due_work_runs_in_order_and_the_clock_stops_where_work_plans_more(app: Flask, kinds: None) -> None:
    start = datetime.now(UTC)
    promise("test.note", "later", at=start + timedelta(days=12), name="on day 12")
    promise("test.chain", "chain:1", at=start + timedelta(days=1), n=1)

    count = run_due(until=start + timedelta(days=13))

    assert done == ["step 1 on day 1", "step 2 on day 6", "step 3 on day 11", "on day 12"]
    assert count >= 4
    with app.app_context():
        moved = clock.now(db.session()) - start
    assert timedelta(days=13) <= moved < timedelta(days=13, minutes=2)


def test_missed_days_are_made_good_one_by_one_in_order(app: Flask) -> None:
    with transaction() as session:
        daily.write_rows(session, NOW)
        daily.write_rows(session, NOW)
    with transaction() as session:
        daily.write_rows(session, NOW + timedelta(days=3))

        keys = sorted(row.idem_key for row in session.query(Outbox) if row.kind == "daily.sweep-tokens")

    assert keys == [f"daily:sweep-tokens:2026-06-{day}" for day in (16, 17, 18, 19)]


def test_a_day_of_the_city_begins_at_midnight_in_amsterdam(app: Flask) -> None:
    late_evening = datetime(2026, 6, 16, 22, 30, tzinfo=UTC)

    with transaction() as session:
        daily.write_rows(session, late_evening)
        rows = session.query(Outbox).filter(Outbox.kind == "daily.sweep-tokens").all()

        assert [(row.payload["day"], row.available_at.hour) for row in rows] == [("2026-06-17", 1)]
    assert DAILY_KINDS["sweep-tokens"].hour == 3


def test_a_sign_of_life_is_fresh_for_ten_seconds_and_belongs_to_its_run(app: Flask) -> None:
    with transaction() as session:
        pulse.beat(session, "old", "long ago", at=NOW - timedelta(days=2))
        pulse.beat(session, "relay", "this", at=NOW)
        pulse.beat(session, "worker", "this", at=NOW - timedelta(seconds=11))
        pulse.beat(session, "relay", "this", at=NOW)

        assert pulse.list_alive(session, "this", at=NOW) == {"relay"}
        assert pulse.list_alive(session, "other", at=NOW) == set()
        assert session.get(Heartbeat, ("old", "long ago")) is None


def test_the_demo_clock_has_no_row_before_it_is_moved(app: Flask) -> None:
    assert db.session.get(Clock, 1) is None
    assert not run_row(uuid4())
