"""Promised work: written in the same transaction as the change that needs it. Who runs it: leren_app.jobs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Outbox
from leren_app.services import clock

SCHEMA = 1


def promise(
    session: Session, kind: str, idem_key: str, *, at: datetime | None = None, **ids: UUID | str | int
) -> Outbox | None:
    """Write down work of this kind, due now or `at` a moment; None when the same work was promised before.

    `ids` travel as text: a job reads everything else from the database again.
    """
    if session.scalar(select(Outbox.id).where(Outbox.idem_key == idem_key)) is not None:
        return None
    payload: dict[str, str | int] = {"v": SCHEMA, **{k: v if isinstance(v, int) else str(v) for k, v in ids.items()}}
    row = Outbox(kind=kind, idem_key=idem_key, payload=payload, available_at=at or clock.now(session))
    session.add(row)
    session.flush()
    return row
