"""Putting a suggestion aside with a reason, and bringing it back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.permissions import Permission
from leren_app.services.profiles import aside
from leren_app.transaction import transaction
from leren_app.web.guards import requires, the_person
from leren_app.web.students.desk import StudentDesk
from leren_app.web.students.forms import AsideForm

blueprint = Blueprint("aside", __name__, url_prefix="/mijn/leg-weg/<uuid:challenge_id>")


@blueprint.post("")
@requires(Permission.HAVE_PROFILE)
def put(challenge_id: UUID) -> ResponseReturnValue:
    """Not for me, because…"""
    form, user_id = AsideForm(challenge_id), the_person().user_id
    if not form.validate_on_submit():
        return render_template("students/desk.html", page=StudentDesk.of(user_id, form), form=form), 422
    with transaction() as session:
        aside.put_aside(session, user_id, challenge_id, str(form.reason.data))
    flash(gettext("It is put aside, and is not suggested again. Below the list you can bring it back."))
    return redirect(url_for("students.desk"), 303)


@blueprint.post("/terug")
@requires(Permission.HAVE_PROFILE)
def take_back(challenge_id: UUID) -> ResponseReturnValue:
    """Bring back what was put aside."""
    user_id = the_person().user_id
    with transaction() as session:
        aside.take_back(session, user_id, challenge_id)
    flash(gettext("It can be suggested to you again."))
    return redirect(url_for("students.desk"), 303)
