"""What lecturers fill in: a course, an edition, and which challenge they want or not."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from leren_app.domain.editions import Planned, faults_of
from leren_app.models import Course, CourseKind, CourseRun
from leren_app.services.courses.editing import CourseText
from leren_app.web.courses.words import COURSE_KINDS, SPOKEN, milestones_from, milestones_in_lines, unknown_skills
from leren_app.web.fields import DayField, NumberField, TickField, TicksField, select_option
from leren_app.web.forms import BaseForm, VersionedForm, area, line
from leren_app.web.here import the_city, theme_choices, today
from leren_app.web.language import spoken_language
from leren_app.web.placing_forms import pass_reasons
from matching.skills import find_skills, own_vocabulary

_FILL_IN = _l("Fill this in")
_DAY = _l("Fill in a day, such as 31-8-2026")
_NUMBER = _l("Fill in a number")


class CourseForm(VersionedForm):
    """A course; skills are words, and those in the learning goals are found without being typed."""

    name_nl = line(_l("Name in Dutch"), required=_FILL_IN)
    name_en = line(_l("Name in English"), required=_FILL_IN)
    code = line(_l("Code of the course"), required=_FILL_IN, longest=40)
    organisation = SelectField(_l("Institution"), validators=[Optional()])
    level = RadioField(_l("Level"), validators=[InputRequired(_l("Choose a level"))])
    kind = RadioField(
        _l("What sort of education is it?"),
        choices=[select_option(kind.value, words) for kind, words in COURSE_KINDS.items()],
        default=CourseKind.COURSE,
    )
    hours = NumberField(_l("Hours of work for one student"), validators=[Optional()])
    goals = area(_l("Learning goals"), longest=5000)
    skills = area(_l("Skills students learn"), longest=1000)
    themes = TicksField(_l("Themes"), validators=[Optional()])
    milestones = area(_l("Milestones of every edition"), longest=2000)
    is_shown = TickField(_l("Everybody may see this course on the website"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city, language = the_city(), spoken_language()
        taught = {key for institution in city.institutions for key in institution.levels}
        self.level.choices = [
            select_option(each.key, each.name.in_(language)) for each in city.levels if each.key in taught
        ]
        self.themes.choices = [select_option(*each) for each in theme_choices()]
        self.organisation.choices = []

    @classmethod
    def of(cls, course: Course) -> CourseForm:
        """The form filled in with a course."""
        known = own_vocabulary().skills
        names = [
            known[s.skill].label("en" if spoken_language() == "en" else "nl") for s in course.skills if s.skill in known
        ]
        values = {name: getattr(course, name) for name in ("name_nl", "name_en", "code", "level", "hours", "goals")}
        return cls(
            formdata=None,
            data={
                **values,
                "kind": course.kind.value,
                "themes": course.themes,
                "skills": ", ".join(names),
                "milestones": milestones_in_lines(course.milestones),
                "is_shown": course.is_shown,
                "seen_version": str(course.version),
            },
        )

    @property
    def written(self) -> CourseText:
        """What was filled in, for the service."""
        return CourseText(
            code=self.code.data or "",
            name_nl=self.name_nl.data or "",
            name_en=self.name_en.data or "",
            level=self.level.data or "",
            kind=CourseKind(self.kind.data or CourseKind.COURSE),
            hours=self.hours.data,
            goals=self.goals.data or "",
            themes=tuple(self.themes.data or ()),
            skills=self._skill_keys(),
            milestones=tuple(milestones_from(self.milestones.data or "")),
            is_shown=bool(self.is_shown.data),
        )

    @property
    def owner(self) -> UUID | None:
        """The institution a coordinator chose; a lecturer's form has no such field."""
        field: SelectField | None = self.organisation
        return UUID(field.data) if field is not None and field.data else None

    def _skill_keys(self) -> tuple[str, ...]:
        words = [word.strip() for word in (self.skills.data or "").replace("\n", ",").split(",") if word.strip()]
        typed = [skill.key for word in words if (skill := own_vocabulary().resolve(word)) is not None]
        found = [each.skill.key for each in find_skills(self.goals.data or "")] if not words else []
        return tuple(dict.fromkeys([*typed, *found]))

    def validate_skills(self, field: Any) -> None:
        """Refuse words that the vocabulary does not know, and name them."""
        unknown = unknown_skills(field.data or "")
        if unknown:
            raise ValueError(gettext("We do not know these skills: %(words)s", words=", ".join(unknown)))

    def validate_milestones(self, field: Any) -> None:
        """Refuse a line that does not begin with a week."""
        milestones_from(field.data or "")


