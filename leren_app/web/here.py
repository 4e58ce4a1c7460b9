"""What a view needs to know of where and when it runs: the city, the time, what people read of a question."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app

from leren_app.domain import calendar
from leren_app.domain.city import City, Theme
from leren_app.domain.lifecycles.question_states import BRIDGE_NAMES, BRIDGES, Bridge
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services import clock
from leren_app.web.language import spoken_language


def the_city() -> City:
    """The city of this installation."""
    city: City = current_app.extensions["city"]
    return city


def now() -> datetime:
    """The present moment, for reading pages."""
    return clock.now(db.session())


def today() -> date:
    """The day it is in the city."""
    return calendar.local_day(now(), the_city().time_zone)


def themes_of(question: Question) -> tuple[Theme, ...]:
    """The themes of a question, as far as the city file still has them."""
    known = {theme.key: theme for theme in the_city().themes}
    return tuple(known[chosen.theme] for chosen in question.themes if chosen.theme in known)


def bridge_names() -> list[str]:
    """The seven bridges in the language of the page."""
    return [BRIDGE_NAMES[bridge].in_(spoken_language()) for bridge in BRIDGES]


def number_of(bridge: Bridge) -> int:
    """1 for the first bridge, 7 for the last."""
    return BRIDGES.index(bridge) + 1


def district_choices() -> list[tuple[str, str]]:
    """The districts and the whole city, for a select."""
    return [(district.key, district.name.in_(spoken_language())) for district in the_city().all_districts]


def theme_choices() -> list[tuple[str, str]]:
    """The themes, for a select or ticks."""
    return [(theme.key, theme.name.in_(spoken_language())) for theme in the_city().themes]


def place_choices() -> list[tuple[str, str, str]]:
    """The place select as (key, name, heading): districts first, then per district every name residents use."""
    return [
        (
            option.value,
            option.label.in_(spoken_language()),
            group.heading.in_(spoken_language()) if group.heading else "",
        )
        for group in the_city().places_for_picker()
        for option in group.options
    ]
