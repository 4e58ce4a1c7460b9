"""Mails about a question: to its asker, its followers, and the coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.clinic_texts import names_of_changed
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.jobs.letters.following import follower_link
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import ClinicVersion, Contact, Event, NoteAudience, Question, TokenPurpose, User
from leren_app.services import clock, tokens
from leren_app.services.indexes.keeping import FOLDER
from leren_app.services.questions.clinic import latest_put_version
from leren_app.services.questions.facts import agreed_version
from leren_app.services.questions.following import CONFIRM_TOPIC
from leren_app.services.questions.sending_back import base_of, sent_back_at
from leren_app.services.questions.shown import is_shown
from leren_app.services.questions.triage import shows_help

DESK_PAGE = "intake.show"
CLINIC_PAGE = "intake.clinic"
PUBLIC_PAGE = "questions.show"


@about("question")
def question(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The question, what was written to the asker at this step, and the link that fits the reader."""
    found = session.get_one(Question, UUID(payload["question"]))
    event = session.get(Event, UUID(payload["event"])) if "event" in payload else None
    city: City = current_app.extensions["city"]
    edited = _edited(found, event, recipient.language)
    other = session.get(Question, UUID(payload["other"])) if "other" in payload else None
    unfollow = follower_link(session, found, recipient)
    return {
        "question": found,
        "event": event,
        "notes": [note for note in event.notes if note.audience is NoteAudience.ASKER] if event else [],
        "place": city.place(found.district),
        "version": _shown(found),
        "help_lines": city.help_lines if shows_help(found.raw_text, found.language, session.info.get(FOLDER)) else (),
        "edited": edited,
        "is_asker": recipient.person.id == found.asker_id,
        "days_left": _days_left(session, found, city),
        "other": other,
        "other_version": agreed_version(other) if other and is_shown(other) else None,
        "unfollow": unfollow,
        "link": unfollow
        or _link_for(session, found, recipient, CLINIC_PAGE if edited else DESK_PAGE, str(payload.get("topic", ""))),
    }


def _days_left(session: Session, question: Question, city: City) -> int:
    """Working days in which the asker hears from us; 0 on the last day and where it is not our turn."""
    if question.hear_by is None:
        return 0
    return calendar.days_left(clock.today(session, city), question.hear_by, city.closed_days)


def _shown(question: Question) -> ClinicVersion | None:
    """The text that was agreed or lies before the asker; never a draft that was saved since."""
    return agreed_version(question) or latest_put_version(question)


def _edited(question: Question, event: Event | None, language: str) -> list[str]:
    """Which texts the asker changed themselves at this step, in words; empty for every other step."""
    version = sent_back_at(question, event) if event is not None and event.step == "change" else None
    base = base_of(question, version) if version is not None else None
    return names_of_changed(base, version, language) if base is not None and version is not None else []


def _link_for(session: Session, question: Question, recipient: Recipient, desk_page: str, topic: str) -> str:
    person = recipient.person
    if isinstance(person, Contact) and topic == CONFIRM_TOPIC:
        raw = tokens.issue(session, TokenPurpose.FOLLOW, contact=person, question=question)
        return link("visits.follow", recipient.language, token=raw)
    if isinstance(person, User):
        return link(desk_page, recipient.language, reference=question.reference)
    if isinstance(person, Contact) and person.id != question.asker_id:
        return link(PUBLIC_PAGE, recipient.language, reference=question.reference)
    is_proven = question.state is not QuestionState.UNCONFIRMED
    purpose = TokenPurpose.ASKER_PAGE if is_proven else TokenPurpose.CONFIRM
    raw = tokens.issue(session, purpose, contact=person, question=question)
    return link("visits.follow", recipient.language, token=raw)
