"""What the guards of the life cycle need to know of a placement, gathered from its rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.fitting import Edition, Limit, Wanted, misses
from leren_app.domain.lifecycles.placement_needs import PlacementFacts
from leren_app.domain.roles import Role
from leren_app.domain.semesters import semester_of
from leren_app.models import Challenge, CourseRun, Placement, Project
from leren_app.services import clock
from leren_app.services.partners.load import places_left, rooms_of
from leren_app.services.suggestions.comparing import edition_of, wanted_of


def facts_of(
    session: Session,
    placement: Placement,
    city: City,
    roles: frozenset[Role],
    *,
    reason: str = "",
    note: str = "",
    override: str = "",
    counts_room: bool = False,
) -> PlacementFacts:
    """The facts at this moment; what was typed for the step at hand comes along.

    `counts_room`: also the places of the edition and the hours of the client, in four statements.
    """
    challenge, run = placement.challenge, placement.run
    sides = _counted(session, challenge, run, city) if counts_room else (edition_of(run), wanted_of(challenge))
    missed = misses(*sides, clock.today(session, city))
    # The edition's own deadline has a guard with a sentence of its own; that of the challenge stays a filter.
    if clock.today(session, city) > run.planning_deadline:
        missed.pop(Limit.DEADLINE, None)
    projects = select(Project.state).where(Project.placement_id == placement.id)
    return PlacementFacts(
        now=clock.now(session),
        challenge_state=challenge.state,
        deadline_ends_at=calendar.end_of_day_utc(run.planning_deadline, city.time_zone),
        failed_filters=tuple(missed.values()),
        override=override,
        by_lecturer=Role.LECTURER in roles,
        by_client=Role.CLIENT in roles,
        is_individual=run.person_id is not None,
        slots=challenge.slots,
        taken=challenge.taken,
        agreement_version=placement.agreement_version,
        lecturer_ticked=placement.lecturer_ticked,
        client_ticked=placement.client_ticked,
        kickoff_on=placement.kickoff_on,
        run_starts_on=run.starts_on,
        run_ends_on=run.ends_on,
        projects=tuple(session.scalars(projects)) if placement.id else (),
        reason=reason,
        note=note,
    )


def _counted(session: Session, challenge: Challenge, run: CourseRun, city: City) -> tuple[Edition, Wanted]:
    """Both sides with what is left of places and hours."""
    semester, left = semester_of(city, run.starts_on), places_left(session, [run])
    edition = edition_of(run, places_left=left[run.id], semester=semester)
    partner = challenge.client.organisation_id if challenge.client else None
    if partner is None:
        return edition, wanted_of(challenge)
    rooms = rooms_of(session, city, partner)
    return edition, wanted_of(
        challenge, full_in=rooms.full_in(challenge.id, partner, challenge.client_hours, [semester])
    )