class RunForm(VersionedForm):
    """An edition; what cannot be is said at its field, all at once."""

    starts_on = DayField(_l("First day"), validators=[InputRequired(_DAY)])
    ends_on = DayField(_l("Last day"), validators=[InputRequired(_DAY)])
    planning_deadline = DayField(_l("Last day to plan it"), validators=[InputRequired(_DAY)])
    places = NumberField(_l("How many students?"), validators=[InputRequired(_NUMBER)])
    team_min = NumberField(_l("Smallest team"), validators=[InputRequired(_NUMBER)])
    team_max = NumberField(_l("Largest team"), validators=[InputRequired(_NUMBER)])
    languages = TicksField(
        _l("Which languages can the class work in, out in the district?"),
        choices=[select_option(key, words) for key, words in SPOKEN.items()],
        validators=[InputRequired(_l("Choose at least one language"))],
    )

    @classmethod
    def of(cls, run: CourseRun) -> RunForm:
        """The form filled in with an edition."""
        names = ("starts_on", "ends_on", "planning_deadline", "places", "team_min", "team_max", "languages")
        data = {name: getattr(run, name) for name in names}
        return cls(formdata=None, data={**data, "seen_version": str(run.version)})

    @property
    def planned(self) -> Planned:
        """What was filled in, for the service; only after it was found complete."""
        days = (self.starts_on.data, self.ends_on.data, self.planning_deadline.data)
        starts_on, ends_on, deadline = (day or date.max for day in days)  # the form asked for all three
        sizes = (self.places.data or 0, self.team_min.data or 0, self.team_max.data or 0)
        return Planned(starts_on, ends_on, deadline, *sizes, tuple(self.languages.data or ()))

    def check_days(self, run: CourseRun | None = None) -> bool:
        """Put a sentence at each field that cannot be so; whether all is well."""
        faults = faults_of(self.planned, today(), deadline_before=run.planning_deadline if run else None)
        for name, said in faults.items():
            self[name].errors = [*self[name].errors, said.in_(spoken_language())]
        return not faults


class ChallengeForm(BaseForm):
    """A challenge that is asked for, or brought back."""

    challenge = HiddenField(validators=[InputRequired()])


class DismissForm(ChallengeForm):
    """A challenge that is put aside, and why."""

    reason = RadioField(
        _l("Why does this challenge not fit?"), validators=[InputRequired(_l("Choose why this challenge does not fit"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = pass_reasons()


class RunChoiceForm(BaseForm):
    """The edition for which a challenge is asked for."""

    run = HiddenField(validators=[InputRequired()])


class AloneForm(BaseForm):
    """Work without a class."""

    kind = RadioField(
        _l("What is it for?"),
        choices=[
            select_option(kind.value, COURSE_KINDS[kind])
            for kind in (CourseKind.THESIS, CourseKind.INTERNSHIP, CourseKind.RESEARCH)
        ],
        validators=[InputRequired(_l("Choose thesis, internship or research"))],
    )
    languages = TicksField(
        _l("Which languages do you speak well enough to work in?"),
        choices=[select_option(key, words) for key, words in SPOKEN.items()],
        validators=[InputRequired(_l("Choose at least one language"))],
    )


class ProposeForm(BaseForm):
    """An edition to which a coordinator proposes a challenge, and why in spite of a hard limit."""

    run = SelectField(_l("Edition of a course"), validators=[InputRequired(_l("Choose an edition"))])
    override = area(_l("It does not fit, and you propose it all the same. Why?"), longest=500)
