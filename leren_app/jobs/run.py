"""Doing one piece of promised work: claim it, do it, say done in the same transaction as its effect."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from smtplib import SMTPResponseException
from uuid import UUID

from flask import current_app

from leren_app.jobs.registry import HANDLERS
from leren_app.services import outbox
from leren_app.services.outbox import Claim, LeaseLostError, NotRetryableError
from leren_app.transaction import transaction

JOB_SECONDS = 30
LEASE = timedelta(seconds=JOB_SECONDS + 15)  # longer than a job may take, or two would do the same

log = logging.getLogger("leren.jobs")
chance = SystemRandom()


def run(outbox_id: str) -> None:
    """What the queue calls. The queue only hints: whether there is something to do stands in the table."""
    run_row(UUID(outbox_id))


def run_row(outbox_id: UUID) -> bool:
    """Do this work if it is due and free; whether it was. A failure is recorded, not raised."""
    with current_app.app_context():  # a session of its own
        with transaction() as session:
            claim = outbox.claim(session, outbox_id, at=_now(), lasts=_lease())
        if claim is None:
            return False
        try:
            _do(claim)
        except LeaseLostError:
            log.warning("%s %s took longer than its lease; somebody else has it", claim.kind, claim.id)
        except Exception as error:  # work may fail in any way; the table remembers it and says what comes next
            _record_failure(claim, error)
    return True


def _do(claim: Claim) -> None:
    handler = HANDLERS.get(claim.kind)
    if handler is None or claim.payload.get("v") != outbox.SCHEMA:
        raise NotRetryableError(f"nobody knows how to do {claim.kind} of version {claim.payload.get('v')}")
    if handler.prepare is not None:
        with transaction() as session:
            act = handler.prepare(session, claim)
            outbox.hold(session, claim, at=_now(), lasts=_lease())
        if act is not None:
            act()
    with transaction() as session:
        handler.record(session, claim)
        outbox.finish(session, claim, at=_now())


def _record_failure(claim: Claim, error: Exception) -> None:
    said = describe(error)
    try:
        with transaction() as session:
            can_retry = not isinstance(error, NotRetryableError)
            state = outbox.fail(session, claim, said, can_retry=can_retry, jitter=chance.random())
    except LeaseLostError:
        return
    log.warning("%s %s failed at start %d and is %s: %s", claim.kind, claim.id, claim.attempts, state.value, said)


def describe(error: Exception) -> str:
    """What went wrong and where, without the message: that of a database or mail server quotes personal data."""
    name = type(error).__name__
    if isinstance(error, NotRetryableError):
        return f"{name}: {error}"
    if isinstance(error, SMTPResponseException):
        name += f" {error.smtp_code}"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"{name} at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else name


def _now() -> datetime:
    return datetime.now(UTC)


def _lease() -> timedelta:
    lease: timedelta = current_app.config.get("JOB_LEASE", LEASE)
    return lease
