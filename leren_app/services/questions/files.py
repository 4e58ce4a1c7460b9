"""Photos and PDFs that came with a question: as private as its words."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotFoundError
from leren_app.domain.permissions import Permission, may
from leren_app.domain.roles import Actor
from leren_app.models import Question, QuestionFile


def get_file(session: Session, question: Question, file_id: UUID, *, actor: Actor) -> QuestionFile:
    """A file for who may read what was typed. Raises NotFoundError: hidden looks the same as never there."""
    query = select(QuestionFile).where(QuestionFile.id == file_id, QuestionFile.question_id == question.id)
    found = session.scalar(query)
    if found is None or not may(actor, Permission.SEE_RAW_QUESTION, question):
        raise NotFoundError
    return found
