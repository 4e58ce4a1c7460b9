"""Home and the pages that explain how it works."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from leren_app.extensions import db
from leren_app.services.questions import reading
from leren_app.services.results import Wanted
from leren_app.services.results import list_public as list_results
from leren_app.web.cards import QuestionCard
from leren_app.web.guards import public
from leren_app.web.here import bridge_names
from leren_app.web.project_cards import ResultCard

blueprint = Blueprint("pages", __name__)
NEWEST = 4


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Choose a door; then the path, and what is going on now."""
    newest = [QuestionCard.of(found) for found in reading.list_public(db.session(), limit=NEWEST)]
    results = [ResultCard.of(found) for found in list_results(db.session(), Wanted(), limit=1)]
    return render_template("pages/home.html", questions=newest, bridges=bridge_names(), newest_result=results)


@blueprint.get("/zo-werkt-het")
@public
def how() -> ResponseReturnValue:
    """Who does what by when."""
    return render_template("pages/how.html", bridges=bridge_names())


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept, why and for how long; the city's own text."""
    return render_template("pages/privacy.html")


@blueprint.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """The statement on accessibility."""
    return render_template("pages/accessibility.html")


@blueprint.get("/balie")
@public
def desk() -> ResponseReturnValue:
    """Where to come without mail."""
    return render_template("pages/desk.html")
