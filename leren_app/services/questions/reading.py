"""What people read of a question: the public its agreed text, the asker their own page, coordinators all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from leren_app.domain.errors import GoneError, MovedError, NotFoundError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import SHOWN_TO_ALL, Bridge, QuestionState, bridge_of
from leren_app.models import ClinicVersion, Event, EventNote, Following, Note, NoteAudience, Question, QuestionTheme
from leren_app.services.questions.progress import NOTHING_YET, Progress, bridge_with, progress_of
from leren_app.services.questions.shown import IS_SHOWN, is_shown

Columns = TypeVarTuple("Columns")

PAGE = 20
SPOKEN_BY_ASKER = frozenset({"reply", "change", "not_helped", "add"})
"""Steps whose text is the asker's, also where a coordinator writes it down."""


@dataclass(frozen=True)
class Published:
    """A public question with the text that was agreed."""

    question: Question
    version: ClinicVersion
    progress: Progress = NOTHING_YET


@dataclass(frozen=True)
class Message:
    """Something said between the asker and us. `own` is true for the asker's words.

    `by` is the name of who of us wrote it, or wrote it down for an asker who answered on the phone.
    """

    at: datetime
    own: bool
    text: str
    link: str | None = None
    step: str = ""
    by: str = ""


def list_public(
    session: Session,
    *,
    district: str | None = None,
    theme: str | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[Published]:
    """Public questions, newest first; `after` is the (published_at, id) of the last one seen."""
    query = _published().where(IS_SHOWN).order_by(Question.published_at.desc(), Question.id.desc()).limit(limit)
    query = _filtered(query, district, theme)
    if after:
        query = query.where(tuple_(Question.published_at, Question.id) < tuple_(*after))
    return _with_progress(session, query)


def list_ids(session: Session, *, district: str | None = None, theme: str | None = None) -> list[UUID]:
    """All public questions that a filter leaves, by their keys alone."""
    query = _filtered(select(Question.id).where(IS_SHOWN), district, theme)
    return list(session.scalars(query.order_by(Question.id)))


def list_by_ids(session: Session, ids: Sequence[UUID], *, with_progress: bool = True) -> list[Published]:
    """Those of these questions that are public, in this order."""
    if not ids:
        return []
    query = _published().where(IS_SHOWN, Question.id.in_(ids))
    found = _with_progress(session, query) if with_progress else _bare(session, query)
    return sorted(found, key=lambda published: ids.index(published.question.id))


def get_public(session: Session, reference: str) -> Published:
    """A public question. Raises NotFoundError for what never was public, GoneError for what was taken off.

    Raises MovedError, with the reference to go on to, for a public one that was merged into a public question: nobody
    learns what became of a question that never was.
    """
    found = session.execute(_published().where(Question.reference == reference)).unique().first()
    if found is not None and is_shown(found[0]):
        return Published(*found, progress_of(session, [found[0].id]).get(found[0].id, NOTHING_YET))
    target = aliased(Question)
    moved = select(target.reference).join(Question, Question.merged_into_id == target.id)
    was_public = and_(Question.reference == reference, Question.published_at.is_not(None))
    to = session.scalar(moved.where(was_public, target.state.in_(SHOWN_TO_ALL)))
    if to is not None:
        raise MovedError(to)
    if session.scalar(select(Question.id).where(was_public)) is not None:
        raise GoneError
    raise NotFoundError


def get_question(session: Session, reference: str) -> Question:
    """A question with asker, themes and clinic, for those who may see it whole; NotFoundError when there is none."""
    found = session.scalar(_whole().where(Question.reference == reference)) if reference.isprintable() else None
    if found is None:
        raise NotFoundError
    return found


def get_by_id(session: Session, question_id: UUID) -> Question:
    """The same by key, for jobs."""
    found = session.scalar(_whole().where(Question.id == question_id))
    if found is None:
        raise NotFoundError
    return found


def list_events(session: Session, question: Question) -> list[Event]:
    """All that happened, oldest first, with what was typed."""
    query = (
        select(Event)
        .where(Event.subject == QUESTION.name, Event.subject_id == question.id)
        .options(selectinload(Event.notes), joinedload(Event.user))
        .order_by(Event.at, Event.id)
    )
    return list(session.scalars(query))


def list_notes(session: Session, question: Question) -> list[Note]:
    """Internal notes, newest first."""
    query = select(Note).where(Note.question_id == question.id).options(joinedload(Note.author))
    return list(session.scalars(query.order_by(Note.at.desc(), Note.id)))


def count_followers(session: Session, question: Question) -> int:
    """How many people hear what becomes of a question."""
    followers = select(func.count(Following.id)).where(
        Following.question_id == question.id, Following.confirmed_at.is_not(None)
    )
    return session.scalar(followers) or 0


def messages_of(question: Question, events: list[Event]) -> list[Message]:
    """What was said between the asker and us, oldest first; nothing internal."""
    first = Message(question.submitted_at, own=True, text=question.raw_text, step="submit")
    return [first, *(_message(e, note) for e in events for note in e.notes if note.audience is NoteAudience.ASKER)]


def bridge_dates(question: Question, events: list[Event], progress: Progress = NOTHING_YET) -> dict[Bridge, datetime]:
    """When the question first came to each bridge."""
    dates = {Bridge.ASKED: question.submitted_at}
    for event in events:
        bridge = bridge_of(QuestionState(event.to_state)) if event.to_state else None
        if bridge is not None:
            dates.setdefault(bridge, event.at)
    if progress.started_at is not None:
        dates[Bridge.RESEARCHED] = progress.started_at
    if progress.result_at is not None:
        dates[Bridge.ANSWERED] = progress.result_at
    return dates


def furthest_bridge(question: Question, events: list[Event], progress: Progress = NOTHING_YET) -> Bridge:
    """Where the boat lies, or lay when it left the canal."""
    here = bridge_with(question.state, progress)
    if here is not None:
        return here
    passed = [bridge_of(QuestionState(e.from_state)) for e in events if e.from_state]
    return next((bridge for bridge in reversed(passed) if bridge is not None), Bridge.ASKED)


def _message(event: Event, note: EventNote) -> Message:
    own = event.contact_id is not None or event.step in SPOKEN_BY_ASKER
    by = event.user.name if event.user else ""
    return Message(event.at, own=own, text=note.text, link=note.link, step=event.step, by=by)


def _filtered(query: Select[*Columns], district: str | None, theme: str | None) -> Select[*Columns]:
    if district:
        query = query.where(Question.district == district)
    if theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == theme))
    return query


def _with_progress(session: Session, query: Select[Question, ClinicVersion]) -> list[Published]:
    found = _bare(session, query)
    progress = progress_of(session, [each.question.id for each in found]) if found else {}
    return [replace(each, progress=progress.get(each.question.id, NOTHING_YET)) for each in found]


def _bare(session: Session, query: Select[Question, ClinicVersion]) -> list[Published]:
    return [Published(question, version) for question, version in session.execute(query).unique()]


def _published() -> Select[Question, ClinicVersion]:
    agreed = and_(ClinicVersion.question_id == Question.id, ClinicVersion.n == Question.agreed_version)
    return select(Question, ClinicVersion).join(ClinicVersion, agreed).options(joinedload(Question.themes))


def _whole() -> Select[Question]:
    return select(Question).options(
        joinedload(Question.asker),
        joinedload(Question.assignee),
        selectinload(Question.themes),
        selectinload(Question.clinic_versions).joinedload(ClinicVersion.author),
    )
