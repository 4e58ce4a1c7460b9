"""Who acts: the ten roles of people, and the two that are no person."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from leren_app.domain.text import Text


class Role(StrEnum):
    """A role somebody has towards the platform or towards one thing in it."""

    VISITOR = "visitor"
    ASKER = "asker"
    FOLLOWER = "follower"
    CLIENT = "client"
    MEMBER = "member"
    STUDENT = "student"
    RESEARCHER = "researcher"
    LECTURER = "lecturer"
    HOST = "host"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    CLOCK = "clock"  # due work
    SYSTEM = "system"  # follows from another step


PEOPLE = frozenset(Role) - {Role.CLOCK, Role.SYSTEM}
GRANTED = (Role.STUDENT, Role.RESEARCHER, Role.LECTURER, Role.HOST, Role.COORDINATOR, Role.ADMINISTRATOR)

ROLE_NAMES: dict[Role, Text] = {
    Role.VISITOR: Text("bezoeker", "visitor"),
    Role.ASKER: Text("vraagsteller", "asker"),
    Role.FOLLOWER: Text("volger", "follower"),
    Role.CLIENT: Text("opdrachtgever", "client"),
    Role.MEMBER: Text("teamlid", "team member"),
    Role.STUDENT: Text("student", "student"),
    Role.RESEARCHER: Text("onderzoeker", "researcher"),
    Role.LECTURER: Text("docent", "lecturer"),
    Role.HOST: Text("gastheer of gastvrouw aan de balie", "desk host"),
    Role.COORDINATOR: Text("coördinator", "coordinator"),
    Role.ADMINISTRATOR: Text("beheerder", "administrator"),
    Role.CLOCK: Text("de kalender", "the calendar"),
    Role.SYSTEM: Text("het systeem", "the system"),
}


@dataclass(frozen=True)
class Actor:
    """Who acts now: the account or the person with a link, and the roles that go with it."""

    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.VISITOR}))
    user_id: UUID | None = None
    contact_id: UUID | None = None
    institution_id: UUID | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the actor has at least one of these roles."""
        return not self.roles.isdisjoint(roles)


VISITOR = Actor()
CLOCK = Actor(roles=frozenset({Role.CLOCK}))
SYSTEM = Actor(roles=frozenset({Role.SYSTEM}))
