"""The worker: takes hints from the queue and does each piece of work in a forked child.

Start it with `python -m leren_app.jobs.worker`. RQ's worker gives up when its server goes away in the middle of
something; this one begins again.
"""

from __future__ import annotations

import logging
import signal
import sys
import time
from types import FrameType
from typing import Any
from uuid import uuid4

import rq
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer

from leren_app.extensions import db
from leren_app.jobs import hints
from leren_app.jobs.signs import Pulse
from leren_app.services.indexes.reader import warm

LOOK_UP_SECONDS = 2  # how long it listens to an idle queue, or waits for a child, between two signs of life
RQ_MARGIN = 15  # RQ listens 15 seconds shorter than a worker's time to live
LONGEST_WAIT = 1.0

log = logging.getLogger("leren.worker")


class Stop:
    """Remembers that the process was told to stop, whatever RQ makes of the signal."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


class Worker(rq.Worker):
    """RQ's worker with a sign of life in the database, and without its command channel and its thread."""

    max_connection_wait_time = LONGEST_WAIT
    log_result_lifespan = False

    def __init__(self, app: Flask, connection: Redis, stop: Stop) -> None:
        self.pulse = Pulse(app, "worker")
        self.stop = stop
        super().__init__(
            [hints.NAME],
            name=f"lmds-{app.config['RUN_ID']}-{uuid4().hex[:8]}",  # a name once used stays taken for a minute
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=LOOK_UP_SECONDS + RQ_MARGIN,
            job_monitoring_interval=LOOK_UP_SECONDS,
            log_job_description=False,
        )

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Every turn of RQ's loop passes here, idle or busy, with or without its server."""
        if not self.is_horse:
            self.pulse.beat()
        super().heartbeat(timeout, pipeline)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Remember it as well: RQ's loop ends in the same way when its server goes away."""
        self.stop(signum, frame)
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]  # RQ leaves it untyped

    def fork_work_horse(self, job: Job, queue: rq.Queue) -> None:
        """Fork with no connection open: a child that inherits one could close it under its parent."""
        db.engine.dispose()
        super().fork_work_horse(job, queue)

    def subscribe(self) -> None:
        """Listen to no commands: nobody needs them, and a thread does not go with forking."""

    def teardown(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        try:
            super().teardown()  # type: ignore[no-untyped-call]  # RQ leaves it untyped
        except (RedisError, OSError):
            log.warning("the queue server did not hear the worker leave")


def serve(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; a child that is at work then finishes first."""
    stop = Stop()
    pulse = Pulse(app, "worker")
    while not stop.asked:
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        pulse.beat()
        try:
            with hints.connect(app.config["REDIS_URL"]) as connection:
                Worker(app, connection, stop).work(logging_level="WARNING")
        except StopRequested:
            return
        except (RedisError, OSError) as error:
            log.warning("the queue server does not answer (%s); trying again", type(error).__name__)
        if not stop.asked:
            time.sleep(LONGEST_WAIT)


def main(app: Flask) -> int:
    """Load once, then serve."""
    if not app.config["REDIS_URL"]:
        log.error("REDIS_URL is not set: without a queue the relay does the work, and no worker is needed")
        return 2
    with app.app_context():
        # Each piece of work is a child of this process, and has it for nothing.
        warm(app.extensions["city"], app.config["INDEX_DIR"])
        serve(app)
    return 0


if __name__ == "__main__":
    from leren_app import create_app  # only the process itself may see the whole application

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    sys.exit(main(create_app()))
