"""What is compared of courses and challenges: the calendar, and the public words. Nothing that was typed raw."""

from __future__ import annotations

from leren_app.domain.city import City
from leren_app.domain.fitting import ANY_LANGUAGE, Edition, Wanted
from leren_app.models import Challenge, Course, CourseRun
from matching.analysis import Item


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


def item_of_course(course: Course, city: City) -> Item:
    """A course as the matcher reads it: name, learning goals, themes, and the skills it teaches."""
    names = {theme.key: theme.name for theme in city.themes}
    themes = " ".join(f"{names[key].nl} {names[key].en}" for key in course.themes if key in names)
    title = f"{course.name_nl} {course.name_en}" if course.name_nl != course.name_en else course.name_nl
    return Item(str(course.id), title, (course.goals, themes), tuple(skill.skill for skill in course.skills))


def item_of_challenge(challenge: Challenge) -> Item:
    """A challenge as the matcher reads it: its public text in both languages, and the skills it asks for."""
    texts = (challenge.title_en, challenge.summary_nl, challenge.summary_en)
    return Item(str(challenge.id), challenge.title_nl, texts, tuple(skill.skill for skill in challenge.skills))
