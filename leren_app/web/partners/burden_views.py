"""The burden meter: how much is asked of each district and partner, now and next semester; for coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.burden import Level, Load
from leren_app.domain.permissions import Permission
from leren_app.domain.semesters import next_semester, semester_of, semesters_of
from leren_app.extensions import db
from leren_app.services.partners import fieldwork
from leren_app.services.partners.fieldwork import Asked
from leren_app.web.guards import requires
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.partners.pages import too_much
from leren_app.web.partners.words import level_status, semester_words

blueprint = Blueprint("burden", __name__, url_prefix="/werk/belasting")


@dataclass(frozen=True)
class Cell:
    """How much is asked at a place in a span: people of the most that may be, as shape, words and bar."""

    people: int
    limit: int
    status: tuple[str, str]
    is_too_much: bool

    @classmethod
    def of(cls, load: Load) -> Cell:
        """The cell for a load."""
        return cls(load.people, load.limit, level_status(load.level), load.level is Level.TOO_MUCH)


@blueprint.get("")
@requires(Permission.KEEP_PARTNERS)
def index() -> ResponseReturnValue:
    """Each district and each partner, around today and in the next semester."""
    spans = _spans()
    found = fieldwork.list_everywhere(db.session(), the_city(), [span for _, span in spans])
    districts = len(the_city().all_districts)
    lines = [_line(column) for column in zip(*found, strict=True)]
    return render_template(
        "partners/burden.html",
        columns=[name for name, _ in spans],
        districts=lines[:districts],
        partners=lines[districts:],
        too_much=too_much(found[0]),
    )


def _spans() -> list[tuple[str, tuple[date, date]]]:
    """Around today; this semester, and the next, as far as the city file knows them."""
    known, here = semesters_of(the_city()), semester_of(the_city(), today())
    ahead = [key for key in (here, next_semester(the_city(), here)) if key]
    terms = [(semester_words(key), (max(known[key].starts_on, today()), known[key].ends_on)) for key in ahead]
    return [(gettext("Around today"), (today(), today())), *terms]


def _line(places: tuple[Asked, ...]) -> tuple[str, list[Cell]]:
    return places[0].place.in_(spoken_language()), [Cell.of(each.load) for each in places]
