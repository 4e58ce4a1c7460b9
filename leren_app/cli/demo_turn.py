"""What a scene of the year has at hand: the world as it came to be so far, and who acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.cli import demo_people
from leren_app.cli.demo_crowd import Crowd
from leren_app.cli.demo_year import Year
from leren_app.domain.city import City
from leren_app.domain.roles import Actor
from leren_app.models import Challenge, CourseRun, Placement, Project, Question, User
from leren_app.services import accounts, clock


@dataclass
class World:
    """What came to be so far, by the keys of the files."""

    year: Year
    crowd: Crowd
    files: Path | None = None
    """Where reports are kept; without it none is handed in."""
    courses: dict[str, UUID] = field(default_factory=dict)
    runs: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By course and question; the edition that can still be planned has no question."""
    challenges: dict[str, UUID] = field(default_factory=dict)
    placements: dict[str, UUID] = field(default_factory=dict)
    projects: dict[str, list[UUID]] = field(default_factory=dict)
    applications: dict[str, list[UUID]] = field(default_factory=dict)
    told_by_hand: dict[str, list[UUID]] = field(default_factory=dict)
    """Promises to people without mail whom the coordinator will reach."""


@dataclass(frozen=True)
class Turn:
    """A scene that is being played."""

    session: Session
    city: City
    world: World
    key: str
    told: Mapping[str, Any]
    question: Question | None = None

    @property
    def slice_(self) -> Mapping[str, Any]:
        """How the question was cut."""
        sliced: Mapping[str, Any] = self.world.year.questions[self.key]["slice"]
        return sliced

    @property
    def said(self) -> Mapping[str, Any]:
        """What was said at a turn that did not go by itself."""
        return self.world.year.said.get(self.key, {})

    @property
    def challenge(self) -> Challenge:
        """The challenge made of the question."""
        return self.session.get_one(Challenge, self.world.challenges[self.key])

    @property
    def placement(self) -> Placement:
        """The challenge in a course."""
        return self.session.get_one(Placement, self.world.placements[self.key])

    @property
    def run(self) -> CourseRun:
        """The edition this scene is about."""
        course = self.told["course"]
        return self.session.get_one(CourseRun, self.world.runs[course, "" if self.told["ahead"] else self.key])

    @property
    def teams(self) -> list[Project]:
        """Everybody at work on it."""
        return [self.session.get_one(Project, each) for each in self.world.projects.get(self.key, [])]

    @property
    def coordinator(self) -> Actor:
        """Who took the question."""
        user = self.question.assignee if self.question is not None else None
        return self.acting(user or demo_people.get(self.session, "coordinator"))

    @property
    def lecturer(self) -> Actor:
        """Who teaches the course, or who works alone on it."""
        if self.key in self.world.placements and "course" not in self.told:
            person_id = self.placement.run.person_id
            if person_id is not None:
                return self.acting(self.session.get_one(User, person_id))
        return self.world.crowd.lecturer(self.session, self.told.get("course") or self.slice_["course"])

    @property
    def client(self) -> Actor:
        """The client contact of the challenge."""
        return Actor(contact_id=self.challenge.client_id)

    def acting(self, user: User) -> Actor:
        """Somebody with an account."""
        return accounts.actor_of(user, clock.now(self.session))
