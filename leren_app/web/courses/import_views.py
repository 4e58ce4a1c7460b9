"""Reading courses in from a file: bring it, see what it would do, say yes, and watch until it is done."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from leren_app.domain.errors import DomainError, FieldError
from leren_app.domain.permissions import Permission
from leren_app.domain.roles import Role
from leren_app.domain.tables import LARGEST, written
from leren_app.domain.text import Text
from leren_app.extensions import db
from leren_app.models import CourseImport
from leren_app.services.courses.imports import columns, doing
from leren_app.transaction import transaction
from leren_app.web import uploads
from leren_app.web.courses.import_pages import ImportPage, reasons_of
from leren_app.web.courses.own import OwnedForm
from leren_app.web.courses.pages import institution_choices
from leren_app.web.errors import status_of
from leren_app.web.fields import select_option
from leren_app.web.guards import current_actor, requires, the_person
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language

blueprint = Blueprint("imports", __name__, url_prefix="/mijn/vakken/inlezen")


@blueprint.app_url_value_preprocessor
def give_room(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Comes before the form token is looked for, and so before anything reads the body."""
    uploads.give_room(frozenset({"imports.new"}))


class ImportForm(OwnedForm):
    """A file with courses; a coordinator says of which institution."""

    file = FileField(_l("Your file, as CSV"))


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def new() -> ResponseReturnValue:
    """Bring a file; it is looked at, and nothing is written yet."""
    form = _form()
    if not form.validate_on_submit():
        return _new(form), 422 if form.errors else 200
    try:
        brought = _brought(form)
        with transaction() as session:
            import_id = doing.keep(session, brought).id
    except DomainError as error:
        form.blame(error)
        return _new(form), status_of(error)
    return redirect(url_for("imports.show", import_id=import_id), 303)


def _form() -> ImportForm:
    form = ImportForm()
    if current_actor().has(Role.COORDINATOR):
        form.organisation.choices = [select_option(*each) for each in institution_choices(db.session())]
    else:
        del form.organisation  # WTForms leaves None in its place
    return form


def _brought(form: ImportForm) -> doing.Brought:
    data, name = uploads.read_whole("file", LARGEST)
    if not name:
        raise FieldError("file", Text("Kies een bestand.", "Choose a file."))
    person = the_person()
    return doing.look_at(db.session(), data, name, actor=person.actor, city=the_city(), organisation_id=form.owner)


def _new(form: ImportForm) -> str:
    explained = columns.explained(the_city(), spoken_language())
    return render_template("courses/import_new.html", form=form, columns=explained)


@blueprint.get("/voorbeeld.csv")
@requires(Permission.KEEP_COURSES)
def example() -> ResponseReturnValue:
    """A file to begin with, in the reader's language."""
    name = gettext("example-courses")
    return _file(columns.example(the_city(), today(), spoken_language()), f"{name}.csv")


@blueprint.get("/<uuid:import_id>")
@requires(Permission.KEEP_COURSES)
def show(import_id: UUID) -> ResponseReturnValue:
    """What a file would do, how far it is, or what it did."""
    return render_template("courses/import_show.html", page=ImportPage.of(_own(import_id)))


@blueprint.post("/<uuid:import_id>/doe")
@requires(Permission.KEEP_COURSES)
def confirm(import_id: UUID) -> ResponseReturnValue:
    """Say yes: a worker reads it in."""
    actor = current_actor()
    with transaction() as session:
        doing.confirm(session, doing.get_import(session, import_id, actor), actor=actor)
    return redirect(url_for("imports.show", import_id=import_id), 303)


@blueprint.post("/<uuid:import_id>/weg")
@requires(Permission.KEEP_COURSES)
def discard(import_id: UUID) -> ResponseReturnValue:
    """Forget a file that was not read in."""
    actor = current_actor()
    with transaction() as session:
        doing.discard(session, doing.get_import(session, import_id, actor), actor=actor)
    flash(gettext("We forgot the file. Nothing was changed."))
    return redirect(url_for("imports.new"), 303)


@blueprint.get("/<uuid:import_id>/fouten.csv")
@requires(Permission.KEEP_COURSES)
def faults(import_id: UUID) -> ResponseReturnValue:
    """What is wrong with a file, as a file."""
    rows = [[gettext("Line"), gettext("Column"), gettext("Reason")], *reasons_of(_own(import_id))]
    name = gettext("what-is-wrong")
    return _file(written(rows), f"{name}.csv")


def _own(import_id: UUID) -> CourseImport:
    return doing.get_import(db.session(), import_id, current_actor(), with_rows=False)


def _file(data: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(data, content_type="text/csv; charset=utf-8", headers=headers)
