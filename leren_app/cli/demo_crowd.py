"""The crowd of a demo: students with their profiles, and lecturers, invented from lists of common names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.cli import demo_people
from leren_app.domain.city import City
from leren_app.domain.roles import SYSTEM, Actor, Role
from leren_app.models import Organisation, OrganisationKind
from leren_app.services import accounts, clock
from leren_app.services.profiles import keeping
from leren_app.services.profiles.keeping import Told

SIZE = 900
WITH_SKILLS = (2, 4)
DUTCH_SHARE = 0.25
"""Of the students whose programme is in English, so many speak Dutch well enough to work in."""
HOURS = (6, 8, 8, 10, 12, 16)


@dataclass(frozen=True)
class Student:
    """What the telling has to know of a student to put them in a team that makes sense."""

    user_id: UUID
    institution: str
    level: str
    languages: tuple[str, ...]
    skills: frozenset[str]

    @property
    def writes(self) -> str:
        """The language of their account."""
        return "nl" if "nl" in self.languages else "en"


@dataclass
class Crowd:
    """Everybody who came in, and who is in a team already."""

    seed: int
    names: Mapping[str, Any]
    students: list[Student] = field(default_factory=list)
    lecturers: dict[str, str] = field(default_factory=dict)
    """Course → mail address."""
    _taken: set[UUID] = field(default_factory=set)
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = Random(f"{self.seed} crowd")  # noqa: S311 - a demo's dice

    def enrol(self, session: Session, city: City, programme: Mapping[str, Any]) -> None:
        """Let the students of a programme come in, each with an account and a profile."""
        institution = organisation_of(session, city, programme["institution"])
        if "account" in programme:
            self._fill_in(session, city, programme)
        for _ in range(SIZE * programme["share"] // 100):
            told = self._profile(programme)
            user = accounts.create_user(
                session,
                name=self._name(),
                mail=f"student-{len(self.students) + 1:03}@{demo_people.DOMAIN}",
                language="nl" if "nl" in told.languages else "en",
                institution_id=institution.id,
            )
            accounts.grant_role(session, user, Role.STUDENT, actor=SYSTEM)
            keeping.save(session, told, actor=accounts.actor_of(user, clock.now(session)), city=city)
            one = Student(user.id, programme["institution"], told.level, told.languages, frozenset(told.skills))
            self.students.append(one)

    def teach(self, session: Session, city: City, courses: Iterable[Mapping[str, Any]]) -> None:
        """Give every course its lecturer: an account of the demo where the course names it, else an invented one."""
        for n, course in enumerate(courses, start=1):
            if "lecturer" in course:
                self.lecturers[course["key"]] = f"{course['lecturer']}@{demo_people.DOMAIN}"
                continue
            user = accounts.create_user(
                session,
                name=self._name(),
                mail=f"lecturer-{n:02}@{demo_people.DOMAIN}",
                language="nl" if "nl" in course["languages"] else "en",
                institution_id=organisation_of(session, city, course["institution"]).id,
            )
            accounts.grant_role(session, user, Role.LECTURER, actor=SYSTEM)
            self.lecturers[course["key"]] = user.mail

    def lecturer(self, session: Session, course: str) -> Actor:
        """Who teaches a course, as somebody who acts."""
        user = accounts.find_user(session, self.lecturers[course])
        if user is None:
            raise LookupError(course)
        return accounts.actor_of(user, clock.now(session))

    def choose(
        self, course: Mapping[str, Any], language: str, skills: Iterable[str], n: int, *, writes: str = ""
    ) -> list[Student]:
        """Students of the course's institution who are in no team yet; those who can most of what is asked first.

        Before all others come those who write to us in the language of `writes`.
        """
        asked = frozenset(skills)
        speaks = frozenset(course["languages"]) if language == "any" else {language}
        free = [
            one
            for one in self.students
            if one.user_id not in self._taken
            and one.level == course["level"]
            and one.institution == course.get("institution", one.institution)
            and speaks.intersection(one.languages)
        ]
        self._chance.shuffle(free)
        chosen = sorted(free, key=lambda one: (writes not in ("", one.writes), -len(one.skills & asked)))[:n]
        self._taken.update(one.user_id for one in chosen)
        return chosen

    def _fill_in(self, session: Session, city: City, programme: Mapping[str, Any]) -> None:
        """An account of the demo has its profile too, in the languages of the programme."""
        user = demo_people.get(session, programme["account"])
        told = replace(self._profile(programme), languages=tuple(programme["languages"]))
        keeping.save(session, told, actor=accounts.actor_of(user, clock.now(session)), city=city)

    def _profile(self, programme: Mapping[str, Any]) -> Told:
        languages = set(programme["languages"])
        if languages == {"en"} and self._chance.random() < DUTCH_SHARE:
            languages.add("nl")
        if languages == {"nl"} and self._chance.random() < 2 * DUTCH_SHARE:
            languages.add("en")
        return Told(
            programme=programme["name"],
            level=programme["level"],
            skills=tuple(self._chance.sample(programme["skills"], self._chance.randint(*WITH_SKILLS))),
            languages=tuple(sorted(languages)),
            hours_per_week=self._chance.choice(HOURS),
            free_days=tuple(self._chance.sample(range(1, 6), 2)),
            interests=tuple(programme["themes"]),
            consents=True,
        )

    def _name(self) -> str:
        last = self._chance.choice(self.names["last"].split(","))
        return f"{self._chance.choice(self.names['first'].split())} {last.strip()}"


def organisation_of(session: Session, city: City, key: str) -> Organisation:
    """An institution of the city as a row; made where there is none yet."""
    name = next(each.name.nl for each in city.institutions if each.key == key)
    found = session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        found = Organisation(name=name, kind=OrganisationKind.KNOWLEDGE)
        session.add(found)
        session.flush()
    return found
