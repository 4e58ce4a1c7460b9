"""Questions that have to do with each other without being one; nobody is told, both pages show it."""

from __future__ import annotations

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, selectinload

from leren_app.domain.errors import TransitionError
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Question, QuestionRelation
from leren_app.services.questions import noting
from leren_app.services.questions.reading import Published, list_by_ids
from leren_app.services.upserting import insert_into


def relate(session: Session, question: Question, other: Question, *, actor: Actor) -> None:
    """Say that two belong together, whichever comes first; said twice it is as said once."""
    noting.must_coordinate(actor)
    if question.id == other.id:
        raise TransitionError(_ITSELF)
    first, second = sorted((question.id, other.id))
    values = {"question_id": first, "other_id": second}
    made = session.scalar(
        insert_into(session, QuestionRelation)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(QuestionRelation.question_id)
    )
    if made is not None:
        noting.note_fact(session, question, noting.RELATE, other, actor=actor)
        noting.note_fact(session, other, noting.RELATE, question, actor=actor)


def unrelate(session: Session, question: Question, other: Question, *, actor: Actor) -> None:
    """Say that they do not, after all; nothing happens where nobody said so."""
    noting.must_coordinate(actor)
    first, second = sorted((question.id, other.id))
    gone = session.scalar(
        delete(QuestionRelation)
        .where(QuestionRelation.question_id == first, QuestionRelation.other_id == second)
        .returning(QuestionRelation.question_id)
    )
    if gone is not None:
        noting.note_fact(session, question, noting.UNRELATE, other, actor=actor)
        noting.note_fact(session, other, noting.UNRELATE, question, actor=actor)


def list_related(session: Session, question: Question) -> list[Question]:
    """All that belong with a question, for coordinators."""
    pairs = select(QuestionRelation.question_id, QuestionRelation.other_id).where(
        or_(QuestionRelation.question_id == question.id, QuestionRelation.other_id == question.id)
    )
    others = {key for pair in session.execute(pairs) for key in pair} - {question.id}
    if not others:
        return []
    found = select(Question).where(Question.id.in_(others)).order_by(Question.reference)
    return list(session.scalars(found.options(selectinload(Question.clinic_versions))))


def list_related_public(session: Session, question: Question) -> list[Published]:
    """Those of them that everyone may read."""
    return list_by_ids(session, [other.id for other in list_related(session, question)], with_progress=False)


_ITSELF = Text("Kies een andere vraag dan deze.", "Choose another question than this one.")
