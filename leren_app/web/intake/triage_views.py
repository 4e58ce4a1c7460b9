"""Deciding what a message is, from the panel on its page: one form, so that what is no question is done at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.services.questions import reading
from leren_app.services.questions.settling import handle
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city
from leren_app.web.intake.desk import places
from leren_app.web.intake.going_on import after, page_after
from leren_app.web.intake.triage_page import TriageForm
from leren_app.web.intake.views import question_page
from leren_app.web.intake.words import KINDS

blueprint = Blueprint("triage", __name__, url_prefix="/werk")
blueprint.context_processor(lambda: {"desk": places()})


@blueprint.post("/vragen/<reference>/voorstel")
@requires(Permission.HANDLE_QUESTION)
def settle(reference: str) -> ResponseReturnValue:
    """Say what it is; take it on, or send the asker on, in the same press."""
    form, person, city = TriageForm(), the_person(), the_city()
    if not form.validate_on_submit():
        return question_page(reading.get_question(db.session(), reference), triage=form), 422
    try:
        with transaction() as session:
            question = reading.get_question(session, reference)
            sent = form.sent(question)
            handle(session, question, form.settled, sent, actor=person.actor, city=city, seen_version=form.version)
    except DomainError as error:
        form.blame(error)
        question = reading.get_question(db.session(), reference)
        form.seen_version.data = str(question.version)
        return question_page(question, triage=form), status_of(error)
    return _settled(reference, form, is_sent=sent is not None)


def _settled(reference: str, form: TriageForm, *, is_sent: bool) -> ResponseReturnValue:
    """Say what was done: on the page of the question, or on that of the next one where that was asked for."""
    kind = gettext("Written down as: %(kind)s.", kind=KINDS[form.settled.kind])
    done = gettext("Your text is on its way to the asker.") if is_sent else kind
    if "next" not in request.form:
        flash(done)
        return redirect(page_after(reference), 303)
    flash(f"{reference}: {done}")
    return redirect(after(reading.get_question(db.session(), reference)), 303)
