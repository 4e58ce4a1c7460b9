"""How long the personal data of a question is kept: a day that is set when it ends, and taken off when it goes on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycles.question_states import ENDED, QuestionState
from leren_app.models import Question

AT_REST = ENDED | {QuestionState.LAPSED}


def erase_on(question: Question, now: datetime, city: City) -> date | None:
    """The last day of its personal data: as many months after its end as the city says; None while it lives."""
    if question.state not in AT_REST:
        return None
    if question.erase_on is not None:
        return question.erase_on
    return months_after(calendar.local_day(now, city.time_zone), city.retention.question_text_months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
