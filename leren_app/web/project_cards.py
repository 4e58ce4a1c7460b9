"""What a reader sees of a project or its result on a card, and the words for where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.project_states import LABELS, ProjectState
from leren_app.models import Challenge, Project, Result
from leren_app.services.projects.ending import LICENCES, is_waiting
from leren_app.web.here import the_city, themes_of
from leren_app.web.language import spoken_language
from leren_app.web.templating import ZONE, day

S = ProjectState
STATUS_KINDS: dict[ProjectState, str] = {
    S.FORMING: "new",
    S.RUNNING: "busy",
    S.DELIVERED: "busy",
    S.APPROVED: "busy",
    S.PUBLIC: "done",
    S.STOPPED: "away",
    S.CLOSED: "done",
    S.NOT_STARTED: "away",
}


@dataclass(frozen=True)
class ProjectCard:
    """A project on a card, in the language of the page."""

    slug: str
    href: str
    title: str
    summary: str
    place: str
    themes: tuple[Theme, ...]
    course: str
    team: str
    status: tuple[str, str]
    fact: str

    @classmethod
    def of(cls, project: Project) -> ProjectCard:
        """The card for a project."""
        challenge = project.placement.challenge
        return cls(
            slug=project.slug,
            href=url_for("projects.show", slug=project.slug),
            title=title_of(project),
            summary=challenge.summary_en if spoken_language() == "en" else challenge.summary_nl,
            place=place_of(challenge),
            themes=themes_of(challenge.question),
            course=course_of(project),
            team=team_of(project),
            status=status_of(project),
            fact=_fact(project),
        )


@dataclass(frozen=True)
class ResultCard:
    """A result on a card: what was found, in the language of the page."""

    href: str
    title: str
    summary: str
    place: str
    themes: tuple[Theme, ...]
    year: str
    changed: tuple[str, str] | None

    @classmethod
    def of(cls, result: Result) -> ResultCard:
        """The card for a public result."""
        english, challenge = spoken_language() == "en", result.project.placement.challenge
        summary = result.summary_en if english else result.summary_nl
        return cls(
            href=url_for("results.show", slug=result.project.slug),
            title=result.title_en if english else result.title_nl,
            summary=first_sentence(summary),
            place=place_of(challenge),
            themes=themes_of(challenge.question),
            year=str(result.published_at.astimezone(ZONE).year) if result.published_at else "",
            changed=changed_by(result),
        )


def title_of(project: Project) -> str:
    """What a team works on: the title of its challenge."""
    challenge = project.placement.challenge
    return challenge.title_en if spoken_language() == "en" else challenge.title_nl


def place_of(challenge: Challenge) -> str:
    """Where in the city it plays."""
    question = challenge.question
    return the_city().place(question.neighbourhood or question.district).name.in_(spoken_language())


def course_of(project: Project) -> str:
    """The course in which the team works, and of which institution."""
    course = project.placement.run.course
    name = course.name_en if spoken_language() == "en" else course.name_nl
    return f"{name}, {course.organisation.name}"


def team_of(project: Project) -> str:
    """Which team it is, where several work on the same; empty otherwise."""
    if not project.teams or project.teams < 2:
        return ""
    return gettext("Team %(n)s of %(many)s", n=project.team_n, many=project.teams)


def status_of(project: Project, *, is_your_turn: bool = False) -> tuple[str, str]:
    """The drawing and the word for where it stands."""
    return "you" if is_your_turn else STATUS_KINDS[project.state], LABELS[project.state].in_(spoken_language())


def first_sentence(text: str, longest: int = 200) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    first = text.replace("\n", " ").strip()
    end = min((i + 1 for i in (first.find(". "), first.find("? "), first.find("! ")) if i >= 0), default=len(first))
    first = first[:end]
    return first if len(first) <= longest else first[:longest].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def changed_by(result: Result) -> tuple[str, str] | None:
    """How it was first and how it is now, in the language of the page, where the team said so."""
    english = spoken_language() == "en"
    first, now = (result.first_en, result.now_en) if english else (result.first_nl, result.now_nl)
    return (first, now) if first and now else None


def licence_of(result: Result) -> str:
    """What the licence is called."""
    return LICENCES.get(result.licence, "")


def _fact(project: Project) -> str:
    if project.state is ProjectState.RUNNING and project.due_on is not None:
        return gettext("Hands in on %(day)s", day=day(project.due_on))
    ends_at = project.result.embargo_until if project.result is not None and is_waiting(project) else None
    if ends_at is not None:
        return gettext("Public after %(day)s", day=day(ends_at))
    return ""
