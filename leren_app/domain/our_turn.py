"""Until when an asker waits for us: the one day that their own page names and the coordinators' queue watches."""

from __future__ import annotations

from datetime import date, datetime

from leren_app.domain import calendar
from leren_app.domain.calendar import CityCalendar
from leren_app.domain.lifecycles.question_states import QuestionState

OUR_TURN = frozenset({QuestionState.RECEIVED, QuestionState.INTAKE, QuestionState.AGREED})
"""States in which the asker waits for somebody of us."""


def hear_by(
    state: QuestionState,
    *,
    kept: date | None,
    first_due: date | None,
    since: datetime,
    days: int,
    city: CityCalendar,
) -> date | None:
    """The last day on which the asker hears from us; None while it is not our turn.

    A day that was named stays as long as it is our turn (`kept`). A new turn, which began at `since`, has the day of
    the promised first answer while nobody answered (`first_due`, None afterwards) and that day is not past; else it
    ends so many working days after it began. A question that came back after its promise had ended is not late at once.
    """
    if state not in OUR_TURN:
        return None
    if kept is not None:
        return kept
    if first_due is not None and calendar.local_day(since, city.time_zone) <= first_due:
        return first_due
    return calendar.due_on(since, days, city)
