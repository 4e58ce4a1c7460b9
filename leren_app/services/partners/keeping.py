"""Keeping the file of partners: what an organisation is, and who to turn to there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Channel, Contact, Organisation, OrganisationKind
from leren_app.services import tokens
from leren_app.services.folding import is_same
from leren_app.services.partners.reading import get_contact
from leren_app.services.stepping import must_have_seen
from leren_app.services.suggestions.refreshing import refresh_all

MOST_HOURS = 5000


@dataclass(frozen=True)
class Facts:
    """What is written down of an organisation; `hours` None = no limit is known."""

    name: str
    kind: OrganisationKind
    district: str = ""
    website: str = ""
    notes: str = ""
    hours: int | None = None


@dataclass(frozen=True)
class Person:
    """What is written down of a contact."""

    name: str
    position: str = ""
    mail: str = ""
    phone: str = ""
    language: str = "nl"


def add(session: Session, facts: Facts, *, actor: Actor, city: City) -> Organisation:
    """A new organisation. Raises FieldError for a name that another one has."""
    require(actor, Permission.KEEP_PARTNERS)
    organisation = Organisation()
    _put(session, organisation, facts, city)
    session.add(organisation)
    session.flush()
    return organisation


def change(
    session: Session, organisation: Organisation, facts: Facts, *, actor: Actor, city: City, seen_version: int
) -> None:
    """Write down what it is now; other hours bring other suggestions. Raises StaleError, FieldError."""
    require(actor, Permission.KEEP_PARTNERS)
    must_have_seen(organisation, seen_version)
    before = organisation.hours_per_semester
    _put(session, organisation, facts, city)
    session.flush()
    if organisation.hours_per_semester != before:
        refresh_all(session, f"partner:{organisation.id}:{organisation.version}")


def add_contact(session: Session, organisation: Organisation, person: Person, *, actor: Actor) -> Contact:
    """Somebody new to turn to. Who is there already with this name and address is not added twice."""
    require(actor, Permission.KEEP_PARTNERS)
    _check(person)
    same = select(Contact).where(
        Contact.organisation_id == organisation.id,
        Contact.name == person.name,
        is_same(Contact.mail, person.mail) if person.mail else func.coalesce(Contact.mail, "") == "",
        Contact.erased_at.is_(None),
    )
    found = session.scalars(same.order_by(Contact.created_at, Contact.id).limit(1)).first()
    contact = found or Contact(organisation_id=organisation.id)
    _put_contact(contact, person)
    session.add(contact)
    session.flush()
    return contact


def change_contact(
    session: Session, organisation: Organisation, contact_id: UUID, person: Person, *, actor: Actor
) -> Contact:
    """Write down how to reach somebody now; links that went to another address end."""
    require(actor, Permission.KEEP_PARTNERS)
    _check(person)
    contact = get_contact(session, organisation.id, contact_id)
    if (contact.mail or "").lower() != person.mail.lower():
        tokens.revoke_all(session, contact=contact)
    _put_contact(contact, person)
    session.flush()
    return contact


def _put(session: Session, organisation: Organisation, facts: Facts, city: City) -> None:
    name = " ".join(facts.name.split())
    taken = select(Organisation.id).where(is_same(Organisation.name, name))
    with session.no_autoflush:
        others = [each for each in session.scalars(taken) if each != organisation.id]
    if not name or others:
        raise FieldError("name", _TAKEN if name else _NAME)
    if facts.hours is not None and not 0 <= facts.hours <= MOST_HOURS:
        raise FieldError("hours", _HOURS.with_(most=MOST_HOURS))
    if facts.district:
        try:
            city.district(facts.district)
        except NotFoundError:
            raise FieldError("district", _DISTRICT) from None
    organisation.name, organisation.kind, organisation.district = name, facts.kind, facts.district
    organisation.website, organisation.notes, organisation.hours_per_semester = facts.website, facts.notes, facts.hours


def _check(person: Person) -> None:
    if not person.name.strip():
        raise FieldError("name", _WHO)
    if not person.mail and not person.phone:
        raise FieldError("mail", _REACH)


def _put_contact(contact: Contact, person: Person) -> None:
    contact.name, contact.position, contact.language = person.name, person.position, person.language
    contact.mail, contact.phone = person.mail or None, person.phone or None
    contact.channel = Channel.MAIL if person.mail else Channel.PHONE


_NAME = Text("Vul de naam van de organisatie in.", "Fill in the name of the organisation.")
_TAKEN = Text("Deze organisatie staat al in de lijst.", "This organisation is in the list already.")
_HOURS = Text("Vul uren in van 0 tot en met {most}.", "Fill in hours from 0 to {most}.")
_DISTRICT = Text("Kies een wijk uit de lijst.", "Choose a district from the list.")
_WHO = Text("Vul de naam in.", "Fill in the name.")
_REACH = Text("Vul een e-mailadres of een telefoonnummer in.", "Fill in an e-mail address or a phone number.")
