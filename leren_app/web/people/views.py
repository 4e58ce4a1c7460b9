"""The pages of colleagues for administrators: the list, inviting, one person, and every change of roles and account."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, FieldError, StaleError, TransitionError
from leren_app.domain.permissions import Permission
from leren_app.domain.roles import Actor, Role
from leren_app.extensions import db
from leren_app.models import User
from leren_app.services import sessions
from leren_app.services.people import changing, inviting, reading
from leren_app.services.people.inviting import Invited
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import kept_part
from leren_app.web.guards import enter, requires, the_person
from leren_app.web.here import the_city
from leren_app.web.paging import name_key_of, read_name_key
from leren_app.web.people.forms import GiveForm, InviteForm, LeaveForm, StepForm
from leren_app.web.people.pages import PersonLine, leaving_page, person_page
from leren_app.web.people.words import DUTIES, role_name

blueprint = Blueprint("people", __name__, url_prefix="/werk/mensen")
LONGEST_SEARCH = 80
CLOSED = "gesloten"

Act = Callable[[Session, Actor], User]


@blueprint.get("")
@requires(Permission.GRANT_ROLES)
def index() -> ResponseReturnValue:
    """Who has a role at the desk, by name; whoever is looked for, also students."""
    words = kept_part(request.args.get("zoek", "")).strip()[:LONGEST_SEARCH]
    closed = request.args.get("wie") == CLOSED
    after = read_name_key(request.args.get("na"))
    found = reading.list_people(db.session(), words=words, closed=closed, after=after, limit=reading.PAGE + 1)
    shown = found[: reading.PAGE]
    more = name_key_of(shown[-1].name, shown[-1].id) if len(found) > reading.PAGE else None
    lines = [PersonLine.of(user) for user in shown]
    return render_template("people/index.html", lines=lines, words=words, who=CLOSED if closed else "", more=more)


@blueprint.route("/uitnodigen", methods=["GET", "POST"])
@requires(Permission.GRANT_ROLES)
def invite() -> ResponseReturnValue:
    """Give a colleague an account and roles, or more roles to who has one; a mail tells them."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _invite(form), 422 if form.is_submitted() else 200
    actor = the_person().actor
    try:
        with transaction() as session:
            invited = inviting.invite(session, form.invitation, actor=actor, city=the_city())
            user_id, words = invited.user.id, _invited_in_words(invited)
    except FieldError as error:
        db.session.rollback()
        form.blame(error)
        return _invite(form), status_of(error)
    flash(words)
    return redirect(url_for("people.show", user_id=user_id), 303)


@blueprint.get("/<uuid:user_id>")
@requires(Permission.GRANT_ROLES)
def show(user_id: UUID) -> ResponseReturnValue:
    """One person: roles, what can be changed, and everything that was."""
    return person_page(user_id)


@blueprint.post("/<uuid:user_id>/uitnodiging")
@requires(Permission.GRANT_ROLES)
def again(user_id: UUID) -> ResponseReturnValue:
    """Send a fresh link to who never came; the old one ends."""
    seen = StepForm().version

    def act(session: Session, actor: Actor) -> User:
        return inviting.invite_again(session, user_id, actor=actor, seen_version=seen)

    return _carry_out(user_id, act, gettext("A new invitation is on its way. The old link no longer works."))


@blueprint.post("/<uuid:user_id>/rol")
@requires(Permission.GRANT_ROLES)
def give(user_id: UUID) -> ResponseReturnValue:
    """Give a role; 409 with what was typed when somebody else changed the account meanwhile."""
    form = GiveForm()
    if not form.validate_on_submit():
        return person_page(user_id, form), 422
    role, reason, seen = Role(form.role.data), form.reason.data or "", form.version

    def act(session: Session, actor: Actor) -> User:
        return changing.give_role(session, user_id, role, actor=actor, reason=reason, seen_version=seen)

    done = gettext("The role is given: %(role)s. A mail tells them.", role=role_name(role))
    return _carry_out(user_id, act, done, lambda error: person_page(user_id, form, error))


@blueprint.route("/<uuid:user_id>/rol/<uuid:grant_id>/einde", methods=["GET", "POST"])
@requires(Permission.GRANT_ROLES)
def end(user_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """End a role; of a coordinator with work in hands only together with a handover."""
    form = LeaveForm()
    if not form.validate_on_submit():
        return leaving_page(user_id, form, grant_id), 422 if form.is_submitted() else 200
    reason, handover, seen = form.reason.data or "", form.handover, form.version

    def act(session: Session, actor: Actor) -> User:
        return changing.end_role(
            session, user_id, grant_id, actor=actor, reason=reason, handover=handover, seen_version=seen
        )

    done = gettext("The role has ended. They are signed out, and a mail tells them.")
    return _carry_out(user_id, act, done, lambda error: leaving_page(user_id, form, grant_id, error))


@blueprint.route("/<uuid:user_id>/sluiten", methods=["GET", "POST"])
@requires(Permission.GRANT_ROLES)
def close(user_id: UUID) -> ResponseReturnValue:
    """Close the account of somebody who left, with a handover where there is work in hands."""
    form = LeaveForm()
    if not form.validate_on_submit():
        return leaving_page(user_id, form, None), 422 if form.is_submitted() else 200
    reason, handover, seen = form.reason.data or "", form.handover, form.version

    def act(session: Session, actor: Actor) -> User:
        return changing.close(session, user_id, actor=actor, reason=reason, handover=handover, seen_version=seen)

    done = gettext("The account is closed. They are signed out everywhere.")
    return _carry_out(user_id, act, done, lambda error: leaving_page(user_id, form, None, error))


@blueprint.post("/<uuid:user_id>/openen")
@requires(Permission.GRANT_ROLES)
def open_again(user_id: UUID) -> ResponseReturnValue:
    """Undo closing an account."""
    seen = StepForm().version

    def act(session: Session, actor: Actor) -> User:
        return changing.open_again(session, user_id, actor=actor, seen_version=seen)

    return _carry_out(user_id, act, gettext("The account is open again. A mail tells them."))


def _carry_out(
    user_id: UUID, act: Act, done: str, refused: Callable[[DomainError], str] | None = None
) -> ResponseReturnValue:
    """Change an account and go to its page; refused, the page comes back with what was typed.

    Who changes their own roles goes on here under a new session id: the old ones have just ended.
    """
    person, cookie = the_person(), None
    try:
        with transaction() as session:
            user = act(session, person.actor)
            if user.id == person.user_id and user.deactivated_at is None:
                cookie = sessions.begin(session, user)
    except (FieldError, StaleError, TransitionError) as error:
        db.session.rollback()
        page = refused(error) if refused else person_page(user_id, error=error)
        return page, status_of(error)
    answer = enter(cookie) if cookie else redirect(url_for("people.show", user_id=user_id), 303)
    flash(done)
    return answer


def _invite(form: InviteForm) -> str:
    return render_template("people/invite.html", form=form, duties=DUTIES)


def _invited_in_words(invited: Invited) -> str:
    """An administrator may know who has an account; whoever looks from outside learns nothing."""
    if invited.is_new:
        return gettext("%(name)s has an account now. A mail with a link is on its way.", name=invited.user.name)
    roles = ", ".join(role_name(role) for role in invited.given)
    return gettext(
        "%(name)s had an account already. New roles: %(roles)s. A mail tells them.",
        name=invited.user.name,
        roles=roles,
    )
