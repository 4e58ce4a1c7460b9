"""Residents who took part and were promised to hear what came out: noted, told, and forgotten again."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotAllowedError, TransitionError
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Channel, Contact, Event, MailSent, MailState, Outbox, Project, Promise
from leren_app.services import clock
from leren_app.services.accounts import one_address
from leren_app.services.projects.people import roles_towards
from leren_app.services.telling import contact_recipient

KEPT_AFTER_TELLING = timedelta(days=30)


def promise_to_tell(
    session: Session, project: Project, name: str, reach: str, channel: Channel, language: str, *, actor: Actor
) -> Promise:
    """Note that somebody was promised to hear; `reach` is a mail address, phone number or postal address."""
    if roles_towards(actor, project).isdisjoint({Role.MEMBER, Role.COORDINATOR}):
        raise NotAllowedError(_TEAM_ONLY)
    if project.state in _TOLD_ALREADY:
        raise TransitionError(_TOO_LATE)
    if not reach.strip():
        raise FieldError("reach", _HOW)
    contact = Contact(name=name.strip(), channel=channel, language=language)
    if channel is Channel.MAIL:
        contact.mail = one_address(reach, "reach")
    elif channel is Channel.PHONE:
        contact.phone = reach.strip()[:40]
    else:
        contact.address = reach.strip()[:300]
    promise = Promise(project_id=project.id, contact=contact, purpose="result")
    session.add(promise)
    session.flush()
    return promise


def tick_told(session: Session, project: Project, promise: Promise, *, actor: Actor) -> None:
    """A coordinator told somebody who has no mail; twice is once."""
    if not actor.has(Role.COORDINATOR):
        raise NotAllowedError(_COORDINATORS_ONLY)
    if promise.project_id == project.id:
        _told(session, promise)


def list_promises(session: Session, project: Project) -> list[Promise]:
    """Everyone who was promised, in the order in which they were noted."""
    found = select(Promise).where(Promise.project_id == project.id).join(Promise.contact)
    return list(session.scalars(found.order_by(Promise.created_at, Promise.id)))


def settle(session: Session, project: Project) -> None:
    """Mark as told whose mail was accepted by a mail server."""
    for promise in list_promises(session, project):
        if promise.told_at is None and _has_mail(session, promise.contact_id):
            _told(session, promise)


def settle_in_other_words(session: Session, project: Project, event: Event) -> None:
    """Mark as told who gets the same news under the same address for another reason, such as the asker."""
    for promise in list_promises(session, project):
        key = f"mail:{event.id}:%:{contact_recipient(promise.contact_id)}"
        promised = session.scalar(select(Outbox.id).where(Outbox.idem_key.like(key)).limit(1))
        if promise.told_at is None and promise.contact.channel is Channel.MAIL and promised is None:
            _told(session, promise)


def forget_told(session: Session, today: date) -> int:
    """Erase the addresses of people who were told a month ago; gives how many."""
    due = list(session.scalars(select(Promise).where(Promise.delete_on <= today)))
    for promise in due:
        contact = promise.contact
        session.delete(promise)
        contact.name, contact.mail, contact.phone, contact.address = "", None, None, None
        contact.erased_at = clock.now(session)
    session.flush()
    return len(due)


def _told(session: Session, promise: Promise) -> None:
    if promise.told_at is None:
        promise.told_at = clock.now(session)
        promise.delete_on = (promise.told_at + KEPT_AFTER_TELLING).date()
        session.flush()


def _has_mail(session: Session, contact_id: object) -> bool:
    sent = select(MailSent.id).where(MailSent.recipient == f"contact:{contact_id}", MailSent.state == MailState.SENT)
    return session.scalar(sent.limit(1)) is not None


_TOLD_ALREADY = frozenset({ProjectState.PUBLIC, ProjectState.STOPPED, ProjectState.CLOSED, ProjectState.NOT_STARTED})
_TOO_LATE = Text(
    "De anderen hebben al bericht. Bel of schrijf deze persoon zelf.",
    "The others were told already. Call or write to this person yourself.",
)
_HOW = Text("Vul in hoe wij deze persoon bereiken.", "Fill in how we reach this person.")
_TEAM_ONLY = Text("Dit doet het team.", "This is for the team.")
_COORDINATORS_ONLY = Text("Dit doet een coördinator.", "This is for a coordinator.")
