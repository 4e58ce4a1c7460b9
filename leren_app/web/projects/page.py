"""Everything a project's pages show, gathered in one place so that the templates only have to say it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from leren_app.domain.errors import DomainError
from leren_app.domain.lifecycle import Step
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.permissions import Permission, may, require
from leren_app.domain.roles import Actor, Role
from leren_app.extensions import db
from leren_app.models import Event, EventNote, Milestone, NoteAudience, Project, Promise, StoredFile, TeamMember
from leren_app.services.projects import promises, reading
from leren_app.services.projects.facts import live_members
from leren_app.services.projects.forming import CHANGING, JOINED, LEFT
from leren_app.services.projects.people import has_no_lecturer, involved_in, roles_towards
from leren_app.web.guards import current_actor
from leren_app.web.language import spoken_language
from leren_app.web.project_cards import ProjectCard
from leren_app.web.projects.frame import Button, Frame, Sight, facts_as_filled, frame_of, other_ways
from leren_app.web.projects.words import STEP_WORDS, event_words, who_hears
from leren_app.web.stepping import StepWords
from leren_app.web.templating import day, iso_day


def the_project(slug: str, permission: Permission = Permission.SEE_TEAM) -> Project:
    """A project for who may see it so; NotFoundError for everybody else."""
    project = reading.get_project(db.session(), slug)
    require(current_actor(), permission, involved_in(project))
    return project


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone with the newest file that came with it."""

    milestone: Milestone
    title: str
    file: StoredFile | None


@dataclass(frozen=True)
class TeamSide:
    """What only the team, its lecturers and the coordinators see."""

    members: list[TeamMember]
    milestones: list[MilestoneLine]
    ways: list[Button]
    notes: list[tuple[str, str]]
    promises: list[Promise]
    n_promised: int
    me: TeamMember | None
    client: str
    leads: bool
    works: bool
    coordinates: bool
    can_change: bool
    can_work: bool


@dataclass(frozen=True)
class ProjectPage:
    """A project on its page; `team` is None for everybody who is not on the team's side."""

    project: Project
    card: ProjectCard
    frame: Frame
    timeline: list[tuple[str, str, str, bool]]
    challenge_slug: str
    reference: str
    why_stopped: str
    team: TeamSide | None

    @classmethod
    def of(cls, project: Project, actor: Actor) -> ProjectPage:
        """The page for somebody."""
        roles = roles_towards(actor, project)
        sight = Sight(project, roles, facts_as_filled(project))
        frame = frame_of(sight)
        events = reading.list_events(db.session(), project)
        is_inside = may(actor, Permission.SEE_TEAM, involved_in(project))
        return cls(
            project=project,
            card=ProjectCard.of(project),
            frame=frame,
            timeline=_timeline(events, is_inside=is_inside),
            challenge_slug=project.placement.challenge.slug,
            reference=project.placement.challenge.question.reference,
            why_stopped=project.stop_reason_en if spoken_language() == "en" else project.stop_reason_nl,
            team=_team_side(project, actor.user_id, roles, frame, events) if is_inside else None,
        )


@dataclass(frozen=True)
class StepPage:
    """Everything the page of a step shows."""

    project: Project
    title: str
    step: Step
    words: StepWords
    hears: list[str]
    line: str
    missing: list[str]
    closed: str

    @classmethod
    def of(cls, project: Project, name: str, actor: Actor) -> StepPage:
        """The page of a step of a project."""
        step, roles = PROJECT.step(name), roles_towards(actor, project)
        closed = _why_closed(project, name, roles)
        return cls(
            project=project,
            title=ProjectCard.of(project).title,
            step=step,
            words=STEP_WORDS[name],
            hears=who_hears(step, by_coordinators=has_no_lecturer(project)),
            line=step.line.in_(spoken_language()) if step.line else "",
            missing=[] if closed else Sight(project, roles, facts_as_filled(project)).missing(name),
            closed=closed,
        )


def _why_closed(project: Project, name: str, roles: frozenset[Role]) -> str:
    try:
        PROJECT.check(name, project.state, roles)
    except DomainError as error:
        return error.message.in_(spoken_language())
    return ""


def _team_side(
    project: Project, user_id: UUID | None, roles: frozenset[Role], frame: Frame, events: list[Event]
) -> TeamSide:
    members, steps = live_members(project), PROJECT.open_to(project.state, roles)
    coordinates = Role.COORDINATOR in roles
    noted = promises.list_promises(db.session(), project)
    client = project.placement.challenge.client
    return TeamSide(
        members=members,
        milestones=_milestones(project),
        ways=other_ways(steps, project, frame),
        notes=[(day(e.at), note.text) for e in reversed(events) for note in e.notes if _is_for_team(note)],
        promises=noted if coordinates else [],
        n_promised=len(noted),
        me=next((m for m in members if m.user_id == user_id), None),
        client=client.name if client else "",
        leads=not roles.isdisjoint({Role.LECTURER, Role.COORDINATOR}) and project.placement.run.person_id is None,
        works=Role.MEMBER in roles,
        coordinates=coordinates,
        can_change=project.state in CHANGING,
        can_work=str(project.state) in {"forming", "running"},
    )


def _milestones(project: Project) -> list[MilestoneLine]:
    english = spoken_language() == "en"
    newest = {file.milestone_id: file for file in reading.list_files(db.session(), project) if file.milestone_id}
    return [MilestoneLine(m, m.title_en if english else m.title_nl, newest.get(m.id)) for m in project.milestones]


def _is_for_team(note: EventNote) -> bool:
    return note.audience in {NoteAudience.TEAM, NoteAudience.PARTIES, NoteAudience.ASKER}


def _timeline(events: list[Event], *, is_inside: bool) -> list[tuple[str, str, str, bool]]:
    lines = [(event, _line(event, is_inside=is_inside)) for event in events]
    shown = [(event, text) for event, text in lines if text]
    last = len(shown) - 1
    return [(iso_day(event.at), day(event.at), text, i == last) for i, (event, text) in enumerate(shown)]


def _line(event: Event, *, is_inside: bool) -> str:
    if event.step in {JOINED, LEFT}:
        return event_words(event.step) if is_inside else ""
    step = PROJECT.step(event.step)
    if step.line is not None:
        return step.line.in_(spoken_language())
    words = {
        "form": gettext("The team was formed"),
        "return": gettext("Returned to the team"),
        "approve": gettext("The lecturer approved it"),
        "close": gettext("Closed"),
        "reopen": gettext("Opened again"),
        "not_start": gettext("It does not start"),
    }
    return words[event.step] if is_inside or event.step == "close" else ""
