"""Working out which challenges fit which editions: hard limits first, then what course and public text share.

For jobs, which bring the index up to date first; pages read the rows. Done twice it gives the same rows, so a worker
may die at any moment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.fitting import Edition, Fit, Wanted, fit_of
from leren_app.domain.semesters import semester_of
from leren_app.models import Challenge, CourseRun
from leren_app.services import clock
from leren_app.services.indexes.courses import scores_for
from leren_app.services.indexes.items import Kind, item_of_course
from leren_app.services.indexes.keeping import get_index
from leren_app.services.indexes.telling import LEAST_SUGGESTED, telling
from leren_app.services.partners.load import places_left, rooms_of
from leren_app.services.suggestions.comparing import edition_of
from leren_app.services.suggestions.storing import MOST, Found, keep, least_kept, list_runs_ahead, list_wanted
from matching.analysis import VERSION
from matching.matcher import Matcher

A_HAIR = 1e-5
"""Sums of the same numbers in another order may differ by less."""


def refresh_run(session: Session, run_id: UUID, *, city: City) -> int:
    """What fits one edition now; how many."""
    return _refresh(session, list_runs_ahead(session, clock.today(session, city), run_id), city)


def refresh_all(session: Session, *, city: City) -> int:
    """Everything for every edition ahead."""
    return _refresh(session, list_runs_ahead(session, clock.today(session, city)), city)


def refresh_challenge(session: Session, challenge_id: UUID, *, city: City) -> int:
    """Which editions ahead one challenge fits now; none when it is not open any more.

    Looks closely only at editions where it may be among the best. What it displaces there goes when all is made anew.
    """
    runs = list_runs_ahead(session, clock.today(session, city))
    return _refresh(session, runs, city, only=challenge_id, worth=_worth(session, runs, challenge_id, city))


def _refresh(
    session: Session,
    runs: Sequence[CourseRun],
    city: City,
    only: UUID | None = None,
    worth: Collection[UUID] | None = None,
) -> int:
    """Make the rows of these editions anew; only those of one challenge, and closely only where it is worth it."""
    today, editions = clock.today(session, city), _editions(session, runs, city)
    semesters = {edition.semester for edition in editions.values()} - {""}
    wanted = list_wanted(session, rooms_of(session, city), semesters, only)
    matcher = get_index(session, Kind.CHALLENGES, city)
    found: dict[UUID, list[Found]] = {run.id: [] for run in runs}
    for run in runs:
        if worth is None or run.id in worth:
            found[run.id] = _found(run, _fits(editions[run.id], wanted, today), matcher, city)
    return keep(session, found, version=str(VERSION), only_challenge=only)


def _worth(session: Session, runs: Sequence[CourseRun], challenge_id: UUID, city: City) -> set[UUID] | None:
    """The editions that a challenge fits no worse than the least of their suggestions; None where nothing can tell."""
    challenge = session.get(Challenge, challenge_id)
    near = scores_for(session, challenge, city) if challenge is not None else None
    if near is None:
        return None
    least = least_kept(session, challenge_id)
    return {
        run.id for run in runs if near.get(run.course_id, 0.0) > max(LEAST_SUGGESTED, least.get(run.id, 0.0)) - A_HAIR
    }


def _editions(session: Session, runs: Sequence[CourseRun], city: City) -> dict[UUID, Edition]:
    left = places_left(session, runs)
    return {
        run.id: edition_of(run, places_left=left[run.id], semester=semester_of(city, run.starts_on)) for run in runs
    }


def _fits(edition: Edition, wanted: Mapping[UUID, Wanted], today: date) -> dict[str, Fit]:
    """The challenges whose limits an edition keeps, with what the calendar says."""
    return {str(key): fit for key, each in wanted.items() if (fit := fit_of(edition, each, today)) is not None}


def _found(run: CourseRun, fits: Mapping[str, Fit], matcher: Matcher, city: City) -> list[Found]:
    if not fits:
        return []
    ranked = matcher.rank(item_of_course(run.course, city), k=MOST, among=fits.keys())
    return [
        Found(UUID(each.id), each.score, fits[each.id].label.value, tuple(map(asdict, telling(each.reasons))))
        for each in ranked
        if each.score >= LEAST_SUGGESTED
    ]
