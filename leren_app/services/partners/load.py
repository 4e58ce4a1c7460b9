"""What is still free: places of an edition, and hours of a partner in a semester."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.semesters import semester_of
from leren_app.models import Challenge, Contact, CourseRun, Organisation, PartnerPromise, Placement

TAKES = (PlacementState.ACCEPTED, PlacementState.AGREED)
"""States in which a placement takes places of its edition and hours of its client."""

Semester = str


@dataclass(frozen=True)
class Rooms:
    """What partners can give and give already, per semester; a partner who named no hours has no limit.

    `load` counts a challenge once a semester, however many editions take it; `taken` are those challenges.
    """

    load: Mapping[tuple[UUID, Semester], int] = field(default_factory=dict)
    taken: frozenset[tuple[UUID, Semester]] = frozenset()
    room: Mapping[UUID, int] = field(default_factory=dict)
    promised: Mapping[tuple[UUID, Semester], int] = field(default_factory=dict)

    def hours(self, organisation_id: UUID, semester: Semester) -> int | None:
        """What a partner can give in a semester: as confirmed for it, else as in general; None = no limit."""
        return self.promised.get((organisation_id, semester), self.room.get(organisation_id))

    def used(self, organisation_id: UUID, semester: Semester) -> int:
        """What a partner gives in a semester already."""
        return self.load.get((organisation_id, semester), 0)

    def full_in(
        self, challenge_id: UUID, organisation_id: UUID | None, hours: int | None, semesters: Collection[Semester]
    ) -> frozenset[Semester]:
        """Those of these semesters in which a partner has no room for a challenge that is not running then already."""
        if organisation_id is None:
            return frozenset()
        return frozenset(
            semester
            for semester in semesters
            if (challenge_id, semester) not in self.taken
            and (room := self.hours(organisation_id, semester)) is not None
            and self.used(organisation_id, semester) + max(hours or 0, 1) > room
        )


def rooms_of(session: Session, city: City, organisation_id: UUID | None = None) -> Rooms:
    """What all partners, or one, can give and give already, in three statements."""
    which: ColumnElement[bool] = (
        Organisation.id.is_not(None) if organisation_id is None else Organisation.id == organisation_id
    )
    taken: dict[tuple[UUID, Semester], tuple[UUID, int]] = {}
    running = (
        select(Challenge.id, Organisation.id, Challenge.client_hours, CourseRun.starts_on)
        .join(Placement, Placement.challenge_id == Challenge.id)
        .join(CourseRun, CourseRun.id == Placement.run_id)
        .join(Contact, Contact.id == Challenge.client_id)
        .join(Organisation, Organisation.id == Contact.organisation_id)
        .where(which, Placement.state.in_(TAKES))
    )
    for challenge, organisation, hours, starts_on in session.execute(running):
        taken[challenge, semester_of(city, starts_on)] = (organisation, hours or 0)
    load: dict[tuple[UUID, Semester], int] = {}
    for (_, semester), (organisation, hours) in taken.items():
        load[organisation, semester] = load.get((organisation, semester), 0) + hours
    room = select(Organisation.id, Organisation.hours_per_semester)
    room = room.where(which, Organisation.hours_per_semester.is_not(None))
    promised = select(PartnerPromise.organisation_id, PartnerPromise.semester, func.sum(PartnerPromise.hours)).join(
        Organisation, Organisation.id == PartnerPromise.organisation_id
    )
    promised = promised.where(which, PartnerPromise.confirmed_at.is_not(None), PartnerPromise.hours.is_not(None))
    return Rooms(
        load,
        frozenset(taken),
        {key: hours for key, hours in session.execute(room) if hours is not None},
        {
            (key, semester): int(hours or 0)
            for key, semester, hours in session.execute(
                promised.group_by(PartnerPromise.organisation_id, PartnerPromise.semester)
            )
        },
    )


def used_in(first: date, last: date) -> ColumnElement[int]:
    """Hours that the organisation of the statement around it gives to what begins within these days."""
    running = (
        select(Challenge.id, Challenge.client_hours)
        .distinct()  # once, however many editions take it
        .join(Placement, Placement.challenge_id == Challenge.id)
        .join(CourseRun, CourseRun.id == Placement.run_id)
        .join(Contact, Contact.id == Challenge.client_id)
        .where(Placement.state.in_(TAKES), CourseRun.starts_on.between(first, last))
        .add_columns(Contact.organisation_id.label("organisation_id"))
        .subquery()
    )
    used = select(func.coalesce(func.sum(running.c.client_hours), 0))
    return used.where(running.c.organisation_id == Organisation.id).correlate(Organisation).scalar_subquery()


def promised_in(semester: Semester) -> ColumnElement[int | None]:
    """Hours that the organisation of the statement around it confirmed for a semester; none where it did not."""
    promised = select(func.sum(PartnerPromise.hours)).where(
        PartnerPromise.organisation_id == Organisation.id,
        PartnerPromise.semester == semester,
        PartnerPromise.confirmed_at.is_not(None),
    )
    return promised.correlate(Organisation).scalar_subquery()


def places_left(session: Session, runs: Iterable[CourseRun]) -> dict[UUID, int]:
    """How many places of each edition are not given to an accepted or agreed challenge; one team for each of those."""
    of_all = {run.id: run.places for run in runs}
    team = case((Challenge.team_min > CourseRun.team_min, Challenge.team_min), else_=CourseRun.team_min)
    given = (
        select(Placement.run_id, func.sum(team))
        .join(Challenge, Challenge.id == Placement.challenge_id)
        .join(CourseRun, CourseRun.id == Placement.run_id)
        .where(Placement.run_id.in_(of_all), Placement.state.in_(TAKES))
        .group_by(Placement.run_id)
    )
    taken = {run_id: int(people) for run_id, people in session.execute(given)}
    return {run_id: places - taken.get(run_id, 0) for run_id, places in of_all.items()}
