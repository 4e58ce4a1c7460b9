"""Which kind of promised work is done by which function.

Most work only changes the database. Its function is one service call, and runs in the transaction that also says done:

    @handles("question.lapse")
    def lapse(session: Session, payload: Payload) -> None:
        questions.lapse(session, UUID(payload["question"]))

Work that reaches outside (mail) has three parts, see `reaches_out`. Work of every day says `daily` instead of
`handles`, and finds the day (ISO, in the city) in `payload["day"]`. A function looks again whether its work is still
needed, and simply returns when it is not. It raises NotRetryableError when trying again cannot help.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from leren_app.services.outbox import Claim

Payload = Mapping[str, Any]
Effect = Callable[[Session, Payload], None]
Action = Callable[[], None]
Prepare = Callable[[Session, Claim], Action | None]
Record = Callable[[Session, Claim], None]

DAILY = "daily."


@dataclass(frozen=True)
class Handler:
    """How one kind of work is done: perhaps a preparation and an act outside, then what is recorded with the done."""

    record: Record
    prepare: Prepare | None = None


HANDLERS: dict[str, Handler] = {}
DAILY_KINDS: dict[str, time] = {}


def handles(kind: str) -> Callable[[Effect], Effect]:
    """The decorated function is the whole work of this kind, in one transaction."""

    def register(effect: Effect) -> Effect:
        _add(kind, Handler(lambda session, claim: effect(session, claim.payload)))
        return effect

    return register


def daily(name: str, *, at: time = time(3, 0)) -> Callable[[Effect], Effect]:
    """The decorated function runs once for every day, not before this time of that day in the city."""

    def register(effect: Effect) -> Effect:
        DAILY_KINDS[name] = at
        return handles(DAILY + name)(effect)

    return register


def daily_in_parts(name: str, *, at: time = time(3, 0)) -> Callable[[Action], Action]:
    """The same for work too large for one transaction: the function makes its own, and can be broken off."""

    def register(act: Action) -> Action:
        DAILY_KINDS[name] = at
        reaches_out(DAILY + name, lambda _session, _claim: act, lambda _session, _claim: None)
        return act

    return register


def reaches_out(kind: str, prepare: Prepare, record: Record) -> None:
    """Work with an effect outside the database.

    `prepare` is committed first and gives the act, or None when there is nothing (left) to do; then the act, in no
    transaction; then `record`, in the transaction that says done. Whoever is killed in between does the act again.
    """
    _add(kind, Handler(record, prepare))


def _add(kind: str, handler: Handler) -> None:
    if kind in HANDLERS:
        raise ValueError(f"two functions want to do {kind!r}")
    HANDLERS[kind] = handler
