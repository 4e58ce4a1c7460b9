"""What lecturers fill in: a course, who teaches it, and which challenge they want or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from leren_app.domain.errors import FieldError
from leren_app.models import Course, CourseKind
from leren_app.services.courses.editing import CourseText
from leren_app.services.courses.typed import (
    load_as_typed,
    milestones_in_lines,
    read_load,
    read_milestones,
    read_skills,
)
from leren_app.web.courses.own import OwnedForm
from leren_app.web.courses.words import COURSE_KINDS, SPOKEN
from leren_app.web.fields import TickField, TicksField, select_option
from leren_app.web.forms import BaseForm, VersionedForm, area, line
from leren_app.web.here import the_city, theme_choices
from leren_app.web.language import spoken_language
from leren_app.web.placing_forms import PassReasonForm
from matching.skills import own_vocabulary

_FILL_IN = _l("Fill this in")


class CourseForm(OwnedForm, VersionedForm):
    """A course; skills are words, and those in the learning goals are found without being typed."""

    name_nl = line(_l("Name in Dutch"), required=_FILL_IN)
    name_en = line(_l("Name in English"), required=_FILL_IN)
    code = line(_l("Code of the course"), required=_FILL_IN, longest=40)
    level = RadioField(_l("Level"), validators=[InputRequired(_l("Choose a level"))])
    kind = RadioField(
        _l("What sort of education is it?"),
        choices=[select_option(kind.value, words) for kind, words in COURSE_KINDS.items()],
        default=CourseKind.COURSE,
    )
    load = line(_l("Study load for one student"), longest=8)
    languages = TicksField(
        _l("In which languages is it taught?"),
        choices=[select_option(key, words) for key, words in SPOKEN.items()],
        validators=[InputRequired(_l("Choose at least one language"))],
    )
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
        self.in_hours = ", ".join(each.key for each in city.levels if each.key in taught and each.counts_in == "hours")
        self.themes.choices = [select_option(*each) for each in theme_choices()]
        self.organisation.choices = []

    @classmethod
    def of(cls, course: Course) -> CourseForm:
        """The form filled in with a course."""
        known = own_vocabulary().skills
        names = [
            known[s.skill].label("en" if spoken_language() == "en" else "nl") for s in course.skills if s.skill in known
        ]
        values = {name: getattr(course, name) for name in ("name_nl", "name_en", "code", "level", "goals")}
        return cls(
            formdata=None,
            data={
                **values,
                "kind": course.kind.value,
                "load": load_as_typed(course.hours, course.level, the_city()),
                "languages": course.languages or ["nl"],
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
            hours=read_load(self.load.data or "", self.level.data or "", the_city()),
            languages=tuple(self.languages.data or ()),
            goals=self.goals.data or "",
            themes=tuple(self.themes.data or ()),
            skills=read_skills(self.skills.data or "", self.goals.data or ""),
            milestones=read_milestones(self.milestones.data or ""),
            is_shown=bool(self.is_shown.data),
        )

    def validate_load(self, field: Any) -> None:
        """Refuse what is no load in the way the level counts."""
        _say(lambda: read_load(field.data or "", self.level.data or "", the_city()))

    def validate_skills(self, field: Any) -> None:
        """Refuse words that the vocabulary does not know, and name them."""
        _say(lambda: read_skills(field.data or "", ""))

    def validate_milestones(self, field: Any) -> None:
        """Refuse a line that does not begin with a week."""
        _say(lambda: read_milestones(field.data or ""))


def _say(read: Callable[[], object]) -> None:
    """Turn the sentence of the domain into that of a field."""
    try:
        read()
    except FieldError as error:
        raise ValidationError(error.message.in_(spoken_language())) from None


class LecturerForm(BaseForm):
    """A colleague who teaches a course too."""

    mail = line(_l("E-mail address of your colleague"), required=_l("Fill in an e-mail address"))


class ChallengeForm(BaseForm):
    """A challenge that is asked for, or brought back."""

    challenge = HiddenField(validators=[InputRequired()])


class DismissForm(PassReasonForm, ChallengeForm):
    """A challenge that is put aside, and why."""


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
