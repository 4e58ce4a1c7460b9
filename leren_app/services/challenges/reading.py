"""What people read of challenges: everyone what is shown, coordinators all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from leren_app.domain.errors import GoneError, NotFoundError
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement_states import LIVE, PlacementState
from leren_app.domain.lifecycles.question_states import SHOWN_TO_ALL
from leren_app.models import Challenge, Event, FieldLanguage, Placement, Question, QuestionTheme

PAGE = 20
S = ChallengeState
SHOWN = frozenset({S.OPEN, S.PAUSED, S.CLOSED})
WITHOUT_DUTCH = frozenset({FieldLanguage.ENGLISH, FieldLanguage.ANY})


class Status(StrEnum):
    """What a reader may want to see: what can be taken now, has a place left, or cannot be taken."""

    OPEN = "open"
    FREE = "free"
    NOT_NOW = "not-now"


@dataclass(frozen=True)
class Filter:
    """What to leave in the list; empty fields leave everything, but `status`: that leaves what is open."""

    district: str = ""
    theme: str = ""
    level: str = ""
    without_dutch: bool = False
    status: Status = Status.OPEN


def list_public(
    session: Session,
    *,
    wanted: Filter | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[Challenge]:
    """Challenges that everyone sees with their questions and themes, newest first, in one statement.

    `after` is the (opened_at, id) of the last one seen.
    """
    query = _shown(wanted or Filter()).options(contains_eager(Challenge.question).joinedload(Question.themes))
    query = query.order_by(Challenge.opened_at.desc(), Challenge.id.desc()).limit(limit)
    if after:
        query = query.where(tuple_(Challenge.opened_at, Challenge.id) < tuple_(*after))
    return list(session.scalars(query).unique())


def count_public(session: Session, wanted: Filter) -> tuple[int, Counter[tuple[str, str]]]:
    """How many there are with this filter, and for each (filter, value) how many there would be, in one statement."""
    return count_of(facets_of(session, wanted.status).values(), wanted)


def count_of(found: Collection[Facets], wanted: Filter) -> tuple[int, Counter[tuple[str, str]]]:
    """The same among challenges of which the facets are known."""
    chosen = _chosen(wanted)
    counts: Counter[tuple[str, str]] = Counter()
    for values in found:
        for name, options in values.items():
            if _fits(values, {other: value for other, value in chosen.items() if other != name}):
                counts.update((name, option) for option in options if option)
    return sum(_fits(values, chosen) for values in found), counts


Facets = dict[str, set[str]]
"""Filter → the values under which a challenge is found."""


def facets_of(session: Session, status: Status) -> dict[UUID, Facets]:
    """The facets of all challenges of a status, whatever else is filtered by."""
    wide = Filter(status=status)
    columns = (Challenge.id, Question.district, Challenge.level, Challenge.field_language, QuestionTheme.theme)
    query = _shown(wide).outerjoin(QuestionTheme, QuestionTheme.question_id == Question.id).with_only_columns(*columns)
    found: dict[UUID, Facets] = {}
    for challenge_id, district, level, language, theme in session.execute(query):
        values = found.setdefault(challenge_id, {"district": {district}, "level": {level}, "theme": set()})
        values["language"] = {"en"} if language in WITHOUT_DUTCH else set()
        values["theme"].add(theme)
    return found


def is_left_by(wanted: Filter, values: Facets) -> bool:
    """Whether a filter leaves a challenge with these facets; its status is not looked at."""
    return _fits(values, _chosen(wanted))


def list_by_ids(session: Session, ids: Sequence[UUID]) -> list[Challenge]:
    """Those of these challenges that everyone sees, in this order, in one statement."""
    if not ids:
        return []
    query = select(Challenge).join(Challenge.question).where(Question.state.in_(SHOWN_TO_ALL), Challenge.id.in_(ids))
    query = query.where(Challenge.state.in_(SHOWN))
    query = query.options(contains_eager(Challenge.question).joinedload(Question.themes))
    return sorted(session.scalars(query).unique(), key=lambda challenge: ids.index(challenge.id))


def _chosen(wanted: Filter) -> dict[str, str]:
    chosen = {"district": wanted.district, "theme": wanted.theme, "level": wanted.level}
    return {**chosen, "language": "en" if wanted.without_dutch else ""}


def _fits(values: Facets, chosen: Mapping[str, str]) -> bool:
    return all(not value or value in values[name] for name, value in chosen.items())


def get_public(session: Session, slug: str) -> Challenge:
    """A challenge that everyone sees. Raises NotFoundError for what never was, GoneError for what was taken off."""
    challenge = get_challenge(session, slug)
    if is_shown(challenge):
        return challenge
    if challenge.opened_at is not None:
        raise GoneError
    raise NotFoundError


def is_shown(challenge: Challenge) -> bool:
    """Whether everyone sees it: it was opened, not withdrawn, and its question is public."""
    return challenge.state in SHOWN and challenge.question.state in SHOWN_TO_ALL


def is_open_to_all() -> ColumnElement[bool]:
    """The condition of queries for what education can ask for: open, and its question on the website."""
    return and_(Challenge.state == S.OPEN, Challenge.question.has(Question.state.in_(SHOWN_TO_ALL)))


def has_free_slot() -> ColumnElement[bool]:
    """The condition of queries for what a course, or somebody alone, can still take on."""
    return Challenge.taken < Challenge.slots


def get_challenge(session: Session, slug: str) -> Challenge:
    """A challenge with question, client and skills, for those who may see it whole; NotFoundError for none."""
    found = session.scalars(_whole().where(Challenge.slug == slug)).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def get_by_id(session: Session, challenge_id: UUID) -> Challenge:
    """The same by key, for jobs."""
    found = session.scalars(_whole().where(Challenge.id == challenge_id)).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_of_question(session: Session, question: Question, *, only_shown: bool = False) -> list[Challenge]:
    """The challenges of a question, oldest first; `only_shown` leaves those that everyone sees."""
    query = select(Challenge).where(Challenge.question_id == question.id)
    if only_shown:
        query = query.where(Challenge.state.in_(SHOWN))
    return list(session.scalars(query.order_by(Challenge.created_at, Challenge.id)))


def list_for_desk(
    session: Session,
    states: Collection[ChallengeState],
    *,
    only_unanswered: bool = False,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[Challenge]:
    """Challenges in these states with their questions and clients, newest first, in one statement.

    `only_unanswered` leaves those for which a course waited in vain, and no other came since.
    """
    query = (
        select(Challenge)
        .where(Challenge.state.in_(states))
        .options(joinedload(Challenge.question), joinedload(Challenge.client))
        .order_by(Challenge.created_at.desc(), Challenge.id.desc())
        .limit(limit)
    )
    if only_unanswered:
        query = query.where(_is_unanswered())
    if after:
        query = query.where(tuple_(Challenge.created_at, Challenge.id) < tuple_(*after))
    return list(session.scalars(query))


def counts_unanswered() -> Select[int]:
    """For how many challenges that were opened a course waited in vain, and no other came since; as a query."""
    return select(func.count(Challenge.id)).where(Challenge.state.in_(SHOWN), _is_unanswered())


def count_states(session: Session) -> dict[ChallengeState, int]:
    """How many challenges are in each state that has any."""
    counted = select(Challenge.state, func.count(Challenge.id)).group_by(Challenge.state)
    return {row[0]: row[1] for row in session.execute(counted)}


def list_events(session: Session, challenge: Challenge) -> list[Event]:
    """All that happened to it, oldest first, with what was typed."""
    query = (
        select(Event)
        .where(Event.subject == CHALLENGE.name, Event.subject_id == challenge.id)
        .options(selectinload(Event.notes), joinedload(Event.user))
    )
    return list(session.scalars(query.order_by(Event.at, Event.id)))


def skill_keys(challenge: Challenge) -> list[str]:
    """The keys of the skills it asks for, sorted."""
    return [row.skill for row in challenge.skills]


def question_ids(challenges: Iterable[Challenge]) -> set[UUID]:
    """The questions that these come from."""
    return {challenge.question_id for challenge in challenges}


def _is_unanswered() -> ColumnElement[bool]:
    """The condition of queries for what has a request or proposal that expired, and none that lives or is done."""
    mine = select(Placement.id).where(Placement.challenge_id == Challenge.id)
    expired = mine.where(Placement.state == PlacementState.EXPIRED)
    return expired.exists() & ~mine.where(Placement.state.in_({*LIVE, PlacementState.DONE})).exists()


def _shown(wanted: Filter) -> Select[Challenge]:
    query = select(Challenge).join(Challenge.question).where(Question.state.in_(SHOWN_TO_ALL), _has(wanted.status))
    if wanted.district:
        query = query.where(Question.district == wanted.district)
    if wanted.theme:
        query = query.where(Question.themes.any(QuestionTheme.theme == wanted.theme))
    if wanted.level:
        query = query.where(Challenge.level == wanted.level)
    if wanted.without_dutch:
        query = query.where(Challenge.field_language.in_(WITHOUT_DUTCH))
    return query


def _has(status: Status) -> ColumnElement[bool]:
    conditions: dict[Status, ColumnElement[bool]] = {
        Status.OPEN: Challenge.state == S.OPEN,
        Status.FREE: and_(Challenge.state == S.OPEN, Challenge.taken < Challenge.slots),
        Status.NOT_NOW: Challenge.state.in_((S.PAUSED, S.CLOSED)),
    }
    return conditions[status]


def _whole() -> Select[Challenge]:
    return select(Challenge).options(
        joinedload(Challenge.question).options(joinedload(Question.asker), selectinload(Question.themes)),
        joinedload(Challenge.client),
        selectinload(Challenge.skills),
    )
