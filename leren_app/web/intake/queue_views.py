"""The coordinators' queue: what waits, filters under a name, and giving many questions to a colleague at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.services.questions import saved_filters
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.guards import requires, the_person
from leren_app.web.intake.bulk import Bulk, assign_each, handed_over
from leren_app.web.intake.desk import places
from leren_app.web.intake.forms import SaveFilterForm
from leren_app.web.intake.going_on import remember
from leren_app.web.intake.queue_page import QueuePage, Wish
from leren_app.web.intake.views import blueprint
from leren_app.web.language import spoken_language

__all__ = ["blueprint"]


@blueprint.get("/rij")
@requires(Permission.SEE_QUEUE)
def queue() -> ResponseReturnValue:
    """What is mine, what is due, what is nobody's, what waits; urgent and too late on top."""
    wish = Wish.of(request.args)
    remember(wish)
    return _page(wish)


@blueprint.post("/rij/toewijzen")
@requires(Permission.HANDLE_QUESTION)
def assign_many() -> ResponseReturnValue:
    """Give the ticked questions to a colleague; those that changed meanwhile come back ticked and named."""
    wish, asked = Wish.of(request.form), Bulk.of(request.form)
    if asked.problem:
        return _page(wish, asked), 422
    try:
        done, name = assign_each(asked, the_person().actor)
    except DomainError as error:
        return _page(wish, replace(asked, problem=error.message.in_(spoken_language()))), status_of(error)
    if done:
        flash(handed_over(len(done), name))
    if len(done) < len(asked.chosen):
        return _page(wish, asked.left_by(done)), 409
    return redirect(wish.address(), 303)


@blueprint.post("/rij/filters")
@requires(Permission.SEE_QUEUE)
def save_filter() -> ResponseReturnValue:
    """Keep what the queue shows now under a name."""
    wish, form = Wish.of(request.form), SaveFilterForm()
    if not form.validate_on_submit():
        return _page(wish, form=form), 422
    try:
        with transaction() as session:
            saved_filters.save(session, the_person().user_id, form.name.data or "", wish.query)
    except DomainError as error:
        form.blame(error)
        return _page(wish, form=form), status_of(error)
    flash(gettext("The filter is kept under this name. It stands above your queue."))
    return redirect(wish.address(), 303)


@blueprint.post("/rij/filters/<uuid:filter_id>/weg")
@requires(Permission.SEE_QUEUE)
def remove_filter(filter_id: UUID) -> ResponseReturnValue:
    """Take one of one's own filters away."""
    with transaction() as session:
        saved_filters.remove(session, the_person().user_id, filter_id)
    flash(gettext("The filter is gone."))
    return redirect(Wish.of(request.form).address(), 303)


def _page(wish: Wish, asked: Bulk | None = None, form: SaveFilterForm | None = None) -> str:
    page = QueuePage.of(db.session(), wish, the_person().user_id)
    return render_template(
        "intake/queue.html",
        page=page,
        bulk=asked or Bulk(),
        form=form or SaveFilterForm(formdata=None),
        desk=places(wish.tab, page.around),
    )
