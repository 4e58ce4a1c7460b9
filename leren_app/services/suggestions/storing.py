"""Keeping what a job found: the rows of editions, or of one challenge, are made to equal it, again and again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.fitting import ANY_LANGUAGE, Wanted
from leren_app.models import Challenge, Contact, Course, CourseRun, Suggestion
from leren_app.services.challenges.reading import is_open_to_all
from leren_app.services.partners.load import Rooms

MOST = 25  # rows for one edition: more than anybody reads
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


def list_wanted(
    session: Session, rooms: Rooms, semesters: Collection[str], only: UUID | None = None
) -> dict[UUID, Wanted]:
    """What each challenge that is open for education asks, or that one; columns alone, as there may be thousands."""
    query = (
        select(
            Challenge.id,
            Challenge.level,
            Challenge.field_language,
            Challenge.starts_on,
            Challenge.ends_on,
            Challenge.last_plan_on,
            Challenge.team_min,
            Challenge.team_max,
            Challenge.hours,
            Challenge.client_hours,
            Contact.organisation_id,
        )
        .outerjoin(Contact, Contact.id == Challenge.client_id)
        .where(is_open_to_all())
        .order_by(Challenge.id)
    )
    rows = session.execute(query if only is None else query.where(Challenge.id == only))
    return {
        row.id: Wanted(
            level=row.level,
            field_language=row.field_language.value if row.field_language else ANY_LANGUAGE,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            last_plan_on=row.last_plan_on,
            team_min=row.team_min,
            team_max=row.team_max,
            hours=row.hours,
            full_in=rooms.full_in(row.id, row.organisation_id, row.client_hours, semesters),
        )
        for row in rows
    }


def list_runs_ahead(session: Session, today: date, only: UUID | None = None) -> list[CourseRun]:
    """Editions with a class that can still be planned; or that one, whatever its deadline."""
    query = select(CourseRun).options(joinedload(CourseRun.course).selectinload(Course.skills))
    ahead = (CourseRun.planning_deadline >= today) & CourseRun.person_id.is_(None)
    return list(session.scalars(query.where(ahead if only is None else CourseRun.id == only).order_by(CourseRun.id)))


def least_kept(session: Session, but: UUID) -> dict[UUID, float]:
    """The score of the least suggestion of each edition that has all the rows it may have, one challenge aside."""
    rows = func.count(Suggestion.id)
    full = (
        select(Suggestion.run_id, func.min(Suggestion.score))
        .where(Suggestion.run_id.is_not(None), Suggestion.dismissed_at.is_(None), Suggestion.challenge_id != but)
        .group_by(Suggestion.run_id)
        .having(rows >= MOST)
    )
    return {run_id: score for run_id, score in session.execute(full) if run_id is not None}


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
