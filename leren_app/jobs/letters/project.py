"""Mails about a project and its result: to the team, its lecturers, the client, the asker and who was promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.days import spoken
from leren_app.jobs.letters.following import follower_link
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import Contact, Event, NoteAudience, Project, TokenPurpose, User
from leren_app.services import tokens
from leren_app.services.projects import reading
from leren_app.services.projects.facts import look_ends_at
from leren_app.services.projects.files import is_result_public


@about("project")
def project(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The project, what was written at this step, who reads it, and the link that fits them."""
    found = reading.get_by_id(session, UUID(payload["project"]))
    event = session.get(Event, UUID(payload["event"])) if "event" in payload else None
    city: City = current_app.extensions["city"]
    language, challenge = recipient.language, found.placement.challenge
    ends = look_ends_at(found, city)
    result = found.result
    return {
        "project": found,
        "title": challenge.title_en if language == "en" else challenge.title_nl,
        "found": (result.title_en if language == "en" else result.title_nl) if result else "",
        "why": found.stop_reason_en if language == "en" else found.stop_reason_nl,
        "due": spoken(found.due_on).in_(language) if found.due_on else "",
        "look_until": spoken(ends.date()).in_(language) if ends else "",
        "notes": [n for n in event.notes if n.audience is not NoteAudience.INTERNAL] if event else [],
        "who": _who(found, recipient),
        "link": _link_for(session, found, recipient),
        "unfollow": follower_link(session, challenge.question, recipient),
    }


def _who(found: Project, recipient: Recipient) -> str:
    """As what somebody reads the mail: user, client, asker or other (followers and promised residents)."""
    person, challenge = recipient.person, found.placement.challenge
    if isinstance(person, User):
        return "user"
    if person.id == challenge.client_id:
        return "client"
    return "asker" if person.id == challenge.question.asker_id else "other"


def _link_for(session: Session, found: Project, recipient: Recipient) -> str:
    person, language, who = recipient.person, recipient.language, _who(found, recipient)
    if is_result_public(found):
        return link("results.show", language, slug=found.slug)
    if isinstance(person, Contact) and who == "client":
        raw = tokens.issue(session, TokenPurpose.CLIENT_PAGE, contact=person, challenge=found.placement.challenge)
        return link("visits.follow", language, token=raw)
    if isinstance(person, Contact) and who == "asker":
        raw = tokens.issue(
            session, TokenPurpose.ASKER_PAGE, contact=person, question=found.placement.challenge.question
        )
        return link("visits.follow", language, token=raw)
    return link("projects.show", language, slug=found.slug)
