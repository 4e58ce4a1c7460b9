"""What the page of a result shows, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from leren_app.domain.city import Theme
from leren_app.extensions import db
from leren_app.models import Project, StoredFile, TeamMember
from leren_app.services.projects.files import is_result_public
from leren_app.services.projects.reading import list_chain
from leren_app.web.here import the_city, themes_of
from leren_app.web.language import spoken_language
from leren_app.web.project_cards import changed_by, course_of, first_sentence, licence_of, place_of, title_of
from leren_app.web.templating import ZONE
from leren_app.web.two_languages import NONE, Words, words_of


@dataclass(frozen=True)
class Link:
    """One project of the chain: a bridge in the drawing."""

    title: str
    href: str
    facts: str
    summary: str
    baton: Words
    is_here: bool


@dataclass(frozen=True)
class ResultPage:
    """A public result; names only by everybody's own consent."""

    slug: str
    title: str
    lead: str
    summary: str
    lesson: Words
    changed: tuple[str, str] | None
    place: str
    themes: tuple[Theme, ...]
    published_at: datetime
    licence: str
    report: StoredFile | None
    names: list[str]
    citation: tuple[str, str]
    asker: str
    course: str
    partner: str
    reference: str
    challenge_slug: str
    chain: list[Link]
    shareable: Words

    @classmethod
    def of(cls, project: Project) -> ResultPage:
        """The page for a project with a public result."""
        result, challenge = project.result, project.placement.challenge
        assert result is not None and result.published_at is not None  # noqa: S101, PT018 - looked at by the service
        english, question = spoken_language() == "en", challenge.question
        summary = result.summary_en if english else result.summary_nl
        title = result.title_en if english else result.title_nl
        names = _names(project)
        is_named = question.asker.name_public and question.adopted_by_id is None
        client = challenge.client
        return cls(
            slug=project.slug,
            title=title,
            lead=first_sentence(summary),
            summary=summary,
            lesson=words_of(result.lesson, result.lesson_en),
            changed=changed_by(result),
            place=place_of(challenge),
            themes=themes_of(question),
            published_at=result.published_at,
            licence=licence_of(result),
            report=result.report,
            names=names,
            citation=_citation(project, names, title),
            asker=question.asker.name if is_named else "",
            course=course_of(project),
            partner=client.organisation.name if client and client.organisation else "",
            reference=question.reference,
            challenge_slug=challenge.slug,
            chain=[_link(each, project) for each in list_chain(db.session(), question.id)],
            shareable=words_of(project.baton.shareable, project.baton.shareable_en) if project.baton else NONE,
        )


def _names(project: Project) -> list[str]:
    return sorted(member.user.name for member in project.members if _is_shown(member))


def _is_shown(member: TeamMember) -> bool:
    return bool(member.name_public) and member.left_at is None and member.user.deactivated_at is None


def _citation(project: Project, names: list[str], title: str) -> tuple[str, str]:
    """Before and after the title, which is set apart."""
    result, city, language = project.result, the_city(), spoken_language()
    assert result is not None and result.published_at is not None  # noqa: S101, PT018 - looked at by the caller
    who = ", ".join(names) or project.placement.run.course.organisation.name
    programme = f"{city.programme.name.in_(language)}, {city.name.in_(language)}"
    return f"{who} ({result.published_at.astimezone(ZONE).year}). ", f" {programme}. {licence_of(result)}."


def _link(project: Project, here: Project) -> Link:
    result, baton = project.result, project.baton
    is_public = is_result_public(project)
    english = spoken_language() == "en"
    began = project.started_at.astimezone(ZONE).year if project.started_at else ""
    found = (result.title_en if english else result.title_nl) if result and is_public else ""
    summary = (result.summary_en if english else result.summary_nl) if result and is_public else ""
    return Link(
        title=found or title_of(project),
        href=url_for("results.show" if is_public else "projects.show", slug=project.slug),
        facts=f"{began}, {course_of(project)}",
        summary=first_sentence(summary),
        baton=words_of(baton.open_ends, baton.open_ends_en) if baton and is_public else NONE,
        is_here=project.id == here.id,
    )
