"""Public results: a list that can be narrowed, and a page that says what was found."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from leren_app.extensions import db
from leren_app.services import results
from leren_app.services.indexes.items import Kind
from leren_app.services.projects.ending import is_waiting
from leren_app.services.results import Wanted
from leren_app.web.guards import public
from leren_app.web.here import district_choices, theme_choices, today
from leren_app.web.paging import key_of, known_or_none, read_key
from leren_app.web.project_cards import ResultCard, title_of
from leren_app.web.reason_words import TYPED, sentences_of_found
from leren_app.web.results.page import ResultPage
from leren_app.web.searching import Search, index_of

blueprint = Blueprint("results", __name__, url_prefix="/resultaten")
FIRST_YEAR = 2024


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Results, newest first, or what was looked for; a filter nobody offers is left out."""
    options = _options()
    chosen: dict[str, Any] = {name: known_or_none(name, known) for name, known in options.items()}
    wanted = Wanted(district=chosen["wijk"], theme=chosen["thema"], year=int(chosen["jaar"] or 0))
    search = Search.of_request()
    if search.typed:
        return _list(options, chosen, search=search, **_found(search, wanted, chosen))
    found = results.list_public(db.session(), wanted, after=read_key(request.args.get("na")), limit=results.PAGE + 1)
    shown = found[: results.PAGE]
    last = shown[-1] if len(found) > results.PAGE else None
    more = url_for("results.index", **chosen, na=key_of(last.published_at, last.id)) if last else None
    return _list(options, chosen, shown=shown, more=more)


def _options() -> dict[str, dict[str, Any]]:
    years = {str(year): str(year) for year in range(today().year, FIRST_YEAR - 1, -1)}
    return {"wijk": dict(district_choices()), "thema": dict(theme_choices()), "jaar": years}


def _found(search: Search, wanted: Wanted, chosen: dict[str, Any]) -> dict[str, Any]:
    """What fits the words, with the reasons; not ready where there is no index yet."""
    index = index_of(Kind.RESULTS)
    if index is None:
        return {"is_ready": False}
    hits = results.search_public(db.session(), index, search.typed, wanted, skip=search.skip, limit=results.PAGE)
    seen = search.skip + results.PAGE
    more = url_for("results.index", q=search.typed, **chosen, na=seen) if seen < hits.total else None
    return {"shown": hits.shown, "reasons": hits.reasons, "total": hits.total, "more": more}


def _list(options: dict[str, dict[str, Any]], chosen: dict[str, Any], **given: Any) -> str:
    given = {"shown": [], "reasons": {}, "total": 0, "more": None, "search": None, "is_ready": True, **given}
    return render_template(
        "results/index.html",
        cards_shown=[(ResultCard.of(each), given["reasons"].get(each.id, ())) for each in given["shown"]],
        options=options,
        chosen=chosen,
        because=partial(sentences_of_found, voices=TYPED),
        **given,
    )


@blueprint.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """What was found; or, before the end of an embargo, from when it can be read."""
    project = results.get_result(db.session(), slug)
    if is_waiting(project) and project.result is not None:
        return render_template("results/embargo.html", title=title_of(project), until=project.result.embargo_until)
    return render_template("results/show.html", page=ResultPage.of(project))
