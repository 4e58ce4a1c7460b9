"""When a course runs: by a period of the academic year, by week numbers or by days, whichever is at hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from leren_app.domain import days
from leren_app.domain.city.parts import Period
from leren_app.domain.editions import Planned, faults_of
from leren_app.domain.errors import FieldError
from leren_app.domain.study_weeks import WEEKDAYS, proposed_deadline, read_weeks
from leren_app.models import CourseRun
from leren_app.web.courses.words import SPOKEN
from leren_app.web.courses.years import current_year, periods_ahead, years_ahead
from leren_app.web.fields import DayField, NumberField, TicksField, select_option
from leren_app.web.forms import VersionedForm, line
from leren_app.web.here import today
from leren_app.web.language import spoken_language

_DAY = _l("Fill in a day, such as 31-8-2026")
_NUMBER = _l("Fill in a number")


def is_read(_form: Any, field: Any) -> None:
    """Ask for a day or number where nothing was read, unless what was typed is blamed already."""
    if field.data is None and not field.errors:
        raise ValidationError(_DAY if isinstance(field, DayField) else _NUMBER)


class RunForm(VersionedForm):
    """An edition; what cannot be is said at its field, all at once.

    Weeks outrank the period, and the period outranks the days: who fills in the shorter way means it.
    """

    period = SelectField(_l("A semester or block"), validators=[Optional()])
    year = SelectField(_l("Academic year of these weeks"), validators=[Optional()])
    weeks = line(_l("Or by week numbers"), longest=40)
    starts_on = DayField(_l("First day"), validators=[is_read])
    ends_on = DayField(_l("Last day"), validators=[is_read])
    planning_deadline = DayField(_l("Last day to plan it"), validators=[Optional()])
    places = NumberField(_l("How many students?"), validators=[is_read])
    team_min = NumberField(_l("Smallest team"), validators=[is_read])
    team_max = NumberField(_l("Largest team"), validators=[is_read])
    languages = TicksField(
        _l("Which languages can the class work in, out in the district?"),
        choices=[select_option(key, words) for key, words in SPOKEN.items()],
        validators=[InputRequired(_l("Choose at least one language"))],
    )
    days = TicksField(_l("On which days can the class be in the city?"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = spoken_language()
        self.days.choices = [select_option(key, name.in_(language).capitalize()) for key, name in WEEKDAYS.items()]
        self.year.choices = [(year.key, year.key) for year in years_ahead()]
        self.period.choices = [
            select_option("", _l("Other weeks: fill them in below")),
            *(select_option(_value_of(period), _label_of(period), year.key) for year, period in periods_ahead()),
        ]
        if self.year.data is None and self.year.choices:
            self.year.data = current_year()

    @classmethod
    def of(cls, run: CourseRun) -> RunForm:
        """The form filled in with an edition."""
        names = ("starts_on", "ends_on", "planning_deadline", "places", "team_min", "team_max", "languages", "days")
        data = {name: getattr(run, name) for name in names}
        return cls(formdata=None, data={**data, "seen_version": str(run.version)})

    @property
    def planned(self) -> Planned:
        """What was filled in, for the service; far away or nothing where it could not be read."""
        read = (self.starts_on.data, self.ends_on.data, self.planning_deadline.data)
        starts_on, ends_on, deadline = (day or date.max for day in read)
        sizes = (self.places.data or 0, self.team_min.data or 0, self.team_max.data or 0)
        return Planned(
            starts_on, ends_on, deadline, *sizes, tuple(self.languages.data or ()), tuple(self.days.data or ())
        )

    def is_good(self, run: CourseRun | None = None) -> bool:
        """Whether a form that was sent can be kept; else each field that cannot has its sentence."""
        if not self.is_submitted():
            return False
        wrong_weeks = self._take_days()
        self.validate()
        if wrong_weeks is not None:
            self.starts_on.errors = self.ends_on.errors = ()
            self.weeks.errors = [wrong_weeks.message.in_(spoken_language())]
        unread = {name for name, field in self._fields.items() if field.errors}
        unread |= {"starts_on", "ends_on"} if wrong_weeks is not None else set()
        before = run.planning_deadline if run else None
        for name, said in faults_of(self.planned, today(), deadline_before=before, unread=unread).items():
            self[name].errors = [*self[name].errors, said.in_(spoken_language())]
        return not self.errors

    def _take_days(self) -> FieldError | None:
        """Fill in the days that follow from weeks or a period, and a deadline that nobody gave."""
        year = next((year for year in years_ahead() if year.key == self.year.data), None)
        offered = {_value_of(period): period for _, period in periods_ahead()}
        try:
            if self.weeks.data and year is not None:
                self._put_days(*read_weeks(self.weeks.data, year.starts_on))
            elif self.period.data in offered:
                period = offered[self.period.data]
                self._put_days(period.starts_on, period.ends_on)
        except FieldError as error:
            return error
        if self.starts_on.data and not any(self.planning_deadline.raw_data or ()):
            self.planning_deadline.data = proposed_deadline(self.starts_on.data, today())
        return None

    def _put_days(self, starts_on: date, ends_on: date) -> None:
        for field, day in ((self.starts_on, starts_on), (self.ends_on, ends_on)):
            field.data, field.process_errors = day, []


def _value_of(period: Period) -> str:
    return f"{period.starts_on.isoformat()}/{period.ends_on.isoformat()}"


def _label_of(period: Period) -> str:
    language = spoken_language()
    return f"{period.name.in_(language)}: {days.weeks(period.starts_on, period.ends_on).in_(language)}"
