"""The people of a demo: one account for each role, named by it, and a partner organisation with its contact."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.roles import SYSTEM, Role
from leren_app.models import Contact, Organisation, OrganisationKind, User
from leren_app.services import accounts

DOMAIN = "demo.test"  # .test is reserved: no mail ever reaches it
PARTNER = "Buurthuis De Huiskamer (demo)"


@dataclass(frozen=True)
class Person:
    """An account of the demo; `level` names the first institution of the city that teaches at it."""

    key: str
    name: str
    role: Role
    language: str = "nl"
    level: str = ""

    @property
    def mail(self) -> str:
        """The address of this account."""
        return f"{self.key}@{DOMAIN}"


PEOPLE = (
    Person("coordinator", "Coördinator A", Role.COORDINATOR),
    Person("coordinator2", "Coördinator B", Role.COORDINATOR),
    Person("host", "Medewerker balie", Role.HOST),
    Person("administrator", "Beheerder", Role.ADMINISTRATOR),
    Person("lecturer-hbo", "Docent hbo", Role.LECTURER, level="hbo"),
    Person("lecturer-wo", "Lecturer (university)", Role.LECTURER, language="en", level="wo"),
    Person("student-wo", "Student (university, no Dutch)", Role.STUDENT, language="en", level="wo"),
    Person("student-hbo", "Student hbo", Role.STUDENT, level="hbo"),
    Person("student-mbo", "Student mbo", Role.STUDENT, level="mbo"),
)


def are_there(session: Session) -> bool:
    """Whether everybody has an account already."""
    wanted = select(func.count(User.id)).where(User.mail.in_([person.mail for person in PEOPLE]))
    return session.scalar(wanted) == len(PEOPLE) and _find_partner(session) is not None


def make(session: Session, city: City) -> None:
    """Give everybody an account and a role who has none yet."""
    for person in PEOPLE:
        if accounts.find_user(session, person.mail) is None:
            institution = _institution(session, city, person.level)
            user = accounts.create_user(
                session,
                name=person.name,
                mail=person.mail,
                language=person.language,
                institution_id=institution.id if institution else None,
            )
            accounts.grant_role(session, user, person.role, actor=SYSTEM)
    if _find_partner(session) is None:
        partner = Organisation(name=PARTNER, kind=OrganisationKind.COMMUNITY)
        session.add(Contact(name="Contactpersoon van het buurthuis", mail=f"partner@{DOMAIN}", organisation=partner))
    session.flush()


def get(session: Session, key: str) -> User:
    """The account with this key."""
    return session.scalars(select(User).where(User.mail == f"{key}@{DOMAIN}")).one()


def _find_partner(session: Session) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.name == PARTNER))


def _institution(session: Session, city: City, level: str) -> Organisation | None:
    """The first institution of the city that teaches at this level, as a row; None where there is none."""
    name = next((institution.name.nl for institution in city.institutions if level in institution.levels), None)
    if name is None:
        return None
    found = session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        found = Organisation(name=name, kind=OrganisationKind.KNOWLEDGE)
        session.add(found)
        session.flush()
    return found
