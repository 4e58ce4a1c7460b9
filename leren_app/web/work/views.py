"""Work that waits for a person: what it was, why it failed, and trying it again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.services import outbox
from leren_app.transaction import transaction
from leren_app.web.guards import requires

blueprint = Blueprint("work", __name__, url_prefix="/werk")


@blueprint.get("/vastgelopen")
@requires(Permission.SEE_DEAD_WORK)
def dead() -> ResponseReturnValue:
    """All dead work, newest first."""
    return render_template("work/dead.html", rows=outbox.list_dead(db.session()))


@blueprint.post("/vastgelopen/<uuid:row_id>/opnieuw")
@requires(Permission.SEE_DEAD_WORK)
def again(row_id: UUID) -> ResponseReturnValue:
    """Try one again; 409 when somebody else did already."""
    with transaction() as writing:
        outbox.again(writing, row_id)
    flash(_("This will be tried again within a few seconds."))
    return redirect(url_for("work.dead"), 303)
