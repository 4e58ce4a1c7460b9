"""The pages of partners for coordinators: the list, an organisation, its facts and its people."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Field

from leren_app.domain.errors import DomainError, StaleError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import Contact, Organisation, OrganisationKind
from leren_app.services.partners import fieldwork, keeping, reading
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import kept_part
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.paging import known_or_none, name_key_of, read_name_key
from leren_app.web.partners.forms import ContactForm, PartnerForm
from leren_app.web.partners.pages import PartnerLine, PartnerPage, too_much
from leren_app.web.partners.words import KINDS

blueprint = Blueprint("partners", __name__, url_prefix="/werk/partners")
LONGEST_SEARCH = 80


@blueprint.get("")
@requires(Permission.KEEP_PARTNERS)
def index() -> ResponseReturnValue:
    """All organisations by name, with the load of this semester."""
    name, kind = _typed_name(), known_or_none("soort", set(OrganisationKind))
    found = reading.list_partners(
        db.session(),
        the_city(),
        today(),
        name=name,
        kind=OrganisationKind(kind) if kind else None,
        after=read_name_key(request.args.get("na")),
        limit=reading.PAGE + 1,
    )
    shown = [each.organisation for each in found[: reading.PAGE]]
    more = name_key_of(shown[-1].name, shown[-1].id) if len(found) > reading.PAGE else None
    asked = fieldwork.list_everywhere(db.session(), the_city(), [(today(), today())])[0]
    return render_template(
        "partners/index.html",
        lines=[PartnerLine.of(each) for each in found[: reading.PAGE]],
        name=name,
        kind=kind,
        kinds=KINDS,
        more=more,
        too_much=too_much(asked),
    )


@blueprint.get("/<uuid:organisation_id>")
@requires(Permission.KEEP_PARTNERS)
def show(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation: load, promises, people, what it did, what is asked of it."""
    organisation = reading.get_partner(db.session(), organisation_id)
    return render_template("partners/show.html", page=PartnerPage.of(organisation))


@blueprint.route("/nieuw", methods=["GET", "POST"])
@requires(Permission.KEEP_PARTNERS)
def new() -> ResponseReturnValue:
    """Write down an organisation that was not there."""
    form, actor = PartnerForm(), the_person().actor
    if not form.validate_on_submit():
        return _edit(form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            organisation_id = keeping.add(session, form.facts, actor=actor, city=the_city()).id
    except DomainError as error:
        form.blame(error)
        return _edit(form), status_of(error)
    flash(gettext("The partner is saved."))
    return redirect(url_for("partners.show", organisation_id=organisation_id), 303)


@blueprint.route("/<uuid:organisation_id>/gegevens", methods=["GET", "POST"])
@requires(Permission.KEEP_PARTNERS)
def edit(organisation_id: UUID) -> ResponseReturnValue:
    """Change the facts; 409 with what was typed when a colleague was first."""
    form, organisation = PartnerForm(), reading.get_partner(db.session(), organisation_id)
    if request.method == "GET":
        return _edit(PartnerForm.of(organisation), organisation)
    if not form.validate_on_submit():
        return _edit(form, organisation), 422
    actor, seen = the_person().actor, form.version
    try:
        with transaction() as session:
            found = reading.get_partner(session, organisation_id)
            keeping.change(session, found, form.facts, actor=actor, city=the_city(), seen_version=seen)
    except DomainError as error:
        db.session.rollback()
        return _not_saved(organisation_id, form, error), status_of(error)
    flash(gettext("The partner is saved."))
    return redirect(url_for("partners.show", organisation_id=organisation_id), 303)


@blueprint.route("/<uuid:organisation_id>/contact", methods=["GET", "POST"])
@requires(Permission.KEEP_PARTNERS)
def new_contact(organisation_id: UUID) -> ResponseReturnValue:
    """Somebody new to turn to."""
    form, organisation = ContactForm(), reading.get_partner(db.session(), organisation_id)
    if not form.validate_on_submit():
        return _contact(form, organisation), 422 if form.is_submitted() else 200
    actor = the_person().actor
    try:
        with transaction() as session:
            keeping.add_contact(session, reading.get_partner(session, organisation_id), form.person, actor=actor)
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _contact(form, reading.get_partner(db.session(), organisation_id)), status_of(error)
    flash(gettext("The contact is saved."))
    return redirect(url_for("partners.show", organisation_id=organisation_id, _anchor="people"), 303)


@blueprint.route("/<uuid:organisation_id>/contact/<uuid:contact_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_PARTNERS)
def contact(organisation_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Change how somebody is reached."""
    organisation, found = _own_contact(organisation_id, contact_id)
    form = ContactForm() if request.method == "POST" else ContactForm.of(found)
    if request.method == "GET" or not form.validate_on_submit():
        return _contact(form, organisation, found), 200 if request.method == "GET" else 422
    actor = the_person().actor
    try:
        with transaction() as session:
            own = reading.get_partner(session, organisation_id)
            keeping.change_contact(session, own, contact_id, form.person, actor=actor)
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _contact(form, *_own_contact(organisation_id, contact_id)), status_of(error)
    flash(gettext("The contact is saved."))
    return redirect(url_for("partners.show", organisation_id=organisation_id, _anchor="people"), 303)


def _typed_name() -> str:
    return kept_part(request.args.get("naam", "")).strip()[:LONGEST_SEARCH]


def _own_contact(organisation_id: UUID, contact_id: UUID) -> tuple[Organisation, Contact]:
    session = db.session()
    return reading.get_partner(session, organisation_id), reading.get_contact(session, organisation_id, contact_id)


def _not_saved(organisation_id: UUID, form: PartnerForm, error: DomainError) -> str:
    """The form with what was typed; for one that changed meanwhile, beside what it says now."""
    organisation = reading.get_partner(db.session(), organisation_id)
    if not isinstance(error, StaleError):
        form.blame(error)
        return _edit(form, organisation)
    form.seen_version.data = str(organisation.version)
    return _edit(form, organisation, error.message.in_(spoken_language()))


def _edit(form: PartnerForm, organisation: Organisation | None = None, conflict: str = "") -> str:
    others = _others(PartnerForm.of(organisation), form) if organisation is not None and conflict else []
    return render_template("partners/edit.html", form=form, organisation=organisation, conflict=conflict, others=others)


def _others(now: PartnerForm, typed: PartnerForm) -> list[tuple[str, str, str]]:
    """Fields that say something else meanwhile: what they are called, what stands there now, what was typed here."""
    names = ("name", "kind", "district", "website", "hours", "notes")
    both = [(str(now[name].label.text), _words(now[name]), _words(typed[name])) for name in names]
    return [each for each in both if each[1] != each[2]]


def _words(field: Field) -> str:
    """What a field says; of a select the words and not the key."""
    shown = {choice.value: str(choice.label) for choice in getattr(field, "choices", ())}
    data = "" if field.data is None else str(field.data)
    return shown.get(data, data)


def _contact(form: ContactForm, organisation: Organisation, found: Contact | None = None) -> str:
    return render_template("partners/contact.html", form=form, organisation=organisation, contact=found)
