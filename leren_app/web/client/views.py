"""The client's page and everything they can do on it; every act is a POST, and nobody needs an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, NotFoundError
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import VISITOR, Actor
from leren_app.extensions import db
from leren_app.models import Challenge, Placement, Token, TokenPurpose
from leren_app.services.challenges import client as client_service
from leren_app.services.challenges import reading as challenges
from leren_app.services.placements import reading
from leren_app.transaction import transaction
from leren_app.web import visits
from leren_app.web.agreement_files import calendar_of, pdf_of
from leren_app.web.client.forms import HoursForm
from leren_app.web.client.page import ClientPage
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm
from leren_app.web.placing import Addresses, PlacementPage, do_step, do_tick, do_write, done_words, step_form
from leren_app.web.placing_forms import AgreementForm, TickForm

blueprint = Blueprint("client", __name__, url_prefix="/opdracht")
HAS_PAPER = (PlacementState.AGREED, PlacementState.DONE)
FOR_CLIENTS = frozenset({"accept", "decline", "amend", "cancel"})


@blueprint.get("/<slug>")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def show(slug: str, token: Token) -> ResponseReturnValue:
    """What is asked of the client now, the courses, and the challenge as others see it."""
    return _show(_own(slug, token))


@blueprint.post("/<slug>/uren")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def hours(slug: str, token: Token) -> ResponseReturnValue:
    """Yes, there is time for it."""
    form, actor = HoursForm(), _actor(token)
    if not form.validate_on_submit():
        return _show(_own(slug, token), form), 422
    try:
        with transaction() as session:
            client_service.confirm_hours(session, _own(slug, token), form.client_hours.data or 0, actor=actor)
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _show(_own(slug, token), form), status_of(error)
    flash(gettext("Thank you. Your hours are confirmed."))
    return redirect(url_for("client.show", slug=slug), 303)


@blueprint.get("/<slug>/<uuid:placement_id>")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def placement(slug: str, placement_id: UUID, token: Token) -> ResponseReturnValue:
    """One course that wants to work on it, or does."""
    return _page(_own_placement(slug, placement_id, token), token)


@blueprint.post("/<slug>/<uuid:placement_id>/stap/<name>")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def step(slug: str, placement_id: UUID, name: str, token: Token) -> ResponseReturnValue:
    """Answer a course, or call it off."""
    if name not in FOR_CLIENTS:
        raise NotFoundError
    form, actor = step_form(name), _actor(token)

    def act(found: Placement) -> None:
        do_step(found, name, form, actor)

    return _act(_own_placement(slug, placement_id, token), token, form, act, done_words(name))


@blueprint.post("/<slug>/<uuid:placement_id>/afspraak")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def write(slug: str, placement_id: UUID, token: Token) -> ResponseReturnValue:
    """Propose a day to start and terms."""
    form, actor = AgreementForm(prefix="write"), _actor(token)

    def act(found: Placement) -> None:
        do_write(found, form, actor)

    thanks = gettext("Your proposal is saved.")
    return _act(_own_placement(slug, placement_id, token), token, form, act, thanks)


@blueprint.post("/<slug>/<uuid:placement_id>/akkoord")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def tick(slug: str, placement_id: UUID, token: Token) -> ResponseReturnValue:
    """Say yes to the agreement that stands there."""
    form, actor = TickForm(prefix="tick"), _actor(token)

    def act(found: Placement) -> None:
        do_tick(found, form, actor)

    return _act(_own_placement(slug, placement_id, token), token, form, act, gettext("Your yes is recorded."))


@blueprint.get("/<slug>/<uuid:placement_id>/afspraak.pdf")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def pdf(slug: str, placement_id: UUID, token: Token) -> ResponseReturnValue:
    """The agreement to keep."""
    return pdf_of(_agreed(slug, placement_id, token))


@blueprint.get("/<slug>/<uuid:placement_id>/startdag.ics")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def calendar(slug: str, placement_id: UUID, token: Token) -> ResponseReturnValue:
    """The day to start, for a calendar."""
    return calendar_of(_agreed(slug, placement_id, token))


# ---- what belongs to the holder of the link ----


def _own(slug: str, token: Token) -> Challenge:
    """The token's challenge, if the address names that very one and its client is still the same."""
    challenge = challenges.get_challenge(db.session(), slug)
    if challenge.id != token.challenge_id or challenge.client_id != token.contact_id:
        raise NotFoundError
    return challenge


def _own_placement(slug: str, placement_id: UUID, token: Token) -> Placement:
    """A placement of that challenge; what was only proposed to a course is none of the client's yet."""
    found = reading.get_placement(db.session(), placement_id)
    if found.challenge_id != _own(slug, token).id or found.state is PlacementState.PROPOSED:
        raise NotFoundError
    return found


def _agreed(slug: str, placement_id: UUID, token: Token) -> Placement:
    found = _own_placement(slug, placement_id, token)
    if found.state not in HAS_PAPER:
        raise NotFoundError
    return found


def _actor(token: Token) -> Actor:
    return Actor(roles=VISITOR.roles, contact_id=token.contact_id)


def _act(
    seen: Placement, token: Token, form: VersionedForm, act: Callable[[Placement], None], thanks: str
) -> ResponseReturnValue:
    """Do what a form asks and go back to the page; refused, the page comes back with what was typed."""
    placement_id, slug = seen.id, seen.challenge.slug
    if not form.validate_on_submit():
        return _page(seen, token, form), 422
    try:
        with transaction():
            act(_own_placement(slug, placement_id, token))
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _page(_own_placement(slug, placement_id, token), token, form), status_of(error)
    flash(thanks)
    return redirect(url_for("client.placement", slug=slug, placement_id=placement_id), 303)


def _show(challenge: Challenge, form: HoursForm | None = None) -> str:
    hours_form = form or HoursForm(formdata=None, client_hours=challenge.client_hours or 8)
    return render_template("client/show.html", page=ClientPage.of(challenge), hours_form=hours_form, form=form)


def _page(found: Placement, token: Token, form: VersionedForm | None = None) -> str:
    slug, key = found.challenge.slug, found.id
    at = Addresses(
        step=partial(_step_address, slug, key),
        write=url_for("client.write", slug=slug, placement_id=key),
        tick=url_for("client.tick", slug=slug, placement_id=key),
        pdf=url_for("client.pdf", slug=slug, placement_id=key),
        calendar=url_for("client.calendar", slug=slug, placement_id=key),
    )
    return render_template("client/placement.html", page=PlacementPage.of(found, _actor(token), at, form), form=form)


def _step_address(slug: str, placement_id: UUID, name: str) -> str:
    return url_for("client.step", slug=slug, placement_id=placement_id, name=name)
