"""The asker changes the text that lies before them, and sends it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, FieldError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor
from leren_app.models import ClinicVersion, Question, Token, TokenPurpose
from leren_app.services.questions.clinic import latest_put_version
from leren_app.services.questions.sending_back import as_read, is_sent_back, send_back
from leren_app.transaction import transaction
from leren_app.web import visits
from leren_app.web.asker.edit_forms import EditForm
from leren_app.web.asker.own import own_question
from leren_app.web.errors import status_of
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language

blueprint = Blueprint("editing", __name__, url_prefix="/mijn-vraag")


@blueprint.route("/<reference>/aanpassen", methods=["GET", "POST"])
@visits.by_link(TokenPurpose.ASKER_PAGE)
def edit(reference: str, token: Token) -> ResponseReturnValue:
    """The four boxes and the public text in the asker's language, to change and send back."""
    form, contact_id = EditForm(), token.contact_id
    if request.method == "GET" or not form.validate_on_submit():
        return _page(own_question(reference, token), form)
    try:
        with transaction() as session:
            send_back(
                session,
                own_question(reference, token),
                form.written,
                language=spoken_language(),
                actor=Actor(contact_id=contact_id),
                city=the_city(),
                seen_n=form.n,
            )
    except DomainError as error:
        question = own_question(reference, token)
        if not is_sent_back(question, form.written, spoken_language()):
            return _page(question, form, error)
    flash(gettext("Thank you. We have your text, and look at what you changed."), "ok")
    return redirect(url_for("asker.show", reference=reference), 303)


def _page(question: Question, form: EditForm, error: DomainError | None = None) -> ResponseReturnValue:
    """The form: 200 to begin, 422 with wrong fields, 409 with everything that was typed when it is not theirs to do."""
    put, conflict = latest_put_version(question), ""
    is_open = question.state is QuestionState.ARTICULATED
    if isinstance(error, FieldError):
        form.blame(error)
    elif error is not None:
        conflict = error.message.in_(spoken_language())
    if put is not None and request.method == "GET":
        form.fill_in(as_read(put, spoken_language()))
    if put is not None and not form.errors:
        form.seen_n.data = str(put.n)
    status = 409 if not is_open else status_of(error) if error else 422 if form.errors else 200
    newer = _newer(form, put) if put is not None and conflict else []
    return render_template(
        "asker/edit.html", question=question, form=form, conflict=conflict, is_open=is_open, newer=newer
    ), status


def _newer(form: EditForm, put: ClinicVersion) -> list[tuple[str, str, str]]:
    """What lies before the asker now beside what they typed: label, ours, theirs; only where it differs."""
    ours, theirs = as_read(put, spoken_language()), form.written
    rows = [(str(form[name].label.text), getattr(ours, name), getattr(theirs, name)) for name in form.names]
    return [row for row in rows if row[1] != row[2]]
