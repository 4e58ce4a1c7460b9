"""The coordinators' pages of one question: handle it, write in its clinic, take its steps. The queue: queue_views."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, StaleError, TransitionError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import clinic as clinic_service
from leren_app.services.questions import handling, reading
from leren_app.services.questions.clinic import text_of
from leren_app.services.questions.facts import latest_version
from leren_app.services.tasks import list_of_question
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city
from leren_app.web.intake.assigning import assign_form, find_colleague
from leren_app.web.intake.desk import places
from leren_app.web.intake.forms import AssignForm, ClinicForm, NoteForm
from leren_app.web.intake.going_on import onward_after, page_after
from leren_app.web.intake.page import HandlingPage, changed_parts, history_of
from leren_app.web.intake.ready import offers_for
from leren_app.web.intake.steps import DOES, Doing
from leren_app.web.intake.taking import Meanwhile, StepPage, fill_in, form_for, keep_seen, meanwhile
from leren_app.web.intake.together import Together
from leren_app.web.intake.triage_page import TriageForm, TriagePanel
from leren_app.web.intake.versions import VersionsPage
from leren_app.web.intake.words import STEP_WORDS
from leren_app.web.language import spoken_language
from leren_app.web.task_lines import lines_of

blueprint = Blueprint("intake", __name__, url_prefix="/werk")
blueprint.context_processor(lambda: {"desk": places()})


# ---- one question ----


@blueprint.get("/vragen/<reference>")
@requires(Permission.HANDLE_QUESTION)
def show(reference: str) -> ResponseReturnValue:
    """The conversation, the notes, the next step."""
    return question_page(reading.get_question(db.session(), reference), NoteForm(formdata=None))


@blueprint.post("/vragen/<reference>/notitie")
@requires(Permission.WRITE_NOTE)
def note(reference: str) -> ResponseReturnValue:
    """Write down something for colleagues."""
    form, person = NoteForm(), the_person()
    if not form.validate_on_submit():
        return question_page(reading.get_question(db.session(), reference), form), 422
    with transaction() as session:
        question = reading.get_question(session, reference)
        handling.add_note(session, question, form.note.data or "", actor=person.actor)
    flash(gettext("Your note is saved. Only colleagues see it."))
    return redirect(url_for("intake.show", reference=reference, _anchor="notes"), 303)


@blueprint.post("/vragen/<reference>/toewijzen")
@requires(Permission.HANDLE_QUESTION)
def assign(reference: str) -> ResponseReturnValue:
    """Hand the question to a colleague, or to oneself."""
    form, person = assign_form(), the_person()
    if not form.validate_on_submit():
        return question_page(reading.get_question(db.session(), reference), NoteForm(formdata=None), form), 422
    try:
        with transaction() as session:
            question = reading.get_question(session, reference)
            to, words = find_colleague(session, form.assignee.data), form.handover.data or ""
            handling.assign(session, question, to, actor=person.actor, note=words, seen_version=form.version)
    except DomainError as error:
        form.blame(error)
        question = reading.get_question(db.session(), reference)
        form.seen_version.data = str(question.version)
        is_stale = isinstance(error, StaleError)
        return question_page(question, None, form, is_stale=is_stale), status_of(error)
    flash(gettext("The question is handed over."))
    return redirect(page_after(reference), 303)


@blueprint.get("/vragen/<reference>/geschiedenis")
@requires(Permission.HANDLE_QUESTION)
def history(reference: str) -> ResponseReturnValue:
    """Everything that happened, by whom and when."""
    question = reading.get_question(db.session(), reference)
    page = HandlingPage.of(question, the_person().actor)
    return render_template("intake/history.html", page=page, entries=history_of(question, page.events))


def question_page(
    question: Question,
    note_form: NoteForm | None = None,
    form: AssignForm | None = None,
    triage: TriageForm | None = None,
    *,
    is_stale: bool = False,
) -> str:
    """The page of one question, with the form that came back, if one did."""
    session, page = db.session(), HandlingPage.of(question, the_person().actor)
    note_form = note_form or NoteForm(formdata=None)
    wrong = next((each for each in (triage, form) if each and each.errors), note_form)
    return render_template(
        "intake/show.html",
        page=page,
        meanwhile=history_of(question, page.events)[0] if is_stale else None,
        tasks=lines_of(list_of_question(session, question)),
        notes=reading.list_notes(session, question),
        together=Together.of(question),
        note_form=note_form,
        assign_form=form or assign_form(question),
        triage=TriagePanel.of(question, triage),
        form=wrong,
        onward=onward_after(question),
    )


# ---- the clinic ----


@blueprint.route("/vragen/<reference>/spreekuur", methods=["GET", "POST"])
@requires(Permission.HANDLE_QUESTION)
def clinic(reference: str) -> ResponseReturnValue:
    """Write the question down sharply, in versions that stay."""
    if request.method == "GET":
        question = reading.get_question(db.session(), reference)
        return _clinic(question, ClinicForm(formdata=None, obj=latest_version(question)))
    form, person = ClinicForm(), the_person()
    if not form.validate_on_submit():
        return _clinic(reading.get_question(db.session(), reference), form, is_wrong=True), 422
    try:
        with transaction() as session:
            question = reading.get_question(session, reference)
            n = clinic_service.save_version(session, question, form.written, actor=person.actor, seen_n=form.n).n
    except DomainError as error:
        return _clinic(reading.get_question(db.session(), reference), form, error=error), status_of(error)
    flash(gettext("Version %(n)d is saved.", n=n))
    return redirect(url_for("intake.clinic", reference=reference), 303)


def _clinic(question: Question, form: ClinicForm, *, error: DomainError | None = None, is_wrong: bool = False) -> str:
    latest, closed = latest_version(question), clinic_service.why_not_written(question)
    newer = changed_parts(text_of(latest), form.written) if latest and isinstance(error, StaleError) else []
    form.seen_n.data = str(max(form.n, 0) if is_wrong else latest.n if latest else 0)
    return render_template(
        "intake/clinic.html",
        page=HandlingPage.of(question, the_person().actor, on_clinic=True),
        form=form,
        newer=newer,
        error=error.message if error else None,
        closed=closed,
        was_typed=request.method == "POST",
        versions=VersionsPage.of(question, request.args),
    )


# ---- the steps ----


@blueprint.route("/vragen/<reference>/stap/<name>", methods=["GET", "POST"])
@requires(Permission.HANDLE_QUESTION)
def step(reference: str, name: str) -> ResponseReturnValue:
    """The page of one step, and taking it."""
    form, person = form_for(name), the_person()
    if not form.validate_on_submit():
        return _before(reference, name, form)
    try:
        with transaction() as session:
            question = reading.get_question(session, reference)
            DOES[name](Doing(session, person.actor, the_city(), form, question))
    except DomainError as error:
        return _refused(reference, name, form, error)
    return _done(reference, name)


def _before(reference: str, name: str, form: VersionedForm) -> ResponseReturnValue:
    """The page before the step is taken; 409 when it is not open, 422 when the form is not right yet."""
    question = reading.get_question(db.session(), reference)
    page = StepPage.of(question, name, the_person().actor)
    if form.is_submitted():
        keep_seen(form)
    else:
        fill_in(form, question, name)
    status = 409 if page.closed else 422 if form.is_submitted() else 200
    other = meanwhile(page, form) if page.closed and form.is_submitted() else None
    return _step_page(page, form, page.closed, other), status


def _refused(reference: str, name: str, form: VersionedForm, error: DomainError) -> ResponseReturnValue:
    """The form with everything that was typed, and why it could not be done; a second click is no error."""
    question = reading.get_question(db.session(), reference)
    page, person = StepPage.of(question, name, the_person().actor), the_person()
    is_conflict = isinstance(error, TransitionError | StaleError)
    if is_conflict and page.is_done_by(person.user_id, form):
        return _done(reference, name)
    if not is_conflict:
        form.blame(error)
    other = meanwhile(page, form) if is_conflict else None
    fill_in(form, question, name)
    words = error.message.in_(spoken_language()) if is_conflict else ""
    return _step_page(page, form, words, other), status_of(error)


def _step_page(page: StepPage, form: VersionedForm, conflict: str, other: Meanwhile | None = None) -> str:
    return render_template(
        "intake/step.html",
        page=page,
        form=form,
        offers=offers_for(page.question, page.step.name),
        conflict=conflict,
        meanwhile=other,
        was_typed=form.is_submitted(),
    )


def _done(reference: str, name: str) -> ResponseReturnValue:
    """Say that it is done, and go back to the question."""
    flash(STEP_WORDS[name].done)
    return redirect(page_after(reference), 303)
