"""Public questions that are like a text; nothing rather than something far-fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.models import Question
from leren_app.services.indexes.items import Kind, item_of_version
from leren_app.services.indexes.keeping import Stamp, find_index, stamp_of
from leren_app.services.questions.reading import Published, list_by_ids
from matching.analysis import Item
from matching.explaining import LETTERS, Reason
from matching.matcher import Suggestion
from matching.text import Language

LEAST_ALIKE = 0.13
"""Measured on the questions of the demo: below it, pairs have a word in common and not their subject."""

MOST_COUNTED = 2000
_counted: dict[tuple[Stamp, Item], int] = {}


@dataclass(frozen=True)
class Similar:
    """A public question that is like what was asked for, and why."""

    published: Published
    score: float
    reasons: tuple[Reason, ...]


def similar_questions(
    session: Session, text: str, language: str = "", k: int = 5, *, city: City, but: UUID | None = None
) -> list[Similar]:
    """At most `k` public questions like a text, the likest first; `but` is a question that is not its own likeness.

    Compared with what the clinic wrote, never with what somebody typed; the language of the text is guessed where it
    is not given. None while there is no index. With what came out of each, in two statements.
    """
    spoken: Language | None = "nl" if language == "nl" else "en" if language == "en" else None
    return alike(session, Item(str(but or ""), texts=(text,), language=spoken), k, city, with_progress=True)


def count_alike(session: Session, question: Question, *, city: City, most: int = 5) -> int:
    """How many public questions are like what was typed, `most` at the most; no statement, and worked out once.

    For a list at the desk: what is counted here is named on the page of the question.
    """
    index = find_index(session, Kind.QUESTIONS, city)
    stamp = stamp_of(session, Kind.QUESTIONS)
    if index is None or stamp is None:
        return 0
    spoken: Language = "en" if question.language == "en" else "nl"
    item = Item(str(question.id), texts=(question.raw_text,), language=spoken)
    if len(_counted) >= MOST_COUNTED:
        _counted.clear()
    if (stamp, item) not in _counted:
        _counted[stamp, item] = len(near_enough(index.rank(item, k=most)))
    return _counted[stamp, item]


def similar_to(session: Session, published: Published, k: int = 3, *, city: City) -> list[Similar]:
    """At most `k` public questions like one of them, compared in both languages."""
    return alike(session, item_of_version(published.version), k, city)


def alike(session: Session, item: Item, k: int, city: City, *, with_progress: bool = False) -> list[Similar]:
    """At most `k` public questions like an item."""
    index = find_index(session, Kind.QUESTIONS, city)
    if index is None:
        return []
    near = {UUID(each.id): each for each in near_enough(index.rank(item, k=k))}
    found = {
        each.question.id: each for each in list_by_ids(session, list(near), with_progress=with_progress)
    }  # some may be gone since
    return [Similar(found[key], each.score, each.reasons) for key, each in near.items() if key in found]


def near_enough(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Those that are like it in their subject, not in a word alone."""
    return [
        each for each in found if each.score >= LEAST_ALIKE and any(reason.via != LETTERS for reason in each.reasons)
    ]
