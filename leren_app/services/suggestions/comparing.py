"""What is compared of editions and challenges before any words: the calendar. Words: services.indexes."""

from __future__ import annotations

from leren_app.domain.fitting import ANY_LANGUAGE, Edition, Wanted
from leren_app.models import Challenge, CourseRun


def edition_of(run: CourseRun) -> Edition:
    """The calendar, level, languages and teams of an edition."""
    return Edition(
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        planning_deadline=run.planning_deadline,
        level=run.course.level,
        languages=frozenset(run.languages),
        team_min=run.team_min,
        team_max=run.team_max,
        hours=run.course.hours,
    )


def wanted_of(challenge: Challenge) -> Wanted:
    """What a challenge asks of a course."""
    return Wanted(
        level=challenge.level,
        field_language=challenge.field_language.value if challenge.field_language else ANY_LANGUAGE,
        starts_on=challenge.starts_on,
        ends_on=challenge.ends_on,
        last_plan_on=challenge.last_plan_on,
        team_min=challenge.team_min,
        team_max=challenge.team_max,
        hours=challenge.hours,
    )
