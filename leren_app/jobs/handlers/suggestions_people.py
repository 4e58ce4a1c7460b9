"""What fits somebody, worked out anew after they changed their profile."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.extensions import db
from leren_app.jobs.registry import Action, reaches_out
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.outbox import Claim
from leren_app.services.profiles import suggesting


def prepare(_session: Session, _claim: Claim) -> Action:
    """First there has to be an index."""
    return lambda: keeping.ensure(db.session(), Kind.CHALLENGES, current_app.extensions["city"])


def refresh_person(session: Session, claim: Claim) -> None:
    """Soon after a profile was saved; until then the page looks itself."""
    suggesting.refresh_person(session, UUID(claim.payload["user"]), current_app.extensions["city"])


reaches_out("suggestions.refresh_person", prepare, refresh_person)
