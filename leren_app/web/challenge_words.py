"""Words for what a challenge asks: work form, language, load, weeks, skills; used by every area that shows one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.domain import days
from leren_app.domain.city import City
from leren_app.domain.errors import NotFoundError
from leren_app.domain.study_load import ec_of
from leren_app.models import Challenge, FieldLanguage, WorkForm
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.templating import day
from matching.skills import own_vocabulary

WORK_FORMS: dict[WorkForm, str] = {
    WorkForm.EXERCISE: _l("Field exercise of 2 weeks"),
    WorkForm.COURSE_PART: _l("Part of a course, 10 weeks"),
    WorkForm.MINOR: _l("Minor, 20 weeks"),
    WorkForm.THESIS: _l("Thesis or graduation project"),
    WorkForm.INTERNSHIP: _l("Internship"),
    WorkForm.WORK_PLACEMENT: _l("Work placement (mbo)"),
    WorkForm.RESEARCH: _l("Research without a class"),
}
FIELD_LANGUAGES: dict[FieldLanguage, str] = {
    FieldLanguage.DUTCH: _l("Dutch: somebody in the team speaks it"),
    FieldLanguage.ENGLISH: _l("English"),
    FieldLanguage.ANY: _l("Dutch or English, both work"),
}
SKILL_THEMES: dict[str, str] = {
    "research": _l("Research"),
    "data": _l("Numbers and data"),
    "people": _l("Working with people"),
    "learning": _l("Teaching and learning"),
    "communication": _l("Writing and telling"),
    "creative": _l("Designing and making"),
    "digital": _l("Digital"),
    "health": _l("Health and care"),
    "green": _l("Nature and sustainability"),
    "place": _l("City and place"),
    "building": _l("Building and technology"),
    "heritage": _l("Heritage"),
    "law": _l("Law and policy"),
    "organising": _l("Organising and business"),
    "hospitality": _l("Hosting, sport and events"),
    "languages": _l("Languages"),
    "working": _l("Ways of working"),
}


def level_name(key: str, city: City | None = None) -> str:
    """The level in the language of the page; the key where the city file no longer has it."""
    try:
        return (city or the_city()).level(key).name.in_(spoken_language())
    except NotFoundError:
        return key


def load_words(hours: int | None, level: str) -> str:
    """ "140 uur (5 EC)"; only hours for levels that count in them."""
    if hours is None:
        return ""
    in_hours = ngettext("%(num)d hour", "%(num)d hours", hours)
    if not counts_in_ec(level):
        return in_hours
    return gettext("%(hours)s (%(ec)s EC)", hours=in_hours, ec=format_decimal(ec_of(hours)))


def counts_in_ec(level: str) -> bool:
    """Whether a level counts study load in credits."""
    return any(known.key == level and known.counts_in == "EC" for known in the_city().levels)


def period_words(starts_on: date | None, ends_on: date | None) -> str:
    """ "4 september to 12 november (weeks 36 to 46)"; with both years over New Year, and empty while it is open."""
    if starts_on is None or ends_on is None:
        return ""
    language = spoken_language()
    first = day(starts_on) if starts_on.year == ends_on.year else days.spoken(starts_on).in_(language)
    last = day(ends_on) if starts_on.year == ends_on.year else days.spoken(ends_on).in_(language)
    return gettext(
        "%(first)s to %(last)s (%(weeks)s)", first=first, last=last, weeks=days.weeks(starts_on, ends_on).in_(language)
    )


def team_words(least: int, most: int) -> str:
    """ "4 to 6 students", or how many exactly."""
    if least == most:
        return ngettext("%(num)d student", "%(num)d students", least)
    return gettext("%(least)d to %(most)d students", least=least, most=most)


def places_words(challenge: Challenge) -> str:
    """ "1 of 2 places taken"; a place is a course, or a student on their own."""
    return gettext("%(taken)d of %(slots)d taken", taken=challenge.taken, slots=challenge.slots)


def skill_names(keys: Iterable[str]) -> list[str]:
    """The skills in the language of the page, in alphabetical order; keys that are no more are left out."""
    known, language = own_vocabulary().skills, spoken_language()
    return sorted(known[key].en if language == "en" else known[key].nl for key in keys if key in known)
