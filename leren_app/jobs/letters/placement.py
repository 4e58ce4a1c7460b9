"""Mails about a placement: to the lecturers of the course, the client, coordinators, and whoever hoped for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain import days
from leren_app.domain.city import City
from leren_app.domain.lifecycles.placement_states import PASS_REASON_NAMES, PassReason
from leren_app.domain.permissions import holds_edition
from leren_app.domain.roles import Role
from leren_app.domain.text import Text
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import Contact, Event, Placement, TokenPurpose, User
from leren_app.services import accounts, clock, tokens
from leren_app.services.placements.reading import get_placement, notes_for_parties

PAGE = "placements.show"
CHALLENGE_PAGE = "challenges.show"


@about("placement")
def placement(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The two sides, what was written at this step for both, and the link that fits the reader."""
    found = get_placement(session, UUID(payload["placement"]))
    event = session.get(Event, UUID(payload["event"])) if "event" in payload else None
    reader = _reader(session, found, recipient)
    run, course, challenge = found.run, found.run.course, found.challenge
    today = _today(session)
    return {
        "placement": found,
        "reader": reader,
        "title": Text(challenge.title_nl, challenge.title_en),
        "course": Text(course.name_nl, course.name_en),
        "institution": course.organisation.name,
        "lecturers": [lecturer.user.name for lecturer in course.lecturers] or [run.person.name if run.person else ""],
        "is_alone": run.person_id is not None,
        "weeks": days.weeks(run.starts_on, run.ends_on),
        "deadline": days.spoken(run.planning_deadline, today),
        "kickoff": days.spoken(found.kickoff_on, today) if found.kickoff_on else None,
        "by_client": event is not None and event.role is Role.CLIENT,
        "notes": _notes(event, reader),
        "link": _link_for(session, found, recipient, reader),
    }


def _reader(session: Session, placement: Placement, recipient: Recipient) -> str:
    """Who reads it: lecturer, client, coordinator, asker or applicant."""
    person = recipient.person
    if isinstance(person, Contact):
        return "client" if person.id == placement.challenge.client_id else "asker"
    actor = accounts.actor_of(person, clock.now(session))
    if holds_edition(actor, placement.run):
        return "lecturer"
    return "coordinator" if actor.has(Role.COORDINATOR) else "applicant"


def _notes(event: Event | None, reader: str) -> list[Text]:
    """The typed reason, for both sides and coordinators; a chosen one in words."""
    if event is None or reader in ("asker", "applicant"):
        return []
    typed = [note.text for note in notes_for_parties(event)]
    return [PASS_REASON_NAMES[PassReason(t)] if t in tuple(PassReason) else Text(t, t) for t in typed]


def _link_for(session: Session, placement: Placement, recipient: Recipient, reader: str) -> str:
    person, language, challenge = recipient.person, recipient.language, placement.challenge
    if isinstance(person, User):
        if reader == "applicant":
            return link(CHALLENGE_PAGE, language, slug=challenge.slug)
        return link(PAGE, language, placement_id=placement.id)
    if reader == "client":
        raw = tokens.issue(session, TokenPurpose.CLIENT_PAGE, contact=person, challenge=challenge)
    else:
        raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=person, question=challenge.question)
    return link("visits.follow", language, token=raw)


def _today(session: Session) -> date:
    city: City = current_app.extensions["city"]
    return clock.today(session, city)
