"""Words for courses and editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.fitting import LANGUAGE_NAMES
from leren_app.models import CourseKind, CourseRun
from leren_app.web.challenge_words import team_words
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

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


def in_short(run: CourseRun) -> str:
    """ "24 places, teams of 4 to 6, Dutch"."""
    places = ngettext("%(num)d place", "%(num)d places", run.places)
    teams = gettext("teams of %(size)s", size=team_words(run.team_min, run.team_max))
    return ", ".join([places, teams, spoken_words(run.languages)])


def spoken_words(languages: Sequence[str]) -> str:
    """ "Dutch and English"."""
    names = [LANGUAGE_NAMES[key].in_(spoken_language()) for key in languages if key in LANGUAGE_NAMES]
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
