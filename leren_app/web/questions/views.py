"""Public questions: a list that can be narrowed, and a page for each."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import NotFoundError
from leren_app.extensions import db
from leren_app.services.questions import reading
from leren_app.web.cards import QuestionCard, QuestionPage
from leren_app.web.guards import public
from leren_app.web.here import district_choices, the_city, theme_choices
from leren_app.web.paging import key_of, read_key

blueprint = Blueprint("questions", __name__, url_prefix="/vragen")


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Public questions, newest first; a filter nobody offers is left out."""
    district, theme = _known("district", request.args.get("wijk")), _known("theme", request.args.get("thema"))
    found = reading.list_public(
        db.session(), district=district, theme=theme, after=read_key(request.args.get("na")), limit=reading.PAGE + 1
    )
    shown = found[: reading.PAGE]
    more = None
    if len(found) > reading.PAGE:
        last = shown[-1].question
        more = url_for("questions.index", wijk=district, thema=theme, na=key_of(last.published_at, last.id))
    return render_template(
        "questions/index.html",
        cards_shown=[QuestionCard.of(published) for published in shown],
        district_options=[("", gettext("All districts")), *district_choices()],
        theme_options=[("", gettext("All themes")), *theme_choices()],
        district=district or "",
        theme=theme or "",
        more=more,
    )


@blueprint.get("/<reference>")
@public
def show(reference: str) -> ResponseReturnValue:
    """The agreed text of a question, its path, and what happens next; never what was typed."""
    published = reading.get_public(db.session(), reference)
    return render_template("questions/show.html", page=QuestionPage.of(published))


def _known(kind: str, key: str | None) -> str | None:
    city = the_city()
    try:
        return (city.district(key) if kind == "district" else city.theme(key)).key if key else None
    except NotFoundError:
        return None
