"""Where the demo clock may go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, ValidationError
from wtforms.validators import InputRequired

from leren_app.domain.calendar import add_working_days
from leren_app.web.forms import BaseForm
from leren_app.web.here import the_city, today

FARTHEST = timedelta(days=400)

JUMPS: dict[str, Callable[[date], date]] = {
    "next-working-day": lambda day: add_working_days(day, 1, the_city().closed_days),
    "day": lambda day: day + timedelta(days=1),
    "week": lambda day: day + timedelta(days=7),
    "ten-working-days": lambda day: add_working_days(day, 10, the_city().closed_days),
    "month": lambda day: day + timedelta(days=30),
}


class ClockForm(BaseForm):
    """A day to go to."""

    day = DateField(_l("Go to this day"), validators=[InputRequired(_l("Choose a day after today."))])

    def validate_day(self, field: Field) -> None:
        """Forward only, and not so far that a year of nights takes minutes."""
        if field.data is not None and not timedelta(0) < field.data - today() <= FARTHEST:
            raise ValidationError(_l("Choose a day after today, at most %(max)d days ahead.", max=FARTHEST.days))
