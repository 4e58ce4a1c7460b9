"""Mails about partners: to a contact who confirms hours, to lecturers whose plans ask too much of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.text import Text
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import Contact, FieldActivity, Organisation, PartnerPromise, TokenPurpose
from leren_app.services import tokens
from leren_app.services.outbox import NotRetryableError
from leren_app.services.partners import fieldwork
from leren_app.services.partners.reading import semester_name
from leren_app.services.placements.reading import get_placement

FIELDWORK = "fieldwork.index"


@about("partner")
def partner(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """A promise with the link to answer it, or what is asked too much of people where."""
    city: City = current_app.extensions["city"]
    if "promise" in payload:
        return _hours(session, UUID(payload["promise"]), recipient, city)
    return _too_much(session, payload, recipient, city)


def _hours(session: Session, promise_id: UUID, recipient: Recipient, city: City) -> Context:
    promise = session.get(PartnerPromise, promise_id)
    person = recipient.person
    if promise is None or not isinstance(person, Contact) or promise.contact_id != person.id:
        raise NotRetryableError("the promise is gone, or no longer this person's")
    raw = tokens.issue(session, TokenPurpose.PARTNER, contact=person)
    return {
        "organisation": session.get_one(Organisation, promise.organisation_id).name,
        "semester": semester_name(city, promise.semester),
        "hours": promise.hours,
        "lasts": tokens.PARTNER_LASTS.days,
        "link": link("visits.follow", recipient.language, token=raw),
    }


def _too_much(session: Session, payload: Mapping[str, Any], recipient: Recipient, city: City) -> Context:
    """As it is when the mail is written; nothing to mind any more when it was taken off the plan meanwhile."""
    placement = get_placement(session, UUID(payload["placement"]))
    activity = session.get(FieldActivity, UUID(payload["activity"]))
    asked = fieldwork.list_asked(session, placement, [activity] if activity else [], city)
    here = next((each for each in asked if each.key == payload["place"]), None)
    return {
        "title": Text(placement.challenge.title_nl, placement.challenge.title_en),
        "course": Text(placement.run.course.name_nl, placement.run.course.name_en),
        "place": here.place if here else Text("", ""),
        "warning": here.warning if here else None,
        "link": link(FIELDWORK, recipient.language, placement_id=placement.id),
    }
