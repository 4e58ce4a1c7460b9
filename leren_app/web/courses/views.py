"""Courses: those that everybody sees, and a lecturer's desk with courses and editions to write down."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Course, CourseRun
from leren_app.services.courses import editing, reading, runs
from leren_app.transaction import transaction
from leren_app.web.courses.forms import CourseForm, LecturerForm
from leren_app.web.courses.own import own_run
from leren_app.web.courses.pages import CourseCard, CoursePage, Desk, institution_choices
from leren_app.web.courses.run_form import RunForm
from leren_app.web.courses.years import year_tables
from leren_app.web.errors import status_of
from leren_app.web.fields import select_option
from leren_app.web.guards import current_actor, public, requires, the_person
from leren_app.web.here import the_city
from leren_app.web.paging import name_key_of, read_name_key
from leren_app.web.placing import season_of

blueprint = Blueprint("courses", __name__)


# ---- for everybody ----


@blueprint.get("/vakken")
@public
def index() -> ResponseReturnValue:
    """The courses that take up questions from the city."""
    level = _level()
    after = read_name_key(request.args.get("na"))
    found = reading.list_shown(db.session(), level=level, after=after, limit=reading.PAGE + 1)
    shown = found[: reading.PAGE]
    more = name_key_of(shown[-1].name_nl, shown[-1].id) if len(found) > reading.PAGE else None
    return render_template(
        "courses/index.html", courses=[CourseCard.of(course) for course in shown], level=level, more=more
    )


@blueprint.get("/vakken/<uuid:course_id>")
@public
def show(course_id: UUID) -> ResponseReturnValue:
    """One course: what students learn, its editions, and what it works or worked on."""
    course = reading.get_shown(db.session(), course_id)
    return render_template("courses/show.html", page=CoursePage.of(course, current_actor()))


def _level() -> str:
    asked = request.args.get("niveau", "")
    return asked if asked in {level.key for level in the_city().levels} else ""


# ---- the desk ----


@blueprint.get("/mijn/vakken")
@requires(Permission.KEEP_COURSES)
def desk() -> ResponseReturnValue:
    """Editions, deadlines, suggestions and requests on one page."""
    return render_template("courses/desk.html", desk_page=Desk.of(the_person()))


# ---- a course ----


@blueprint.route("/mijn/vakken/nieuw", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def new() -> ResponseReturnValue:
    """Write down a course; then its first edition."""
    form, person = _course_form(CourseForm()), the_person()
    if not form.is_submitted():
        form.is_shown.data, form.languages.data = True, ["nl"]
    if not form.validate_on_submit():
        return _course(form), 422 if form.errors else 200
    try:
        with transaction() as session:
            course = editing.create_course(
                session, form.written, actor=person.actor, city=the_city(), organisation_id=form.owner
            )
            course_id = course.id
    except DomainError as error:
        form.blame(error)
        return _course(form), status_of(error)
    flash(gettext("Your course is saved. Now put in when it runs."))
    return redirect(url_for("courses.new_run", course_id=course_id), 303)


@blueprint.route("/mijn/vakken/<uuid:course_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def edit(course_id: UUID) -> ResponseReturnValue:
    """Change a course."""
    course, person = _own_course(course_id), the_person()
    form = CourseForm() if request.method == "POST" else CourseForm.of(course)
    if not form.validate_on_submit():
        return _course(form, course), 422 if form.errors else 200
    try:
        with transaction() as session:
            found = reading.get_course(session, course_id)
            editing.edit_course(
                session, found, form.written, actor=person.actor, city=the_city(), seen_version=form.version
            )
    except DomainError as error:
        form.blame(error)
        return _course(form, _own_course(course_id)), status_of(error)
    flash(gettext("Your course is saved."))
    return redirect(url_for("courses.desk"), 303)


def _own_course(course_id: UUID) -> Course:
    course = reading.get_course(db.session(), course_id)
    require(current_actor(), Permission.EDIT_COURSE, course)
    return course


def _course_form(form: CourseForm) -> CourseForm:
    """A coordinator says for which institution; a lecturer has one."""
    if current_actor().has(Role.COORDINATOR):
        form.organisation.choices = [select_option(*each) for each in institution_choices(db.session())]
    else:
        del form.organisation  # WTForms leaves None in its place
    return form


def _course(form: CourseForm, course: Course | None = None) -> str:
    if course is not None:
        form.seen_version.data = str(course.version)
    return render_template("courses/course.html", form=form, course=course)


# ---- who teaches it ----


@blueprint.route("/mijn/vakken/<uuid:course_id>/docenten", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def lecturers(course_id: UUID) -> ResponseReturnValue:
    """Who teaches a course, and adding a colleague."""
    course, form, person = _own_course(course_id), LecturerForm(), the_person()
    if not form.validate_on_submit():
        return render_template("courses/lecturers.html", form=form, course=course), 422 if form.errors else 200
    try:
        with transaction() as session:
            found = reading.get_course(session, course_id)
            name = editing.share_course(session, found, form.mail.data or "", actor=person.actor).name
    except DomainError as error:
        form.blame(error)
        return render_template("courses/lecturers.html", form=form, course=_own_course(course_id)), status_of(error)
    flash(gettext("%(name)s teaches this course too.", name=name))
    return redirect(url_for("courses.lecturers", course_id=course_id), 303)


@blueprint.post("/mijn/vakken/<uuid:course_id>/docenten/<uuid:user_id>/weg")
@requires(Permission.KEEP_COURSES)
def remove_lecturer(course_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Somebody teaches it no longer; who takes themself off goes back to their desk."""
    person = the_person()
    with transaction() as session:
        editing.unshare_course(session, reading.get_course(session, course_id), user_id, actor=person.actor)
    flash(gettext("Changed: look who teaches this course now."))
    is_self = user_id == person.user_id and not person.actor.has(Role.COORDINATOR)
    return redirect(url_for("courses.desk") if is_self else url_for("courses.lecturers", course_id=course_id), 303)


