"""What the pages of courses show, gathered so that the templates only have to say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import days
from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.permissions import Permission, may
from leren_app.domain.roles import Actor, Role
from leren_app.extensions import db
from leren_app.models import Course, CourseRun, Organisation, OrganisationKind, Placement
from leren_app.services.courses import reading
from leren_app.services.courses.reading import DeskRun, Team
from leren_app.services.placements.reading import list_of_run
from leren_app.web.challenge_words import level_name, load_words, skill_names
from leren_app.web.courses.words import COURSE_KINDS, deadline_words, in_short, spoken_words
from leren_app.web.guards import SignedIn
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.placing import placement_status, season_of, title_of
from leren_app.web.stepping import Next

SHOWN_AFTER_ITS_END = timedelta(days=60)
S = PlacementState
ON_DESK = (S.PROPOSED, S.REQUESTED, S.ACCEPTED, S.AGREED, S.EXPIRED, S.DECLINED, S.DONE)


def name_of(course: Course) -> str:
    """The name in the language of the page."""
    return course.name_en if spoken_language() == "en" else course.name_nl


def institution_choices(session: Session) -> list[tuple[str, str]]:
    """The institutions that teach, for a select."""
    teach = select(Organisation.id, Organisation.name).where(Organisation.kind == OrganisationKind.KNOWLEDGE)
    return [(str(row.id), row.name) for row in session.execute(teach.order_by(Organisation.name))]


# ---- public ----


@dataclass(frozen=True)
class CourseCard:
    """A course in the public list."""

    href: str
    name: str
    institution: str
    level: str
    kind: str
    next: str

    @classmethod
    def of(cls, course: Course) -> CourseCard:
        """The card of a course."""
        ahead = [run for run in course.runs if run.ends_on >= today() and run.person_id is None]
        return cls(
            href=url_for("courses.show", course_id=course.id),
            name=name_of(course),
            institution=course.organisation.name,
            level=level_name(course.level),
            kind=str(COURSE_KINDS[course.kind]),
            next=season_of(ahead[0]) if ahead else "",
        )


@dataclass(frozen=True)
class CoursePage:
    """A course as everybody sees it; `edit` is an address for who may change it."""

    card: CourseCard
    goals: str
    load: str
    taught_in: str
    themes: tuple[Theme, ...]
    skills: list[str]
    runs: list[tuple[str, str, list[tuple[str, str]]]]
    edit: str

    @classmethod
    def of(cls, course: Course, actor: Actor) -> CoursePage:
        """The page of a course."""
        classes = [run for run in course.runs if run.person_id is None]
        return cls(
            card=CourseCard.of(course),
            goals=course.goals,
            load=load_words(course.hours, course.level),
            taught_in=spoken_words(course.languages),
            themes=tuple(theme for theme in the_city().themes if theme.key in course.themes),
            skills=skill_names(skill.skill for skill in course.skills),
            runs=[(season_of(run), in_short(run), _taken_up(run)) for run in reversed(classes)],
            edit=url_for("courses.edit", course_id=course.id) if may(actor, Permission.EDIT_COURSE, course) else "",
        )


def _taken_up(run: CourseRun) -> list[tuple[str, str]]:
    """The challenges an edition agreed to work on: title and address."""
    agreed = [p for p in list_of_run(db.session(), run) if p.state in (S.AGREED, S.DONE)]
    return [(title_of(p), url_for("challenges.show", slug=p.challenge.slug)) for p in agreed]


# ---- the desk ----


@dataclass(frozen=True)
class Task:
    """What waits for a lecturer at a placement; the lowest `rank` comes first."""

    rank: int
    title: str
    button: str
    href: str


@dataclass(frozen=True)
class DeskPlacement:
    """A placement in a row of the desk."""

    title: str
    href: str
    status: tuple[str, str]
    task: Task | None = None
    """What the lecturer has to do with it now, if anything."""


@dataclass(frozen=True)
class DeskEdition:
    """An edition on the desk."""

    id: str
    course: str
    institution: str
    season: str
    short: str
    deadline: str
    is_closed: bool
    suggestions: int
    placements: list[DeskPlacement]
    run: CourseRun


@dataclass(frozen=True)
class Desk:
    """Everything on a lecturer's desk; of a coordinator, all courses."""

    next: Next
    editions: list[DeskEdition]
    closed: list[DeskEdition]
    """Editions that run or are over, the last one first; nothing can be planned in them any more."""
    courses: list[tuple[str, str, str, str]]
    is_own: bool

    @classmethod
    def of(cls, person: SignedIn) -> Desk:
        """The desk of who is signed in."""
        session, is_own = db.session(), person.actor.has(Role.LECTURER)
        courses = reading.list_own(session, person.user_id) if is_own else reading.list_all(session)
        editions = [_edition(each) for each in reading.list_desk(session, courses, today() - SHOWN_AFTER_ITS_END)]
        return cls(
            next=_next(courses, editions, is_own),
            editions=[each for each in editions if not each.is_closed],
            closed=[each for each in reversed(editions) if each.is_closed],
            courses=[
                (
                    name_of(course),
                    course.organisation.name,
                    url_for("courses.edit", course_id=course.id),
                    url_for("courses.new_run", course_id=course.id),
                )
                for course in courses
            ],
            is_own=is_own,
        )


