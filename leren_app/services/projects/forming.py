"""Making a team: its members, within the size agreed, and its milestones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotAllowedError, NotFoundError, TransitionError
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.slug import slug_of
from leren_app.domain.text import Text
from leren_app.models import Event, Milestone, Placement, Project, TeamMember, User
from leren_app.services import clock
from leren_app.services.applications.placing import place_applicant
from leren_app.services.projects.facts import facts_of
from leren_app.services.projects.people import KIND, roles_towards
from leren_app.services.slugs import free_slug
from leren_app.services.stepping import take_step
from leren_app.services.teams.reasons import CHOSEN

JOINED, LEFT = "member_joined", "member_left"
"""What these events are called; no steps of the life cycle."""
CHANGING = frozenset({ProjectState.FORMING, ProjectState.RUNNING})
STANDARD = (
    {"nl": "Plan van aanpak", "en": "Plan", "week": 2},
    {"nl": "Halverwege: wat weten we al?", "en": "Half-way: what do we know?", "week": 5},
    {"nl": "Eindverslag", "en": "Final report", "week": 9},
)
"""Milestones where a course has no template."""


@dataclass(frozen=True)
class Chosen:
    """Somebody for the team, and why, as the person reads it."""

    user: User
    reason: str = ""


def form(session: Session, placement: Placement, members: Sequence[Chosen], *, actor: Actor, city: City) -> Project:
    """A new team on an agreed placement, with milestones from the course; members who applied get their place.

    Raises TransitionError, NotAllowedError.
    """
    project = _add_project(session, placement)
    session.add_all(_milestones(project))
    session.flush()
    session.refresh(project, ["milestones", "members"])
    roles = roles_towards(actor, project)
    facts = facts_of(session, project, city)
    take_step(session, KIND, project, "form", actor=actor, roles=roles, facts=facts, is_new=True)
    for chosen in members:
        _join(session, project, chosen, actor, roles)
    session.refresh(project, ["members", "member_count"])
    return project


def add_member(session: Session, project: Project, chosen: Chosen, *, actor: Actor) -> TeamMember:
    """Somebody joins, as long as there is room; an application of theirs gets its place.

    Raises TransitionError for a full team or a finished project.
    """
    _must_lead(actor, project)
    if project.state not in CHANGING:
        raise TransitionError(_TOO_LATE)
    member = _join(session, project, chosen, actor, roles_towards(actor, project))
    _record(session, project, JOINED, actor)
    session.refresh(project, ["members", "member_count"])
    return member


def remove_member(session: Session, project: Project, member_id: UUID, *, actor: Actor) -> None:
    """Somebody leaves the team and loses access at once. Raises NotFoundError for who is not in it."""
    _must_lead(actor, project)
    if project.placement.run.person_id is not None:
        raise TransitionError(_ALONE)
    left = session.scalar(
        update(TeamMember)
        .where(TeamMember.id == member_id, TeamMember.project_id == project.id, TeamMember.left_at.is_(None))
        .values(left_at=clock.now(session))
        .returning(TeamMember.id),
        execution_options=_BLIND,
    )
    if left is None:
        raise NotFoundError
    session.execute(
        update(Project).where(Project.id == project.id).values(member_count=Project.member_count - 1),
        execution_options=_BLIND,
    )
    _record(session, project, LEFT, actor)
    session.expire(project, ["members", "member_count"])
    for member in project.members:
        session.refresh(member)


def save_milestone(
    session: Session, project: Project, milestone: Milestone | None, titles: Text, due_on: date, *, actor: Actor
) -> Milestone:
    """A new milestone, or another day or title for one. Raises FieldError for a day outside the course."""
    _must_work(actor, project)
    run = project.placement.run
    if not run.starts_on - timedelta(days=60) <= due_on <= run.ends_on + timedelta(days=180):
        raise FieldError("due_on", _DAY_NEAR_COURSE)
    if milestone is None:
        milestone = Milestone(project_id=project.id)
        session.add(milestone)
    milestone.title_nl, milestone.title_en, milestone.due_on = titles.nl, titles.en, due_on
    session.flush()
    session.refresh(project, ["milestones"])
    return milestone


def finish_milestone(session: Session, project: Project, milestone: Milestone, *, actor: Actor) -> None:
    """Say that it is ready; saying so twice changes nothing."""
    _must_work(actor, project)
    milestone.done_at = milestone.done_at or clock.now(session)
    session.flush()


def _add_project(session: Session, placement: Placement) -> Project:
    challenge, run = placement.challenge, placement.run
    low, high = max(challenge.team_min, run.team_min), min(challenge.team_max, run.team_max)
    if low > high:  # what was agreed with the course counts
        low, high = run.team_min, run.team_max
    wanted = slug_of(challenge.title_nl, "project")
    for _ in range(3):  # two at the same moment may want the same address
        slug = free_slug(session, Project.slug, wanted)
        project = Project(slug=slug, placement=placement, team_min=low, team_max=high, state=ProjectState.FORMING)
        try:
            with session.begin_nested():
                session.add(project)
                session.flush()
        except IntegrityError:
            continue
        return project
    raise TransitionError(_TRY_AGAIN)


def _milestones(project: Project) -> list[Milestone]:
    placement = project.placement
    start = placement.kickoff_on or placement.run.starts_on
    template = placement.run.course.milestones or STANDARD
    return [
        Milestone(
            project_id=project.id,
            title_nl=str(line["nl"]),
            title_en=str(line["en"]),
            due_on=min(_friday_of_week(start, int(str(line["week"]))), placement.run.ends_on),
        )
        for line in template
    ]


def _friday_of_week(start: date, week: int) -> date:
    monday = start - timedelta(days=start.weekday())
    return monday + timedelta(days=7 * (week - 1) + 4)


def _join(session: Session, project: Project, chosen: Chosen, actor: Actor, roles: frozenset[Role]) -> TeamMember:
    """Take a place and fill it, or neither: who is in it already takes no second one. Who applied is placed."""
    user, reason = chosen.user, chosen.reason or CHOSEN.in_(chosen.user.language)
    member = TeamMember(project_id=project.id, user=user, reason=reason, joined_at=clock.now(session), left_at=None)
    try:
        with session.begin_nested():
            _take_place(session, project)
            session.add(member)
            session.flush()
    except IntegrityError:
        raise FieldError("mail", _IN_IT) from None
    challenge_id = project.placement.challenge_id
    place_applicant(session, challenge_id, user.id, actor=actor, roles=roles, reason=reason)
    return member


def _take_place(session: Session, project: Project) -> None:
    taken = session.scalar(
        update(Project)
        .where(Project.id == project.id, Project.member_count < Project.team_max)
        .values(member_count=Project.member_count + 1)
        .returning(Project.id),
        execution_options=_BLIND,
    )
    if taken is None:
        raise TransitionError(_FULL)


def _record(session: Session, project: Project, step: str, actor: Actor) -> None:
    role = Role.LECTURER if Role.LECTURER in roles_towards(actor, project) else Role.COORDINATOR
    at = clock.now(session)
    session.add(Event(subject=PROJECT.name, subject_id=project.id, step=step, role=role, user_id=actor.user_id, at=at))
    session.flush()


def _must_lead(actor: Actor, project: Project) -> None:
    if roles_towards(actor, project).isdisjoint({Role.LECTURER, Role.COORDINATOR}):
        raise NotAllowedError(_LECTURERS_ONLY)


def _must_work(actor: Actor, project: Project) -> None:
    if roles_towards(actor, project).isdisjoint({Role.MEMBER, Role.LECTURER, Role.COORDINATOR}):
        raise NotAllowedError(_TEAM_ONLY)


_BLIND = {"synchronize_session": False}
_FULL = Text("Het team is vol.", "The team is full.")
_IN_IT = Text("Deze persoon zit al in het team.", "This person is in the team already.")
_ALONE = Text(
    "Dit project is van één persoon. Begin het niet, of stop het.",
    "This project is one person's. Do not start it, or stop it.",
)
_TOO_LATE = Text("Het team verandert nu niet meer.", "The team does not change any more.")
_TRY_AGAIN = Text("Dat lukte net niet. Probeer het nog eens.", "That did not work just now. Please try again.")
_LECTURERS_ONLY = Text("Dit doet de docent of een coördinator.", "This is for the lecturer or a coordinator.")
_TEAM_ONLY = Text("Dit doet het team of de docent.", "This is for the team or the lecturer.")
_DAY_NEAR_COURSE = Text("Kies een dag in de periode van het vak.", "Choose a day in the period of the course.")
