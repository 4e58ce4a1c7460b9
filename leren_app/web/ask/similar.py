"""Perhaps it was asked before: shown below the text while somebody types, and again after sending; never in the way."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from leren_app.domain.errors import NotFoundError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.extensions import csrf, db
from leren_app.models import Question
from leren_app.services.questions import following, reading
from leren_app.transaction import transaction
from leren_app.web import limits
from leren_app.web.forms import LONGEST_TEXT
from leren_app.web.guards import public
from leren_app.web.here import the_city
from leren_app.web.likes import Like, likes_of_text

blueprint = Blueprint("similar", __name__, url_prefix="/stel-uw-vraag")
LEAST_TYPED = 20
ASKED = "asked"


@blueprint.post("/lijkt-op")
@csrf.exempt  # it changes nothing; a POST so that what is typed stands in no address and no log
@public
@limits.similar
def cards() -> ResponseReturnValue:
    """A piece of page with at most five public questions like a text; nothing at all where none is."""
    text = request.form.get("text", "")[:LONGEST_TEXT].strip()
    likes = likes_of_text(text) if len(text) >= LEAST_TYPED else []
    return render_template("ask/_similar_cards.html", likes=likes) if likes else ("", 204)


@blueprint.post("/bedankt/volg-liever/<reference>")
@public
@limits.ask
def instead(reference: str) -> ResponseReturnValue:
    """Follow a question in the place of one's own, which is taken back; only for the browser that asked."""
    own_reference = session.get(ASKED)
    if own_reference is not None:
        with transaction() as db_session:
            own = reading.get_question(db_session, str(own_reference))
            other = reading.get_public(db_session, reference).question
            following.follow_instead(db_session, own, other, city=the_city())
        session.pop(ASKED)
    return redirect(url_for("follow.asked", reference=reference), 303)


def asked_before(reference: str) -> tuple[Question | None, list[Like]]:
    """What was just asked, as long as it is unconfirmed, and the public questions like it."""
    try:
        own = reading.get_question(db.session(), reference)
    except NotFoundError:
        return None, []
    unconfirmed = own if own.state is QuestionState.UNCONFIRMED else None
    return unconfirmed, likes_of_text(own.raw_text, but=own.id)
