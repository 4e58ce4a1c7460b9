"""Report something on a public page, and read when a person looks at it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from leren_app.domain.text import Text
from leren_app.models import TaskKind
from leren_app.services import reporting
from leren_app.services.reporting import Report
from leren_app.transaction import transaction
from leren_app.web import errors, limits
from leren_app.web.guards import public
from leren_app.web.here import the_city
from leren_app.web.public_paths import public_path
from leren_app.web.reports.forms import ReportForm

blueprint = Blueprint("reports", __name__, url_prefix="/melden")
REPORTED = "reported"


@blueprint.route("", methods=["GET", "POST"])
@public
@limits.report
def new() -> ResponseReturnValue:
    """Say what is wrong or private, and on which page."""
    form = ReportForm(pagina=public_path(request.args.get("pagina", "")))
    if form.validate_on_submit():
        with transaction() as db_session:
            due = reporting.report(db_session, _report(form), city=the_city()).due_on
        session[REPORTED] = due.isoformat()
        return redirect(url_for("reports.thanks"), 303)
    return _form_page(form), 422 if form.errors else 200


@blueprint.get("/bedankt")
@public
def thanks() -> ResponseReturnValue:
    """When a person looks at it; for the browser that reported."""
    if REPORTED not in session:
        return redirect(url_for("reports.new"))
    return render_template("reports/thanks.html", due=date.fromisoformat(session[REPORTED]))


def _form_page(form: ReportForm, stopped: Text | None = None) -> str:
    return render_template("reports/new.html", form=form, stopped=stopped)


def _given_back(stopped: Text) -> str:
    form = ReportForm()
    form.tidy()
    return _form_page(form, stopped)


errors.give_back(blueprint, "reports.new", _given_back)


def _report(form: ReportForm) -> Report:
    return Report(
        form_key=str(form.form_key.data),
        kind=TaskKind(form.kind.data),
        path=form.pagina.data or "",
        text=form.text.data or "",
        mail=form.mail.data or "",
    )
