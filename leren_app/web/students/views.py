"""The desk of students and researchers: what fits, what they applied for, and what they tell of themselves."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import Challenge, Profile
from leren_app.services.applications import applying
from leren_app.services.indexes.items import Kind
from leren_app.services.profiles import keeping
from leren_app.services.profiles.keeping import find_profile
from leren_app.transaction import transaction
from leren_app.web.challenge_cards import ChallengeCard
from leren_app.web.errors import status_of
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.searching import promise_where_missing
from leren_app.web.students.desk import StudentDesk
from leren_app.web.students.forms import ApplyForm, ProfileForm
from leren_app.web.students.page import ApplicationView, language_tag
from leren_app.web.students.skills import groups_for

blueprint = Blueprint("students", __name__, url_prefix="/mijn")


@blueprint.get("")
@requires(Permission.HAVE_PROFILE)
def desk() -> ResponseReturnValue:
    """The one next step, what fits with reasons, and what is under way."""
    promise_where_missing(Kind.CHALLENGES)
    return render_template("students/desk.html", page=StudentDesk.of(the_person().user_id), form=None)


# ---- the profile ----


@blueprint.route("/profiel", methods=["GET", "POST"])
@requires(Permission.HAVE_PROFILE)
def profile() -> ResponseReturnValue:
    """Tell what you study, can and want."""
    form, person = ProfileForm(), the_person()
    if not form.validate_on_submit():
        found = find_profile(db.session(), person.user_id)
        return _profile(found, form if form.is_submitted() else ProfileForm.of(found))
    try:
        with transaction() as session:
            keeping.save(session, form.told, actor=person.actor, city=the_city(), seen_version=form.version)
    except DomainError as error:
        form.blame(error)
        return _profile(find_profile(db.session(), person.user_id), form, status_of(error))
    flash(gettext("Your profile is saved."))
    return redirect(url_for("students.desk"), 303)


@blueprint.post("/profiel/intrekken")
@requires(Permission.HAVE_PROFILE)
def leave() -> ResponseReturnValue:
    """Take the yes back: no longer matched or seen."""
    person = the_person()
    with transaction() as session:
        found = keeping.get_profile(session, person.user_id)
        applying.leave_matching(session, found, actor=person.actor)
    flash(gettext("You are no longer matched, and lecturers no longer see your profile."))
    return redirect(url_for("students.profile"), 303)


def _profile(found: Profile | None, form: ProfileForm, status: int | None = None) -> ResponseReturnValue:
    status = status or (422 if form.is_submitted() and form.errors else 200)
    return render_template("students/profile.html", form=form, profile=found, groups=groups_for(form)), status


# ---- applications ----


@blueprint.get("/aanmeldingen")
@requires(Permission.HAVE_PROFILE)
def applications() -> ResponseReturnValue:
    """Everything one applied for, and how it stands."""
    found = applying.list_own(db.session(), the_person().user_id)
    return render_template("students/applications.html", views=[ApplicationView.of(each) for each in found])


@blueprint.route("/aanmeldingen/nieuw/<slug>", methods=["GET", "POST"])
@requires(Permission.HAVE_PROFILE)
def apply(slug: str) -> ResponseReturnValue:
    """Apply with one sentence, or read what stands in the way."""
    form, person = ApplyForm(), the_person()
    if not form.validate_on_submit():
        return _apply(applying.get_open_challenge(db.session(), slug), form, 422 if form.is_submitted() else 200)
    try:
        with transaction() as session:
            challenge = applying.get_open_challenge(session, slug)
            applying.apply(session, challenge, form.motivation.data or "", actor=person.actor, city=the_city())
    except DomainError as error:
        form.blame(error)
        return _apply(applying.get_open_challenge(db.session(), slug), form, status_of(error))
    flash(gettext("You applied. You hear from us by mail, also when there is no place."))
    return redirect(url_for("students.applications"), 303)


def _apply(challenge: Challenge, form: ApplyForm, status: int) -> ResponseReturnValue:
    session, person = db.session(), the_person()
    own = find_profile(session, person.user_id)
    before = applying.find_application(session, own.id, challenge.id) if own else None
    if before is not None and before.state != "withdrawn" and status == 200:
        return redirect(url_for("students.application", application_id=before.id), 303)
    missing = applying.what_is_missing(session, own, challenge, the_city())
    return (
        render_template(
            "students/apply.html",
            form=form,
            challenge=challenge,
            card=ChallengeCard.of(challenge),
            tag=language_tag(own, challenge) if own else None,
            missing=missing.in_(spoken_language()) if missing else "",
            needs_profile=own is None or own.consented_at is None,
        ),
        status,
    )


@blueprint.route("/aanmeldingen/<uuid:application_id>", methods=["GET", "POST"])
@requires(Permission.HAVE_PROFILE)
def application(application_id: UUID) -> ResponseReturnValue:
    """One application: how it stands and why, the sentence to change, and the way out."""
    person, form = the_person(), ApplyForm()
    if not form.validate_on_submit():
        return _application(application_id, form, 422 if form.is_submitted() else 200)
    try:
        with transaction() as session:
            found = applying.get_own(session, application_id, person.actor)
            words = form.motivation.data or ""
            applying.edit(session, found, words, actor=person.actor, seen_version=form.version)
    except DomainError as error:
        form.blame(error)
        return _application(application_id, form, status_of(error))
    flash(gettext("Your sentence is changed."))
    return redirect(url_for("students.applications"), 303)


@blueprint.post("/aanmeldingen/<uuid:application_id>/intrekken")
@requires(Permission.HAVE_PROFILE)
def withdraw(application_id: UUID) -> ResponseReturnValue:
    """Take an application back."""
    person = the_person()
    with transaction() as session:
        applying.withdraw(session, applying.get_own(session, application_id, person.actor), actor=person.actor)
    flash(gettext("Your application is withdrawn. You can apply again as long as it is open."))
    return redirect(url_for("students.applications"), 303)


def _application(application_id: UUID, form: ApplyForm, status: int) -> ResponseReturnValue:
    found = applying.get_own(db.session(), application_id, the_person().actor)
    if not form.is_submitted():
        form = ApplyForm(formdata=None, motivation=found.motivation)
    form.seen_version.data = str(found.version)
    return render_template("students/application.html", form=form, view=ApplicationView.of(found)), status
