"""Making a team for a placement: take the suggested one, or change it, and confirm."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, FieldError, NotFoundError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.services.teams import alone as working_alone
from leren_app.services.teams import candidates, forming
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import BaseForm
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.students.alone_page import AlonePage
from leren_app.web.students.forms import TeamForm, read_id
from leren_app.web.students.team_page import TeamPage

blueprint = Blueprint("teams", __name__, url_prefix="/mijn/koppelingen/<uuid:placement_id>/team")


@blueprint.get("")
@requires(Permission.KEEP_COURSES)
def show(placement_id: UUID) -> ResponseReturnValue:
    """Who applied, and the team that would cover most; who works alone has a page without a list."""
    if candidates.get_placement(db.session(), placement_id, the_person().actor).run.person_id is not None:
        return redirect(url_for("teams.alone", placement_id=placement_id), 303)
    return _show(placement_id)


@blueprint.route("/alleen", methods=["GET", "POST"])
@requires(Permission.SEE_PLACEMENTS)
def alone(placement_id: UUID) -> ResponseReturnValue:
    """The project of who works alone: what it will be, and one click that makes it."""
    actor, form = the_person().actor, BaseForm()
    if not form.validate_on_submit():
        return _alone(placement_id, form)
    try:
        with transaction() as session:
            slug = working_alone.make_project(session, placement_id, actor=actor, city=the_city()).slug
    except NotFoundError:
        raise
    except DomainError as error:
        form.blame(error)
        return _alone(placement_id, form), status_of(error)
    flash(gettext("Your project is made. Look over the milestones, then begin."))
    return redirect(url_for("projects.show", slug=slug), 303)


def _alone(placement_id: UUID, form: BaseForm) -> str:
    session, actor = db.session(), the_person().actor
    placement = working_alone.get_placement_alone(session, placement_id, actor)
    made = working_alone.find_project(session, placement_id)
    return render_template("students/alone.html", page=AlonePage.of(placement, made, actor), form=form)


@blueprint.post("")
@requires(Permission.KEEP_COURSES)
def make(placement_id: UUID) -> ResponseReturnValue:
    """Make the team and tell everybody on the list."""
    person = the_person()
    candidates.get_placement(db.session(), placement_id, person.actor)
    form = _sent()
    if not form.validate_on_submit():
        return _show(placement_id, form), 422
    try:
        with transaction() as session:
            forming.form_team(session, placement_id, form.choice, actor=person.actor, city=the_city())
    except FieldError as error:
        form.blame(error)
        return _show(placement_id, form), 422
    except DomainError as error:
        return _show(placement_id, form, error), status_of(error)
    flash(gettext("The team is made. Everybody on the list gets a mail with the reason."))
    return redirect(url_for("teams.show", placement_id=placement_id), 303)


@blueprint.post("/<uuid:project_id>/erbij/<uuid:application_id>")
@requires(Permission.KEEP_COURSES)
def add(placement_id: UUID, project_id: UUID, application_id: UUID) -> ResponseReturnValue:
    """Give somebody of the list a place that is left."""
    person = the_person()
    try:
        with transaction() as session:
            project = candidates.get_project(session, project_id, placement_id)
            forming.add_member(session, project, application_id, actor=person.actor)
    except NotFoundError:
        raise
    except DomainError as error:
        return _show(placement_id, error=error), status_of(error)
    flash(gettext("The place is given. A mail is on its way."))
    return redirect(url_for("teams.show", placement_id=placement_id), 303)


def _sent() -> TeamForm:
    """The form as it was sent; whoever was on it may be ticked, also who left since."""
    form = TeamForm()
    on_page = [word for word in str(form.listed.data or "").split() if read_id(word)]
    form.members.choices = {word: word for word in on_page}
    return form


def _show(placement_id: UUID, form: TeamForm | None = None, error: DomainError | None = None) -> str:
    """The page: fresh with a suggested team ticked (`voorstel` says which), or with everything that was chosen."""
    session, actor = db.session(), the_person().actor
    placement = candidates.get_placement(session, placement_id, actor)
    found = candidates.list_candidates(session, placement.challenge_id, actor)
    page = TeamPage.of(placement, found, candidates.list_projects(session, placement_id), _wanted())
    if form is None:
        form = TeamForm(formdata=None, members=page.ticked.ids if page.ticked else [])
    form.offer(found.seen)
    form.listed.data = " ".join(str(each.id) for each in found.seen)
    words = error.message.in_(spoken_language()) if error else ""
    return render_template("students/team.html", page=page, form=form, conflict=words)


def _wanted() -> int:
    """Which of the suggested teams is asked for; the first where the address says nothing sensible."""
    return request.args.get("voorstel", default=1, type=int)
