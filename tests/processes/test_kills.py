"""Worker, relay and queue server are killed in the middle; nothing is lost and nothing is done twice."""

from __future__ import annotations

import os
import random
import time
from uuid import UUID

import psutil
import pytest
from sqlalchemy import delete, select

from leren_app.extensions import db
from leren_app.models import Outbox, OutboxState, Suggestion
from leren_app.services.suggestions.refreshing import key_of_run
from leren_app.transaction import transaction
from tests.makers_education import make_challenge, make_run
from tests.processes.conftest import Floor

pytestmark = pytest.mark.processes

LATE = OutboxState.PENDING, OutboxState.LEASED


def test_work_is_done_while_worker_relay_and_queue_server_are_killed_in_turn(floor: Floor) -> None:
    floor.start("relay")
    floor.start("worker")
    floor.promise(range(12), ms=100)

    floor.wait_until_done(2)
    floor.kill("worker")
    floor.start("worker")
    floor.wait_until_done(4)
    floor.kill("relay")
    floor.promise(range(12, 16))
    floor.start("relay")
    floor.wait_until_done(6)
    floor.queue.kill()
    floor.promise(range(16, 20))
    floor.wait_until_done(12)  # the relay alone
    floor.queue.start()
    floor.promise(range(20, 24))
    floor.wait_until_done(24)

    assert floor.counts() == {f"test.count:{n}": 1 for n in range(24)}
    assert floor.number(OutboxState.DEAD, *LATE) == 0
    assert floor.stop("worker") == 0
    assert floor.stop("relay") == 0


def test_a_child_killed_between_claim_and_finish_is_made_good_when_its_lease_ends(floor: Floor) -> None:
    floor.promise(range(1), kind="test.outside", ms=700)
    floor.start("relay")
    floor.start("worker")

    floor.wait_for(floor.outside.exists)
    kill_children(floor.running["worker"].pid)
    assert floor.counts() == {}
    floor.wait_until_done(1)

    assert floor.counts() == {"test.outside:0": 1}
    assert floor.outside.read_text().split() == ["test.outside:0"] * 2  # once more per kill, and not oftener


def test_a_worker_killed_in_the_suggestion_job_leaves_it_to_the_next_and_it_is_done_once(floor: Floor) -> None:
    with floor.app.app_context(), transaction() as session:
        challenge_id = make_challenge(session).id
        run = make_run(session)
        run_id, ours = run.id, Outbox.idem_key == key_of_run(run)
        session.execute(delete(Outbox).where(~ours))  # mails and other work are not what is killed here

    def stored() -> list[UUID]:
        with floor.app.app_context():
            return list(db.session.scalars(select(Suggestion.challenge_id).where(Suggestion.run_id == run_id)))

    def state() -> OutboxState:
        with floor.app.app_context():
            return db.session.scalars(select(Outbox.state).where(ours)).one()

    floor.start("relay")
    floor.start("worker")
    floor.wait_for(floor.outside.exists)  # the rows are written, not committed
    kill_children(floor.running["worker"].pid)
    floor.kill("worker")
    assert (stored(), state()) == ([], OutboxState.LEASED)

    floor.start("worker")
    floor.wait_for(lambda: state() is OutboxState.DONE)

    assert stored().count(challenge_id) == 1  # other tests of this floor leave challenges of their own
    assert floor.outside.read_text().split() == ["refreshed"] * 2  # once more for the kill, and not oftener


def test_both_give_signs_of_life_while_idle_and_while_the_queue_is_away(floor: Floor) -> None:
    floor.start("relay")
    floor.start("worker")
    floor.wait_for(lambda: None not in (floor.beat("relay"), floor.beat("worker")))

    floor.queue.kill()
    first = floor.beat("relay"), floor.beat("worker")
    floor.wait_for(lambda: floor.beat("relay") != first[0] and floor.beat("worker") != first[1], seconds=6)
    floor.queue.start()

    assert floor.running["worker"].is_alive()
    assert floor.stop("worker") == 0


@pytest.mark.full
@pytest.mark.skipif(os.environ.get("LEREN_TEST_FULL") != "1", reason="only with --full")
def test_nothing_is_lost_in_long_chaos(floor: Floor) -> None:
    """200 pieces of work, a kill every half second for half a minute."""
    chance = random.Random(1)
    floor.start("relay")
    floor.start("worker")
    for round_ in range(60):
        floor.promise(range(round_ * 3, round_ * 3 + 3), ms=chance.choice((0, 20, 150)))
        floor.promise(range(round_, round_ + 1), kind="test.outside", ms=50)
        victim = chance.choice(("relay", "worker", "worker", "queue"))
        if victim == "queue":
            floor.queue.kill()
            floor.queue.start()
        else:
            if victim == "worker" and chance.random() < 0.5:
                kill_children(floor.running["worker"].pid)
            floor.kill(victim)
            floor.start(victim)
        time.sleep(0.5)  # let them get on
    floor.wait_until_done(240, seconds=60)

    assert floor.counts() == {f"test.count:{n}": 1 for n in range(180)} | {f"test.outside:{n}": 1 for n in range(60)}
    assert floor.number(OutboxState.DEAD, *LATE) == 0
    assert len(floor.outside.read_text().split()) - 60 <= 60  # at most once more per kill


def kill_children(pid: int | None) -> None:
    """Kill the children of a worker in the middle of their work."""
    for child in psutil.Process(pid).children():
        child.kill()
