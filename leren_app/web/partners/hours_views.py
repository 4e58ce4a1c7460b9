"""The pages behind the link in a mail, on which a contact of a partner confirms hours or changes them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, NotFoundError
from leren_app.domain.roles import VISITOR, Actor
from leren_app.extensions import db
from leren_app.models import PartnerPromise, Token, TokenPurpose
from leren_app.services.partners import promising, reading
from leren_app.transaction import transaction
from leren_app.web import visits
from leren_app.web.errors import status_of
from leren_app.web.here import the_city
from leren_app.web.partners.forms import AnswerForm
from leren_app.web.partners.words import semester_words

blueprint = Blueprint("partner_hours", __name__, url_prefix="/partner/uren")


@blueprint.get("")
@visits.by_link(TokenPurpose.PARTNER)
def show(token: Token) -> ResponseReturnValue:
    """What waits for an answer, else what was answered last; opening it changes nothing."""
    asked = _asked(token)
    return _page(next((each for each in asked if each.confirmed_at is None and _is_ahead(each)), asked[0]), token)


@blueprint.get("/<uuid:promise_id>")
@visits.by_link(TokenPurpose.PARTNER)
def one(promise_id: UUID, token: Token) -> ResponseReturnValue:
    """The hours of one semester, where there are several."""
    return _page(promising.get_for_contact(db.session(), promise_id, _actor(token)), token)


@blueprint.post("/<uuid:promise_id>")
@visits.by_link(TokenPurpose.PARTNER)
def confirm(promise_id: UUID, token: Token) -> ResponseReturnValue:
    """Yes, so many hours; sent twice it counts once."""
    form, actor = AnswerForm(), _actor(token)
    promise = promising.get_for_contact(db.session(), promise_id, actor)
    if not form.validate_on_submit():
        return _page(promise, token, form), 422
    try:
        with transaction() as session:
            found = promising.get_for_contact(session, promise_id, actor)
            hours, words = form.hours.data or 0, form.words.data or ""
            promising.confirm(session, found, hours, words, actor=actor, city=the_city())
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _page(promising.get_for_contact(db.session(), promise_id, actor), token, form), status_of(error)
    flash(gettext("Thank you. Your hours are confirmed."))
    return redirect(url_for("partner_hours.one", promise_id=promise_id), 303)


def _actor(token: Token) -> Actor:
    return Actor(roles=VISITOR.roles, contact_id=token.contact_id)


def _asked(token: Token) -> list[PartnerPromise]:
    """All that was asked of this contact; NotFoundError when they answer for no partner any more."""
    asked = reading.list_asked_of(db.session(), token.contact_id) if token.contact_id else []
    if not asked:
        raise NotFoundError
    return asked


def _is_ahead(promise: PartnerPromise) -> bool:
    return promising.is_ahead(db.session(), promise, the_city())


def _page(promise: PartnerPromise, token: Token, sent: AnswerForm | None = None) -> str:
    form = sent or AnswerForm(formdata=None, hours=promise.hours)
    others = [
        (semester_words(each.semester), url_for("partner_hours.one", promise_id=each.id))
        for each in _asked(token)
        if each.id != promise.id
    ]
    return render_template(
        "partners/hours.html",
        organisation=reading.get_partner(db.session(), promise.organisation_id),
        promise=promise,
        semester=semester_words(promise.semester),
        is_ahead=_is_ahead(promise),
        others=others,
        form=form,
    )
