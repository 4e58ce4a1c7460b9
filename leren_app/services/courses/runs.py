"""Editions of a course: when it runs, how long it can be planned, how many places and teams it has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.editions import Planned, faults_of
from leren_app.domain.errors import FieldError
from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Challenge, Course, CourseKind, CourseRun, Placement, Profile, User
from leren_app.services import clock
from leren_app.services.placements.expiring import promise_expiry
from leren_app.services.stepping import must_have_seen
from leren_app.services.suggestions.refreshing import refresh_run

INDIVIDUAL = frozenset({CourseKind.THESIS, CourseKind.INTERNSHIP, CourseKind.RESEARCH})
WEEKS_ALONE = 20
PREPARES = timedelta(days=14)

_FRAMES: dict[CourseKind, Text] = {
    CourseKind.THESIS: Text("Scriptie of afstudeeropdracht", "Thesis or graduation project"),
    CourseKind.INTERNSHIP: Text("Stage", "Internship"),
    CourseKind.RESEARCH: Text("Onderzoek", "Research"),
}


@dataclass(frozen=True)
class Alone:
    """What somebody without a class wants to do: a thesis, internship or research, in these languages."""

    kind: CourseKind
    languages: tuple[str, ...] = ("nl",)


def add_run(session: Session, course: Course, planned: Planned, *, actor: Actor, city: City) -> CourseRun:
    """A new edition. Raises FieldError for days and sizes that cannot be; the form shows all of them at once."""
    require(actor, Permission.EDIT_COURSE, course)
    _refuse_first_of(faults_of(planned, clock.today(session, city)))
    run = CourseRun(course_id=course.id)
    fill_in(run, planned)
    course.runs.append(run)
    session.flush()
    refresh_run(session, run)
    return run


def edit_run(
    session: Session,
    run: CourseRun,
    planned: Planned,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> None:
    """Change an edition. What was accepted or agreed keeps its day to start within it."""
    require(actor, Permission.EDIT_COURSE, run.course)
    must_have_seen(run, seen_version)
    _refuse_first_of(faults_of(planned, clock.today(session, city), deadline_before=run.planning_deadline))
    change_run(session, run, planned, live_placements(session, [run.id])[run.id], city=city)
    session.flush()
    refresh_run(session, run)


def change_run(session: Session, run: CourseRun, planned: Planned, live: Sequence[Placement], *, city: City) -> None:
    """Write it down with what follows for its live placements. Raises FieldError for a day to start left outside."""
    outside = kickoff_left_outside(planned, live)
    if outside:
        raise FieldError("starts_on", outside)
    fill_in(run, planned)
    for placement in live:
        if placement.state in (PlacementState.PROPOSED, PlacementState.REQUESTED):
            promise_expiry(session, placement, city)


def individual_run(session: Session, challenge: Challenge, alone: Alone, *, person: User, city: City) -> CourseRun:
    """An edition of one place for one person, in the frame of their institution; made for one challenge.

    Begins in two weeks or when the challenge can, and lasts as long as its answer is of use, 20 weeks at most.
    """
    if alone.kind not in INDIVIDUAL:
        raise FieldError("kind", _CHOOSE_KIND)
    today = clock.today(session, city)
    starts_on = max(today + PREPARES, challenge.starts_on or today)
    longest = starts_on + timedelta(weeks=WEEKS_ALONE) - timedelta(days=1)
    ends_on = max(starts_on, min(longest, challenge.ends_on or longest))
    planned = Planned(starts_on, ends_on, starts_on - timedelta(days=1), 1, 1, 1, alone.languages)
    frame = _frame(session, person, alone.kind, challenge.level)
    _refuse_first_of(faults_of(planned, today))
    run = CourseRun(course_id=frame.id, person_id=person.id)
    fill_in(run, planned)
    frame.runs.append(run)
    session.flush()
    return run


def _frame(session: Session, person: User, kind: CourseKind, level: str) -> Course:
    """The course that stands for this kind of work at somebody's institution and level; made at the first need."""
    if person.institution_id is None:
        raise FieldError("kind", _NO_INSTITUTION)
    own_level = session.scalar(select(Profile.level).where(Profile.user_id == person.id)) or level
    code = f"{kind.value}-{own_level}".upper()
    found = session.scalar(select(Course).where(Course.organisation_id == person.institution_id, Course.code == code))
    if found is None:
        name = _FRAMES[kind]
        found = Course(
            organisation_id=person.institution_id,
            code=code,
            name_nl=name.nl,
            name_en=name.en,
            level=own_level,
            kind=kind,
            is_shown=False,
        )
        session.add(found)
        session.flush()
    return found


def planned_of(run: CourseRun) -> Planned:
    """What stands on an edition, as it was filled in."""
    sizes = (run.places, run.team_min, run.team_max)
    days = (run.starts_on, run.ends_on, run.planning_deadline)
    return Planned(*days, *sizes, tuple(run.languages), tuple(run.days))


def kickoff_left_outside(planned: Planned, live: Sequence[Placement]) -> Text | None:
    """The sentence for a day to start that was agreed and would lie outside an edition."""
    agreed = [placement.kickoff_on for placement in live if placement.kickoff_on]
    return None if all(planned.starts_on <= day <= planned.ends_on for day in agreed) else _KICKOFF_OUTSIDE


def fill_in(run: CourseRun, planned: Planned) -> None:
    """Write what was planned on an edition."""
    run.starts_on, run.ends_on = planned.starts_on, planned.ends_on
    run.planning_deadline, run.places = planned.planning_deadline, planned.places
    run.team_min, run.team_max = planned.team_min, planned.team_max
    run.languages, run.days = list(planned.languages), list(planned.days)


def _refuse_first_of(faults: dict[str, Text]) -> None:
    for field, said in faults.items():
        raise FieldError(field, said)


def live_placements(session: Session, run_ids: Collection[UUID]) -> dict[UUID, list[Placement]]:
    """Edition → its live placements."""
    live = select(Placement).where(Placement.run_id.in_(run_ids), Placement.state.in_(LIVE)).order_by(Placement.id)
    found: dict[UUID, list[Placement]] = {run_id: [] for run_id in run_ids}
    for placement in session.scalars(live):
        found[placement.run_id].append(placement)
    return found


_KICKOFF_OUTSIDE = Text(
    "Er is al een startdag afgesproken die dan buiten het vak valt. Verander eerst die afspraak.",
    "A day to start is agreed that would then lie outside the course. Change that agreement first.",
)
_CHOOSE_KIND = Text("Kies scriptie, stage of onderzoek.", "Choose thesis, internship or research.")
_NO_INSTITUTION = Text(
    "Wij weten niet bij welke instelling je hoort. Vraag de coördinator om dat in te vullen.",
    "We do not know which institution you belong to. Ask the coordinator to fill that in.",
)
