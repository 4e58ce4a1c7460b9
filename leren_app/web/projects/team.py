"""What a team, its lecturer and the coordinators do on the project's page beside its steps."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, FieldError, NotFoundError
from leren_app.domain.permissions import Permission
from leren_app.domain.roles import Role
from leren_app.domain.text import Text
from leren_app.extensions import db
from leren_app.models import Channel, Milestone, Project, Promise
from leren_app.services.accounts import find_user
from leren_app.services.projects import files, forming, promises, reading, working
from leren_app.services.projects.forming import Chosen
from leren_app.services.projects.people import roles_towards
from leren_app.transaction import transaction
from leren_app.web import uploads
from leren_app.web.errors import status_of
from leren_app.web.forms import BaseForm
from leren_app.web.guards import current_actor, public, requires, the_person
from leren_app.web.projects.forms import MemberForm, MilestoneFileForm, MilestoneForm, PromiseForm
from leren_app.web.projects.page import the_project

blueprint = Blueprint("team", __name__, url_prefix="/projecten/<slug>")
Act = Callable[[Session, Project], object]
NO_ACCOUNT = Text(
    "Er is geen account met dit adres. Vraag diegene eerst een account te maken.",
    "There is no account with this address. Ask them to make an account first.",
)


@blueprint.route("/leden/nieuw", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_PROJECTS)
def add_member(slug: str) -> ResponseReturnValue:
    """Somebody joins the team."""
    form = MemberForm()

    def act(session: Session, project: Project) -> object:
        user = find_user(session, form.mail.data or "")
        if user is None or user.deactivated_at is not None:
            raise FieldError("mail", NO_ACCOUNT)
        return forming.add_member(session, project, Chosen(user), actor=the_person().actor)

    return _form_page(slug, form, "projects/member.html", act, gettext("They are in the team now. Tell them."))


@blueprint.post("/leden/<uuid:member_id>/weg")
@requires(Permission.SEE_OWN_PROJECTS)
def remove_member(slug: str, member_id: UUID) -> ResponseReturnValue:
    """Somebody leaves the team and loses access at once."""
    actor = the_person().actor
    with transaction() as session:
        forming.remove_member(session, the_project(slug), member_id, actor=actor)
    return _back(slug, gettext("They are no longer in the team and cannot open its page any more."))


@blueprint.post("/naam")
@requires(Permission.SEE_OWN_PROJECTS)
def consent(slug: str) -> ResponseReturnValue:
    """A member says whether their name may stand with the result."""
    actor, is_public = the_person().actor, request.form.get("name") == "yes"
    with transaction() as session:
        working.consent(session, the_project(slug), actor=actor, is_public=is_public)
    return _back(slug, gettext("Saved. You can change it until the result is public."))


@blueprint.route("/mijlpalen/nieuw", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_PROJECTS)
def new_milestone(slug: str) -> ResponseReturnValue:
    """One milestone more."""
    form = MilestoneForm()

    def act(session: Session, project: Project) -> object:
        return _save(session, project, None, form)

    return _form_page(slug, form, "projects/milestone_new.html", act, gettext("The milestone is there."))


@blueprint.route("/mijlpalen/<uuid:milestone_id>", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_PROJECTS)
def milestone(slug: str, milestone_id: UUID) -> ResponseReturnValue:
    """One milestone: its file, and its day."""
    project = the_project(slug)
    form = MilestoneForm(obj=reading.get_milestone(project, milestone_id))

    def act(session: Session, project: Project) -> object:
        return _save(session, project, reading.get_milestone(project, milestone_id), form)

    return _milestone_page(slug, milestone_id, form, act)


@blueprint.post("/mijlpalen/<uuid:milestone_id>/klaar")
@requires(Permission.SEE_OWN_PROJECTS)
def milestone_file(slug: str, milestone_id: UUID) -> ResponseReturnValue:
    """A member says that a milestone is ready, with a file or without."""
    form, actor = MilestoneFileForm(), the_person().actor
    _must_be_member(the_project(slug))
    if not form.validate_on_submit():
        return _show_milestone(slug, milestone_id, file_form=form), 422
    try:
        with uploads.received("file") as file, transaction() as session:
            project = the_project(slug)
            chosen = reading.get_milestone(project, milestone_id)
            if file is not None:
                files.keep(session, project, file, actor=actor, milestone=chosen)
            forming.finish_milestone(session, project, chosen, actor=actor)
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _show_milestone(slug, milestone_id, file_form=form), status_of(error)
    return _back(slug, gettext("Ready. Your lecturer sees it on this page."))


@blueprint.get("/bestanden/<uuid:file_id>")
@public
def file(slug: str, file_id: UUID) -> ResponseReturnValue:
    """A file for who may have it, always to save and never to show: what is in it is not ours."""
    project = reading.get_project(db.session(), slug)
    found = files.get_file(db.session(), project, file_id, actor=current_actor())
    return uploads.given_away(found)


@blueprint.route("/beloften/nieuw", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_PROJECTS)
def promise(slug: str) -> ResponseReturnValue:
    """Note that somebody was promised to hear."""
    form = PromiseForm()

    def act(session: Session, project: Project) -> object:
        channel, language = Channel(form.channel.data), form.language.data or "nl"
        reach, actor = form.reach.data or "", the_person().actor
        return promises.promise_to_tell(session, project, form.name.data or "", reach, channel, language, actor=actor)

    return _form_page(slug, form, "projects/promise.html", act, gettext("Noted. This person hears what comes out."))


@blueprint.post("/beloften/<uuid:promise_id>/verteld")
@requires(Permission.SEE_QUEUE)
def told(slug: str, promise_id: UUID) -> ResponseReturnValue:
    """A coordinator told somebody by phone or letter."""
    actor = the_person().actor
    with transaction() as session:
        found = session.get(Promise, promise_id)
        if found is None:
            raise NotFoundError
        promises.tick_told(session, the_project(slug), found, actor=actor)
    return _back(slug, gettext("Ticked: this person has heard."))


def _must_be_member(project: Project) -> None:
    if Role.MEMBER not in roles_towards(the_person().actor, project):
        raise NotFoundError


def _save(session: Session, project: Project, found: Milestone | None, form: MilestoneForm) -> object:
    assert form.due_on.data is not None  # noqa: S101 - required by the form
    titles = Text(form.title_nl.data or "", form.title_en.data or "")
    return forming.save_milestone(session, project, found, titles, form.due_on.data, actor=the_person().actor)


def _form_page(slug: str, form: BaseForm, template: str, act: Act, thanks: str) -> ResponseReturnValue:
    """A small page with one form: show it, or do what it asks and go back to the team's page."""
    project = the_project(slug)
    if not form.validate_on_submit():
        return render_template(template, project=project, form=form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            act(session, the_project(slug))
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return render_template(template, project=the_project(slug), form=form), status_of(error)
    return _back(slug, thanks)


def _milestone_page(slug: str, milestone_id: UUID, form: MilestoneForm, act: Act) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _show_milestone(slug, milestone_id, form=form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            act(session, the_project(slug))
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _show_milestone(slug, milestone_id, form=form), status_of(error)
    return _back(slug, gettext("The milestone is saved."))


def _show_milestone(
    slug: str, milestone_id: UUID, *, form: MilestoneForm | None = None, file_form: MilestoneFileForm | None = None
) -> str:
    project = the_project(slug)
    found = reading.get_milestone(project, milestone_id)
    came = [file for file in reading.list_files(db.session(), project) if file.milestone_id == found.id]
    return render_template(
        "projects/milestone.html",
        project=project,
        milestone=found,
        files=came[::-1],
        form=form or MilestoneForm(formdata=None, obj=found),
        file_form=file_form or MilestoneFileForm(formdata=None),
        works=Role.MEMBER in roles_towards(the_person().actor, project),
    )


def _back(slug: str, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("projects.show", slug=slug), 303)
