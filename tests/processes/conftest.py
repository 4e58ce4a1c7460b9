"""A shop floor: real Valkey, relay and worker on a database of its own, each of which can be killed."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from leren_app import create_app
from leren_app.extensions import db
from leren_app.models import Outbox, OutboxState
from leren_app.services import outbox
from leren_app.transaction import transaction
from tests import servers
from tests.conftest import settings_for
from tests.processes import workshop

FORKS = multiprocessing.get_context("forkserver")  # loads the application once for all processes of all tests
FORKS.set_forkserver_preload(["tests.processes.workshop"])


class Floor:
    """The processes of one test and what they did."""

    def __init__(self, app: Flask, queue: servers.Valkey, folder: Path) -> None:
        self.app = app
        # This process leaves the queue alone: its rate limits are one object for all applications of the suite.
        self.settings = replace(app.extensions["settings"], redis_url=queue.url)
        self.queue = queue
        self.folder = folder
        self.outside = folder / "outside.txt"
        self.running: dict[str, ForkServerProcess] = {}

    def start(self, name: str) -> None:
        """Start the relay or the worker."""
        process = FORKS.Process(target=workshop.main, args=(name, self.settings, self.folder))
        process.start()
        self.running[name] = process

    def kill(self, name: str) -> None:
        """End it as a power cut would."""
        process = self.running.pop(name)
        process.kill()
        process.join(10)

    def stop(self, name: str) -> int | None:
        """End it as the supervisor does; its exit code."""
        process = self.running.pop(name)
        process.terminate()
        process.join(10)
        return process.exitcode

    def promise(self, numbers: range, kind: str = "test.count", ms: int = 0) -> None:
        """Promise work with these numbers, each in a transaction of its own."""
        for number in numbers:
            with self.app.app_context(), transaction() as session:
                outbox.promise(session, kind, f"{kind}:{number}", name=f"{kind}:{number}", ms=ms)

    def counts(self) -> Counter[str]:
        """How often each effect stands in the database."""
        with self.app.app_context():
            return Counter(db.session.scalars(text("SELECT name FROM effect")))

    def number(self, *states: OutboxState) -> int:
        """How many rows are in one of these states."""
        with self.app.app_context():
            ours = select(func.count()).where(Outbox.kind.startswith("test."), Outbox.state.in_(states))
            return db.session.scalar(ours) or 0

    def wait_for(self, what: Callable[[], bool], seconds: float = 45) -> None:
        """Wait until it is so; fail with the logs when it never is."""
        until = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < until, self.logs()
            time.sleep(0.05)

    def wait_until_done(self, total: int, seconds: float = 45) -> None:
        """Wait until so many rows are done."""
        self.wait_for(lambda: self.number(OutboxState.DONE) >= total, seconds)

    def beat(self, process: str) -> datetime | None:
        """The last sign of life of a process."""
        asked = text("SELECT max(beat_at) FROM heartbeat WHERE process = :process")
        with self.app.app_context():
            found: datetime | None = db.session.scalar(asked, {"process": process})
            return found

    def logs(self) -> str:
        """The last lines of all."""
        return "\n".join(f"== {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log")))


@pytest.fixture(scope="module")
def valkey() -> Iterator[servers.Valkey]:
    """A Valkey for a module; tests that kill it start it again."""
    with servers.valkey() as server:
        yield server


@pytest.fixture(scope="module")
def ground(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a migrated database with one table more, in which effects are counted."""
    folder = tmp_path_factory.mktemp("floor")
    app = create_app(settings_for(database_url, folder, run_id="kills"))
    with app.app_context():
        flask_migrate.upgrade()
        with transaction() as session:
            session.execute(text("CREATE TABLE IF NOT EXISTS effect (name VARCHAR(80))"))
    yield app
    with app.app_context():
        with transaction() as session:
            session.execute(text("DROP TABLE effect"))
        db.engine.dispose()


@pytest.fixture
def floor(ground: Flask, valkey: servers.Valkey, tmp_path: Path) -> Iterator[Floor]:
    """An empty floor; whatever still runs at the end is killed."""
    with ground.app_context(), transaction() as session:
        for table in ("effect", "outbox", "heartbeat"):
            session.execute(text(f"DELETE FROM {table}"))  # names of this line
    made = Floor(ground, valkey, tmp_path)
    yield made
    for name in list(made.running):
        made.kill(name)
