"""Merging, taking apart, relating and splitting questions; each after a page that says what it means and who hears."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from leren_app.domain.errors import DomainError, FieldError, NotFoundError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import Question, QuestionKind
from leren_app.services.questions import reading, splitting
from leren_app.services.questions.triage import kind_of
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm, area, kept_part, new_form_key
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city, today
from leren_app.web.intake.desk import places
from leren_app.web.intake.going_on import page_after
from leren_app.web.intake.together import ACTS, Pair, TogetherForm, TogetherPage, desk_title
from leren_app.web.intake.words import KINDS, who_is_asker
from leren_app.web.language import spoken_language

blueprint = Blueprint("together", __name__, url_prefix="/werk/vragen")
blueprint.context_processor(lambda: {"desk": places()})


class SplitForm(VersionedForm):
    """Which of the asker's words become a question of their own."""

    text = area(_l("The words of the second question"), required=_l("Leave the words of the second question here"))
    kind = SelectField(_l("Kind of message"))
    said = area(_l("What do you want to tell the asker?"), longest=1000)
    form_key = HiddenField(default=new_form_key)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = {kind.value: str(words) for kind, words in KINDS.items()}


@blueprint.get("/<reference>/samen")
@requires(Permission.HANDLE_QUESTION)
def find(reference: str) -> ResponseReturnValue:
    """Another question by its number, to do something with both."""
    typed = " ".join(kept_part(request.args.get("met", "")).split()).upper()
    try:
        other = reading.get_question(db.session(), typed)
    except NotFoundError:
        flash(gettext("There is no question with the number %(number)s.", number=typed[:24]), "warning")
        return redirect(url_for("intake.show", reference=reference), 303)
    return redirect(url_for("together.act", reference=reference, other=other.reference, name="merge"), 303)


@blueprint.route("/<reference>/samen/<other>/<name>", methods=["GET", "POST"])
@requires(Permission.HANDLE_QUESTION)
def act(reference: str, other: str, name: str) -> ResponseReturnValue:
    """Both questions side by side, who hears of it, and doing it."""
    form, person = TogetherForm(), the_person()
    if name not in ACTS:
        raise NotFoundError
    if not form.validate_on_submit():
        return _page(reference, other, name, form)
    try:
        with transaction() as session:
            both = reading.get_question(session, reference), reading.get_question(session, other)
            ACTS[name].do(Pair(session, *both, person.actor, form))
    except DomainError as error:
        return _refused(reference, other, name, form, error)
    return _done(reference, name)


@blueprint.route("/<reference>/splitsen", methods=["GET", "POST"])
@requires(Permission.HANDLE_QUESTION)
def split(reference: str) -> ResponseReturnValue:
    """Make a second question out of words of the asker."""
    form, person, question = SplitForm(), the_person(), reading.get_question(db.session(), reference)
    if not form.validate_on_submit():
        return _split(question, form), 422 if form.errors else 200
    try:
        with transaction() as session:
            whole = reading.get_question(session, reference)
            part = splitting.split(
                session,
                whole,
                form.text.data or "",
                form_key=str(form.form_key.data),
                kind=QuestionKind(form.kind.data),
                said=form.said.data or "",
                actor=person.actor,
                city=the_city(),
                seen_version=form.version,
            ).reference
    except DomainError as error:
        form.blame(error)
        return _split(reading.get_question(db.session(), reference), form), status_of(error)
    flash(gettext("The second question has the number %(reference)s. The asker gets a mail.", reference=part))
    return redirect(url_for("intake.show", reference=part), 303)


def _page(
    reference: str, other: str, name: str, form: TogetherForm, error: DomainError | None = None
) -> ResponseReturnValue:
    """The page before it is done, with what was typed; the versions are those that stand on it now."""
    session = db.session()
    question, second = reading.get_question(session, reference), reading.get_question(session, other)
    page = TogetherPage.of(name, question, second)
    form.seen_version.data, form.seen_other.data = str(question.version), str(second.version)
    words = error.message.in_(spoken_language()) if error and not isinstance(error, FieldError) else ""
    status = status_of(error) if error else 422 if form.errors else 200
    return render_template("intake/together.html", page=page, form=form, conflict=words), status


def _refused(reference: str, other: str, name: str, form: TogetherForm, error: DomainError) -> ResponseReturnValue:
    """Why it did not happen; a second click is no error."""
    db.session.rollback()
    session = db.session()
    both = reading.get_question(session, reference), reading.get_question(session, other)
    if ACTS[name].is_done(*both):
        return _done(reference, name)
    return _page(reference, other, name, form, error)


def _done(reference: str, name: str) -> ResponseReturnValue:
    flash(ACTS[name].said(reading.get_question(db.session(), reference)))
    return redirect(page_after(reference), 303)


def _split(question: Question, form: SplitForm) -> str:
    if request.method == "GET":
        form.text.data = question.raw_text
        form.kind.data = (
            question.kind or kind_of(question.raw_text, question.language, current_app.config["INDEX_DIR"])
        ).value
    form.seen_version.data = str(question.version)
    return render_template(
        "intake/split.html",
        form=form,
        question=question,
        title=desk_title(question),
        hears=who_is_asker(question),
        by=question.hear_by if question.hear_by and question.hear_by >= today() else None,
    )
