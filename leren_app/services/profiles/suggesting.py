"""Which open challenges fit somebody: hard limits first, then what profile and public text share, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, not_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from leren_app.domain.city import City
from leren_app.models import Application, Challenge, Profile, Question, Suggestion
from leren_app.services import clock
from leren_app.services.challenges.reading import is_open_to_all
from leren_app.services.indexes.items import Kind
from leren_app.services.indexes.keeping import NotReadyError, index_or_fit
from leren_app.services.indexes.telling import LEAST_SUGGESTED, telling
from leren_app.services.profiles.fitting import Closed, speech, why_closed
from leren_app.services.profiles.keeping import find_profile, is_enough
from leren_app.services.profiles.places import has_place_for
from matching.analysis import VERSION, Item
from matching.matcher import Matcher

MOST = 12
THEME_WEIGHT = 0.05
"""A theme somebody chose outweighs no shared skill; it decides between near equals."""


@dataclass(frozen=True)
class Fit:
    """A challenge that fits somebody; reasons as they are stored: those of the matcher, the profile being the query."""

    challenge: Challenge
    score: float
    reasons: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Looked:
    """What a look gave: what fits, best first, and how many open challenges each limit kept out."""

    fits: tuple[Fit, ...]
    closed: Counter[Closed]
    unlike: int
    """Within all limits, but nothing in common."""
    aside: int = 0
    """Open, but applied for or put aside."""
    is_looking: bool = False
    """Whether it could not be looked at yet: the index is still being made."""

    @property
    def all(self) -> int:
        """How many challenges are open to this person's choice."""
        return len(self.fits) + self.closed.total() + self.unlike


def look(session: Session, profile: Profile, city: City) -> Looked:
    """Look through all open challenges with a place for somebody, but those they applied for or laid aside."""
    return _look(session, profile, city, set(session.scalars(_full_for(profile))))


def _look(session: Session, profile: Profile, city: City, full: Set[UUID]) -> Looked:
    today = clock.today(session, city)
    challenges = list_open(session)
    aside = set(session.scalars(_set_aside(profile)))
    mine = [each for each in challenges if each.id not in aside]
    closed = {each.id: why for each in mine if (why := why_closed(profile, each, today)) is not None}
    closed = {each.id: Closed.FULL for each in mine if each.id in full} | closed
    reached = [each for each in mine if each.id not in closed]
    index = index_or_fit(session, Kind.CHALLENGES, city)
    if index is None:
        return Looked((), Counter(closed.values()), len(reached), is_looking=True)
    fits = _rank(index, profile, reached)
    return Looked(tuple(fits), Counter(closed.values()), len(reached) - len(fits), len(challenges) - len(mine))


def refresh_person(session: Session, user_id: UUID, city: City) -> int:
    """Store anew what fits somebody; gives how many suggestions there are. Without a yes there are none.

    What is full now is stored too: whether there is a place is looked at when it is read.
    """
    profile = find_profile(session, user_id)
    session.execute(delete(Suggestion).where(Suggestion.user_id == user_id, Suggestion.dismissed_at.is_(None)))
    if profile is None or profile.consented_at is None or not is_enough(profile):
        return 0
    word = state_of_the_list(session)
    looked = _look(session, profile, city, frozenset())
    if looked.is_looking:
        raise NotReadyError(Kind.CHALLENGES.value)
    fits = looked.fits[:MOST]
    session.add_all(_row(profile, fit, word) for fit in fits)
    session.flush()
    return len(fits)


def suggest(session: Session, profile: Profile, city: City) -> Looked:
    """What fits somebody now: as stored, or looked up at once where nothing is or other challenges are open since."""
    stored = _list_stored(session, profile, state_of_the_list(session))
    today = clock.today(session, city)
    fits = tuple(fit for fit in stored if why_closed(profile, fit.challenge, today) is None)
    if fits:
        return Looked(fits, Counter(), 0)
    looked = look(session, profile, city)
    return replace(looked, fits=looked.fits[:MOST])


def state_of_the_list(session: Session) -> str:
    """A word that changes when a challenge opens, changes or closes, and when texts are read in another way."""
    challenges = func.count(Challenge.id), func.max(Challenge.opened_at), func.sum(Challenge.text_version)
    n, newest, edits = session.execute(select(*challenges).where(is_open_to_all())).one()
    return f"{VERSION}:{n}:{edits or 0}:{newest.isoformat() if newest else ''}"


def _list_stored(session: Session, profile: Profile, word: str) -> list[Fit]:
    rows = session.scalars(
        select(Suggestion)
        .join(Suggestion.challenge)
        .where(
            Suggestion.user_id == profile.user_id,
            Suggestion.dismissed_at.is_(None),
            Suggestion.index_version == word,
            Suggestion.challenge_id.not_in(_set_aside(profile)),
            is_open_to_all(),
            has_place_for(profile.user.institution_id),
        )
        .options(
            contains_eager(Suggestion.challenge).options(
                selectinload(Challenge.skills), joinedload(Challenge.question).selectinload(Question.themes)
            )
        )
        .order_by(Suggestion.score.desc(), Suggestion.challenge_id)
    )
    return [Fit(row.challenge, row.score, tuple(row.reasons)) for row in rows]


def list_open(session: Session) -> list[Challenge]:
    """Every open challenge with its skills, question and themes, in the order of their ids."""
    return list(
        session.scalars(
            select(Challenge)
            .where(is_open_to_all())
            .options(selectinload(Challenge.skills), joinedload(Challenge.question).selectinload(Question.themes))
            .order_by(Challenge.id)
        )
    )


def profile_item(profile: Profile) -> Item:
    """A profile as the matcher reads it."""
    return Item(
        str(profile.user_id),
        title=profile.programme,
        texts=(profile.about,),
        skills=tuple(each.skill for each in profile.skills),
    )


def _rank(index: Matcher, profile: Profile, reached: Sequence[Challenge]) -> list[Fit]:
    by_id = {str(each.id): each for each in reached}
    ranked = index.rank(profile_item(profile), k=len(by_id), among=by_id.keys())
    found = {each.id: each for each in ranked if each.score >= LEAST_SUGGESTED}
    fits = []
    for key, challenge in by_id.items():
        likes = bool({each.theme for each in challenge.question.themes}.intersection(profile.interests))
        score = (found[key].score if key in found else 0.0) + THEME_WEIGHT * likes
        if score > 0:
            reasons = telling(found[key].reasons) if key in found else ()
            fits.append(Fit(challenge, score, tuple(map(asdict, reasons))))
    return sorted(fits, key=lambda fit: (-fit.score, str(fit.challenge.id)))


def _row(profile: Profile, fit: Fit, word: str) -> Suggestion:
    return Suggestion(
        user_id=profile.user_id,
        challenge_id=fit.challenge.id,
        score=fit.score,
        label=speech(profile, fit.challenge),
        reasons=list(fit.reasons),
        index_version=word,
    )


def _set_aside(profile: Profile) -> Select[UUID]:
    """Challenges that are no suggestion: applied for (also when that was withdrawn), or laid aside."""
    applied = select(Application.challenge_id).where(Application.profile_id == profile.id)
    laid = select(Suggestion.challenge_id).where(
        Suggestion.user_id == profile.user_id, Suggestion.dismissed_at.is_not(None)
    )
    return select(Challenge.id).where(Challenge.id.in_(applied) | Challenge.id.in_(laid))


def _full_for(profile: Profile) -> Select[UUID]:
    """Challenges on which this person can get no place now."""
    return select(Challenge.id).where(is_open_to_all(), not_(has_place_for(profile.user.institution_id)))
