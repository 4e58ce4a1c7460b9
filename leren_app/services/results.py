"""What came out, for everyone: a list that can be narrowed and searched, and a page for each result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.errors import GoneError, NotFoundError
from leren_app.models import Challenge, Placement, Project, Question, QuestionTheme, Result
from leren_app.services.indexes.searching import search
from leren_app.services.projects.ending import is_waiting
from leren_app.services.projects.files import is_result_public
from leren_app.services.projects.reading import get_project
from matching.explaining import Reason
from matching.matcher import Matcher

PAGE = 18


@dataclass(frozen=True)
class Wanted:
    """What to leave in the list; empty fields leave everything."""

    district: str = ""
    theme: str = ""
    year: int = 0


@dataclass(frozen=True)
class Hits:
    """A page of what was found, best first, with the reasons by id, and how many there are in all."""

    shown: list[Result]
    reasons: Mapping[UUID, tuple[Reason, ...]]
    total: int


def list_public(
    session: Session, wanted: Wanted, *, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Result]:
    """Public results, newest first; `after` is the (published_at, id) of the last one seen."""
    query = _whole(wanted).order_by(Result.published_at.desc(), Result.id.desc()).limit(limit)
    if after:
        query = query.where(tuple_(Result.published_at, Result.id) < tuple_(*after))
    return list(session.scalars(query).unique())


def find_showcase(session: Session) -> Result | None:
    """The newest public result that tells what changed; where none does, the newest of all."""
    newest = (Result.first_nl != "").desc(), Result.published_at.desc(), Result.id.desc()
    return session.scalars(_whole(Wanted()).order_by(*newest).limit(1)).unique().one_or_none()


def search_public(
    session: Session, index: Matcher, typed: str, wanted: Wanted, *, skip: int = 0, limit: int = PAGE
) -> Hits:
    """What fits these words among the public results, in three statements."""
    among = {str(key) for key in session.scalars(_public(wanted).with_only_columns(Result.id))}
    found = {UUID(each.id): each for each in search(index, typed, among)}
    shown = _list_by_ids(session, list(found)[skip : skip + limit])
    return Hits(shown, {each.id: found[each.id].reasons for each in shown}, len(found))


def _list_by_ids(session: Session, ids: Sequence[UUID]) -> list[Result]:
    """These public results, in this order."""
    found = session.scalars(_whole(Wanted()).where(Result.id.in_(ids))).unique() if ids else ()
    return sorted(found, key=lambda result: ids.index(result.id))


def _whole(wanted: Wanted) -> Select[Result]:
    """What a filter leaves, with all that a card shows."""
    question = (
        joinedload(Result.project)
        .joinedload(Project.placement)
        .joinedload(Placement.challenge)
        .joinedload(Challenge.question)
    )
    return _public(wanted).options(question.selectinload(Question.themes))


def _public(wanted: Wanted) -> Select[Result]:
    query = (
        select(Result)
        .join(Result.project)
        .join(Project.placement)
        .join(Placement.challenge)
        .join(Challenge.question)
        .where(Result.published_at.is_not(None), Result.retracted_at.is_(None))
    )
    if wanted.district:
        query = query.where(Question.district == wanted.district)
    if wanted.theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == wanted.theme))
    if wanted.year:
        first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (wanted.year, wanted.year + 1))
        query = query.where(Result.published_at >= first, Result.published_at < last)
    return query


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