def _edition(found: DeskRun) -> DeskEdition:
    run = found.run
    return DeskEdition(
        id=str(run.id),
        course=name_of(run.course),
        institution=run.course.organisation.name,
        season=season_of(run),
        short=in_short(run),
        deadline=deadline_words(run.planning_deadline, today()),
        is_closed=run.planning_deadline < today(),
        suggestions=found.suggestions,
        placements=[_desk_placement(p, found.teams.get(p.id, ())) for p in found.placements if p.state in ON_DESK],
        run=run,
    )


def _desk_placement(placement: Placement, teams: tuple[Team, ...]) -> DeskPlacement:
    kind, words = placement_status(placement)
    task = _task(placement, teams)
    return DeskPlacement(
        title=title_of(placement),
        href=url_for("placements.show", placement_id=placement.id),
        status=(kind, words) if task is None else ("you", words),
        task=task,
    )


def _task(placement: Placement, teams: tuple[Team, ...]) -> Task | None:
    """What is the lecturer's to do: work to read, an agreement to tick, a proposal to answer, a team to make."""
    here = url_for("placements.show", placement_id=placement.id)
    handed_in = next((team for team in teams if team.state is ProjectState.DELIVERED), None)
    if handed_in is not None:
        to = url_for("projects.show", slug=handed_in.slug)
        return Task(1, gettext("A team handed in its work"), gettext("Look at the work"), to)
    if placement.state is S.ACCEPTED and placement.lecturer_ticked != placement.agreement_version:
        return Task(2, gettext("The client said yes: now the agreement"), gettext("To the agreement"), here)
    if placement.state is S.PROPOSED:
        return Task(3, gettext("A question is proposed to your course"), gettext("Look at it"), here)
    if placement.state is S.AGREED and not teams:
        to = url_for("teams.show", placement_id=placement.id)
        return Task(4, gettext("It is agreed: now a team"), gettext("Make a team"), to)
    return None


def _next(courses: list[Course], editions: list[DeskEdition], is_own: bool) -> Next:
    """What comes first: something that waits for this person, then the nearest deadline, then what is missing."""
    if not courses:
        return Next(
            gettext("Start with your course"),
            gettext("Paste your learning goals and say when it runs. You see at once which questions fit, and why."),
            gettext("Put my course in"),
            url_for("courses.new"),
        )
    waiting = [(p.task, p.title) for e in editions for p in e.placements if p.task is not None] if is_own else []
    if waiting:
        task, title = min(waiting, key=lambda each: each[0].rank)
        return Next(task.title, title, task.button, task.href)
    open_now = [e for e in editions if not e.is_closed]
    if not open_now:
        return Next(
            gettext("Put in the next edition"),
            gettext("No edition can be planned at the moment. Questions go to who is there in time."),
            gettext("Put in an edition"),
            url_for("courses.new_run", course_id=courses[0].id),
        )
    first = next((e for e in open_now if e.suggestions), open_now[0])
    return Next(
        ngettext(
            "%(num)d question fits %(course)s",
            "%(num)d questions fit %(course)s",
            first.suggestions,
            course=first.course,
        )
        if first.suggestions
        else gettext("Nothing new for %(course)s", course=first.course),
        first.deadline + ".",
        gettext("See what fits"),
        url_for("fits.index", run_id=first.id),
    )


@dataclass(frozen=True)
class Year:
    """A course in the year, as a drawing: where today, the deadline and the weeks lie, in per cent of its width."""

    today: float
    deadline: float
    start: float
    width: float
    first_week: str
    last_week: str
    words: str

    @classmethod
    def of(cls, run: CourseRun, now: date, words: str) -> Year:
        """The drawing for an edition; it begins a little before whatever comes first."""
        first = min(now, run.planning_deadline) - timedelta(days=10)
        last = max(now, run.ends_on) + timedelta(days=30)
        whole = (last - first).days

        def at(day: date) -> float:
            return round(100 * (day - first).days / whole, 1)

        return cls(
            today=at(now),
            deadline=at(run.planning_deadline),
            start=at(run.starts_on),
            width=round(at(run.ends_on) - at(run.starts_on), 1),
            first_week=days.week(run.starts_on).in_(spoken_language()),
            last_week=days.week(run.ends_on).in_(spoken_language()),
            words=words,
        )
