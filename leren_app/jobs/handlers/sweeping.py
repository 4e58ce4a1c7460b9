"""What is thrown away every night."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.jobs.registry import Payload, daily
from leren_app.services import sweeping


@daily("sweep-tokens")
def sweep_tokens(session: Session, _payload: Payload) -> None:
    """Links and sign-ins that ended a month ago."""
    sweeping.sweep_ended_access(session)


@daily("sweep-imports")
def sweep_imports(session: Session, _payload: Payload) -> None:
    """Files with courses that were brought a month ago."""
    sweeping.sweep_imports(session)
