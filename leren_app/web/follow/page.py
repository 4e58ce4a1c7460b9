"""What a follower sees of a question: what is public, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from leren_app.domain.lifecycles.question_states import LABELS
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import merging, reading
from leren_app.services.questions.reading import Published
from leren_app.web.language import spoken_language
from leren_app.web.likes import Like
from leren_app.web.look import Bridge as PathStep
from leren_app.web.outside_path import outside_path


@dataclass(frozen=True)
class FollowerPage:
    """The page of somebody who follows a question; `lives_in` is where it went on after it was merged."""

    reference: str
    lives_in: str
    card: Like | None
    state: str
    path: list[PathStep]

    @classmethod
    def of(cls, question: Question) -> FollowerPage:
        """The page for a question, or for the one it was merged into."""
        target = merging.find_target(db.session(), question)
        live = target or question
        found: list[Published] = reading.list_by_ids(db.session(), [live.id])
        return cls(
            reference=question.reference,
            lives_in=target.reference if target else "",
            card=Like.of(found[0]) if found else None,
            state=LABELS[live.state].in_(spoken_language()),
            path=outside_path(live),
        )
