"""What the asker sent along with the question, to have it back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import VISITOR, Actor
from leren_app.extensions import db
from leren_app.models import Token, TokenPurpose
from leren_app.services.questions import files, reading
from leren_app.web import uploads, visits

# Below the asker's own page: the cookie of their link holds for addresses that begin with it.
blueprint = Blueprint("asker_files", __name__, url_prefix="/mijn-vraag/<reference>/bestanden")


@blueprint.get("/<uuid:file_id>")
@visits.by_link(TokenPurpose.ASKER_PAGE)
def file(reference: str, file_id: UUID, token: Token) -> ResponseReturnValue:
    """One photo or PDF, to save."""
    question = reading.get_question(db.session(), reference)
    if question.id != token.question_id:
        raise NotFoundError
    actor = Actor(roles=VISITOR.roles, contact_id=token.contact_id)
    return uploads.given_away(files.get_file(db.session(), question, file_id, actor=actor))
