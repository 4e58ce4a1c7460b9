"""What time it is: real UTC, or in a demo the time its clock was moved to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.calendar import local_day
from leren_app.domain.city import City
from leren_app.models import Clock, Event

_OFFSET = "offset of the demo clock"
_A_MOMENT = timedelta(minutes=1)


def now(session: Session) -> datetime:
    """The present moment of the domain, UTC-aware; read once per session in a demo."""
    return datetime.now(UTC) + _offset(session)


def today(session: Session, city: City) -> date:
    """The day it is in the city."""
    return local_day(now(session), city.time_zone)


def move(session: Session, by: timedelta) -> datetime:
    """Move the demo clock forward and say what time it is then. Raises ValueError outside a demo or backwards."""
    if not session.info.get("is_demo"):
        raise ValueError("only a demo's clock can be moved")
    if by < timedelta(0):
        raise ValueError("time does not run backwards")
    return _keep(session, timedelta(seconds=_row(session).offset_seconds) + by)


def begin_at(session: Session, moment: datetime) -> datetime:
    """Start the demo clock at a moment, also one in the past. Raises ValueError outside a demo or after any event."""
    if not session.info.get("is_demo"):
        raise ValueError("only a demo's clock can be moved")
    if session.scalar(select(Event.id).limit(1)) is not None:
        raise ValueError("something happened already")
    return _keep(session, moment - datetime.now(UTC))


def is_behind(session: Session) -> bool:
    """Whether a demo's clock stands in the past, as it does only while its story is being told."""
    return _offset(session) < -_A_MOMENT


def _row(session: Session) -> Clock:
    clock = session.get(Clock, 1)
    if clock is None:
        clock = Clock(id=1, offset_seconds=0)
        session.add(clock)
    return clock


def _keep(session: Session, offset: timedelta) -> datetime:
    _row(session).offset_seconds = int(offset.total_seconds())
    session.flush()
    session.info.pop(_OFFSET, None)
    return now(session)


def _offset(session: Session) -> timedelta:
    if not session.info.get("is_demo"):
        return timedelta(0)
    if _OFFSET not in session.info:
        clock = session.get(Clock, 1)
        session.info[_OFFSET] = timedelta(seconds=clock.offset_seconds if clock else 0)
    offset: timedelta = session.info[_OFFSET]
    return offset
