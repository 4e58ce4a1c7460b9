"""The relay: looks in the table for due work and hints it to the queue; without a queue it does the work itself.

Start it with `python -m leren_app.jobs.relay`. It may be killed at any moment, and it outlives its database and queue.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import FrameType
from uuid import UUID

from flask import Flask
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.exc import OperationalError

from leren_app.extensions import db
from leren_app.jobs import daily, hints
from leren_app.jobs.run import run_row
from leren_app.jobs.signs import Pulse
from leren_app.services import clock, outbox
from leren_app.transaction import transaction

PAUSE_SECONDS = 0.25
ALONE = 20  # rows done by the relay itself before it looks at the queue again

log = logging.getLogger("leren.relay")


class Relay:
    """One relay; `serve` turns until told to stop."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        url = app.config["REDIS_URL"]
        self.queue: Queue | None = hints.queue_of(hints.connect(url)) if url else None
        self.pulse = Pulse(app, "relay")
        self.stopping = threading.Event()
        self.day_written: date | None = None
        self.queue_is_away = False

    def serve(self) -> None:
        """Turn until `stopping`; a database that went away is waited for."""
        while not self.stopping.is_set():
            try:
                self.pulse.beat()
                is_busy = self.turn()
            except OperationalError as error:
                log.warning("the database does not answer (%s); trying again", type(error.orig).__name__)
                is_busy = False
            if not is_busy:
                self.stopping.wait(PAUSE_SECONDS)

    def turn(self) -> bool:
        """Look once; whether there may be more to do at once."""
        with self.app.app_context():
            self._write_days()
            answers = self._queue_answers()
            ids = outbox.list_due(db.session(), at=datetime.now(UTC), limit=hints.BATCH, hints_hold=answers)
            if not ids:
                return False
            return self._tell(ids) if answers else self._do_alone(ids)

    def _write_days(self) -> None:
        now = clock.now(db.session())
        today = daily.today(now)
        if today != self.day_written:
            with transaction() as session:
                daily.write_rows(session, now)
            self.day_written = today

    def _queue_answers(self) -> bool:
        try:
            answers = self.queue is not None and bool(self.queue.connection.ping())
        except (RedisError, OSError):
            answers = False
        if self.queue is not None and answers == self.queue_is_away:
            self.queue_is_away = not answers
            log.warning("the queue server %s", "answers again" if answers else "does not answer; working alone")
        return answers

    def _tell(self, ids: Sequence[UUID]) -> bool:
        """Mark, commit, then hint: who dies in between is made good ten seconds later."""
        assert self.queue is not None  # noqa: S101 - it just answered
        try:
            if not hints.has_room(self.queue):
                return False
            with transaction() as session:
                outbox.bury_worn_out(session, at=datetime.now(UTC))
                outbox.mark_queued(session, ids, at=datetime.now(UTC))
            hints.tell(self.queue, ids)
        except (RedisError, OSError):
            return self._do_alone(ids)
        return len(ids) == hints.BATCH

    def _do_alone(self, ids: Sequence[UUID]) -> bool:
        for outbox_id in ids[:ALONE]:
            if self.stopping.is_set():
                break
            self.pulse.beat()
            run_row(outbox_id)
        return True


def main(app: Flask) -> int:
    """Serve until SIGTERM or SIGINT."""
    relay = Relay(app)

    def stop(_number: int, _frame: FrameType | None) -> None:
        relay.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    relay.serve()
    return 0


if __name__ == "__main__":
    from leren_app import create_app  # only the process itself may see the whole application

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    sys.exit(main(create_app()))
