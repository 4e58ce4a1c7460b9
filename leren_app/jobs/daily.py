"""Work of every day is a row per day, so that a day that was missed is still done, in its turn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.calendar import instant_of, local_day
from leren_app.domain.city import City
from leren_app.jobs.registry import DAILY, DAILY_KINDS
from leren_app.models import OutboxState
from leren_app.services import clock, outbox

LONGEST_GAP = timedelta(days=400)  # an installation that slept longer starts afresh


def write_rows(session: Session, until: datetime) -> int:
    """Promise the daily work of each day up to the one of `until`; how many rows that were."""
    city: City = current_app.extensions["city"]
    today = local_day(until, city.time_zone)
    return sum(_write(session, name, at, today, city.time_zone) for name, at in DAILY_KINDS.items())


def pass_over(session: Session, day: date) -> None:
    """Say that the daily work of this day, and so of all days before, was done; only for a past that is made up."""
    city: City = current_app.extensions["city"]
    for name, at in DAILY_KINDS.items():
        key = f"daily:{name}:{day.isoformat()}"
        row = outbox.promise(session, DAILY + name, key, at=instant_of(day, at, city.time_zone), day=day.isoformat())
        if row is not None:
            row.state, row.done_at = OutboxState.DONE, clock.now(session)


def today(until: datetime) -> date:
    """The day in the city at that moment."""
    city: City = current_app.extensions["city"]
    return local_day(until, city.time_zone)


def _write(session: Session, name: str, at: time, today: date, zone: str) -> int:
    last = outbox.find_last_key(session, DAILY + name)
    day = today if last is None else max(_day_of(last) + timedelta(days=1), today - LONGEST_GAP)
    written = 0
    while day <= today:
        key = f"daily:{name}:{day.isoformat()}"
        outbox.promise(session, DAILY + name, key, at=instant_of(day, at, zone), day=day.isoformat())
        day += timedelta(days=1)
        written += 1
    return written


def _day_of(key: str) -> date:
    return date.fromisoformat(key.rpartition(":")[2])
