"""From the form to a confirmed question: ask, thanks, confirm."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain import calendar
from leren_app.domain.errors import FieldError
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import AskerKind, QuestionFile, Token, TokenPurpose
from leren_app.services import tokens
from leren_app.services.questions import asking, speaking
from leren_app.services.questions.asking import Asked
from leren_app.services.questions.triage import shows_help
from leren_app.transaction import transaction
from leren_app.web import errors, limits, uploads, visits
from leren_app.web.ask.forms import MORE, UNKNOWN, AskForm
from leren_app.web.ask.similar import ASKED, asked_before
from leren_app.web.guards import public
from leren_app.web.here import now, the_city
from leren_app.web.language import language_of_page

blueprint = Blueprint("ask", __name__)
NEED = "in_need"
"""Whether the words that were sent may mean that somebody needs help now; only this, never the words."""
KEY = "form_key"
"""The key of the form that was sent last: who goes back gets it again, so that the same words are asked once."""
PHOTOS = "photos"
KEPT_BY_BROWSER = "photos_kept"
"""Sent along by our script, which puts the chosen files back into a form that comes back."""


@blueprint.url_value_preprocessor
def give_room(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Comes before the form token is looked for, and so before anything reads the body."""
    uploads.give_room(frozenset({"ask.new"}), to_all=True)


@blueprint.route("/stel-uw-vraag", methods=["GET", "POST"])
@public
@limits.ask
@limits.ask_mail
@limits.ask_files
def new() -> ResponseReturnValue:
    """Ask a question in one's own words."""
    form = AskForm(form_key=session.get(KEY))
    if form.validate_on_submit():
        try:
            with uploads.received_with_question(PHOTOS) as files, transaction() as db_session:
                reference = asking.submit(db_session, _asked(form, files), city=the_city()).reference
            session[NEED] = shows_help(form.text.data or "", language_of_page(), current_app.config["INDEX_DIR"])
        except FieldError as error:
            form.blame(error)
        else:
            session[ASKED], session[KEY] = reference, form.form_key.data
            return redirect(url_for("ask.thanks"), 303)
    return _form_page(form), 422 if form.errors else 200


def _form_page(form: AskForm, stopped: Text | None = None) -> str:
    """The form; when it comes back, the browser has let go of the chosen files, and the page says so."""
    let_go = uploads.sent_files(PHOTOS) and KEPT_BY_BROWSER not in request.form
    if let_go and not form.photos.errors:
        form.photos.errors = [gettext("Choose your photos or PDF once more: your browser did not keep them")]
    return render_template("ask/new.html", form=form, stopped=stopped, answer_by=_answer_by())


def _given_back(stopped: Text) -> str:
    form = AskForm()
    form.tidy()
    return _form_page(form, stopped)


errors.give_back(blueprint, "ask.new", _given_back)


@blueprint.get("/stel-uw-vraag/bedankt")
@public
def thanks() -> ResponseReturnValue:
    """What happens now; for the browser that asked."""
    if ASKED not in session:
        return redirect(url_for("ask.new"))
    in_need = session.get(NEED, False)
    unconfirmed, likes = asked_before(session[ASKED])
    return render_template(
        "ask/thanks.html",
        reference=session[ASKED],
        answer_by=_answer_by(),
        in_need=in_need,
        likes=likes,
        mail=unconfirmed.asker.mail if unconfirmed else None,
        may_swap=unconfirmed is not None,
    )


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


def _asked(form: AskForm, files: tuple[QuestionFile, ...]) -> Asked:
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
        result_public=bool(form.result_public.data),
        files=files,
        **{name: form[name].data or "" for name in MORE},
    )


def _answer_by() -> date:
    return calendar.due_on(now(), the_city().service.answer_working_days, the_city())
