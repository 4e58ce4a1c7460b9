"""Public results: a list that can be narrowed, and a page that says what was found."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from leren_app.extensions import db
from leren_app.services import results
from leren_app.services.projects.ending import is_waiting
from leren_app.services.results import Wanted
from leren_app.web.guards import public
from leren_app.web.here import district_choices, theme_choices, today
from leren_app.web.paging import key_of, known_or_none, read_key
from leren_app.web.project_cards import ResultCard, title_of
from leren_app.web.results.page import ResultPage

blueprint = Blueprint("results", __name__, url_prefix="/resultaten")
FIRST_YEAR = 2024


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Results, newest first; a filter nobody offers is left out."""
    years = {str(year): str(year) for year in range(today().year, FIRST_YEAR - 1, -1)}
    options = {"wijk": dict(district_choices()), "thema": dict(theme_choices()), "jaar": years}
    chosen: dict[str, Any] = {name: known_or_none(name, known) for name, known in options.items()}
    wanted = Wanted(district=chosen["wijk"], theme=chosen["thema"], year=int(chosen["jaar"] or 0))
    after = read_key(request.args.get("na"))
    found = results.list_public(db.session(), wanted, after=after, limit=results.PAGE + 1)
    shown = found[: results.PAGE]
    last = shown[-1] if len(found) > results.PAGE else None
    more = url_for("results.index", **chosen, na=key_of(last.published_at, last.id)) if last else None
    cards = [ResultCard.of(result) for result in shown]
    return render_template("results/index.html", cards_shown=cards, options=options, chosen=chosen, more=more)


@blueprint.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """What was found; or, before the end of an embargo, from when it can be read."""
    project = results.get_result(db.session(), slug)
    if is_waiting(project) and project.result is not None:
        return render_template("results/embargo.html", title=title_of(project), until=project.result.embargo_until)
    return render_template("results/show.html", page=ResultPage.of(project))
