"""Working out which challenges fit which editions: hard limits first, then what course and public text share.

For jobs, which bring the index up to date first; pages read the rows. Done twice it gives the same rows, so a worker
may die at any moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.fitting import Fit, fit_of
from leren_app.models import Challenge, CourseRun
from leren_app.services import clock
from leren_app.services.indexes.items import Kind, item_of_course
from leren_app.services.indexes.keeping import get_index
from leren_app.services.indexes.telling import LEAST_SUGGESTED, telling
from leren_app.services.suggestions.comparing import edition_of, wanted_of
from leren_app.services.suggestions.storing import MOST, Found, keep, list_open, list_runs_ahead
from matching.analysis import VERSION
from matching.matcher import Matcher


def refresh_run(session: Session, run_id: UUID, *, city: City) -> int:
    """What fits one edition now; how many."""
    return _refresh(session, list_runs_ahead(session, _today(session, city), run_id), city)


def refresh_challenge(session: Session, challenge_id: UUID, *, city: City) -> int:
    """Which editions ahead one challenge fits now; none when it is not open any more."""
    return _refresh(session, list_runs_ahead(session, _today(session, city)), city, only=challenge_id)


def refresh_all(session: Session, *, city: City) -> int:
    """Everything for every edition ahead."""
    return _refresh(session, list_runs_ahead(session, _today(session, city)), city)


def _refresh(session: Session, runs: Sequence[CourseRun], city: City, only: UUID | None = None) -> int:
    challenges, today = list_open(session), _today(session, city)
    matcher = get_index(session, Kind.CHALLENGES, city)
    among = [challenge for challenge in challenges if only in (None, challenge.id)]
    found = {run.id: _found(run, among, matcher, city, today) for run in runs}
    return keep(session, found, version=str(VERSION), only_challenge=only)


def _found(run: CourseRun, challenges: Sequence[Challenge], matcher: Matcher, city: City, today: date) -> list[Found]:
    edition = edition_of(run)
    fits: Mapping[str, Fit] = {
        str(challenge.id): fit
        for challenge in challenges
        if (fit := fit_of(edition, wanted_of(challenge), today)) is not None
    }
    if not fits:
        return []
    ranked = matcher.rank(item_of_course(run.course, city), k=MOST, among=fits.keys())
    return [
        Found(UUID(each.id), each.score, fits[each.id].label.value, tuple(map(asdict, telling(each.reasons))))
        for each in ranked
        if each.score >= LEAST_SUGGESTED
    ]


def _today(session: Session, city: City) -> date:
    return calendar.local_day(clock.now(session), city.time_zone)
