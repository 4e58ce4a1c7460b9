"""Keeping what a job found: the rows of editions, or of one challenge, are made to equal it, again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.models import Challenge, Course, CourseRun, Question, Suggestion
from leren_app.services.challenges.reading import is_open_to_all

MOST = 40  # rows for one edition
MOST_REASONS = 8

Pair = tuple[UUID, UUID]
"""An edition and a challenge."""


@dataclass(frozen=True)
class Found:
    """A challenge that fits: how well, what the calendar says, and which words of the two meet.

    `reasons` are those of the matcher, the course being the query: {query_term, via, term, contribution}, best first.
    """

    challenge_id: UUID
    score: float
    label: str
    reasons: tuple[Mapping[str, Any], ...]


def list_open(session: Session) -> list[Challenge]:
    """Challenges that are open for education, with their skills."""
    query = (
        select(Challenge)
        .where(is_open_to_all())
        .options(selectinload(Challenge.skills), joinedload(Challenge.question).selectinload(Question.themes))
    )
    return list(session.scalars(query.order_by(Challenge.id)))


def list_runs_ahead(session: Session, today: date, only: UUID | None = None) -> list[CourseRun]:
    """Editions with a class that can still be planned; or that one, whatever its deadline."""
    query = select(CourseRun).options(joinedload(CourseRun.course).selectinload(Course.skills))
    ahead = (CourseRun.planning_deadline >= today) & CourseRun.person_id.is_(None)
    return list(session.scalars(query.where(ahead if only is None else CourseRun.id == only).order_by(CourseRun.id)))


def keep(
    session: Session, found: Mapping[UUID, Sequence[Found]], *, version: str, only_challenge: UUID | None = None
) -> int:
    """Make the rows of these editions equal to what was found; how many there are now.

    With `only_challenge` only its rows are touched. What somebody put aside keeps its reason and stays aside.
    """
    mine = select(Suggestion).where(Suggestion.run_id.in_(found))
    if only_challenge is not None:
        mine = mine.where(Suggestion.challenge_id == only_challenge)
    before = {_pair(row): row for row in session.scalars(mine)}
    wanted = {(run_id, each.challenge_id): each for run_id, each in _flat(found)}
    for pair, row in before.items():
        if pair not in wanted and row.dismissed_at is None:
            session.delete(row)
    for pair, each in wanted.items():
        _write(before.get(pair) or _new(session, pair), each, version)
    session.flush()
    return len(wanted)


def _flat(found: Mapping[UUID, Sequence[Found]]) -> Iterable[tuple[UUID, Found]]:
    return ((run_id, each) for run_id, those in found.items() for each in those[:MOST])


def _pair(row: Suggestion) -> Pair:
    assert row.run_id is not None  # noqa: S101 - the query asked for editions
    return row.run_id, row.challenge_id


def _new(session: Session, pair: Pair) -> Suggestion:
    row = Suggestion(run_id=pair[0], challenge_id=pair[1])
    session.add(row)
    return row


def _write(row: Suggestion, found: Found, version: str) -> None:
    row.score, row.label, row.index_version = found.score, found.label, version
    row.reasons = [dict(reason) for reason in found.reasons[:MOST_REASONS]]
