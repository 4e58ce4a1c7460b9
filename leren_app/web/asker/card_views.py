"""The status of a question for who holds its card: read by QR code or by number and code; nothing can be done here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import NotFoundError
from leren_app.extensions import db
from leren_app.models import Token, TokenPurpose
from leren_app.services.questions import cards, reading
from leren_app.web import limits, visits
from leren_app.web.asker.card_page import CardPage
from leren_app.web.asker.forms import CardForm
from leren_app.web.guards import public

blueprint = Blueprint("card", __name__, url_prefix="/mijn-vraag/kaart")


@blueprint.route("", methods=["GET", "POST"])
@public
@limits.card
@limits.card_of_question
def enter() -> ResponseReturnValue:
    """Type number and code; a wrong number and a wrong code get the same answer."""
    form = CardForm()
    if form.validate_on_submit():
        token = cards.find_by_code(db.session(), form.reference.data or "", form.code.data or "")
        if token is not None and token.question is not None:
            address = url_for("card.show", reference=token.question.reference)
            return visits.leave(redirect(address, 303), token.id, address)
        form.form_errors.append(gettext("This number and this code do not belong together. Look at your card again."))
    return render_template("asker/card_enter.html", form=form), 422 if form.errors else 200


@blueprint.get("/<reference>")
@visits.by_link(TokenPurpose.CARD)
def show(reference: str, token: Token) -> ResponseReturnValue:
    """Where the question is, what happens next and by when."""
    question = reading.get_question(db.session(), reference)
    if question.id != token.question_id:
        raise NotFoundError
    return render_template("asker/card.html", page=CardPage.of(question))
