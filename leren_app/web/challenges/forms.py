"""What coordinators fill in of a challenge: the slice, the text and frame, skills, the client, and its steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, Email, InputRequired, Length, Optional, StopValidation

from leren_app.domain.slicing import impossible
from leren_app.domain.study_load import HOURS_PER_EC
from leren_app.models import Challenge, FieldLanguage, WorkForm
from leren_app.services.challenges.client import Client, ClientIs
from leren_app.services.challenges.drafting import Draft, cut_of
from leren_app.web.challenge_words import FIELD_LANGUAGES, WORK_FORMS
from leren_app.web.fields import DayField, NumberField, TicksField, select_option
from leren_app.web.forms import LONGEST_LINE, VersionedForm, area, line, storable, trimmed
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from matching.skill_suggestions import SuggestedSkill
from matching.skills import own_vocabulary

TICKED = 4
"""Of the skills a question asks for, so many are ticked before somebody looks."""
_MAIL = _l("Fill in an e-mail address, for example name@example.org")
_NUMBER = _l("Fill in a number")
_KNOWN = _l("Choose one from the list")
_LONG = _l("This text is too long: at most %(max)d characters.")


_FORMS = [select_option(form.value, words) for form, words in WORK_FORMS.items()]
_FIELD_LANGUAGES = [select_option(language.value, words) for language, words in FIELD_LANGUAGES.items()]
_UNITS = [select_option("hours", _l("Hours")), select_option("ec", _l("EC"))]
_LANGUAGES = [select_option("nl", _l("Dutch")), select_option("en", _l("English"))]


class MayWait:
    """Empty is fine for now, without the words "may stay empty": it has to be there in the end."""

    def __call__(self, _form: Any, field: Field) -> None:
        """Stop looking at a field that nothing was typed in."""
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation


def _line(label: str, longest: int = LONGEST_LINE) -> StringField:
    return StringField(label, validators=[MayWait(), storable, Length(max=longest, message=_LONG)], filters=[trimmed])


def _area(label: str) -> TextAreaField:
    return TextAreaField(label, validators=[MayWait(), storable, Length(max=2000, message=_LONG)], filters=[trimmed])


def _radios(label: str, choices: list[Any], *first: Any, **options: Any) -> RadioField:
    """Radios with our own words for what is not among them; `first` is what has to hold before, else none is fine."""
    known = [AnyOf([choice.value for choice in choices], message=_KNOWN)] if choices else []
    return RadioField(
        label, choices=choices, validators=[*(first or (MayWait(),)), *known], validate_choice=False, **options
    )


class SliceForm(VersionedForm):
    """How the work is done, one draft for each, and the skills they begin with; the rest is filled in."""

    work_form = TicksField(
        _l("How can the work be done?"), choices=_FORMS, validators=[InputRequired(_l("Choose how the work is done"))]
    )
    skills = TicksField(_l("Which skills does it ask for?"))

    def offer(self, suggested: Sequence[SuggestedSkill]) -> None:
        """Put the skills on the form that the question asks for; before it is sent, the surest are ticked."""
        language = spoken_language()
        self.skills.choices = [
            select_option(each.skill.key, each.skill.label("en" if language == "en" else "nl")) for each in suggested
        ]
        if not self.is_submitted():
            self.skills.data = [each.skill.key for each in suggested[:TICKED]]

    @property
    def forms(self) -> list[WorkForm]:
        """The work forms that were ticked, in the order of the page."""
        return [WorkForm(value) for value in self.work_form.data or []]


class DraftForm(VersionedForm):
    """Everything a reader sees of a challenge but its skills. A draft may have gaps."""

    title_nl = _line(_l("Title in Dutch"))
    title_en = _line(_l("Title in English"))
    summary_nl = _area(_l("What students do, in Dutch"))
    summary_en = _area(_l("What students do, in English"))
    work_form = _radios(_l("How is the work done?"), _FORMS)
    level = _radios(_l("For which level?"), [])
    hours = NumberField(_l("Work for one student"), validators=[Optional()])
    unit = _radios(_l("Counted in"), _UNITS, default="hours")
    team_min = NumberField(_l("Smallest team"), validators=[InputRequired(_NUMBER)])
    team_max = NumberField(_l("Largest team"), validators=[InputRequired(_NUMBER)])
    slots = NumberField(_l("How many courses or students can take it?"), validators=[InputRequired(_NUMBER)])
    starts_on = DayField(_l("First day on which work can begin"), validators=[MayWait()])
    ends_on = DayField(_l("Last day on which an answer is still of use"), validators=[MayWait()])
    last_plan_on = DayField(_l("Last day on which a course can plan it"), validators=[Optional()])
    field_language = _radios(_l("Which language is spoken in the field?"), _FIELD_LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = spoken_language()
        self.level.choices = [select_option(level.key, level.name.in_(language)) for level in the_city().levels]

    @classmethod
    def of(cls, challenge: Challenge) -> DraftForm:
        """The form filled in with what is written down."""
        form = cls(formdata=None)
        form.fill_in(Draft(**{name: getattr(challenge, name) for name in Draft.__dataclass_fields__}))
        form.seen_version.data = str(challenge.version)
        return form

    def fill_in(self, draft: Draft) -> None:
        """Put a draft into the fields, whatever stood there."""
        for name in Draft.__dataclass_fields__:
            value = getattr(draft, name)
            self[name].data = str(value) if isinstance(value, WorkForm | FieldLanguage) else value
            self[name].raw_data = None  # show this and not what was sent
        self.unit.data = "hours"  # what is kept are hours

    @property
    def draft(self) -> Draft:
        """What was filled in, for the service."""
        values: dict[str, Any] = {name: self[name].data for name in Draft.__dataclass_fields__}
        for name in ("title_nl", "title_en", "summary_nl", "summary_en", "level"):
            values[name] = values[name] or ""
        # What is not among the radios is refused when it is saved; filling in what is usual comes before that.
        form, language = values["work_form"], values["field_language"]
        values["work_form"] = WorkForm(form) if form in set(WorkForm) else None
        values["field_language"] = FieldLanguage(language) if language in set(FieldLanguage) else None
        for name in ("team_min", "team_max", "slots"):
            values[name] = 1 if values[name] is None else values[name]
        if self.in_ec and values["hours"] is not None:
            values["hours"] *= HOURS_PER_EC
        return Draft(**values)

    @property
    def in_ec(self) -> bool:
        """Whether the load was filled in as credits."""
        return bool(self.unit.data == "ec")

    def validate(self, extra_validators: Any = None) -> bool:
        """Credits only where a level counts in them: what is kept is hours, so nobody sees it later."""
        fine = super().validate(extra_validators)
        found = impossible(cut_of(self.draft, the_city(), in_ec=self.in_ec), today()) if fine else None
        if found is not None and found[0] == "hours":
            self.hours.errors = [found[1].in_(spoken_language())]
            return False
        return fine


class ShownForm(DraftForm):
    """The same for what everyone sees already: nothing may be missing."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Name each gap at its field."""
        fine = super().validate(extra_validators)
        for name in Draft.__dataclass_fields__:
            if name not in {"hours", "last_plan_on"} and not self[name].data and not self[name].errors:
                self[name].errors = [_l("Fill this in: everyone sees it already")]
                fine = False
        return fine


