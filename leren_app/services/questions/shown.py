"""Which questions everyone sees: on the website, and not merged into another one."""

from __future__ import annotations

from sqlalchemy import and_

from leren_app.domain.lifecycles.question_states import SHOWN_TO_ALL
from leren_app.models import Question

IS_SHOWN = and_(Question.state.in_(SHOWN_TO_ALL), Question.merged_into_id.is_(None))


def is_shown(question: Question) -> bool:
    """The same for one that was read."""
    return question.state in SHOWN_TO_ALL and question.merged_into_id is None
