"""What somebody with a card reads: where the question is, never what was typed or who asked."""

from __future__ import annotations

from dataclasses import dataclass

from leren_app.domain.lifecycles.question_states import ENDED, SHOWN_TO_ALL
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import merging, reading
from leren_app.services.questions.progress import NOTHING_YET, progress_of
from leren_app.web.asker.page import path_of
from leren_app.web.asker.turns import Happened, Turn, happened, moved_to, turn_of
from leren_app.web.look import Bridge
from leren_app.web.outside_path import outside_path


@dataclass(frozen=True)
class CardPage:
    """The page of a card; a question that everyone sees may be linked to. A merged one shows how the other stands."""

    reference: str
    turn: Turn
    path: list[Bridge]
    happened: list[Happened]
    public: str
    """The reference under which everybody reads it; that of the other question for a merged one."""
    result: str

    @classmethod
    def of(cls, question: Question) -> CardPage:
        """The page for a question."""
        events = reading.list_events(db.session(), question)
        lives_in = merging.find_target(db.session(), question) if question.state not in ENDED else None
        here = lives_in or question
        found = progress_of(db.session(), [question.id, here.id])
        own, progress = (found.get(each.id, NOTHING_YET) for each in (question, here))
        is_public = here.state in SHOWN_TO_ALL
        return cls(
            reference=question.reference,
            turn=moved_to(here.reference) if lives_in else turn_of(question, own),
            path=outside_path(here) if lives_in else path_of(question, events, own),
            happened=happened(question, events, own),
            public=here.reference if is_public else "",
            result=progress.result if is_public else "",
        )
