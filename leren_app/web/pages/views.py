"""Home and the pages that explain how it works."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from leren_app.extensions import db
from leren_app.services.questions import reading
from leren_app.services.results import find_showcase
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
    newest = [QuestionCard.of(question) for question in reading.list_public(db.session(), limit=NEWEST)]
    found = find_showcase(db.session())
    result = ResultCard.of(found) if found else None
    return render_template("pages/home.html", questions=newest, bridges=bridge_names(), result=result)


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
