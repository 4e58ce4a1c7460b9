"""Also mine, and what follows from it; links in mails show a page, and only its button does something."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from leren_app.domain.errors import MovedError, NotFoundError
from leren_app.extensions import csrf, db
from leren_app.models import Question, Token, TokenPurpose
from leren_app.services import tokens
from leren_app.services.questions import following, reading
from leren_app.transaction import transaction
from leren_app.web import limits, visits
from leren_app.web.cards import QuestionCard
from leren_app.web.follow.page import FollowerPage
from leren_app.web.follow_form import FollowForm
from leren_app.web.guards import public
from leren_app.web.language import language_of_page

blueprint = Blueprint("follow", __name__)


@blueprint.route("/vragen/<reference>/ook-mijn-vraag", methods=["GET", "POST"])
@public
@limits.follow
@limits.follow_mail
def also(reference: str) -> ResponseReturnValue:
    """This is my question too: tell me how it goes on. Known addresses and new ones get the same answer."""
    form = FollowForm()
    try:
        published = reading.get_public(db.session(), reference)
    except MovedError as moved:
        return redirect(url_for("follow.also", reference=moved.reference), 303)
    if form.validate_on_submit():
        with transaction() as session:
            question = reading.get_public(session, reference).question
            following.follow(session, question, form.mail.data or "", language=language_of_page())
        return redirect(url_for("follow.asked", reference=reference), 303)
    return render_template("follow/also.html", card=QuestionCard.of(published), form=form), 422 if form.errors else 200


@blueprint.get("/vragen/<reference>/ook-mijn-vraag/bedankt")
@public
def asked(reference: str) -> ResponseReturnValue:
    """Look in your mail."""
    try:
        card = QuestionCard.of(reading.get_public(db.session(), reference))
    except MovedError as moved:
        return redirect(url_for("follow.asked", reference=moved.reference))
    return render_template("follow/asked.html", card=card)


@blueprint.get("/volgen/bevestig")
@visits.by_link(TokenPurpose.FOLLOW)
def confirm(token: Token) -> ResponseReturnValue:
    """Show what is about to be followed; opening the link changes nothing."""
    return render_template("follow/confirm.html", page=FollowerPage.of(_question_of(token)))


@blueprint.post("/volgen/bevestig")
@visits.by_link(TokenPurpose.FOLLOW)
def confirm_now(token: Token) -> ResponseReturnValue:
    """The address is proven; go on to the follower's page."""
    with transaction() as session:
        page_token = following.confirm(session, token)
    address = url_for("follow.show", reference=_question_of(token).reference)
    return visits.leave(visits.forget(redirect(address, 303)), page_token.id, address)


def _has_stopped(reference: str) -> ResponseReturnValue:
    """Who stopped and was forgotten comes back to the same page, or presses the same button again."""
    return redirect(url_for("follow.stopped"), 303)


@blueprint.get("/volgen/<reference>")
@visits.by_link(TokenPurpose.FOLLOWER_PAGE, gone=_has_stopped)
def show(reference: str, token: Token) -> ResponseReturnValue:
    """How far the question is, and a way to stop; who stopped, by mail or because they left, reads that."""
    question, contact = _own(reference, token), token.contact
    assert contact is not None  # noqa: S101 - a CHECK of the table says so
    if not following.is_following(db.session(), contact, question):
        return render_template("follow/stopped.html")
    return render_template("follow/show.html", page=FollowerPage.of(question))


@blueprint.post("/volgen/<reference>/stop")
@visits.by_link(TokenPurpose.FOLLOWER_PAGE, gone=_has_stopped)
def stop(reference: str, token: Token) -> ResponseReturnValue:
    """Follow no more; a second press comes to the same page."""
    question, token_id = _own(reference, token), token.id
    with transaction() as session:
        following.unfollow_by_visit(session, token_id, question)
    return redirect(url_for("follow.stopped"), 303)


@blueprint.post("/v/<token>")
@csrf.exempt  # it comes from a mail server, without a cookie; the secret in the address is the right
@public
def stop_from_mail(token: str) -> ResponseReturnValue:
    """The button of a mail program (RFC 8058): follow no more. Every other link and every other post gets the same 404.

    Nobody reads the answer, so it is empty. No limit per network: one mail server presses for all its readers.
    """
    is_one_click = request.form.get("List-Unsubscribe") == "One-Click"
    if not is_one_click or tokens.find_live(db.session(), token, TokenPurpose.FOLLOWER_PAGE) is None:
        return "", 404
    with transaction() as session:
        following.unfollow_by_link(session, token)
    return "", 204


@blueprint.get("/volgen/gestopt")
@public
def stopped() -> ResponseReturnValue:
    """You hear no more of it."""
    return render_template("follow/stopped.html")


def _question_of(token: Token) -> Question:
    assert token.question is not None  # noqa: S101 - a CHECK of the table says so
    return token.question


def _own(reference: str, token: Token) -> Question:
    """The token's question, if the address names that very one."""
    question = _question_of(token)
    if question.reference != reference:
        raise NotFoundError
    return question
