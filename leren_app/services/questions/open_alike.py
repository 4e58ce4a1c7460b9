"""Questions that nobody may read yet but coordinators, compared with each other: typed words never get into a file.

Each process keeps what it read of them in memory and reads again only what is new; what left the queue is forgotten
with it. How telling a word is comes from the index of public questions.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from leren_app.domain.city import City
from leren_app.domain.lifecycles.question_states import BEFORE_PUBLIC, QuestionState
from leren_app.models import ClinicVersion, Question
from leren_app.services.indexes.items import Kind, item_of_version
from leren_app.services.indexes.keeping import FOLDER, MOST_FITTED, find_index
from leren_app.services.indexes.reader import analyser_of
from leren_app.services.questions.facts import latest_version
from leren_app.services.questions.similar import near_enough
from matching.analysis import Item
from matching.explaining import Reason
from matching.matcher import Matcher
from matching.text import Language

OPEN = tuple(sorted(BEFORE_PUBLIC - {QuestionState.UNCONFIRMED}))
MOST_OPEN = 2000
"""The newest ones that are compared; reading that many anew takes some seconds, once in a process."""


@dataclass
class _Kept:
    """What a process has read: the latest version of the clinic by question, and the matcher that holds them."""

    matcher: Matcher
    learnt: tuple[int, int]
    seen: dict[UUID, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept: dict[Path | None, _Kept] = {}
_making = threading.Lock()


@dataclass(frozen=True)
class OpenAlike:
    """A question in the queue that is like another one, and why."""

    question: Question
    score: float
    reasons: tuple[Reason, ...]


def open_alike(session: Session, question: Question, k: int = 5, *, city: City) -> list[OpenAlike]:
    """At most `k` other questions that are not public yet, the likest first."""
    matcher = _up_to_date(session, city)
    near = {UUID(each.id): each for each in near_enough(matcher.rank(item_for_desk(question), k=k))}
    if not near:
        return []
    whole = select(Question).where(Question.id.in_(near), *_is_open()).options(selectinload(Question.clinic_versions))
    found = {each.id: each for each in session.scalars(whole)}
    return [OpenAlike(found[key], each.score, each.reasons) for key, each in near.items() if key in found]


def item_for_desk(question: Question) -> Item:
    """What a coordinator may compare: the clinic's text, or what was typed where it wrote nothing yet."""
    version = latest_version(question)
    if version is not None and version.title_nl:
        return item_of_version(version)
    language: Language = "en" if question.language == "en" else "nl"
    return Item(str(question.id), texts=(question.raw_text,), language=language)


def _up_to_date(session: Session, city: City) -> Matcher:
    folder: Path | None = session.info.get(FOLDER)
    index, now = find_index(session, Kind.QUESTIONS, city), _stamps(session)
    if index is None:  # for this once, as long as there is none
        texts = _items(session, list(now)[:MOST_FITTED])
        return Matcher(analyser_of(city, folder)).fit(texts)
    kept = _kept_beside(index, folder)
    with kept.lock:
        changed = [key for key, n in now.items() if kept.seen.get(key) != n]
        gone = kept.seen.keys() - now.keys()
        if changed or gone:
            kept.matcher.remove([str(key) for key in gone])
            kept.matcher.update(_items(session, changed)).merge()
            kept.seen = dict(now)
    return kept.matcher


def _kept_beside(index: Matcher, folder: Path | None) -> _Kept:
    """The memory of this process; begun anew where the lexicon changed, or how telling each word is."""
    known = index.state.known
    learnt = (known.rows, len(known.counts))
    with _making:
        kept = _kept.get(folder)
        if kept is None or kept.matcher.analyser is not index.analyser or kept.learnt != learnt:
            features = dict(zip(known.counts, range(len(known.counts)), strict=True))
            empty = Matcher(index.analyser).fit(()).state
            state = replace(empty, known=known, features=features, width=len(features))
            kept = _kept[folder] = _Kept(Matcher(index.analyser).with_state(state), learnt)
        return kept


def _stamps(session: Session) -> Mapping[UUID, int]:
    """Which questions are open, with their latest version; words typed never change."""
    latest = func.coalesce(func.max(ClinicVersion.n), 0)
    query: Select[UUID, int] = (
        select(Question.id, latest)
        .outerjoin(ClinicVersion, ClinicVersion.question_id == Question.id)
        .where(*_is_open())
        .group_by(Question.id, Question.submitted_at)
        .order_by(Question.submitted_at.desc(), Question.id)
        .limit(MOST_OPEN)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _items(session: Session, ids: list[UUID]) -> list[Item]:
    whole = select(Question).where(Question.id.in_(ids)).options(selectinload(Question.clinic_versions))
    return [item_for_desk(question) for question in session.scalars(whole)] if ids else []


def _is_open() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Question.state.in_(OPEN), Question.merged_into_id.is_(None)
