"""The weekly mail to lecturers: which of their editions close for planning soon, and what still fits them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.fitting import Label
from leren_app.models import Course, CourseLecturer, CourseRun
from leren_app.services import outbox
from leren_app.services.suggestions.reading import Suggested, list_for_run, list_put_aside
from leren_app.services.telling import user_recipient

TOPIC = "course/planning"
AHEAD = timedelta(days=21)
MONDAY = 0
MOST_TOLD = 3


@dataclass(frozen=True)
class Due:
    """An edition that closes for planning soon, how many challenges fit it, and the best of them."""

    run: CourseRun
    n: int
    best: tuple[Suggested, ...]


def promise_weekly(session: Session, day: date) -> int:
    """On a Monday, one mail to each lecturer for whom something fits before a deadline near; how many mails."""
    if day.weekday() != MONDAY:
        return 0
    teach = select(CourseLecturer.user_id).join(CourseRun, CourseRun.course_id == CourseLecturer.course_id)
    lecturers = session.scalars(teach.where(_is_near(day)).distinct().order_by(CourseLecturer.user_id)).all()
    told = [user_id for user_id in lecturers if list_due(session, user_id, day)]
    for user_id in told:
        key = f"mail:{TOPIC}:{day.isoformat()}:{user_id}"
        outbox.promise(
            session, "mail", key, topic=TOPIC, recipient=user_recipient(user_id), user=user_id, day=day.isoformat()
        )
    return len(told)


def list_due(session: Session, user_id: UUID, day: date) -> list[Due]:
    """Somebody's editions that close for planning within three weeks and that something fits, the first day first."""
    query = (
        select(CourseRun)
        .join(CourseLecturer, CourseLecturer.course_id == CourseRun.course_id)
        .where(CourseLecturer.user_id == user_id, _is_near(day))
        .options(joinedload(CourseRun.course).joinedload(Course.organisation))
        .order_by(CourseRun.planning_deadline, CourseRun.id)
    )
    found = []
    for run in session.scalars(query):
        put_aside = list_put_aside(session, run.course_id)
        fits = [each for each in list_for_run(session, run, day, put_aside) if each.fit.label is not Label.NEXT]
        if fits:
            found.append(Due(run, len(fits), tuple(fits[:MOST_TOLD])))
    return found


def _is_near(day: date) -> ColumnElement[bool]:
    return CourseRun.planning_deadline.between(day, day + AHEAD) & CourseRun.person_id.is_(None)
