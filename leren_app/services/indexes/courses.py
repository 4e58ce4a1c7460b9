"""What courses ask, in a file beside the index of challenges: so that one challenge finds its courses in one product.

The same texts are weighed as when a course is ranked against challenges, so that both ways give the same scores.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from leren_app.domain.city import City
from leren_app.models import Challenge, Course
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind, item_of_challenge, item_of_course
from leren_app.services.indexes.reader import analyser_of
from leren_app.services.locking import alone
from matching import storage
from matching.matcher import Matcher
from matching.storage import IndexFileError
from matching.vectors import Frequencies

NAME = "courses"


def scores_for(session: Session, challenge: Challenge, city: City) -> dict[UUID, float] | None:
    """How well each course fits a challenge, by the key of the course; None where there is no file that can tell."""
    known = _known(session, city)
    asking = None if known is None else _load(session, known, city)
    if asking is None:
        return None
    return {UUID(key): score for key, score in asking.scores(item_of_challenge(challenge)).items()}


def ensure(session: Session, city: City) -> None:
    """Make the file where there is none, or where it weighs words differently from the index of challenges."""
    known = _known(session, city)
    if known is not None and _load(session, known, city) is None:
        _build(session, known, city)


def put(session: Session, course_id: UUID, city: City) -> None:
    """Make the file say of one course what the database says."""
    path, known = keeping.path_of(session, NAME), _known(session, city)
    if path is None or known is None:
        return
    with alone(path):
        asking = _load(session, known, city)
        if asking is not None:
            course = session.scalar(_courses().where(Course.id == course_id))
            changed = [item_of_course(course, city)] if course else []
            asking = asking.update(changed) if changed else asking.remove([str(course_id)])
            storage.save(asking, path)
            return
    _build(session, known, city)


def _build(session: Session, known: Frequencies, city: City) -> None:
    path = keeping.path_of(session, NAME)
    if path is None:
        return
    with alone(path):
        asking = Matcher(analyser_of(city, path.parent), side="asked").weighing_as(known)
        asking.update(item_of_course(course, city) for course in session.scalars(_courses()))
        storage.save(asking, path)


def _load(session: Session, known: Frequencies, city: City) -> Matcher | None:
    """The file, if it can be used and weighs words as `known` does."""
    path = keeping.path_of(session, NAME)
    if path is None or not path.exists():
        return None
    analyser = analyser_of(city, path.parent)
    try:
        state = storage.load(path, analyser).state
    except IndexFileError:
        return None
    if not _is_same(state.known, known):
        return None
    return Matcher(analyser, side="asked").with_state(state)


def _is_same(one: Frequencies, other: Frequencies) -> bool:
    """Whether two were learnt from the same rows; a file also names features that no row has."""
    return one.rows == other.rows and _told(one) == _told(other)


def _told(known: Frequencies) -> dict[str, float]:
    return {feature: count for feature, count in known.counts.items() if count}


def _known(session: Session, city: City) -> Frequencies | None:
    index = keeping.find_index(session, Kind.CHALLENGES, city)
    return None if index is None else index.state.known


def _courses() -> Select[Course]:
    return select(Course).options(selectinload(Course.skills)).order_by(Course.id)
