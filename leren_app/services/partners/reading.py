"""What coordinators read of partners: the list with the load of a semester, one with contacts, promises and history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.city import City
from leren_app.domain.errors import NotFoundError
from leren_app.domain.semesters import days_counted, next_semester, semester_of, semesters_of
from leren_app.domain.text import Text
from leren_app.models import (
    Challenge,
    Contact,
    Course,
    CourseRun,
    Event,
    Organisation,
    OrganisationKind,
    PartnerPromise,
    Placement,
    Project,
    Question,
)
from leren_app.services.folding import holds
from leren_app.services.partners.load import promised_in, rooms_of, used_in

PAGE = 20
PROMISE = "partner_promise"
"""What events about a promise are filed under."""


@dataclass(frozen=True)
class Partner:
    """A line of the list: hours used in a semester, and how many there are; None = no limit is known."""

    organisation: Organisation
    used: int
    hours: int | None


@dataclass(frozen=True)
class SemesterLoad:
    """Hours used and there in one semester, and whether the contact confirmed them for it."""

    semester: str
    used: int
    hours: int | None
    is_confirmed: bool


@dataclass(frozen=True)
class History:
    """What a partner asked and did, the latest first."""

    questions: Sequence[Question]
    challenges: Sequence[Challenge]
    placements: Sequence[Placement]
    projects: Sequence[Project]


def semester_name(city: City, key: str) -> Text:
    """A semester in words, with its year: "Semester 1 of 2026-27"; its key where the city file lost it."""
    part = semesters_of(city).get(key)
    if part is None:
        return Text(key, key)
    year = key.split("/")[0]
    return Text(f"{part.name.nl} van {year}", f"{part.name.en} of {year}")


def list_partners(
    session: Session,
    city: City,
    day: date,
    *,
    name: str = "",
    kind: OrganisationKind | None = None,
    after: tuple[str, UUID] | None = None,
    limit: int = PAGE,
) -> list[Partner]:
    """Organisations by name with their load in the semester of a day, in one statement.

    `after` is the (name, id) of the last one seen; a name is found by any part of it.
    """
    semester = semester_of(city, day)
    first, last = days_counted(city, semester) if semester else (day, day)
    hours = func.coalesce(promised_in(semester), Organisation.hours_per_semester)
    query = select(Organisation, used_in(first, last), hours).order_by(Organisation.name, Organisation.id).limit(limit)
    if name:
        query = query.where(holds(Organisation.name, name))
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    if after is not None:
        same = (Organisation.name == after[0]) & (Organisation.id > after[1])
        query = query.where((Organisation.name > after[0]) | same)
    return [Partner(found, int(used), None if n is None else int(n)) for found, used, n in session.execute(query)]


def get_partner(session: Session, organisation_id: UUID) -> Organisation:
    """One organisation. Raises NotFoundError."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFoundError
    return found


def get_contact(session: Session, organisation_id: UUID, contact_id: UUID) -> Contact:
    """A contact of this very organisation who was not erased. Raises NotFoundError."""
    found = session.get(Contact, contact_id)
    if found is None or found.organisation_id != organisation_id or found.erased_at is not None:
        raise NotFoundError
    return found


def get_promise(session: Session, organisation_id: UUID, promise_id: UUID) -> PartnerPromise:
    """A promise of this very organisation. Raises NotFoundError."""
    found = session.get(PartnerPromise, promise_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFoundError
    return found


def list_contacts(session: Session, organisation: Organisation) -> list[Contact]:
    """The people of an organisation, by name; without who was erased."""
    found = select(Contact).where(Contact.organisation_id == organisation.id, Contact.erased_at.is_(None))
    return list(session.scalars(found.order_by(Contact.name, Contact.id)))


def list_promises(session: Session, organisation: Organisation) -> list[PartnerPromise]:
    """What an organisation promised, the latest first."""
    found = select(PartnerPromise).where(PartnerPromise.organisation_id == organisation.id)
    return list(session.scalars(found.order_by(PartnerPromise.made_on.desc(), PartnerPromise.id)))


def list_asked_of(session: Session, contact_id: UUID) -> list[PartnerPromise]:
    """What a contact was asked to confirm for the organisation they belong to, the latest first."""
    found = (
        select(PartnerPromise)
        .join(Contact, Contact.id == PartnerPromise.contact_id)
        .where(
            PartnerPromise.contact_id == contact_id,
            PartnerPromise.organisation_id == Contact.organisation_id,
            PartnerPromise.asked_at.is_not(None),
            Contact.erased_at.is_(None),
        )
    )
    return list(session.scalars(found.order_by(PartnerPromise.made_on.desc(), PartnerPromise.id)))


def list_loads(
    session: Session, city: City, organisation: Organisation, day: date, promises: Sequence[PartnerPromise]
) -> list[SemesterLoad]:
    """The semester of a day, the next one, and every later one that something was promised for."""
    rooms, here = rooms_of(session, city, organisation.id), semester_of(city, day)
    wanted = [here, next_semester(city, here), *sorted(p.semester for p in promises if p.semester > here)]
    return [
        SemesterLoad(
            key,
            rooms.used(organisation.id, key),
            rooms.hours(organisation.id, key),
            (organisation.id, key) in rooms.promised,
        )
        for key in dict.fromkeys(wanted)
        if key
    ]


def history_of(session: Session, organisation: Organisation) -> History:
    """Its questions, challenges, placements and projects, in four statements."""
    people = select(Contact.id).where(Contact.organisation_id == organisation.id)
    own = select(Challenge.id).where(Challenge.client_id.in_(people))
    questions = select(Question).where(
        or_(Question.adopted_by_id == organisation.id, Question.asker_id.in_(people) & Question.adopted_by_id.is_(None))
    )
    placements = (
        select(Placement)
        .where(Placement.challenge_id.in_(own))
        .options(
            joinedload(Placement.challenge),
            joinedload(Placement.run).joinedload(CourseRun.course).joinedload(Course.organisation),
        )
    )
    projects = (
        select(Project)
        .join(Placement, Placement.id == Project.placement_id)
        .where(Placement.challenge_id.in_(own))
        .options(joinedload(Project.placement).joinedload(Placement.challenge))
    )
    challenges = select(Challenge).where(Challenge.id.in_(own))
    return History(
        session.scalars(questions.order_by(Question.created_at.desc(), Question.id)).all(),
        session.scalars(challenges.order_by(Challenge.created_at.desc(), Challenge.id)).all(),
        session.scalars(placements.order_by(Placement.created_at.desc(), Placement.id)).all(),
        session.scalars(projects.order_by(Project.created_at.desc(), Project.id)).all(),
    )


def list_answers(session: Session, promises: Sequence[PartnerPromise], step: str) -> dict[UUID, Event]:
    """The last answer to each promise: who gave it, from which hours to which, and what was said with it."""
    found = (
        select(Event)
        .where(Event.subject == PROMISE, Event.step == step, Event.subject_id.in_([p.id for p in promises]))
        .options(joinedload(Event.notes), joinedload(Event.user))
        .order_by(Event.at, Event.id)
    )
    return {event.subject_id: event for event in session.scalars(found).unique()}
