"""Doing all that is due, in order, in this process: for the demo clock, and for tests."""

from __future__ import annotations

import math
import time
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app

from leren_app.extensions import db
from leren_app.jobs import daily
from leren_app.jobs.run import run_row
from leren_app.services import clock, outbox
from leren_app.transaction import transaction

MOST_ROWS = 5000
PATIENCE_SECONDS = 20.0
PAUSE_SECONDS = 0.05


def run_due(until: datetime | None = None) -> int:
    """Do what is due, oldest first; how many rows were done.

    With `until`, the demo clock goes there, and stops on its way wherever something becomes due: so a reminder of day
    5 that plans another for day 10 has both done when the clock goes to day 15. Work that the worker took meanwhile is
    waited for.
    """
    with current_app.app_context(), transaction() as session:
        now = clock.now(session)
        goal = max(until or now, now)
        daily.write_rows(session, now)  # first up to now: days before the first row are nobody's
        daily.write_rows(session, goal)
    done = 0
    give_up = time.monotonic() + PATIENCE_SECONDS
    while done < MOST_ROWS and time.monotonic() < give_up:
        found = _next(goal)
        if found is None:
            break
        outbox_id, due = found
        _move_clock(due)
        if run_row(outbox_id):
            done += 1
            give_up = time.monotonic() + PATIENCE_SECONDS
        else:
            time.sleep(PAUSE_SECONDS)  # in other hands
    _move_clock(goal)
    return done


def _next(goal: datetime) -> tuple[UUID, datetime] | None:
    with current_app.app_context():
        return outbox.find_next(db.session(), until=goal)


def _move_clock(to: datetime) -> None:
    with current_app.app_context():
        if clock.now(db.session()) >= to:
            return
        with transaction() as session:
            clock.move(session, by=_up_to_second(to - clock.now(session)))


def _up_to_second(by: timedelta) -> timedelta:
    return timedelta(seconds=math.ceil(by.total_seconds()))
