"""From the form to a confirmed question: ask, thanks, confirm."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from leren_app.domain import calendar
from leren_app.domain.errors import FieldError
from leren_app.domain.roles import Actor
from leren_app.models import AskerKind, Token, TokenPurpose
from leren_app.services import tokens
from leren_app.services.questions import asking, speaking
from leren_app.services.questions.asking import Asked
from leren_app.services.questions.triage import shows_help
from leren_app.transaction import transaction
from leren_app.web import limits, visits
from leren_app.web.ask.forms import UNKNOWN, AskForm
from leren_app.web.guards import public
from leren_app.web.here import now, the_city
from leren_app.web.language import language_of_page

blueprint = Blueprint("ask", __name__)
ASKED = "asked"
NEED = "in_need"
"""Whether the words that were sent may mean that somebody needs help now; only this, never the words."""


@blueprint.route("/stel-uw-vraag", methods=["GET", "POST"])
@public
@limits.ask
def new() -> ResponseReturnValue:
    """Ask a question in one's own words."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            with transaction() as db_session:
                reference = asking.submit(db_session, _asked(form), city=the_city()).reference
            session[NEED] = shows_help(form.text.data or "", language_of_page(), current_app.config["INDEX_DIR"])
        except FieldError as error:
            form.blame(error)
        else:
            session[ASKED] = reference
            return redirect(url_for("ask.thanks"), 303)
    return render_template("ask/new.html", form=form, answer_by=_answer_by()), 422 if form.errors else 200


@blueprint.get("/stel-uw-vraag/bedankt")
@public
def thanks() -> ResponseReturnValue:
    """What happens now; for the browser that asked."""
    if ASKED not in session:
        return redirect(url_for("ask.new"))
    in_need = session.get(NEED, False)
    return render_template("ask/thanks.html", reference=session[ASKED], answer_by=_answer_by(), in_need=in_need)


@blueprint.route("/stel-uw-vraag/bevestig", methods=["GET"])
@visits.by_link(TokenPurpose.CONFIRM)
def confirm(token: Token) -> ResponseReturnValue:
    """Show what is about to be confirmed; opening the link changes nothing."""
    return render_template("ask/confirm.html", question=token.question, answer_by=_answer_by())


@blueprint.post("/stel-uw-vraag/bevestig")
@visits.by_link(TokenPurpose.CONFIRM)
def confirm_now(token: Token) -> ResponseReturnValue:
    """Confirm, and go on to the asker's own page."""
    question, contact = token.question, token.contact
    assert question is not None and contact is not None  # noqa: S101, PT018 - a CHECK of the table says so
    with transaction() as db_session:
        asking.confirm(db_session, question, actor=Actor(contact_id=contact.id), city=the_city())
        tokens.burn(db_session, token)
        page_token = tokens.issue_row(db_session, TokenPurpose.ASKER_PAGE, contact=contact, question=question)
    address = url_for("asker.show", reference=question.reference)
    return visits.leave(visits.forget(redirect(address, 303)), page_token.id, address)


@blueprint.post("/stel-uw-vraag/bevestig/niet-van-mij")
@visits.by_link(TokenPurpose.CONFIRM)
def not_mine(token: Token) -> ResponseReturnValue:
    """Somebody mistyped their address, and it was this one: forget it."""
    question, contact = token.question, token.contact
    assert question is not None and contact is not None  # noqa: S101, PT018 - a CHECK of the table says so
    with transaction() as db_session:
        speaking.not_mine(db_session, question, actor=Actor(contact_id=contact.id), city=the_city())
    return redirect(url_for("asker.forgotten"), 303)


def _asked(form: AskForm) -> Asked:
    return Asked(
        form_key=str(form.form_key.data),
        text=form.text.data or "",
        place=form.place.data,
        themes=tuple(key for key in form.themes.data or () if key != UNKNOWN),
        asks_as=AskerKind(form.asks_as.data),
        name=" ".join((form.name.data or "").split()),
        name_public=not form.hide_name.data,
        mail=form.mail.data or "",
        language=language_of_page(),
    )


def _answer_by() -> date:
    return calendar.due_on(now(), the_city().service.answer_working_days, the_city())
