"""What coordinators do with promises: write one down, ask to confirm, record an answer, say that it was kept."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from leren_app.domain.errors import DomainError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import Organisation, PartnerPromise
from leren_app.services.partners import promising, reading
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city
from leren_app.web.partners.forms import PromiseForm, RecordForm
from leren_app.web.partners.words import semester_words

blueprint = Blueprint("promises", __name__, url_prefix="/werk/partners/<uuid:organisation_id>/toezegging")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.KEEP_PARTNERS)
def new(organisation_id: UUID) -> ResponseReturnValue:
    """Write a promise down."""
    form, organisation = PromiseForm(), reading.get_partner(db.session(), organisation_id)
    form.offer(reading.list_contacts(db.session(), organisation))
    if not form.validate_on_submit():
        return _new(form, organisation), 422 if form.is_submitted() else 200
    actor = the_person().actor
    try:
        with transaction() as session:
            found = reading.get_partner(session, organisation_id)
            promising.add(session, found, form.promised, actor=actor, city=the_city())
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _new(form, reading.get_partner(db.session(), organisation_id)), status_of(error)
    flash(gettext("The promise is saved. It counts as soon as it is confirmed."))
    return _back(organisation_id)


@blueprint.post("/<uuid:promise_id>/vraag")
@requires(Permission.KEEP_PARTNERS)
def ask(organisation_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Mail the contact a link to confirm it."""
    actor = the_person().actor
    with transaction() as session:
        promise = reading.get_promise(session, organisation_id, promise_id)
        is_mailed = promising.ask_to_confirm(session, promise, actor=actor, city=the_city()) is not None
    flash(
        gettext("The contact gets a mail with a link to confirm the hours.")
        if is_mailed
        else gettext("This was asked today already. One mail is enough.")
    )
    return _back(organisation_id)


@blueprint.route("/<uuid:promise_id>/antwoord", methods=["GET", "POST"])
@requires(Permission.KEEP_PARTNERS)
def record(organisation_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Write down what the partner said by phone or on paper."""
    promise = reading.get_promise(db.session(), organisation_id, promise_id)
    form = RecordForm() if request.method == "POST" else RecordForm(formdata=None, hours=promise.hours)
    if request.method == "GET" or not form.validate_on_submit():
        return _record(form, promise), 200 if request.method == "GET" else 422
    actor = the_person().actor
    try:
        with transaction() as session:
            found = reading.get_promise(session, organisation_id, promise_id)
            hours, words = form.hours.data or 0, form.words.data or ""
            promising.confirm(session, found, hours, words, actor=actor, city=the_city())
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _record(form, reading.get_promise(db.session(), organisation_id, promise_id)), status_of(error)
    flash(gettext("The answer is recorded."))
    return _back(organisation_id)


@blueprint.post("/<uuid:promise_id>/gehouden")
@requires(Permission.KEEP_PARTNERS)
def kept(organisation_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Say that it was kept, or take that back."""
    actor, is_kept = the_person().actor, request.form.get("kept") == "yes"
    with transaction() as session:
        promise = reading.get_promise(session, organisation_id, promise_id)
        promising.set_kept(session, promise, is_kept, actor=actor)
    flash(gettext("Noted."))
    return _back(organisation_id)


def _back(organisation_id: UUID) -> Response:
    return redirect(url_for("partners.show", organisation_id=organisation_id, _anchor="promises"), 303)


def _new(form: PromiseForm, organisation: Organisation) -> str:
    return render_template("partners/promise.html", form=form, organisation=organisation)


def _record(form: RecordForm, promise: PartnerPromise) -> str:
    organisation = reading.get_partner(db.session(), promise.organisation_id)
    return render_template(
        "partners/record.html",
        form=form,
        promise=promise,
        organisation=organisation,
        semester=semester_words(promise.semester),
    )
