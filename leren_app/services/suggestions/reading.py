"""What a lecturer or coordinator reads of suggestions. The calendar is looked at again at each reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.domain import days
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.fitting import (
    Fit,
    Label,
    binding_limit,
    fit_of,
    misses,
    reasons_of,
    size_of,
    too_large_from,
    why_no_edition,
)
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement_states import LIVE, PassReason, PlacementState
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Challenge, Course, CourseRun, Outbox, OutboxState, Placement, Question, Suggestion
from leren_app.services import clock
from leren_app.services.challenges.reading import has_free_slot, is_open_to_all
from leren_app.services.courses import reading as courses
from leren_app.services.suggestions.comparing import edition_of, wanted_of
from leren_app.services.suggestions.refreshing import key_of_run

ORDER = tuple(Label)
NOT_AGAIN = {*LIVE, PlacementState.DECLINED, PlacementState.DONE}


@dataclass(frozen=True)
class Suggested:
    """A suggestion as somebody reads it; `fit` is what the calendar says today.

    `instead` is a smaller part of the same question that fits; `is_lowered`: the course put two aside that were no
    larger, as too large.
    """

    row: Suggestion
    challenge: Challenge
    fit: Fit
    reasons: tuple[Text, ...] = ()
    instead: Challenge | None = None
    is_lowered: bool = False


@dataclass(frozen=True)
class UnderWay:
    """How many challenges an edition asked for and was not refused; whether what fits is still being worked out."""

    asked: int
    is_looking: bool


@dataclass(frozen=True)
class SuggestedRun:
    """An edition that fits a challenge, for a coordinator who looks for one."""

    row: Suggestion
    run: CourseRun
    fit: Fit


def list_for_run(
    session: Session, run: CourseRun, today: date, put_aside: Sequence[Suggestion] = ()
) -> list[Suggested]:
    """What fits this edition, by calendar and then by words; without what is full, put aside or asked for already.

    Nor the other parts of a question that was put aside. `put_aside` is what the course put aside, in all its editions:
    what is at least as large as two that were too large comes last.
    """
    edition, found = edition_of(run), []
    limit = too_large_from(
        {r.challenge_id: size_of(wanted_of(r.challenge)) for r in put_aside if _was_too_large(r)}.values()
    )
    for row in session.scalars(_of_run(run)).unique():
        wanted = wanted_of(row.challenge)
        fit = fit_of(edition, wanted, today)
        if fit is not None:
            is_lowered = limit is not None and (size_of(wanted) or 0) >= limit
            reasons = tuple(reasons_of(edition, wanted))
            found.append(Suggested(row, row.challenge, fit, reasons, is_lowered=is_lowered))
    found.sort(key=lambda s: (s.is_lowered, ORDER.index(s.fit.label), -s.row.score, s.challenge.id))
    return [replace(each, instead=_smaller(each, found)) for each in found]


def list_put_aside(session: Session, course_id: UUID) -> list[Suggestion]:
    """What was put aside for the editions of a course, latest first, with the reason."""
    query = (
        select(Suggestion)
        .join(CourseRun, CourseRun.id == Suggestion.run_id)
        .where(CourseRun.course_id == course_id, Suggestion.dismissed_at.is_not(None))
        .options(joinedload(Suggestion.challenge))
    )
    return list(session.scalars(query.order_by(Suggestion.dismissed_at.desc(), Suggestion.id)))


def list_who_put_aside(session: Session, challenge: Challenge) -> list[tuple[CourseRun, str]]:
    """The editions whose lecturers put a challenge aside, latest first, each with the reason they chose."""
    query = (
        select(CourseRun, Suggestion.dismissed_reason)
        .join(Suggestion, Suggestion.run_id == CourseRun.id)
        .where(Suggestion.challenge_id == challenge.id, Suggestion.dismissed_at.is_not(None))
        .options(joinedload(CourseRun.course).joinedload(Course.organisation))
        .order_by(Suggestion.dismissed_at.desc(), Suggestion.id)
    )
    return [(run, reason or "") for run, reason in session.execute(query)]


def list_for_challenge(session: Session, challenge: Challenge, today: date) -> list[SuggestedRun]:
    """Editions that fit a challenge, by calendar and then by words; also those whose lecturers put it aside.

    None while all places of the challenge are taken.
    """
    if challenge.taken >= challenge.slots:
        return []
    query = (
        select(Suggestion, CourseRun)
        .join(CourseRun, CourseRun.id == Suggestion.run_id)
        .where(Suggestion.challenge_id == challenge.id)
        .options(joinedload(CourseRun.course).options(joinedload(Course.organisation), selectinload(Course.lecturers)))
    )
    found = []
    for row, run in session.execute(query):
        fit = fit_of(edition_of(run), wanted_of(challenge), today)
        if fit is not None:
            found.append(SuggestedRun(row, run, fit))
    return sorted(found, key=lambda s: (ORDER.index(s.fit.label), -s.row.score, s.run.id))


def under_way(session: Session, run: CourseRun) -> UnderWay:
    """What is under way for an edition, in one statement."""
    states = (PlacementState.REQUESTED, PlacementState.ACCEPTED, PlacementState.AGREED)
    asked = select(func.count(Placement.id)).where(Placement.run_id == run.id, Placement.state.in_(states))
    waits = (OutboxState.PENDING, OutboxState.LEASED)
    looking = exists().where(Outbox.idem_key == key_of_run(run), Outbox.state.in_(waits))
    found = session.execute(select(asked.scalar_subquery(), looking)).one()
    return UnderWay(int(found[0]), bool(found[1]))


def why_none(session: Session, run: CourseRun, today: date) -> Text:
    """Which limit leaves this edition without (further) suggestions, in words."""
    edition = edition_of(run)
    known = Challenge.id.in_(_asked(run)) | Challenge.question_id.in_(_put_aside_questions(run))
    others = session.scalars(select(Challenge).where(is_open_to_all(), ~known).order_by(Challenge.id)).all()
    missed = {each: frozenset(misses(edition, wanted_of(each), today)) for each in others}
    free = [limits for each, limits in missed.items() if each.taken < each.slots]
    n_full = sum(1 for each, limits in missed.items() if not limits and each.taken >= each.slots)
    if n_full and all(free):
        return _ALL_TAKEN[n_full == 1].with_(n=n_full)
    return binding_limit(free or missed.values(), days.weeks(run.starts_on, run.ends_on))


def why_no_edition_fits(session: Session, challenge: Challenge, today: date) -> Text:
    """What keeps every edition that can still be planned away from a challenge, in words."""
    if challenge.state is not ChallengeState.OPEN:
        return _NOT_OPEN
    if challenge.taken >= challenge.slots:
        return _NO_PLACE
    wanted = wanted_of(challenge)
    return why_no_edition(
        frozenset(misses(edition_of(run), wanted, today)) for run in courses.list_plannable(session, today)
    )


def dismiss(session: Session, run: CourseRun, challenge_id: UUID, reason: str, *, actor: Actor) -> Suggestion:
    """Put a suggestion aside for this edition, with a reason that coordinators read. It does not come back.

    Twice is the same as once. Raises NotFoundError where nothing was suggested.
    """
    require(actor, Permission.EDIT_COURSE, run.course)
    if reason not in tuple(PassReason):
        raise FieldError("reason", _CHOOSE_WHY)
    row = session.scalar(select(Suggestion).where(Suggestion.run_id == run.id, Suggestion.challenge_id == challenge_id))
    if row is None:
        raise NotFoundError
    row.dismissed_reason, row.dismissed_at = reason, clock.now(session)
    session.flush()
    return row


def take_back(session: Session, run: CourseRun, challenge_id: UUID, *, actor: Actor) -> None:
    """Bring back what was put aside."""
    require(actor, Permission.EDIT_COURSE, run.course)
    row = session.scalar(select(Suggestion).where(Suggestion.run_id == run.id, Suggestion.challenge_id == challenge_id))
    if row is None:
        raise NotFoundError
    row.dismissed_reason, row.dismissed_at = None, None
    session.flush()


def _was_too_large(row: Suggestion) -> bool:
    return row.dismissed_reason == PassReason.TOO_LARGE


def _smaller(large: Suggested, found: Sequence[Suggested]) -> Challenge | None:
    """Where one is too large: another part of its question that is not, the best of those."""
    if large.fit.label is not Label.TOO_LARGE:
        return None
    fits = (each for each in found if each.challenge.question_id == large.challenge.question_id)
    return next((each.challenge for each in fits if each.fit.label not in {Label.TOO_LARGE, Label.NEXT}), None)


def _of_run(run: CourseRun) -> Select[Suggestion]:
    return (
        select(Suggestion)
        .join(Challenge)
        .where(
            Suggestion.run_id == run.id,
            Suggestion.dismissed_at.is_(None),
            is_open_to_all(),
            has_free_slot(),
            Suggestion.challenge_id.not_in(_asked(run)),
            Challenge.question_id.not_in(_put_aside_questions(run)),
        )
        .options(joinedload(Suggestion.challenge).joinedload(Challenge.question).joinedload(Question.themes))
    )


def _put_aside_questions(run: CourseRun) -> Select[UUID]:
    """Questions of which a part was put aside for this edition: the other parts do not come back either."""
    return (
        select(Challenge.question_id)
        .join(Suggestion, Suggestion.challenge_id == Challenge.id)
        .where(Suggestion.run_id == run.id, Suggestion.dismissed_at.is_not(None))
    )


def _asked(run: CourseRun) -> Select[UUID]:
    """Challenges that were requested or declined for this edition, or are done in it."""
    return select(Placement.challenge_id).where(Placement.run_id == run.id, Placement.state.in_(NOT_AGAIN))


_ALL_TAKEN = (
    Text(
        "Er passen {n} vraagstukken, maar alle plaatsen zijn vergeven. Komt er een vrij, dan staat het hier.",
        "{n} challenges fit, but all their places are taken. If one becomes free, it stands here.",
    ),
    Text(
        "Er past één vraagstuk, maar alle plaatsen zijn vergeven. Komt er een vrij, dan staat het hier.",
        "One challenge fits, but all its places are taken. If one becomes free, it stands here.",
    ),
)
_NOT_OPEN = Text(
    "Dit vraagstuk staat niet open voor onderwijs. Daarom wordt het nergens voorgesteld.",
    "This challenge is not open for education, so it is suggested to nobody.",
)
_NO_PLACE = Text("Alle plaatsen van dit vraagstuk zijn vergeven.", "All places of this challenge are taken.")
_CHOOSE_WHY = Text("Kies waarom dit vraagstuk niet past.", "Choose why this challenge does not fit.")