class SkillsForm(VersionedForm):
    """The skills of the vocabulary, to tick."""

    skills = TicksField(_l("Which skills does the work ask for?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = spoken_language()
        self.skills.choices = [
            select_option(skill.key, skill.label("en" if language == "en" else "nl")) for skill in _all_skills()
        ]


def _all_skills() -> list[Any]:
    return list(own_vocabulary().skills.values())


class ClientForm(VersionedForm):
    """Who answers for the client's side, and how many hours they have."""

    who = _radios(
        _l("Who is the contact?"),
        [
            select_option(ClientIs.PARTNER.value, _l("Somebody of an organisation")),
            select_option(ClientIs.ASKER.value, _l("The asker, who offered to be it")),
            select_option(ClientIs.TEAM.value, _l("I am, on their behalf")),
        ],
        InputRequired(_l("Choose who the contact is")),
    )
    name = _line(_l("Name"), longest=120)
    mail = EmailField(
        _l("E-mail address"),
        validators=[MayWait(), Length(max=254, message=_MAIL), storable, Email(_MAIL)],
        filters=[trimmed],
    )
    organisation = line(_l("Organisation"))
    language = _radios(_l("We write in"), _LANGUAGES, default="nl")
    client_hours = NumberField(_l("Hours for contact, in all"), validators=[InputRequired(_NUMBER)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody of an organisation has a name and an address."""
        fine = super().validate(extra_validators)
        if self.who.data == ClientIs.PARTNER.value:
            for field, words in ((self.name, _l("Fill in the name of the contact")), (self.mail, _MAIL)):
                if not field.data and not field.errors:
                    field.errors, fine = [words], False
        return fine

    @property
    def client(self) -> Client:
        """Who it is to be, for the service."""
        return Client(
            ClientIs(self.who.data),
            name=self.name.data or "",
            mail=self.mail.data or "",
            organisation=self.organisation.data or "",
            language=self.language.data or "nl",
        )


class HoursForm(VersionedForm):
    """What the client said about their hours, on the phone or at the desk."""

    client_hours = NumberField(_l("Hours they have"), validators=[InputRequired(_NUMBER)])
    note = line(_l("Who said so, and when?"), required=_l("Write who said so, and when"))


class NothingForm(VersionedForm):
    """A step that asks nothing."""


class ReasonForm(VersionedForm):
    """Why the step is taken, in words that others read as well."""

    reason = area(_l("Why?"), required=_l("Write down why"), longest=2000)


class PauseForm(ReasonForm):
    """Why, and until when."""

    until = DayField(_l("Until which day?"), validators=[InputRequired(_l("Choose the day on which the pause ends"))])


FORMS: dict[str, type[VersionedForm]] = {
    "open": NothingForm,
    "pause": PauseForm,
    "resume": NothingForm,
    "close": NothingForm,
    "withdraw": ReasonForm,
    "reopen": ReasonForm,
}
