"""What time it is: real UTC, or in a demo the time its clock was moved to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from leren_app.models import Clock

_OFFSET = "offset of the demo clock"


def now(session: Session) -> datetime:
    """The present moment of the domain, UTC-aware; read once per session in a demo."""
    return datetime.now(UTC) + _offset(session)


def move(session: Session, by: timedelta) -> datetime:
    """Move the demo clock forward and say what time it is then. Raises ValueError outside a demo or backwards."""
    if not session.info.get("is_demo"):
        raise ValueError("only a demo's clock can be moved")
    if by < timedelta(0):
        raise ValueError("time does not run backwards")
    clock = session.get(Clock, 1)
    if clock is None:
        clock = Clock(id=1, offset_seconds=0)
        session.add(clock)
    clock.offset_seconds += int(by.total_seconds())
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
