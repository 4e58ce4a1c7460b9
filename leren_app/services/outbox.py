"""Promised work: written with the change that needs it, claimed, done once. Who runs it: leren_app.jobs.

A row is pending, leased (somebody works on it until `lease_until`), done, or dead (it waits for a person). Every move
is one guarded UPDATE, so that any number of processes may try. `available_at` is in the domain's time, which a demo
can move; leases and hints are in real time, which callers pass in as `at`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from leren_app.domain.errors import StaleError
from leren_app.models import Outbox, OutboxState
from leren_app.services import clock
from leren_app.services.upserting import insert_into

SCHEMA = 1
MOST_ATTEMPTS = 20  # with the delays below about ten hours of trying
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
HINT_LASTS = timedelta(seconds=10)  # hints die with the queue server: older ones are given again
LONGEST_ERROR = 500


class LeaseLostError(Exception):
    """Somebody else has the work by now; whatever was done in this transaction must not stay."""


class NotRetryableError(Exception):
    """Trying again cannot help: the work is dead until a person looks at it. The message holds no personal data."""


@dataclass(frozen=True)
class Claim:
    """Work that is ours for the time being."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    idem_key: str
    attempts: int
    token: UUID


def promise(
    session: Session, kind: str, idem_key: str, *, at: datetime | None = None, **ids: UUID | str | int
) -> Outbox | None:
    """Write down work of this kind, due now or `at` a moment; None when the same work was promised before.

    `ids` travel as text: a job reads everything else from the database again.
    """
    payload: dict[str, str | int] = {"v": SCHEMA, **{k: v if isinstance(v, int) else str(v) for k, v in ids.items()}}
    return session.scalar(
        insert_into(session, Outbox)
        .values(kind=kind, idem_key=idem_key, payload=payload, available_at=at or clock.now(session))
        .on_conflict_do_nothing(index_elements=["idem_key"])  # looking first would let two pass at once
        .returning(Outbox)
    )


def pass_over(session: Session, kinds: Sequence[str]) -> None:
    """Say of all that is due now that it was done, though nobody did it; only for a past that is made up.

    `kinds` are beginnings: "suggestions." is all work on suggestions.
    """
    now = clock.now(session)
    of_kind = or_(*(Outbox.kind.startswith(kind) for kind in kinds))
    session.execute(
        update(Outbox)
        .where(Outbox.state == OutboxState.PENDING, Outbox.available_at <= now, of_kind)
        .values(state=OutboxState.DONE, done_at=now),
        execution_options=_BLIND,
    )


# Finding work


def list_due(session: Session, *, at: datetime, limit: int, hints_hold: bool = True) -> list[UUID]:
    """Work that may start now, oldest first; without what the queue was told of lately, as long as `hints_hold`."""
    found = select(Outbox.id).where(_is_free(clock.now(session), at)).order_by(*_ORDER).limit(limit)
    if hints_hold:
        is_spent = and_(Outbox.state == OutboxState.LEASED, Outbox.queued_at < Outbox.lease_until)
        found = found.where(or_(Outbox.queued_at.is_(None), Outbox.queued_at < at - HINT_LASTS, is_spent))
    return list(session.scalars(found))


def find_next(session: Session, *, until: datetime) -> tuple[UUID, datetime] | None:
    """The first work that is due by a moment of the domain, in whoever's hands, and when it is due."""
    open_states = Outbox.state.in_((OutboxState.PENDING, OutboxState.LEASED))
    row = session.execute(
        select(Outbox.id, Outbox.available_at)
        .where(open_states, Outbox.available_at <= until)
        .order_by(*_ORDER)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.id, row.available_at)


def find_last_key(session: Session, kind: str) -> str | None:
    """The greatest idem_key among all work of a kind; for kinds whose keys end in an ISO date."""
    return session.scalar(select(func.max(Outbox.idem_key)).where(Outbox.kind == kind))


def mark_queued(session: Session, ids: Sequence[UUID], *, at: datetime) -> None:
    """Remember that the queue was told of this work."""
    session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(queued_at=at), execution_options=_BLIND)


# Doing work


