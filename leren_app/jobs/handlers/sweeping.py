"""What is thrown away every night."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy.orm import Session

from config import Settings
from leren_app import storage
from leren_app.jobs.registry import Payload, daily
from leren_app.models.base import now_utc
from leren_app.services import sweeping

NAMELESS_KEPT = timedelta(days=1)
"""Far longer than anybody takes from the file to its row. In real time, as the disk counts."""


@daily("sweep-tokens")
def sweep_tokens(session: Session, _payload: Payload) -> None:
    """Links and sign-ins that ended a month ago."""
    sweeping.sweep_ended_access(session)


@daily("sweep-files")
def sweep_files(session: Session, _payload: Payload) -> None:
    """Files that no row names, of a day ago: whoever sent them was cut off, or the process was killed."""
    settings: Settings = current_app.extensions["settings"]
    storage.sweep(settings.files_dir, sweeping.names_of_files(session), before=now_utc() - NAMELESS_KEPT)


@daily("sweep-imports")
def sweep_imports(session: Session, _payload: Payload) -> None:
    """Files with courses that were brought a month ago."""
    sweeping.sweep_imports(session)
