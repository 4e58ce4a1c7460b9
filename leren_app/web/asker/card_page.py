"""What somebody with a card reads: where the question is, never what was typed or who asked."""

from __future__ import annotations

from dataclasses import dataclass

from leren_app.domain.lifecycles.question_states import SHOWN_TO_ALL
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import reading
from leren_app.services.questions.progress import NOTHING_YET, progress_of
from leren_app.web.asker.page import path_of
from leren_app.web.asker.turns import Happened, Turn, happened, turn_of
from leren_app.web.look import Bridge


@dataclass(frozen=True)
class CardPage:
    """The page of a card; a question that everyone sees may be linked to."""

    reference: str
    turn: Turn
    path: list[Bridge]
    happened: list[Happened]
    is_public: bool
    result: str

    @classmethod
    def of(cls, question: Question) -> CardPage:
        """The page for a question."""
        events = reading.list_events(db.session(), question)
        progress = progress_of(db.session(), [question.id]).get(question.id, NOTHING_YET)
        is_public = question.state in SHOWN_TO_ALL
        return cls(
            reference=question.reference,
            turn=turn_of(question, progress),
            path=path_of(question, events, progress),
            happened=happened(question, events, progress),
            is_public=is_public,
            result=progress.result if is_public else "",
        )
