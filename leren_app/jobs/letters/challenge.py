"""Mails about a challenge: to its client, the asker, lecturers who wait, and coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.days import spoken
from leren_app.domain.permissions import Permission, may
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import Challenge, Event, NoteAudience, TokenPurpose, User
from leren_app.services import accounts, clock, tokens
from leren_app.services.challenges import reading
from leren_app.services.challenges.people import find_next_place

DESK_PAGE = "slices.show"
PUBLIC_PAGE = "challenges.show"
LIST_PAGE = "challenges.index"
LECTURERS_PAGE = "courses.desk"


@about("challenge")
def challenge(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The challenge, why the step was taken as far as the reader may know, and the link that fits the reader."""
    found = reading.get_by_id(session, UUID(payload["challenge"]))
    event = session.get(Event, UUID(payload["event"])) if "event" in payload else None
    city: City = current_app.extensions["city"]
    is_client = recipient.person.id == found.client_id
    is_asker = not is_client and recipient.person.id == found.question.asker_id
    audience = NoteAudience.ASKER if is_asker else NoteAudience.PARTIES
    now = clock.today(session, city)
    return {
        "challenge": found,
        "question": found.question,
        "title": _in(recipient.language, found.title_nl, found.title_en),
        "summary": _in(recipient.language, found.summary_nl, found.summary_en),
        "notes": [note for note in event.notes if note.audience is audience] if event else [],
        "is_client": is_client,
        "is_asker": is_asker,
        "next_place": _next_title(session, found, recipient.language),
        "plan_until": spoken(found.planned_until, now).in_(recipient.language) if found.planned_until else "",
        "paused_until": spoken(found.paused_until, now).in_(recipient.language) if found.paused_until else "",
        "link": _link_for(session, found, recipient, is_client=is_client, is_asker=is_asker),
    }


def _in(language: str, dutch: str, english: str) -> str:
    return (english or dutch) if language == "en" else (dutch or english)


def _next_title(session: Session, challenge: Challenge, language: str) -> str:
    found = find_next_place(session, challenge)
    return _in(language, found.title_nl, found.title_en) if found else ""


def _link_for(session: Session, challenge: Challenge, recipient: Recipient, *, is_client: bool, is_asker: bool) -> str:
    person = recipient.person
    if isinstance(person, User):
        return _desk_link(session, challenge, person, recipient.language)
    if is_client:
        raw = tokens.issue(session, TokenPurpose.CLIENT_PAGE, contact=person, challenge=challenge)
        return link("visits.follow", recipient.language, token=raw)
    if is_asker:
        raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=person, question=challenge.question)
        return link("visits.follow", recipient.language, token=raw)
    return _public_link(challenge, recipient.language)


def _desk_link(session: Session, challenge: Challenge, user: User, language: str) -> str:
    """Where the reader works: with the challenge, or at the lecturers' desk as long as there is something to follow."""
    actor = accounts.actor_of(user, clock.now(session))
    if may(actor, Permission.HANDLE_CHALLENGE):
        return link(DESK_PAGE, language, slug=challenge.slug)
    if may(actor, Permission.KEEP_COURSES) and reading.is_shown(challenge):
        return link(LECTURERS_PAGE, language)
    return _public_link(challenge, language)


def _public_link(challenge: Challenge, language: str) -> str:
    """The public page; the list for what was taken off meanwhile."""
    if reading.is_shown(challenge):
        return link(PUBLIC_PAGE, language, slug=challenge.slug)
    return link(LIST_PAGE, language)