def claim(session: Session, outbox_id: UUID, *, at: datetime, lasts: timedelta) -> Claim | None:
    """Make the work ours; None when it is done, not due, or in other hands. Counts as a start."""
    token = uuid4()
    row = session.execute(
        update(Outbox)
        .where(Outbox.id == outbox_id, _is_free(clock.now(session), at))
        .values(state=OutboxState.LEASED, attempts=Outbox.attempts + 1, lease_token=token, lease_until=at + lasts)
        .returning(Outbox.kind, Outbox.payload, Outbox.idem_key, Outbox.attempts),
        execution_options=_BLIND,
    ).one_or_none()
    return None if row is None else Claim(outbox_id, row.kind, row.payload, row.idem_key, row.attempts, token)


def hold(session: Session, mine: Claim, *, at: datetime, lasts: timedelta) -> None:
    """Start the lease again, for work in two parts. Raises LeaseLostError."""
    _move(session, mine, lease_until=at + lasts)


def finish(session: Session, mine: Claim, *, at: datetime) -> None:
    """Say done, in the transaction of the effect. Raises LeaseLostError: then the effect must be rolled back."""
    _move(session, mine, state=OutboxState.DONE, done_at=at, lease_token=None, lease_until=None, last_error=None)


def fail(session: Session, mine: Claim, error: str, *, can_retry: bool, jitter: float) -> OutboxState:
    """Put failed work back for later, or call it dead; `jitter` in [0, 1) spreads those that failed together."""
    alive = can_retry and mine.attempts < MOST_ATTEMPTS
    state = OutboxState.PENDING if alive else OutboxState.DEAD
    at = clock.now(session) + delay(mine.attempts, jitter)
    _move(
        session,
        mine,
        state=state,
        available_at=at if alive else Outbox.available_at,
        queued_at=None,
        lease_token=None,
        lease_until=None,
        last_error=error[:LONGEST_ERROR],
    )
    return state


def delay(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many starts: doubling from two seconds to an hour, of which half is chance."""
    whole = min(FIRST_DELAY * 2.0 ** min(attempts - 1, 30), LONGEST_DELAY)
    return whole * (0.5 + jitter / 2)


# Dead work


def bury_worn_out(session: Session, *, at: datetime) -> None:
    """Call work dead whose workers keep dying: it would take the next one along."""
    worn_out = and_(Outbox.state == OutboxState.LEASED, Outbox.lease_until < at, Outbox.attempts >= MOST_ATTEMPTS)
    session.execute(
        update(Outbox)
        .where(worn_out)
        .values(state=OutboxState.DEAD, lease_token=None, lease_until=None, last_error="its worker died every time"),
        execution_options=_BLIND,
    )


def list_dead(session: Session, *, limit: int = 200) -> list[Outbox]:
    """Work that waits for a person, newest first."""
    dead = select(Outbox).where(Outbox.state == OutboxState.DEAD)
    return list(session.scalars(dead.order_by(Outbox.created_at.desc(), Outbox.id).limit(limit)))


def counts_dead() -> Select[int]:
    """The statement that counts what waits for a person."""
    return select(func.count(Outbox.id)).where(Outbox.state == OutboxState.DEAD)


def again(session: Session, outbox_id: UUID) -> None:
    """Give dead work a new life, due now. Raises StaleError when it is not dead (any more)."""
    revived = session.scalar(
        update(Outbox)
        .where(Outbox.id == outbox_id, Outbox.state == OutboxState.DEAD)
        .values(state=OutboxState.PENDING, attempts=0, available_at=clock.now(session), queued_at=None)
        .returning(Outbox.id),
        execution_options=_BLIND,
    )
    if revived is None:
        raise StaleError


_ORDER = (Outbox.available_at, Outbox.created_at, Outbox.id)
_BLIND = {"synchronize_session": False}  # rows are moved by guard, not through objects in memory


def _is_free(now: datetime, at: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Outbox.state == OutboxState.PENDING, Outbox.available_at <= now),
        and_(Outbox.state == OutboxState.LEASED, Outbox.lease_until < at, Outbox.attempts < MOST_ATTEMPTS),
    )


def _move(session: Session, mine: Claim, **values: object) -> None:
    session.flush()  # the effect first, so that both fail or both stay
    moved = session.scalar(
        update(Outbox)
        .where(Outbox.id == mine.id, Outbox.state == OutboxState.LEASED, Outbox.lease_token == mine.token)
        .values(**values)
        .returning(Outbox.id),
        execution_options=_BLIND,
    )
    if moved is None:
        raise LeaseLostError
