"""What came along with a question, for coordinators to save and look at."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.services.questions import files, reading
from leren_app.web import uploads
from leren_app.web.guards import requires, the_person

blueprint = Blueprint("intake_files", __name__, url_prefix="/werk/vragen/<reference>/bestanden")


@blueprint.get("/<uuid:file_id>")
@requires(Permission.HANDLE_QUESTION)
def file(reference: str, file_id: UUID) -> ResponseReturnValue:
    """One photo or PDF, always to save and never to show: what is in it is not ours."""
    question = reading.get_question(db.session(), reference)
    return uploads.given_away(files.get_file(db.session(), question, file_id, actor=the_person().actor))
