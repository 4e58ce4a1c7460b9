"""Projects: a list for everyone, a page for each, and the steps that members, lecturers and coordinators take."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from leren_app import storage
from leren_app.domain.errors import DomainError, NotFoundError, StaleError, TransitionError
from leren_app.domain.lifecycles.project_states import LABELS, ProjectState
from leren_app.domain.permissions import Permission
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Project
from leren_app.services.projects import files, reading, working
from leren_app.services.projects.ending import is_waiting
from leren_app.services.projects.people import SHOWN_STATES
from leren_app.services.projects.reading import Wanted
from leren_app.transaction import transaction
from leren_app.web import uploads
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm
from leren_app.web.guards import current_actor, public, requires, the_person
from leren_app.web.here import district_choices, the_city, theme_choices
from leren_app.web.language import spoken_language
from leren_app.web.paging import key_of, known_or_none, read_key
from leren_app.web.project_cards import ProjectCard
from leren_app.web.projects.forms import FORMS, HandInForm
from leren_app.web.projects.page import ProjectPage, StepPage, the_project
from leren_app.web.projects.steps import DOES, Doing
from leren_app.web.projects.words import STEP_WORDS

blueprint = Blueprint("projects", __name__, url_prefix="/projecten")
WITH_FILE = frozenset({"projects.hand_in", "team.milestone_file"})


@blueprint.app_url_value_preprocessor
def give_room(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Comes before the form token is looked for, and so before anything reads the body."""
    uploads.give_room(WITH_FILE)


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Projects that began, newest first; a filter nobody offers is left out."""
    states = {state: LABELS[ProjectState(state)].in_(spoken_language()) for state in sorted(SHOWN_STATES)}
    options = {"status": states, "wijk": dict(district_choices()), "thema": dict(theme_choices())}
    chosen: dict[str, Any] = {name: known_or_none(name, known) for name, known in options.items()}
    wanted = Wanted(state=chosen["status"], district=chosen["wijk"], theme=chosen["thema"])
    found = reading.list_shown(db.session(), wanted, after=read_key(request.args.get("na")), limit=reading.PAGE + 1)
    shown = found[: reading.PAGE]
    last = shown[-1] if len(found) > reading.PAGE else None
    more = url_for("projects.index", **chosen, na=key_of(last.started_at, last.id)) if last else None
    cards = [ProjectCard.of(project) for project in shown]
    return render_template("projects/index.html", cards_shown=cards, options=options, chosen=chosen, more=more)


@blueprint.get("/mijn")
@requires(Permission.SEE_OWN_PROJECTS)
def own() -> ResponseReturnValue:
    """The projects in which the reader works or teaches; for coordinators also those that wait to be published."""
    person = the_person()
    teaches = person.actor.has(Role.LECTURER)
    mine = reading.list_own(db.session(), person.user_id)
    to_read = [each for each in mine if teaches and each.state is ProjectState.DELIVERED]
    waiting = reading.list_to_publish(db.session()) if person.actor.has(Role.COORDINATOR) else []
    parts = {
        "to_read": to_read,
        "mine": [each for each in mine if each not in to_read],
        "waiting": [each for each in waiting if not is_waiting(each)],
        "closed": [each for each in waiting if is_waiting(each)],
    }
    return render_template(
        "projects/own.html", **{name: [ProjectCard.of(each) for each in found] for name, found in parts.items()}
    )


@blueprint.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """A project as the reader may see it: the team's side with everything, everyone else what is public."""
    project = the_project(slug, Permission.SEE_PROJECT)
    return render_template("projects/show.html", page=ProjectPage.of(project, current_actor()))


@blueprint.route("/<slug>/inleveren", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_PROJECTS)
def hand_in(slug: str) -> ResponseReturnValue:
    """Hand in the work, with the report."""
    project, form = the_project(slug), HandInForm()
    page = StepPage.of(project, "hand_in", the_person().actor)
    if page.closed or not form.validate_on_submit():
        if not form.is_submitted():
            _as_before(form, project)
        status = 409 if page.closed else 422 if form.is_submitted() else 200
        return render_template("projects/hand_in.html", page=page, form=form), status
    try:
        _hand_in(slug, form)
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        page = StepPage.of(the_project(slug), "hand_in", the_person().actor)
        return render_template("projects/hand_in.html", page=page, form=form), status_of(error)
    return _done(slug, "hand_in")


@blueprint.route("/<slug>/stap/<name>", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_PROJECTS)
def step(slug: str, name: str) -> ResponseReturnValue:
    """The page of one step, and taking it."""
    project, form = the_project(slug), _form_for(name)
    page = StepPage.of(project, name, the_person().actor)
    if page.closed or not form.validate_on_submit():
        if not form.is_submitted():
            form.seen_version.data = str(project.version)
        status = 409 if page.closed else 422 if form.is_submitted() else 200
        return render_template("projects/step.html", page=page, form=form, conflict=page.closed), status
    try:
        with transaction() as session:
            DOES[name](Doing(session, the_person().actor, the_city(), form, the_project(slug)))
    except DomainError as error:
        return _refused(slug, name, form, error)
    return _done(slug, name)


def _form_for(name: str) -> VersionedForm:
    if name not in FORMS:
        raise NotFoundError
    return FORMS[name]()


def _refused(slug: str, name: str, form: VersionedForm, error: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    project = the_project(slug)
    is_conflict = isinstance(error, TransitionError | StaleError)
    if not is_conflict:
        form.blame(error)
    form.seen_version.data = str(project.version)
    words = error.message.in_(spoken_language()) if is_conflict else ""
    page = StepPage.of(project, name, the_person().actor)
    return render_template("projects/step.html", page=page, form=form, conflict=words), status_of(error)


def _hand_in(slug: str, form: HandInForm) -> None:
    actor = the_person().actor
    with uploads.received("report", kinds=storage.PDF) as file, transaction() as session:
        project, work = the_project(slug), form.written
        if file is not None:
            report = files.keep(session, project, file, actor=actor)
            work = form.with_report(report.id)
        working.hand_in(session, project, work, actor=actor, city=the_city(), seen_version=form.version)


def _as_before(form: HandInForm, project: Project) -> None:
    """What the team handed in before it was returned, so that nobody types it twice."""
    form.seen_version.data = str(project.version)
    for source in (project.result, project.baton):
        for name in form.written.__dataclass_fields__ if source else ():
            if name in form and hasattr(source, name):
                form[name].data = getattr(source, name)


def _done(slug: str, name: str) -> ResponseReturnValue:
    flash(str(STEP_WORDS[name].done))
    return redirect(url_for("projects.show", slug=slug), 303)
