"""Hours that a partner promises for a semester: written down, confirmed by its contact, kept.

A promise counts from the yes of its contact. That yes comes by the link in a mail, or is recorded by a coordinator who
heard it. Each answer is an event that goes from the hours asked to the hours promised; what was said stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError, TransitionError
from leren_app.domain.permissions import Permission, may, require
from leren_app.domain.roles import Actor, Role
from leren_app.domain.semesters import semesters_of
from leren_app.domain.text import Text
from leren_app.models import Channel, Contact, Event, EventNote, NoteAudience, Organisation, PartnerPromise
from leren_app.services import clock
from leren_app.services.partners.keeping import MOST_HOURS
from leren_app.services.partners.reading import PROMISE, get_contact
from leren_app.services.suggestions.refreshing import refresh_all
from leren_app.services.telling import contact_recipient, promise_mail

ASK = "ask_hours"
CONFIRM = "confirm_hours"
TOPIC = "partner/confirm_hours"
LONGEST_WORDS = 2000


@dataclass(frozen=True)
class Promised:
    """What a coordinator writes down of a promise, and who can confirm it."""

    semester: str
    hours: int | None
    text: str = ""
    contact_id: UUID | None = None


def add(
    session: Session, organisation: Organisation, promised: Promised, *, actor: Actor, city: City
) -> PartnerPromise:
    """Write a promise down; it counts once it is confirmed. Raises FieldError, NotFoundError."""
    require(actor, Permission.KEEP_PARTNERS)
    if promised.semester not in semesters_of(city):
        raise FieldError("semester", _SEMESTER)
    if promised.hours is None and not promised.text.strip():
        raise FieldError("hours", _WHAT)
    if promised.hours is not None:
        _check(promised.hours)
    if promised.contact_id is not None:
        get_contact(session, organisation.id, promised.contact_id)
    promise = PartnerPromise(
        organisation_id=organisation.id,
        contact_id=promised.contact_id,
        semester=promised.semester,
        hours=promised.hours,
        text=promised.text,
        made_on=clock.today(session, city),
    )
    session.add(promise)
    session.flush()
    return promise


def ask_to_confirm(session: Session, promise: PartnerPromise, *, actor: Actor, city: City) -> Event | None:
    """Mail the contact a link to confirm the hours; None when that was done today already.

    Raises TransitionError where there is nobody to mail, nothing to confirm, or the semester is over.
    """
    require(actor, Permission.KEEP_PARTNERS)
    contact = session.get(Contact, promise.contact_id) if promise.contact_id else None
    if contact is None or contact.channel is not Channel.MAIL or contact.erased_at is not None:
        raise TransitionError(_NOBODY)
    if promise.hours is None:
        raise TransitionError(_NO_HOURS)
    _must_be_ahead(session, promise, city)
    now = clock.now(session)
    if promise.asked_at is not None and _day(promise.asked_at, city) == _day(now, city):
        return None
    promise.asked_at = now
    event = _record(session, promise, ASK, actor, promise.hours, promise.hours)
    promise_mail(session, TOPIC, contact_recipient(contact.id), event=event, ids={"promise": promise.id})
    return event


def confirm(
    session: Session, promise: PartnerPromise, hours: int, words: str = "", *, actor: Actor, city: City
) -> Event | None:
    """The contact says how many hours there are; or a coordinator writes down who said so. The last number counts.

    None when it says what was said already. Suggestions are worked out anew, so that a full partner leaves them.
    Raises NotFoundError for anybody else, FieldError, TransitionError.
    """
    is_contact = actor.contact_id is not None and actor.contact_id == promise.contact_id
    if not is_contact:
        require(actor, Permission.KEEP_PARTNERS)
        if not words.strip():
            raise FieldError("words", _SAY_WHO)
    _check(hours)
    _must_be_ahead(session, promise, city)
    if promise.confirmed_at is not None and promise.hours == hours and not words.strip():
        return None
    before, promise.hours, promise.confirmed_at = promise.hours, hours, clock.now(session)
    event = _record(session, promise, CONFIRM, actor, before, hours, words)
    refresh_all(session, f"promise:{event.id}")
    return event


def set_kept(session: Session, promise: PartnerPromise, is_kept: bool, *, actor: Actor) -> None:
    """A coordinator saw that it was kept, or takes that back; twice is the same as once."""
    require(actor, Permission.KEEP_PARTNERS)
    if is_kept and promise.confirmed_at is None:
        raise TransitionError(_NOT_CONFIRMED)
    if is_kept != (promise.kept_at is not None):
        promise.kept_at = clock.now(session) if is_kept else None
        session.flush()


def is_ahead(session: Session, promise: PartnerPromise, city: City) -> bool:
    """Whether the semester of a promise is not over."""
    part = semesters_of(city).get(promise.semester)
    return part is not None and _day(clock.now(session), city) <= part.ends_on


def get_for_contact(session: Session, promise_id: UUID, actor: Actor) -> PartnerPromise:
    """A promise that this contact was asked to confirm, for the organisation they still belong to.

    Raises NotFoundError.
    """
    promise = session.get(PartnerPromise, promise_id)
    contact = session.get(Contact, actor.contact_id) if actor.contact_id else None
    if promise is None or contact is None or promise.contact_id != contact.id or promise.asked_at is None:
        raise NotFoundError
    if promise.organisation_id != contact.organisation_id:
        raise NotFoundError
    return promise


def _must_be_ahead(session: Session, promise: PartnerPromise, city: City) -> None:
    if not is_ahead(session, promise, city):
        raise TransitionError(_OVER)


def _check(hours: int) -> None:
    if not 0 <= hours <= MOST_HOURS:
        raise FieldError("hours", _HOURS.with_(most=MOST_HOURS))


def _record(
    session: Session,
    promise: PartnerPromise,
    step: str,
    actor: Actor,
    before: int | None,
    after: int,
    words: str = "",
) -> Event:
    event = Event(
        subject=PROMISE,
        subject_id=promise.id,
        step=step,
        from_state=None if before is None else str(before),
        to_state=str(after),
        role=Role.COORDINATOR if may(actor, Permission.KEEP_PARTNERS) else Role.CLIENT,
        user_id=actor.user_id,
        contact_id=actor.contact_id,
        at=clock.now(session),
    )
    if words.strip():
        event.notes = [EventNote(audience=NoteAudience.INTERNAL, text=words.strip())]
    session.add(event)
    session.flush()
    return event


def _day(moment: datetime, city: City) -> date:
    return calendar.local_day(moment, city.time_zone)


_SEMESTER = Text("Kies een semester uit de lijst.", "Choose a semester from the list.")
_WHAT = Text("Vul uren in, of schrijf op wat er is toegezegd.", "Fill in hours, or write down what was promised.")
_HOURS = Text("Vul uren in van 0 tot en met {most}.", "Fill in hours from 0 to {most}.")
_NOBODY = Text(
    "Er is geen contact met een e-mailadres. Bel, en schrijf het antwoord zelf op.",
    "There is no contact with a mail address. Call, and write the answer down yourself.",
)
_NO_HOURS = Text("Bij deze toezegging staan geen uren.", "This promise names no hours.")
_OVER = Text("Dit semester is voorbij. Er verandert niets meer.", "This semester is over. Nothing changes any more.")
_SAY_WHO = Text("Schrijf op wie dit zei, en wanneer.", "Write down who said so, and when.")
_NOT_CONFIRMED = Text(
    "Deze uren zijn nog niet bevestigd. Leg eerst het antwoord vast.",
    "These hours are not confirmed yet. Record the answer first.",
)
