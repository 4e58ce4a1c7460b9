"""Words for courses and editions, and what is typed as lines: skills and milestones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.domain import calendar, days
from leren_app.domain.fitting import LANGUAGE_NAMES
from leren_app.models import CourseKind, CourseRun
from leren_app.web.challenge_words import team_words
from leren_app.web.language import spoken_language
from leren_app.web.templating import day
from matching.skills import own_vocabulary

COURSE_KINDS: dict[CourseKind, str] = {
    CourseKind.COURSE: _l("Course"),
    CourseKind.MINOR: _l("Minor"),
    CourseKind.HONOURS: _l("Honours programme"),
    CourseKind.THESIS: _l("Thesis or graduation project"),
    CourseKind.INTERNSHIP: _l("Internship"),
    CourseKind.WORK_PLACEMENT: _l("Work placement (mbo)"),
    CourseKind.RESEARCH: _l("Research without a class"),
}
SPOKEN: dict[str, str] = {"nl": _l("Dutch"), "en": _l("English")}
MOST_WEEKS = 60
_MILESTONE = re.compile(r"\s*(\d{1,2})\s*;\s*([^;]{1,120}?)\s*;\s*([^;]{1,120}?)\s*")


def milestones_in_lines(template: Sequence[Mapping[str, Any]]) -> str:
    """A template of milestones as the lines somebody typed."""
    return "\n".join(f"{each['week']}; {each['nl']}; {each['en']}" for each in template)


def milestones_from(typed: str) -> list[dict[str, Any]]:
    """The milestones in lines such as "3; plan klaar; plan ready". Raises ValueError that names the wrong line."""
    found = []
    for number, text in enumerate(typed.splitlines(), start=1):
        if not text.strip():
            continue
        match = _MILESTONE.fullmatch(text)
        if match is None or not 1 <= int(match[1]) <= MOST_WEEKS:
            raise ValueError(gettext("Write line %(n)d like this: 3; plan klaar; plan ready", n=number))
        found.append({"week": int(match[1]), "nl": match[2], "en": match[3]})
    return sorted(found, key=lambda each: each["week"])


def unknown_skills(typed: str) -> list[str]:
    """The words among these that are no skill of the vocabulary."""
    words = [word.strip() for word in typed.replace("\n", ",").split(",") if word.strip()]
    return [word for word in words if own_vocabulary().resolve(word) is None]


def season_of(run: CourseRun) -> str:
    """ "week 36 tot en met 46, 2026"."""
    weeks = days.weeks(run.starts_on, run.ends_on).in_(spoken_language())
    year = calendar.week_of(run.ends_on).year
    return weeks if weeks.endswith(f", {year}") else f"{weeks}, {year}"


def in_short(run: CourseRun) -> str:
    """ "24 places, teams of 4 to 6, Dutch"."""
    places = ngettext("%(num)d place", "%(num)d places", run.places)
    teams = gettext("teams of %(size)s", size=team_words(run.team_min, run.team_max))
    return ", ".join([places, teams, languages_of(run)])


def languages_of(run: CourseRun) -> str:
    """ "Dutch and English"."""
    names = [LANGUAGE_NAMES[key].in_(spoken_language()) for key in run.languages if key in LANGUAGE_NAMES]
    if len(names) == 2:
        return gettext("%(one)s and %(other)s", one=names[0], other=names[1])
    return ", ".join(names)


def deadline_words(deadline: date, today: date) -> str:
    """How long there still is: "closes on 15 June, in 34 days", or that it is over."""
    left = (deadline - today).days
    if left < 0:
        return gettext("Planning closed on %(day)s", day=day(deadline))
    if left == 0:
        return gettext("Planning closes today")
    return ngettext(
        "Planning closes on %(day)s, tomorrow", "Planning closes on %(day)s, in %(num)d days", left, day=day(deadline)
    )
