"""What fits: suggestions for an edition, asking for a challenge, putting one aside; and work without a class."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, NotFoundError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Challenge, CourseKind, CourseRun, User
from leren_app.services.challenges import reading as challenges
from leren_app.services.courses import reading
from leren_app.services.courses.runs import Alone
from leren_app.services.partners import fieldwork
from leren_app.services.placements import asking
from leren_app.services.suggestions import reading as suggestions
from leren_app.transaction import transaction
from leren_app.web.challenge_cards import ChallengeCard
from leren_app.web.courses.fit_pages import FitsPage, RunChoice
from leren_app.web.courses.forms import AloneForm, ChallengeForm, DismissForm, RunChoiceForm
from leren_app.web.courses.own import own_run
from leren_app.web.errors import status_of
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.placing import done_words

blueprint = Blueprint("fits", __name__, url_prefix="/mijn/vakken")


# ---- for one edition ----


@blueprint.get("/uitvoering/<uuid:run_id>/vragen")
@requires(Permission.KEEP_COURSES)
def index(run_id: UUID) -> ResponseReturnValue:
    """What fits this edition, with reasons; or the limit that keeps everything away."""
    return _page(own_run(run_id))


@blueprint.post("/uitvoering/<uuid:run_id>/vraag-aan")
@requires(Permission.KEEP_COURSES)
def ask(run_id: UUID) -> ResponseReturnValue:
    """Ask for a challenge; its client gets a mail."""
    form, actor = ChallengeForm(), the_person().actor
    challenge_id = _id(form.challenge.data)
    if not form.validate_on_submit():
        return _page(own_run(run_id)), 422
    with transaction() as session:
        run, challenge = reading.get_run(session, run_id), challenges.get_by_id(session, challenge_id)
        require(actor, Permission.EDIT_COURSE, run.course)
        asking.request(session, challenge, run, actor=actor, city=the_city())
    flash(done_words("request"))
    return redirect(url_for("fits.index", run_id=run_id), 303)


@blueprint.post("/uitvoering/<uuid:run_id>/leg-weg/<uuid:challenge_id>")
@requires(Permission.KEEP_COURSES)
def dismiss(run_id: UUID, challenge_id: UUID) -> ResponseReturnValue:
    """Not for me, because…"""
    form, actor = DismissForm(prefix=f"c{challenge_id.hex[:12]}"), the_person().actor
    if not form.validate_on_submit():
        return _page(own_run(run_id), form), 422
    with transaction() as session:
        run = reading.get_run(session, run_id)
        suggestions.dismiss(session, run, challenge_id, form.reason.data or "", actor=actor)
    flash(
        gettext(
            "It is put aside for this edition, and so are other parts of the same question. You bring it back below,"
            " under “Put aside”."
        )
    )
    return redirect(url_for("fits.index", run_id=run_id), 303)


@blueprint.post("/uitvoering/<uuid:run_id>/haal-terug")
@requires(Permission.KEEP_COURSES)
def take_back(run_id: UUID) -> ResponseReturnValue:
    """Bring back what was put aside."""
    form, actor = ChallengeForm(), the_person().actor
    challenge_id = _id(form.challenge.data)
    if not form.validate_on_submit():
        return _page(own_run(run_id)), 422
    with transaction() as session:
        suggestions.take_back(session, reading.get_run(session, run_id), challenge_id, actor=actor)
    flash(gettext("It is back in the list."))
    return redirect(url_for("fits.index", run_id=run_id), 303)


def _page(run: CourseRun, no: DismissForm | None = None) -> str:
    return render_template("courses/fits.html", page=FitsPage.of(run, no), form=no)


def _id(typed: object) -> UUID:
    """The id of a challenge or edition as a button sends it."""
    try:
        return UUID(str(typed))
    except ValueError:
        raise NotFoundError from None


# ---- for one challenge ----


@blueprint.route("/vraag-aan/<slug>", methods=["GET", "POST"])
@requires(Permission.KEEP_COURSES)
def choose(slug: str) -> ResponseReturnValue:
    """For which of my editions do I ask for this challenge?"""
    challenge, form, actor = challenges.get_public(db.session(), slug), RunChoiceForm(), the_person().actor
    if not form.validate_on_submit():
        return _choose(challenge), 422 if form.is_submitted() else 200
    run_id = _id(form.run.data)
    try:
        with transaction() as session:
            run, found = reading.get_run(session, run_id), challenges.get_public(session, slug)
            require(actor, Permission.EDIT_COURSE, run.course)
            placement_id = asking.request(session, found, run, actor=actor, city=the_city()).id
    except DomainError as error:
        return _choose(challenges.get_public(db.session(), slug), error), status_of(error)
    flash(done_words("request"))
    return redirect(url_for("placements.show", placement_id=placement_id), 303)


def _choose(challenge: Challenge, error: DomainError | None = None) -> str:
    person, session = the_person(), db.session()
    is_own = person.actor.has(Role.LECTURER)
    courses = reading.list_own(session, person.user_id) if is_own else []
    runs = [run for course in courses for run in course.runs if run.planning_deadline >= today()]
    runs.sort(key=lambda run: (run.planning_deadline, run.id))
    weeks = [(run.starts_on, run.ends_on) for run in runs]
    asked = fieldwork.list_in_district(session, the_city(), challenge.question.district, weeks)
    return render_template(
        "courses/choose.html",
        card=ChallengeCard.of(challenge),
        choices=[RunChoice.of(run, challenge, mind) for run, mind in zip(runs, asked, strict=True)],
        conflict=error.message.in_(spoken_language()) if error else "",
        first_course=courses[0] if courses else None,
    )


# ---- without a class ----


@blueprint.route("/alleen/<slug>", methods=["GET", "POST"])
@requires(Permission.WORK_ALONE)
def alone(slug: str) -> ResponseReturnValue:
    """Take a challenge as thesis, internship or research: an edition of one, made and asked for in one click."""
    challenge, form, person = challenges.get_public(db.session(), slug), AloneForm(), the_person()
    if not form.is_submitted():
        form = AloneForm(formdata=None, data={"languages": [person.language]})
    if not form.validate_on_submit():
        return _alone(challenge, form), 422 if form.is_submitted() else 200
    wish = Alone(CourseKind(form.kind.data), tuple(form.languages.data or ()))
    try:
        with transaction() as session:
            user, found = session.get_one(User, person.user_id), challenges.get_public(session, slug)
            placement = asking.request_alone(session, found, wish, person=user, actor=person.actor, city=the_city())
            placement_id = placement.id
    except DomainError as error:
        form.blame(error)
        return _alone(challenges.get_public(db.session(), slug), form), status_of(error)
    flash(done_words("request"))
    return redirect(url_for("placements.show", placement_id=placement_id), 303)


def _alone(challenge: Challenge, form: AloneForm) -> str:
    return render_template("courses/alone.html", card=ChallengeCard.of(challenge), form=form)
