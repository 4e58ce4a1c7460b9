"""The question that a link is for."""

from __future__ import annotations

from leren_app.domain.errors import NotFoundError
from leren_app.extensions import db
from leren_app.models import Question, Token
from leren_app.services.questions import reading


def own_question(reference: str, token: Token) -> Question:
    """The token's question, if the address names that very one."""
    question = reading.get_question(db.session(), reference)
    if question.id != token.question_id:
        raise NotFoundError
    return question
