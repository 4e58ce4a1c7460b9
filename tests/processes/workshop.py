"""Relay or worker as a process of its own, with work that counts how often it was done."""

from __future__ import annotations

import logging
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from config import Settings
from leren_app import create_app
from leren_app.jobs import relay, signs, worker
from leren_app.jobs.handlers import suggestions
from leren_app.jobs.registry import HANDLERS, Action, Handler, Payload, handles, reaches_out
from leren_app.services.outbox import Claim

LEASE = timedelta(seconds=1)
COUNT = text("INSERT INTO effect (name) VALUES (:name)")


def count(session: Session, payload: Payload) -> None:
    """An effect in the database, slow enough to be killed in the middle of."""
    session.execute(COUNT, {"name": payload["name"]})
    time.sleep(float(payload.get("ms", 0)) / 1000)


def send(session: Session, claim: Claim) -> Action | None:
    """An effect outside: a line in a file."""

    def act() -> None:
        with open(os.environ["TEST_OUTSIDE"], "a") as outside:  # noqa: PTH123 - appending must be one write
            outside.write(f"{claim.payload['name']}\n")
        time.sleep(float(claim.payload.get("ms", 0)) / 1000)

    return act


def sent(session: Session, claim: Claim) -> None:
    """What is recorded of it."""
    session.execute(COUNT, {"name": claim.payload["name"]})


def slow_refresh(session: Session, claim: Claim) -> None:
    """The suggestion job itself, and then time to be killed in before it is committed; a line in a file tells when."""
    suggestions.refresh(session, claim)
    if "run" not in claim.payload:
        return  # the nightly one is not what is killed here
    with open(os.environ["TEST_OUTSIDE"], "a") as outside:  # noqa: PTH123 - appending must be one write
        outside.write("refreshed\n")
    time.sleep(0.7)


def main(name: str, settings: Settings, folder: Path) -> None:
    """What the process does."""
    with (folder / f"{name}.log").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.environ["TEST_OUTSIDE"] = str(folder / "outside.txt")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    handles("test.count")(count)  # here, so that no other test knows these kinds
    reaches_out("test.outside", send, sent)
    HANDLERS["suggestions.refresh"] = Handler(slow_refresh, suggestions.prepare_refresh)
    app = create_app(settings)
    app.config["JOB_LEASE"] = LEASE
    signs.EVERY_SECONDS = 0.5
    sys.exit({"relay": relay.main, "worker": worker.main}[name](app))
