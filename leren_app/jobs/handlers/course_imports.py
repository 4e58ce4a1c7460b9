"""A file with courses: looked through first, so that who waits sees how far it is, then written whole or not at all."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.extensions import db
from leren_app.jobs.registry import Action, reaches_out
from leren_app.services.courses.imports import doing
from leren_app.services.outbox import Claim
from leren_app.transaction import transaction


def prepare(session: Session, claim: Claim) -> Action | None:
    """Nothing to do for a file that was read in, refused or thrown away."""
    import_id = UUID(claim.payload["file"])
    return (lambda: _look_through(import_id)) if doing.is_running(session, import_id) else None


def read_in(session: Session, claim: Claim) -> None:
    """All of it in the one transaction that says done."""
    doing.read_in(session, UUID(claim.payload["file"]), city=_city())


def _look_through(import_id: UUID) -> None:
    for done in doing.look_through(db.session(), import_id, city=_city()):
        with transaction() as session:
            doing.note(session, import_id, done)


def _city() -> City:
    city: City = current_app.extensions["city"]
    return city


reaches_out("courses.import", prepare, read_in)
