"""Partners of a demo with hours, promises and fieldwork, so that load and meter have something to show."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.cli import demo_people
from leren_app.domain.burden import limit_of_district
from leren_app.domain.city import City
from leren_app.domain.roles import Actor
from leren_app.domain.semesters import next_semester, semester_of
from leren_app.models import (
    ActivityKind,
    Contact,
    CourseRun,
    FieldActivity,
    Organisation,
    OrganisationKind,
    Placement,
)
from leren_app.services import accounts, clock
from leren_app.services.partners import keeping, promising
from leren_app.services.partners.fieldwork import CAN_PLAN
from leren_app.services.partners.keeping import Facts, Person
from leren_app.services.partners.promising import Promised

MOST_PLACEMENTS = 4
OTHERS = (
    ("Zorgteam Om de Hoek (demo)", OrganisationKind.COMMUNITY, 40),
    ("Fietsfabriek (demo)", OrganisationKind.COMPANY, 8),
)


def make(session: Session, city: City) -> None:
    """Hours for the demo's own partner, of which one promise is confirmed, two more partners, and some fieldwork."""
    user = demo_people.get(session, "coordinator")
    noor = accounts.actor_of(user, clock.now(session))
    house = session.scalars(select(Organisation).where(Organisation.name == demo_people.PARTNER)).one()
    facts = Facts(house.name, house.kind, city.districts[0].key, hours=24)
    keeping.change(session, house, facts, actor=noor, city=city, seen_version=house.version)
    _promise(session, city, house, noor)
    for n, (name, kind, hours) in enumerate(OTHERS):
        made = keeping.add(session, Facts(name, kind, hours=hours), actor=noor, city=city)
        person = Person(f"Contactpersoon {n + 1}", "coördinator vrijwilligers", f"partner{n + 2}@{demo_people.DOMAIN}")
        keeping.add_contact(session, made, person, actor=noor)
    _ask_people(session, city)


def _promise(session: Session, city: City, house: Organisation, noor: Actor) -> None:
    contact = session.scalars(select(Contact).where(Contact.organisation_id == house.id)).first()
    here = semester_of(city, clock.today(session, city))
    if contact is None or not here or not next_semester(city, here):
        return  # a city file without semesters around today
    now = Promised(here, 24, "Twee middagen in de week een tafel voor studenten.", contact.id)
    promise = promising.add(session, house, now, actor=noor, city=city)
    promise.asked_at = clock.now(session)
    words = "In de kerstvakantie zijn wij dicht."
    promising.confirm(session, promise, 18, words, actor=Actor(contact_id=contact.id), city=city)
    later = Promised(next_semester(city, here), 24, contact_id=contact.id)
    promising.add(session, house, later, actor=noor, city=city)


def _ask_people(session: Session, city: City) -> None:
    """Courses that run now or soon ask people in the same district: together too many."""
    today = clock.today(session, city)
    ahead = (
        select(Placement, CourseRun)
        .join(CourseRun, CourseRun.id == Placement.run_id)
        .where(Placement.state.in_(CAN_PLAN), CourseRun.ends_on >= today)
        .order_by(CourseRun.starts_on, Placement.id)
        .limit(MOST_PLACEMENTS)
    )
    found = session.execute(ahead).all()
    for n, (placement, run) in enumerate(found):
        begins = max(run.starts_on, today)
        session.add(
            FieldActivity(
                placement_id=placement.id,
                kind=(ActivityKind.INTERVIEW, ActivityKind.SURVEY)[n % 2],
                people=limit_of_district(city, city.districts[n // 2].key) * 3 // 5,
                district=city.districts[n // 2].key,
                starts_on=begins,
                ends_on=min(begins + timedelta(weeks=3), run.ends_on),
            )
        )
    session.flush()
