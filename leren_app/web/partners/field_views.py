"""What a placement asks of people in the city: a list to add to, with a warning where it becomes too much."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from leren_app.domain import burden
from leren_app.domain.errors import DomainError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import FieldActivity, Organisation, OrganisationKind, Placement
from leren_app.services.partners import fieldwork
from leren_app.services.partners.fieldwork import Asked
from leren_app.services.placements.reading import get_placement
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.guards import current_actor, requires, the_person
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.partners.forms import ActivityForm
from leren_app.web.partners.words import ACTIVITIES, level_status
from leren_app.web.placing import course_name, title_of

blueprint = Blueprint("fieldwork", __name__, url_prefix="/mijn/koppelingen/<uuid:placement_id>/veldwerk")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.SEE_PLACEMENTS)
def index(placement_id: UUID) -> ResponseReturnValue:
    """What is planned, how much that makes with what others plan, and adding to it."""
    placement, form = _own(placement_id), _form()
    if request.method == "GET":
        return _page(placement, _begun(placement))
    if not form.validate_on_submit():
        return _page(placement, form), 422
    actor = the_person().actor
    try:
        with transaction() as session:
            fieldwork.plan(session, _own(placement_id), form.planned, actor=actor, city=the_city())
    except DomainError as error:
        db.session.rollback()
        form.blame(error)
        return _page(_own(placement_id), form), status_of(error)
    flash(gettext("It is added to the plan."))
    return redirect(url_for("fieldwork.index", placement_id=placement_id), 303)


@blueprint.post("/<uuid:activity_id>/weg")
@requires(Permission.SEE_PLACEMENTS)
def remove(placement_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """Take something off the plan."""
    actor = the_person().actor
    with transaction() as session:
        fieldwork.remove(session, _own(placement_id), activity_id, actor=actor)
    flash(gettext("It is off the plan."))
    return redirect(url_for("fieldwork.index", placement_id=placement_id), 303)


def _own(placement_id: UUID) -> Placement:
    placement = get_placement(db.session(), placement_id)
    require(current_actor(), Permission.SEE_PLACEMENT, placement.run)
    return placement


def _form() -> ActivityForm:
    form = ActivityForm()
    _offer(form)
    return form


def _begun(placement: Placement) -> ActivityForm:
    """An empty form for the district of the question and the weeks of the course."""
    run, question = placement.run, placement.challenge.question
    form = ActivityForm(formdata=None, district=question.district, starts_on=run.starts_on, ends_on=run.ends_on)
    _offer(form)
    return form


def _offer(form: ActivityForm) -> None:
    """Partners to choose from: everybody but schools."""
    partners = select(Organisation.id, Organisation.name).where(Organisation.kind != OrganisationKind.KNOWLEDGE)
    found = db.session.execute(partners.order_by(Organisation.name, Organisation.id))
    form.offer([(str(row.id), row.name) for row in found])


def _page(placement: Placement, form: ActivityForm) -> str:
    session, city = db.session(), the_city()
    own = fieldwork.list_of_placement(session, placement)
    asked = fieldwork.list_asked(session, placement, own, city)
    return render_template(
        "partners/fieldwork.html",
        placement=placement,
        title=title_of(placement),
        course=course_name(placement.run),
        rows=[_row(each) for each in own],
        asked=[_asked(each) for each in asked],
        warnings=[each.warning.in_(spoken_language()) for each in asked if each.warning],
        can_plan=placement.state in fieldwork.CAN_PLAN,
        form=form,
    )


def _row(activity: FieldActivity) -> tuple[FieldActivity, str, str]:
    """An activity with its kind and place in words."""
    names = {each.key: each.name.in_(spoken_language()) for each in the_city().all_districts}
    places = (names.get(activity.district, ""), activity.organisation.name if activity.organisation else "")
    return activity, str(ACTIVITIES[activity.kind]), ", ".join(place for place in places if place)


def _asked(asked: Asked) -> tuple[str, str, int, tuple[str, str]]:
    """A place, how many people are asked there by everybody, the most that may be, and what that is."""
    people = str(asked.load.people) if current_actor().has(Role.COORDINATOR) else burden.said(asked.load.people)
    return asked.place.in_(spoken_language()), people, asked.load.limit, level_status(asked.load.level)
