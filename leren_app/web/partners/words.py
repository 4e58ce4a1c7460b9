"""How kinds of organisations and of fieldwork are called, and a load in words."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.burden import LEVEL_NAMES, Level
from leren_app.models import ActivityKind, OrganisationKind
from leren_app.services.partners.reading import semester_name
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language

KINDS: dict[OrganisationKind, str] = {
    OrganisationKind.COMMUNITY: _l("Community organisation"),
    OrganisationKind.MUNICIPALITY: _l("Municipality"),
    OrganisationKind.KNOWLEDGE: _l("Knowledge institution"),
    OrganisationKind.COMPANY: _l("Company"),
}
ACTIVITIES: dict[ActivityKind, str] = {
    ActivityKind.INTERVIEW: _l("Interviews"),
    ActivityKind.SURVEY: _l("A survey"),
    ActivityKind.VISIT: _l("A visit or walk along"),
}
LEVEL_SHAPES: dict[Level, str] = {Level.QUIET: "done", Level.BUSY: "busy", Level.TOO_MUCH: "late"}
"""Which shape of a status says how much it is; the words stand beside it."""


def hours_words(used: int, hours: int | None) -> str:
    """What a partner gives out of what it has: "18 of 24 hours"."""
    if hours is None:
        return ngettext("%(num)d hour, no limit known", "%(num)d hours, no limit known", used)
    return gettext("%(used)d of %(hours)d hours", used=used, hours=hours)


def level_status(level: Level) -> tuple[str, str]:
    """Shape and word for how much is asked."""
    return LEVEL_SHAPES[level], LEVEL_NAMES[level].in_(spoken_language())


def semester_words(key: str) -> str:
    """A semester in the language of the page."""
    return semester_name(the_city(), key).in_(spoken_language())
