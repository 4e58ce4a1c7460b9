"""What the matcher reads of challenges, questions, results and courses: the public words, never what was typed raw."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, selectinload

from leren_app.domain.city import City
from leren_app.domain.lifecycles.question_states import SHOWN_TO_ALL
from leren_app.models import Challenge, ClinicVersion, Course, Question, Result
from leren_app.services.challenges.reading import SHOWN
from leren_app.services.questions.shown import IS_SHOWN
from matching.analysis import Item


class Kind(StrEnum):
    """What there is an index of."""

    CHALLENGES = "challenges"
    QUESTIONS = "questions"
    RESULTS = "results"


def items_of(session: Session, kind: Kind, most: int | None = None) -> Iterator[Item]:
    """Everything of a kind that everyone sees, or the first so many."""
    if kind is Kind.CHALLENGES:
        yield from map(item_of_challenge, session.scalars(_challenges().order_by(Challenge.id).limit(most)))
    elif kind is Kind.QUESTIONS:
        yield from map(item_of_version, session.scalars(_versions().order_by(Question.id).limit(most)))
    else:
        yield from map(item_of_result, session.scalars(_results().order_by(Result.id).limit(most)))


def find_item(session: Session, kind: Kind, item_id: UUID) -> Item | None:
    """One of them as it is now; None where not everyone sees it (any more)."""
    if kind is Kind.CHALLENGES:
        challenge = session.scalar(_challenges().where(Challenge.id == item_id))
        return item_of_challenge(challenge) if challenge else None
    if kind is Kind.QUESTIONS:
        version = session.scalar(_versions().where(Question.id == item_id))
        return item_of_version(version) if version else None
    result = session.scalar(_results().where(Result.id == item_id))
    return item_of_result(result) if result else None


def background_of(session: Session, kind: Kind, city: City) -> Iterator[Item]:
    """Other texts of the same world, from which the matcher learns how telling a word is."""
    for other in (Kind.CHALLENGES, Kind.QUESTIONS):
        if other is not kind:
            yield from items_of(session, other)
    courses = session.scalars(select(Course).options(selectinload(Course.skills)).order_by(Course.id))
    yield from (item_of_course(course, city) for course in courses)


def item_of_challenge(challenge: Challenge) -> Item:
    """A challenge: its public text, each language by itself, and the skills it asks for."""
    texts = (f"{challenge.title_nl}. {challenge.summary_nl}", f"{challenge.title_en}. {challenge.summary_en}")
    return Item(str(challenge.id), texts=texts, skills=tuple(skill.skill for skill in challenge.skills))


def item_of_version(version: ClinicVersion) -> Item:
    """A question, as the clinic wrote it down: its public text, each language by itself."""
    dutch = (version.title_nl, version.summary_nl, version.research_question_nl)
    english = (version.title_en, version.summary_en, version.research_question_en)
    return Item(str(version.question_id), texts=(". ".join(dutch), ". ".join(english)))


def item_of_result(result: Result) -> Item:
    """What came out: title, summary, what changed and the lesson, each language by itself."""
    dutch = (result.title_nl, result.summary_nl, result.first_nl, result.now_nl, result.lesson)
    english = (result.title_en, result.summary_en, result.first_en, result.now_en, result.lesson_en)
    return Item(str(result.id), texts=(". ".join(filter(None, dutch)), ". ".join(filter(None, english))))


def item_of_course(course: Course, city: City) -> Item:
    """A course: name, learning goals, themes, and the skills it teaches."""
    names = {theme.key: theme.name for theme in city.themes}
    themes = ". ".join(f"{names[key].nl}. {names[key].en}" for key in course.themes if key in names)
    title = f"{course.name_nl} {course.name_en}" if course.name_nl != course.name_en else course.name_nl
    text = f"{course.goals}. {themes}" if course.goals or themes else ""
    return Item(str(course.id), title, (text,), tuple(skill.skill for skill in course.skills))


def _challenges() -> Select[Challenge]:
    is_public = Challenge.question.has(Question.state.in_(SHOWN_TO_ALL))
    return select(Challenge).where(Challenge.state.in_(SHOWN), is_public).options(selectinload(Challenge.skills))


def _versions() -> Select[ClinicVersion]:
    agreed = and_(ClinicVersion.question_id == Question.id, ClinicVersion.n == Question.agreed_version)
    return select(ClinicVersion).join(Question, agreed).where(IS_SHOWN)


def _results() -> Select[Result]:
    return select(Result).where(Result.published_at.is_not(None), Result.retracted_at.is_(None))