# ---- an edition ----


@blueprint.route("/mijn/vakken/<uuid:course_id>/uitvoering", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def new_run(course_id: UUID) -> ResponseReturnValue:
    """Put in when a course runs, until when it can be planned, for how many."""
    course, form, person = _own_course(course_id), RunForm(), the_person()
    if not form.is_submitted():
        form = RunForm(formdata=None, data={"team_min": 4, "team_max": 6, "languages": ["nl"]})
    if not form.is_good():
        return _run(form, course), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            found = reading.get_course(session, course_id)
            run = runs.add_run(session, found, form.planned, actor=person.actor, city=the_city())
            run_id = run.id
    except DomainError as error:
        form.blame(error)
        return _run(form, _own_course(course_id)), status_of(error)
    flash(gettext("This edition is saved. We look for questions that fit."))
    return redirect(url_for("fits.index", run_id=run_id), 303)


@blueprint.route("/mijn/vakken/uitvoering/<uuid:run_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def edit_run(run_id: UUID) -> ResponseReturnValue:
    """Change an edition; suggestions are worked out anew."""
    run, person = own_run(run_id), the_person()
    form = RunForm() if request.method == "POST" else RunForm.of(run)
    if not form.is_good(run):
        return _run(form, run.course, run), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            found = reading.get_run(session, run_id)
            runs.edit_run(session, found, form.planned, actor=person.actor, city=the_city(), seen_version=form.version)
    except DomainError as error:
        form.blame(error)
        run = own_run(run_id)
        return _run(form, run.course, run), status_of(error)
    flash(gettext("This edition is saved. We look for questions that fit."))
    return redirect(url_for("fits.index", run_id=run_id), 303)


def _run(form: RunForm, course: Course, run: CourseRun | None = None) -> str:
    if run is not None:
        form.seen_version.data = str(run.version)
    return render_template(
        "courses/run.html", form=form, course=course, run=run, season=season_of(run) if run else "", years=year_tables()
    )
