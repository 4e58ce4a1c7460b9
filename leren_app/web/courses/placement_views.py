"""The page of a placement for who has an account: its steps, the agreement, and the files of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, NotFoundError
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.permissions import Permission, require
from leren_app.extensions import db
from leren_app.models import Challenge, FieldActivity, Placement
from leren_app.services.challenges import reading as challenges
from leren_app.services.courses import reading as courses
from leren_app.services.partners import fieldwork
from leren_app.services.placements import asking, reading
from leren_app.services.suggestions import reading as suggestions
from leren_app.transaction import transaction
from leren_app.web.agreement_files import calendar_of, pdf_of
from leren_app.web.challenge_cards import title_of
from leren_app.web.courses.fit_pages import pass_reason
from leren_app.web.courses.forms import ProposeForm
from leren_app.web.courses.pages import name_of
from leren_app.web.errors import status_of
from leren_app.web.fields import select_option
from leren_app.web.forms import VersionedForm
from leren_app.web.guards import current_actor, requires, the_person
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.placing import (
    Addresses,
    PlacementPage,
    course_name,
    do_step,
    do_tick,
    do_write,
    done_words,
    placement_status,
    season_of,
    step_form,
    together_words,
)
from leren_app.web.placing_forms import AgreementForm, TickForm
from leren_app.web.reason_words import sentences_of

blueprint = Blueprint("placements", __name__)
HAS_PAPER = (PlacementState.AGREED, PlacementState.DONE)


@blueprint.get("/mijn/koppelingen/<uuid:placement_id>")
@requires(Permission.SEE_PLACEMENTS)
def show(placement_id: UUID) -> ResponseReturnValue:
    """Whose turn it is, the agreement, what happened."""
    return _page(_own(placement_id))


@blueprint.post("/mijn/koppelingen/<uuid:placement_id>/stap/<name>")
@requires(Permission.SEE_PLACEMENTS)
def step(placement_id: UUID, name: str) -> ResponseReturnValue:
    """Take a step of the life cycle."""
    form, actor = step_form(name), the_person().actor
    return _act(placement_id, form, lambda found: do_step(found, name, form, actor), done_words(name))


@blueprint.post("/mijn/koppelingen/<uuid:placement_id>/afspraak")
@requires(Permission.SEE_PLACEMENTS)
def write(placement_id: UUID) -> ResponseReturnValue:
    """Propose a day to start and terms."""
    form, actor = AgreementForm(prefix="write"), the_person().actor
    return _act(placement_id, form, lambda found: do_write(found, form, actor), gettext("Your proposal is saved."))


@blueprint.post("/mijn/koppelingen/<uuid:placement_id>/akkoord")
@requires(Permission.SEE_PLACEMENTS)
def tick(placement_id: UUID) -> ResponseReturnValue:
    """Say yes to the agreement that stands there."""
    form, actor = TickForm(prefix="tick"), the_person().actor
    return _act(placement_id, form, lambda found: do_tick(found, form, actor), gettext("Your yes is recorded."))


@blueprint.get("/mijn/koppelingen/<uuid:placement_id>/afspraak.pdf")
@requires(Permission.SEE_PLACEMENTS)
def pdf(placement_id: UUID) -> ResponseReturnValue:
    """The agreement to keep."""
    return pdf_of(_agreed(placement_id))


@blueprint.get("/mijn/koppelingen/<uuid:placement_id>/startdag.ics")
@requires(Permission.SEE_PLACEMENTS)
def calendar(placement_id: UUID) -> ResponseReturnValue:
    """The day to start, for a calendar."""
    return calendar_of(_agreed(placement_id))


def _own(placement_id: UUID) -> Placement:
    placement = reading.get_placement(db.session(), placement_id)
    require(current_actor(), Permission.SEE_PLACEMENT, placement.run)
    return placement


def _agreed(placement_id: UUID) -> Placement:
    placement = _own(placement_id)
    if placement.state not in HAS_PAPER:
        raise NotFoundError
    return placement


def _act(placement_id: UUID, form: VersionedForm, act: Callable[[Placement], None], thanks: str) -> ResponseReturnValue:
    """Do what a form asks and go back to the page; refused, the page comes back with what was typed."""
    if not form.validate_on_submit():
        return _page(_own(placement_id), form), 422
    try:
        with transaction():
            act(_own(placement_id))
    except DomainError as error:
        db.session.rollback()
        placement = _own(placement_id)
        form.blame(error)
        return _page(placement, form), status_of(error)
    flash(thanks)
    return redirect(url_for("placements.show", placement_id=placement_id), 303)


def _page(placement: Placement, form: VersionedForm | None = None) -> str:
    key = placement.id
    at = Addresses(
        step=partial(_step_address, key),
        write=url_for("placements.write", placement_id=key),
        tick=url_for("placements.tick", placement_id=key),
        pdf=url_for("placements.pdf", placement_id=key),
        calendar=url_for("placements.calendar", placement_id=key),
        team=url_for("teams.show" if placement.run.person_id is None else "teams.alone", placement_id=key),
    )
    planned = fieldwork.list_of_placement(db.session(), placement)
    return render_template(
        "placements/show.html",
        page=PlacementPage.of(placement, current_actor(), at, form),
        form=form,
        has_fieldwork=placement.state in fieldwork.COUNTS,
        planned=planned,
        warnings=_warnings(placement, planned),
    )


def _warnings(placement: Placement, planned: list[FieldActivity]) -> list[str]:
    """Where too much is asked of people: by what is planned; before that, in the district of the question."""
    session, run = db.session(), placement.run
    asked = fieldwork.list_asked(session, placement, planned, the_city())
    if not planned and placement.state in (PlacementState.PROPOSED, *fieldwork.CAN_PLAN):
        district = placement.challenge.question.district
        asked = fieldwork.list_in_district(session, the_city(), district, [(run.starts_on, run.ends_on)])
    return [each.warning.in_(spoken_language()) for each in asked if each.warning]


def _step_address(placement_id: UUID, name: str) -> str:
    return url_for("placements.step", placement_id=placement_id, name=name)


# ---- the placements of a challenge, for coordinators ----


@blueprint.route("/werk/vraagstukken/<slug>/koppelingen", methods=["GET", "POST"])
@requires(Permission.HANDLE_CHALLENGE)
def of_challenge(slug: str) -> ResponseReturnValue:
    """Who asked for a challenge, which editions fit, and proposing it to one."""
    challenge, form, actor = challenges.get_challenge(db.session(), slug), ProposeForm(), the_person().actor
    _offer(form)
    if not form.validate_on_submit():
        return _of_challenge(challenge, form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            run, found = courses.get_run(session, UUID(form.run.data)), challenges.get_challenge(session, slug)
            asking.propose(session, found, run, actor=actor, city=the_city(), override=form.override.data or "")
    except DomainError as error:
        form.blame(error)
        return _of_challenge(challenges.get_challenge(db.session(), slug), form), status_of(error)
    flash(gettext("The lecturers get a mail with your proposal."))
    return redirect(url_for("placements.of_challenge", slug=slug), 303)


def _offer(form: ProposeForm) -> None:
    """The editions that can still be planned."""
    runs = courses.list_plannable(db.session(), today())
    form.run.choices = [
        select_option(str(run.id), f"{name_of(run.course)}, {run.course.organisation.name}, {season_of(run)}")
        for run in runs
    ]


def _of_challenge(challenge: Challenge, form: ProposeForm) -> str:
    session = db.session()
    placements = reading.list_of_challenge(session, challenge)
    fits = suggestions.list_for_challenge(session, challenge, today())
    why_none = "" if fits else suggestions.why_no_edition_fits(session, challenge, today()).in_(spoken_language())
    return render_template(
        "placements/of_challenge.html",
        challenge=challenge,
        title=title_of(challenge),
        placements=[
            (url_for("placements.show", placement_id=p.id), course_name(p.run), season_of(p.run), placement_status(p))
            for p in placements
        ],
        fits=fits,
        why_none=why_none,
        name_of=name_of,
        because=sentences_of,
        together=together_words(placements),
        put_aside=[
            (f"{name_of(run.course)}, {run.course.organisation.name}", season_of(run), pass_reason(reason))
            for run, reason in suggestions.list_who_put_aside(session, challenge)
        ],
        season_of=season_of,
        form=form,
    )
