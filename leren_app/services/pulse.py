"""Signs of life: each process of a run says that its loop still turns."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from leren_app.models import Heartbeat

FRESH = timedelta(seconds=10)
KEPT = timedelta(days=1)


def beat(session: Session, process: str, run_id: str, *, at: datetime) -> None:
    """Write the sign of life of a process; the first of a run clears away those of runs long gone."""
    mine = (Heartbeat.process == process, Heartbeat.run_id == run_id)
    found = session.scalar(update(Heartbeat).where(*mine).values(beat_at=at).returning(Heartbeat.process))
    if found is None:
        session.execute(delete(Heartbeat).where(Heartbeat.beat_at < at - KEPT))
        session.add(Heartbeat(process=process, run_id=run_id, beat_at=at))
        session.flush()


def list_alive(session: Session, run_id: str, *, at: datetime) -> set[str]:
    """Names of the processes of a run that gave a sign of life in the last ten seconds."""
    fresh = select(Heartbeat.process).where(Heartbeat.run_id == run_id, Heartbeat.beat_at >= at - FRESH)
    return set(session.scalars(fresh))
