"""Signing in and out, and one's own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from leren_app.domain.permissions import Permission
from leren_app.domain.roles import ROLE_NAMES, Role
from leren_app.extensions import db
from leren_app.models import Token, TokenPurpose
from leren_app.services import accounts, sessions
from leren_app.transaction import transaction
from leren_app.web import limits
from leren_app.web.account.forms import AccountForm, SignInForm
from leren_app.web.guards import enter, in_language, public, requires, signed_in, the_person
from leren_app.web.visits import by_link, forget

blueprint = Blueprint("account", __name__)


@blueprint.route("/inloggen", methods=["GET", "POST"])
@public
@limits.sign_in
@limits.sign_in_mail
def sign_in() -> ResponseReturnValue:
    """Ask for a link by mail; the answer is the same for every address."""
    if signed_in() is not None:
        return redirect(url_for("account.show"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        with transaction() as writing:
            accounts.request_sign_in(writing, form.mail.data or "")
        return redirect(url_for("account.sign_in_sent"), 303)
    return render_template("account/sign_in.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/inloggen/verstuurd")
@public
def sign_in_sent() -> ResponseReturnValue:
    """Say that a mail is on its way, if the address has an account."""
    return render_template("account/sign_in_sent.html")


@blueprint.get("/inloggen/bevestig")
@by_link(TokenPurpose.SIGN_IN)
def confirm_sign_in(token: Token) -> ResponseReturnValue:
    """The button behind the link; a mail scanner that comes here signs nobody in."""
    return render_template("account/confirm_sign_in.html", user=token.user)


@blueprint.post("/inloggen/bevestig")
@by_link(TokenPurpose.SIGN_IN)
def do_sign_in(token: Token) -> ResponseReturnValue:
    """Use the link up and begin a new session."""
    with transaction() as writing:
        cookie = sessions.sign_in(writing, token)
    return forget(enter(cookie))


@blueprint.post("/uitloggen")
@public
def sign_out() -> ResponseReturnValue:
    """End the session in the database, so that an old cookie is of no use."""
    person = signed_in()
    if person is not None:
        with transaction() as writing:
            sessions.end(writing, person.session_id)
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("pages.home"), 303)


@blueprint.route("/mijn/account", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """One's name, language, roles, and where one is signed in."""
    person = the_person()
    form = AccountForm(obj=person)
    if form.validate_on_submit():
        language = str(form.language.data)
        with transaction() as writing:
            accounts.change_own(writing, person.user_id, name=form.name.data or "", language=language)
        with force_locale(language):
            flash(_("Your details are saved."))
        return redirect(in_language(language, url_for("account.show")), 303)
    roles = [ROLE_NAMES[role] for role in Role if role in person.actor.roles - {Role.VISITOR}]
    live = sessions.list_live(db.session(), person.user_id)
    page = render_template("account/show.html", form=form, person=person, roles=roles, sessions=live)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/mijn/account/elders-uitloggen")
@requires(Permission.SEE_OWN_ACCOUNT)
def sign_out_elsewhere() -> ResponseReturnValue:
    """End all of one's sessions but this one."""
    person = the_person()
    with transaction() as writing:
        sessions.end_all(writing, person.user_id, but=person.session_id)
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("account.show"), 303)
