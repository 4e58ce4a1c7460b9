"""What is thrown away every night; how much it was stands in the log.

Each runs in many small transactions, so that nobody waits for it, and stops after a while: the rest is for tomorrow.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import timedelta

from flask import current_app

from config import Settings
from leren_app import storage
from leren_app.domain.city import City
from leren_app.extensions import db
from leren_app.jobs.registry import daily_in_parts
from leren_app.models import CourseImport, DevMail, LoginSession, MailSent, Outbox, Token
from leren_app.models.base import Base, now_utc
from leren_app.services import sweeping
from leren_app.transaction import transaction

SECONDS = 15.0  # half of what a job may take
MONTH = timedelta(days=31)  # the longest, so that nothing goes before its months are over

log = logging.getLogger("leren.sweeping")

Sweep = tuple[type[Base], sweeping.Which]


@daily_in_parts("sweep-tokens")
def sweep_tokens() -> None:
    """Links and sign-ins that ended."""
    _sweep([(Token, sweeping.ended_links), (LoginSession, sweeping.ended_sign_ins)], _settings().ended_kept)


@daily_in_parts("sweep-imports")
def sweep_imports() -> None:
    """Files with courses."""
    _sweep([(CourseImport, sweeping.old_imports)], _settings().imports_kept)


@daily_in_parts("sweep-done")
def sweep_done() -> None:
    """Work that was done and mails that were sent, for as long as the city file promises to keep them."""
    city: City = current_app.extensions["city"]
    mails = [(MailSent, sweeping.sent_mails), (DevMail, sweeping.kept_mails)]
    _sweep([*mails, (Outbox, sweeping.done_work)], city.retention.mail_log_months * MONTH)


@daily_in_parts("sweep-files")
def sweep_files() -> None:
    """Files that no row names: whoever sent them was cut off, or the process was killed. In real time, as the disk."""
    settings = _settings()
    named = sweeping.names_of_files(db.session())
    gone = storage.sweep(settings.files_dir, named, before=now_utc() - settings.nameless_kept)
    log.info("swept %d files that no row names", gone)


def _sweep(sweeps: Iterable[Sweep], kept: timedelta) -> None:
    until = time.monotonic() + SECONDS
    for table, which in sweeps:
        gone, was_last = 0, False
        while not was_last and time.monotonic() < until:
            with transaction() as session:
                batch = sweeping.sweep_batch(session, table, which, kept)
            gone, was_last = gone + batch, batch < sweeping.BATCH
        log.info("swept %d of %s%s", gone, table.__tablename__, "" if was_last else "; the rest tomorrow")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
