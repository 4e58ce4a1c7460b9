"""What the relay decides in one turn: hint, wait, or work alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy.orm import Session

from leren_app.extensions import db
from leren_app.jobs import hints, worker
from leren_app.jobs.registry import DAILY_KINDS, HANDLERS, Payload, handles
from leren_app.jobs.relay import Relay
from leren_app.models import Heartbeat, Outbox, OutboxState
from leren_app.services import outbox
from leren_app.transaction import transaction
from tests import servers

pytestmark = pytest.mark.processes


@pytest.fixture
def queue(app: Flask) -> Iterator[servers.Valkey]:
    """A queue server that the application knows."""
    with servers.valkey() as server:
        app.config["REDIS_URL"] = server.url
        yield server
        app.config["REDIS_URL"] = ""


@pytest.fixture
def kinds() -> Iterator[None]:
    """Work that does nothing, and no other: that of every day would be due or not by the hour of the test."""
    before, before_daily = dict(HANDLERS), dict(DAILY_KINDS)
    DAILY_KINDS.clear()

    @handles("test.nothing")
    def nothing(session: Session, payload: Payload) -> None:
        """There is nothing to do."""

    yield
    HANDLERS.clear()
    HANDLERS.update(before)
    DAILY_KINDS.update(before_daily)


def promise(total: int, offset: int = 0) -> None:
    """So many pieces of work."""
    with transaction() as session:
        for number in range(offset, offset + total):
            outbox.promise(session, "test.nothing", f"test:{number}")


def count(**columns: object) -> int:
    """How many rows of this test look like this."""
    db.session.rollback()
    return db.session.query(Outbox).filter_by(kind="test.nothing", **columns).count()


def hinted(queue: servers.Valkey) -> int:
    """How many hints lie in the queue."""
    with Redis.from_url(queue.url) as server:
        return hints.queue_of(server).count


def test_due_work_is_hinted_once_and_marked(app: Flask, queue: servers.Valkey, kinds: None) -> None:
    promise(3)
    relay = Relay(app)

    relay.turn()
    relay.turn()

    assert hinted(queue) == 3
    assert count(queued_at=None) == 0
    assert count(state=OutboxState.PENDING) == 3


def test_a_full_batch_asks_for_another_turn_and_a_long_queue_for_patience(
    app: Flask, queue: servers.Valkey, kinds: None
) -> None:
    promise(4 * hints.BATCH)
    relay = Relay(app)

    answers = [relay.turn() for _ in range(4)]

    assert answers == [True, True, True, False]
    assert hinted(queue) == 3 * hints.BATCH


def test_a_hint_is_json_and_names_one_row(app: Flask, queue: servers.Valkey, kinds: None) -> None:
    promise(1)
    Relay(app).turn()

    with Redis.from_url(queue.url) as server:
        [job] = hints.queue_of(server).get_jobs()

    row_id = db.session.query(Outbox.id).filter_by(kind="test.nothing").scalar()
    assert (job.func_name, list(job.args)) == ("leren_app.jobs.run.run", [str(row_id)])
    assert job.retries_left is None
    assert job.timeout == 30


def test_without_a_queue_the_relay_works_alone(app: Flask, kinds: None) -> None:
    promise(3)

    assert Relay(app).turn()

    assert count(state=OutboxState.DONE) == 3


def test_hints_that_died_with_the_queue_server_are_not_waited_for(
    app: Flask, queue: servers.Valkey, kinds: None
) -> None:
    promise(2)
    relay = Relay(app)
    relay.turn()

    queue.kill()
    relay.turn()

    assert count(state=OutboxState.DONE) == 2
    assert relay.queue_is_away
    queue.start()
    relay.turn()
    assert not relay.queue_is_away


def test_the_relay_writes_the_nights_work_and_gives_signs_of_life_until_it_is_told_to_stop(app: Flask) -> None:
    relay = Relay(app)

    @handles("test.stop")
    def stop(session: Session, payload: Payload) -> None:
        relay.stopping.set()

    with transaction() as session:
        outbox.promise(session, "test.stop", "stop")
    relay.serve()
    del HANDLERS["test.stop"]

    db.session.rollback()
    assert db.session.query(Outbox).filter(Outbox.kind.startswith("daily.")).count() >= 1
    beat = db.session.get_one(Heartbeat, ("relay", "single"))
    assert (datetime.now(UTC) - beat.beat_at).total_seconds() < 10


def test_a_worker_without_a_queue_says_so(app: Flask) -> None:
    assert worker.main(app) == 2
