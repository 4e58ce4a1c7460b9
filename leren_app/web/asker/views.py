"""The asker's page and everything they can do on it; every act is a POST."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError
from leren_app.domain.roles import Actor
from leren_app.extensions import db
from leren_app.models import Question, Token, TokenPurpose
from leren_app.services.questions import answering, clinic, handling, links, merging, speaking
from leren_app.transaction import transaction
from leren_app.web import limits, visits
from leren_app.web.asker.forms import (
    AddForm,
    ChangeForm,
    NewLinkForm,
    NotHelpedForm,
    NotMineForm,
    ReplyForm,
    WithdrawForm,
    YesForm,
)
from leren_app.web.asker.own import own_question
from leren_app.web.asker.page import AskerPage, is_done_already
from leren_app.web.errors import status_of
from leren_app.web.forms import BaseForm
from leren_app.web.guards import public
from leren_app.web.here import the_city

blueprint = Blueprint("asker", __name__, url_prefix="/mijn-vraag")
Act = Callable[[Question, Actor], object]


@blueprint.get("/<reference>")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def show(reference: str, token: Token) -> ResponseReturnValue:
    """Whose turn it is, the path, the messages, who sees what."""
    return _page(own_question(reference, token))


@blueprint.post("/<reference>/antwoord")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def reply(reference: str, token: Token) -> ResponseReturnValue:
    """Answer what we asked."""
    form = ReplyForm()

    def act(question: Question, actor: Actor) -> object:
        return handling.reply(
            db.session(), question, form.text.data or "", actor=actor, city=the_city(), asked_at=form.seen
        )

    return _act(reference, token, form, act, gettext("Thank you. We have your answer and will read it."))


@blueprint.post("/<reference>/ja")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def agree(reference: str, token: Token) -> ResponseReturnValue:
    """Yes, this is my question."""
    form = YesForm()

    def act(question: Question, actor: Actor) -> object:
        return clinic.agree(db.session(), question, actor=actor, city=the_city(), seen_n=form.n)

    return _act(
        reference, token, form, act, gettext("Thank you for your yes. We will put your question on the website.")
    )


@blueprint.post("/<reference>/nee")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def change(reference: str, token: Token) -> ResponseReturnValue:
    """No, it is not right yet."""
    form = ChangeForm()

    def act(question: Question, actor: Actor) -> object:
        return clinic.change(
            db.session(), question, form.text.data or "", actor=actor, city=the_city(), asked_at=form.seen
        )

    return _act(reference, token, form, act, gettext("Thank you. We will change the text and ask you again."))


@blueprint.post("/<reference>/aanvullen")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def add(reference: str, token: Token) -> ResponseReturnValue:
    """Add something, whoever's turn it is."""
    form = AddForm(prefix=AddForm.PREFIX)

    def act(question: Question, actor: Actor) -> object:
        return speaking.add(db.session(), question, form.text.data or "", actor=actor)

    return _act(reference, token, form, act, gettext("Thank you. It stands with your question, and we will read it."))


@blueprint.post("/<reference>/hielp-niet")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def not_helped(reference: str, token: Token) -> ResponseReturnValue:
    """The answer did not help; we look at it again."""
    form = NotHelpedForm(prefix=NotHelpedForm.PREFIX)

    def act(question: Question, actor: Actor) -> object:
        return answering.not_helped(db.session(), question, form.text.data or "", actor=actor, city=the_city())

    return _act(reference, token, form, act, gettext("Thank you for telling us. We look at your question again."))


@blueprint.route("/<reference>/niet-van-mij", methods=["GET", "POST"])
@visits.by_link(TokenPurpose.ASKER_PAGE)
def not_mine(reference: str, token: Token) -> ResponseReturnValue:
    """Somebody else asked this: forget my address, after a page that says what that means."""
    form, contact_id = NotMineForm(), token.contact_id
    question = own_question(reference, token)
    if not form.validate_on_submit():
        return render_template("asker/not_mine.html", form=form, question=question), 422 if form.errors else 200
    try:
        with transaction() as session:
            speaking.not_mine(
                session, own_question(reference, token), actor=Actor(contact_id=contact_id), city=the_city()
            )
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _page(own_question(reference, token), form), status_of(error)
    return redirect(url_for("asker.forgotten"), 303)


@blueprint.get("/adres-gewist")
@public
def forgotten() -> ResponseReturnValue:
    """Goodbye to somebody whose address we had by mistake."""
    return render_template("asker/forgotten.html")


@blueprint.route("/<reference>/intrekken", methods=["GET", "POST"])
@visits.by_link(TokenPurpose.ASKER_PAGE)
def withdraw(reference: str, token: Token) -> ResponseReturnValue:
    """Take the question back, after a page that says what that means."""
    form = WithdrawForm()
    question = own_question(reference, token)
    if not form.validate_on_submit():
        lives_in = merging.find_target(db.session(), question)
        page = render_template("asker/withdraw.html", form=form, question=question, lives_in=lives_in)
        return page, 422 if form.errors else 200

    def act(question: Question, actor: Actor) -> object:
        return handling.withdraw(db.session(), question, form.text.data or "", actor=actor, city=the_city())

    return _act(reference, token, form, act, gettext("Your question has been withdrawn."))


@blueprint.route("/nieuwe-link", methods=["GET", "POST"])
@public
@limits.sign_in
def new_link() -> ResponseReturnValue:
    """Mail a new link; the page says the same whether we know the address or not."""
    form = NewLinkForm()
    if form.validate_on_submit():
        with transaction() as session:
            links.send_new_link(session, form.reference.data or "", form.mail.data or "")
        return render_template("asker/new_link_sent.html")
    return render_template("asker/new_link.html", form=form), 422 if form.errors else 200


def _act(reference: str, token: Token, form: BaseForm, act: Act, thanks: str) -> ResponseReturnValue:
    """Do what the form asks and go back to the page; on an error the page comes back with what was typed.

    Who presses twice gets the same thanks twice.
    """
    contact_id = token.contact_id
    if not form.validate_on_submit():
        return _page(own_question(reference, token), form), 422
    try:
        with transaction():
            act(own_question(reference, token), Actor(contact_id=contact_id))
    except DomainError as error:
        db.session.rollback()
        question = own_question(reference, token)
        if not is_done_already(question, form):
            form.blame(error)
            return _page(question, form), status_of(error)
    flash(thanks, "ok")
    return redirect(url_for("asker.show", reference=reference), 303)


def _page(question: Question, form: BaseForm | None = None) -> str:
    return render_template("asker/show.html", page=AskerPage.of(question, form), form=form)
