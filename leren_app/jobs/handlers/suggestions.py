"""Suggestions and what they are found in are worked out after a change, never while somebody waits for a page.

The index is a file: it is written in no transaction, from what is in the database at that moment, and then the rows.
"""

from __future__ import annotations

from datetime import time
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.extensions import db
from leren_app.jobs.registry import Action, Payload, daily, reaches_out
from leren_app.services.courses import reading as runs
from leren_app.services.indexes import courses, keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.outbox import Claim
from leren_app.services.suggestions import finding, refreshing


def prepare_refresh(_session: Session, claim: Claim) -> Action:
    """First the indexes, of challenges and of what courses ask: what changed, all, or only that they are there."""
    payload = claim.payload

    def act() -> None:
        if "challenge" in payload:
            keeping.put(db.session(), Kind.CHALLENGES, UUID(payload["challenge"]), _city())
            courses.ensure(db.session(), _city())
        elif "run" in payload:
            keeping.ensure(db.session(), Kind.CHALLENGES, _city())
            courses.put(db.session(), runs.get_run(db.session(), UUID(payload["run"])).course_id, _city())
        else:
            keeping.build(db.session(), Kind.CHALLENGES, _city())
            courses.ensure(db.session(), _city())

    return act


def refresh(session: Session, claim: Claim) -> None:
    """Then the suggestions: for one edition, one challenge, or for all."""
    payload, city = claim.payload, _city()
    if "run" in payload:
        finding.refresh_run(session, UUID(payload["run"]), city=city)
    elif "challenge" in payload:
        finding.refresh_challenge(session, UUID(payload["challenge"]), city=city)
    else:
        finding.refresh_all(session, city=city)


def prepare_index(_session: Session, claim: Claim) -> Action:
    """One question or result, or a whole index."""
    payload = claim.payload

    def act() -> None:
        if "all_of" in payload:
            keeping.build(db.session(), Kind(payload["all_of"]), _city())
        elif "result" in payload:
            keeping.put(db.session(), Kind.RESULTS, UUID(payload["result"]), _city())
        else:
            keeping.put(db.session(), Kind.QUESTIONS, UUID(payload["question"]), _city())

    return act


def indexed(_session: Session, _claim: Claim) -> None:
    """Nothing stands in the database of it."""


@daily("fresh-indexes", at=time(3, 30))
def fresh_indexes(session: Session, payload: Payload) -> None:
    """Learn anew how telling each word is, and work everything out with it."""
    for kind in (Kind.QUESTIONS, Kind.RESULTS):
        refreshing.rebuild(session, kind, payload["day"])
    refreshing.refresh_all(session, payload["day"])


def _city() -> City:
    city: City = current_app.extensions["city"]
    return city


reaches_out("suggestions.refresh", prepare_refresh, refresh)
reaches_out("suggestions.index", prepare_index, indexed)
