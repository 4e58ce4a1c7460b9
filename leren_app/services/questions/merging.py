"""Two questions become one and can be taken apart again: a link between them, and who hears of what from then on.

The merged question keeps its own state, so that taking apart is clearing the link. No chains: neither side may be
merged already, nor may others have been merged into the one that goes in (docs/adr/0016).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from leren_app.domain.errors import StaleError, TransitionError
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.question_states import LIVE, SHOWN_TO_ALL, QuestionState
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Challenge, Event, Question
from leren_app.services.challenges.moving import promise_refresh_of
from leren_app.services.questions import noting
from leren_app.services.questions.answering import promise_close
from leren_app.services.questions.hearing_on import carry_over, take_back
from leren_app.services.questions.people import people
from leren_app.services.questions.progress import count_live_placements
from leren_app.services.telling import tell_people

S = QuestionState
Seen = tuple[int, int]
"""The row versions of both questions that the actor looked at: the one that goes in, and the other."""


BOTH = (Audience.ASKER, Audience.FOLLOWERS)


@dataclass(frozen=True)
class Topics:
    """What the mails are about: to those who `hear` of the one that goes in, and to the other asker."""

    source: str
    target: str
    hear: tuple[Audience, ...] = BOTH


MERGED = Topics("question/merged_source", "question/merged_target")
UNMERGED = Topics("question/unmerged_source", "question/unmerged_target")
LEFT = Topics("question/withdrawn", "question/unmerged_target", hear=(Audience.FOLLOWERS,))
"""Taken apart after its asker had left: they heard it then; its followers hear now that nobody asks it any more."""


def merge(
    session: Session, source: Question, target: Question, *, actor: Actor, said: str = "", seen: Seen | None = None
) -> Event:
    """Let a question go on in another one. Both askers and the source's followers hear; `said` is read by both askers.

    Raises TransitionError with the reason, StaleError when one of the two changed since it was looked at.
    """
    noting.must_coordinate(actor)
    _hold(session, source, target)
    _must_have_seen(source, target, seen)
    why = why_not(session, source, target)
    if why is not None:
        raise TransitionError(why)
    source.merged_into_id = target.id
    event = noting.note_fact(session, source, noting.MERGE, target, actor=actor, said=said)
    here = noting.note_fact(session, target, noting.MERGED_HERE, source, actor=actor, said=said)
    _tell(session, source, target, MERGED, event, here)
    carry_over(session, source, target)
    promise_refresh_of(session, source)
    return event


def unmerge(session: Session, source: Question, *, actor: Actor, said: str = "", seen: Seen | None = None) -> Event:
    """Take two questions apart again; each goes on where it stood. The same people hear as of the merge.

    Of one whose asker left meanwhile only the followers hear: it was withdrawn, and they follow it again.
    """
    noting.must_coordinate(actor)
    if source.merged_into_id is None:
        raise TransitionError(_NOT_MERGED)
    target = session.get_one(Question, source.merged_into_id)
    _hold(session, source, target)
    _must_have_seen(source, target, seen)
    if source.merged_into_id is None:  # somebody else was first
        raise TransitionError(_NOT_MERGED)
    source.merged_into_id = None
    event = noting.note_fact(session, source, noting.UNMERGE, target, actor=actor, said=said)
    here = noting.note_fact(session, target, noting.UNMERGED_HERE, source, actor=actor, said=said)
    take_back(session, source, target)
    _tell(session, source, target, UNMERGED if source.state in LIVE else LEFT, event, here)
    promise_refresh_of(session, source)
    if source.state is S.ANSWERED:
        promise_close(session, source, event)  # what was due meanwhile was passed over
    return event


def why_not(session: Session, source: Question, target: Question) -> Text | None:
    """Why these two cannot be merged, in this direction; None when they can."""
    if source.id == target.id:
        return _ITSELF
    for question in (source, target):
        if question.merged_into_id is not None:
            return _MERGED_ALREADY.with_(reference=question.reference)
        if question.state not in LIVE:
            return _ENDED.with_(reference=question.reference)
        if question.state is S.UNCONFIRMED:
            return _UNCONFIRMED.with_(reference=question.reference)
    if list_merged_into(session, source):
        return _HAS_OTHERS.with_(reference=source.reference)
    if source.state in SHOWN_TO_ALL and target.state not in SHOWN_TO_ALL:
        return _PUBLIC_INTO_HIDDEN.with_(reference=source.reference)
    return _EDUCATION_HAS_IT.with_(reference=source.reference) if _is_with_education(session, source) else None


def list_merged_into(session: Session, question: Question) -> list[Question]:
    """The questions that live in this one now."""
    found = select(Question).where(Question.merged_into_id == question.id).order_by(Question.reference)
    found = found.options(selectinload(Question.clinic_versions))
    return list(session.scalars(found))


def find_target(session: Session, question: Question) -> Question | None:
    """Where a merged question lives now."""
    return session.get(Question, question.merged_into_id) if question.merged_into_id else None


def _hold(session: Session, source: Question, target: Question) -> None:
    """Nobody else merges either of them meanwhile: A into B and B into A would make a ring."""
    ids = [source.id, target.id]
    locked = select(Question.id).where(Question.id.in_(ids)).order_by(Question.id).with_for_update()
    session.execute(locked)
    for question in (source, target):
        session.refresh(question, ["state", "merged_into_id", "version"])


def _must_have_seen(source: Question, target: Question, seen: Seen | None) -> None:
    if seen is not None and seen != (source.version, target.version):
        raise StaleError


def _is_with_education(session: Session, question: Question) -> bool:
    offered = (ChallengeState.OPEN, ChallengeState.PAUSED)
    open_ = select(func.count(Challenge.id)).where(Challenge.question_id == question.id, Challenge.state.in_(offered))
    return bool(session.scalar(open_)) or count_live_placements(session, question.id) > 0


def _tell(session: Session, source: Question, target: Question, topics: Topics, event: Event, here: Event) -> None:
    """One mail per person: the askers of both, and the followers of the one that went in."""
    ids: dict[str, UUID] = {"question": source.id, "other": target.id}
    ours = [(topics.source, people(session, who, source)) for who in topics.hear]
    told = tell_people(session, ours, event, ids)
    theirs = [(topics.target, people(session, Audience.ASKER, target))]
    tell_people(session, theirs, here, {"question": target.id, "other": source.id}, but=told)


_ITSELF = Text("Een vraag kan niet in zichzelf opgaan.", "A question cannot be merged into itself.")
_NOT_MERGED = Text("Deze vraag is niet samengevoegd.", "This question is not merged.")
_MERGED_ALREADY = Text(
    "{reference} is al samengevoegd met een andere vraag.", "{reference} was merged into another question already."
)
_ENDED = Text(
    "{reference} is afgerond of ingetrokken. Heropen die vraag eerst.",
    "{reference} was closed or withdrawn. First open that question again.",
)
_UNCONFIRMED = Text(
    "{reference} is nog niet bevestigd door de vraagsteller. Wacht daarop.",
    "{reference} was not confirmed by its asker yet. Wait for that.",
)
_HAS_OTHERS = Text(
    "Andere vragen zijn samengevoegd met {reference}. Maak die eerst los, of voeg andersom samen.",
    "Other questions were merged into {reference}. Take those apart first, or merge the other way round.",
)
_PUBLIC_INTO_HIDDEN = Text(
    "{reference} staat op de website en de andere vraag niet. Voeg andersom samen.",
    "{reference} is on the website and the other question is not. Merge the other way round.",
)
_EDUCATION_HAS_IT = Text(
    "{reference} heeft vraagstukken die open zijn of bij een vak of student liggen. Sluit die eerst.",
    "{reference} has challenges that are open, or with a course or student. Close those first.",
)
