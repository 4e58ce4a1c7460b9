"""What is compared of editions and challenges before any words: calendar, places, hours. Words: services.indexes."""

from __future__ import annotations

from leren_app.domain.fitting import ANY_LANGUAGE, Edition, Wanted
from leren_app.models import Challenge, CourseRun


def edition_of(run: CourseRun, *, places_left: int | None = None, semester: str = "") -> Edition:
    """The calendar, level, languages and teams of an edition; who counted its places and hours brings them."""
    return Edition(
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        planning_deadline=run.planning_deadline,
        level=run.course.level,
        languages=frozenset(run.languages),
        team_min=run.team_min,
        team_max=run.team_max,
        hours=run.course.hours,
        places_left=places_left,
        semester=semester,
    )


def wanted_of(challenge: Challenge, *, full_in: frozenset[str] = frozenset()) -> Wanted:
    """What a challenge asks of a course; `full_in` as who counted the client's hours brings it."""
    return Wanted(
        level=challenge.level,
        field_language=challenge.field_language.value if challenge.field_language else ANY_LANGUAGE,
        starts_on=challenge.starts_on,
        ends_on=challenge.ends_on,
        last_plan_on=challenge.last_plan_on,
        team_min=challenge.team_min,
        team_max=challenge.team_max,
        hours=challenge.hours,
        full_in=full_in,
    )
