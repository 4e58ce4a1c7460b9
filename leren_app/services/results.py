"""What came out, for everyone: a list that can be narrowed, and a page for each result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.errors import GoneError, NotFoundError
from leren_app.models import Challenge, Placement, Project, Question, QuestionTheme, Result
from leren_app.services.projects.ending import is_waiting
from leren_app.services.projects.files import is_result_public
from leren_app.services.projects.reading import get_project

PAGE = 18


@dataclass(frozen=True)
class Wanted:
    """What to leave in the list; empty fields leave everything."""

    district: str = ""
    theme: str = ""
    year: int = 0


def list_public(
    session: Session, wanted: Wanted, *, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Result]:
    """Public results, newest first; `after` is the (published_at, id) of the last one seen."""
    question = (
        joinedload(Result.project)
        .joinedload(Project.placement)
        .joinedload(Placement.challenge)
        .joinedload(Challenge.question)
    )
    query = (
        select(Result)
        .join(Result.project)
        .join(Project.placement)
        .join(Placement.challenge)
        .join(Challenge.question)
        .where(Result.published_at.is_not(None), Result.retracted_at.is_(None))
        .options(question.selectinload(Question.themes))
        .order_by(Result.published_at.desc(), Result.id.desc())
        .limit(limit)
    )
    if wanted.district:
        query = query.where(Question.district == wanted.district)
    if wanted.theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == wanted.theme))
    if wanted.year:
        first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (wanted.year, wanted.year + 1))
        query = query.where(Result.published_at >= first, Result.published_at < last)
    if after:
        query = query.where(tuple_(Result.published_at, Result.id) < tuple_(*after))
    return list(session.scalars(query).unique())


def get_result(session: Session, slug: str) -> Project:
    """The project of a public result, or of one that waits for its embargo.

    Raises GoneError for what was taken off the website, NotFoundError for what never was public.
    """
    project = get_project(session, slug)
    if is_result_public(project) or is_waiting(project):
        return project
    if project.result is not None and project.result.retracted_at is not None:
        raise GoneError
    raise NotFoundError
