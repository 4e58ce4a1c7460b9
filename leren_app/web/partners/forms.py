"""What is filled in about partners: facts, contacts, promises and their answers, and fieldwork."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from leren_app.domain.semesters import semesters_of
from leren_app.models import ActivityKind, Contact, Organisation, OrganisationKind
from leren_app.services.partners.fieldwork import Planned
from leren_app.services.partners.keeping import Facts, Person
from leren_app.services.partners.promising import LONGEST_WORDS, Promised
from leren_app.web.fields import DayField, NumberField, select_option, web_address
from leren_app.web.forms import BaseForm, VersionedForm, area, line, storable, trimmed
from leren_app.web.here import district_choices, the_city, today
from leren_app.web.partners.words import ACTIVITIES, KINDS, semester_words

_MAIL = _l("Fill in an e-mail address, for example name@example.org")
_CHOOSE = _l("Choose one from the list")
_HOURS = _l("Fill in a number of hours")


class PartnerForm(VersionedForm):
    """What an organisation is."""

    name = line(_l("Name"), required=_l("Fill in the name of the organisation"), longest=200)
    kind = SelectField(_l("Kind of organisation"), validators=[DataRequired(_CHOOSE)])
    district = SelectField(_l("Where it works"))
    website = line(_l("Website"), longest=300)
    hours = NumberField(_l("Hours for contact with students, each semester"), validators=[Optional()])
    notes = area(_l("Notes for colleagues"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [select_option(kind.value, str(words)) for kind, words in KINDS.items()]
        own = [select_option(key, name) for key, name in district_choices()[:-1]]
        self.district.choices = [select_option("", gettext("The whole city")), *own]

    def validate_website(self, field: Any) -> None:
        """Only pages on the web."""
        web_address(self, field)

    @classmethod
    def of(cls, organisation: Organisation) -> PartnerForm:
        """The form filled in with what is written down."""
        form = cls(formdata=None, obj=organisation, hours=organisation.hours_per_semester)
        form.kind.data = organisation.kind.value
        form.seen_version.data = str(organisation.version)
        return form

    @property
    def facts(self) -> Facts:
        """What was filled in, for the service."""
        return Facts(
            name=self.name.data or "",
            kind=OrganisationKind(self.kind.data),
            district=self.district.data or "",
            website=self.website.data or "",
            notes=self.notes.data or "",
            hours=self.hours.data,
        )


class ContactForm(BaseForm):
    """Who to turn to, and how."""

    name = line(_l("Name"), required=_l("Fill in the name"), longest=120)
    position = line(_l("Position"), longest=120)
    mail = EmailField(
        _l("E-mail address"),
        validators=[Optional(), Length(max=254, message=_MAIL), storable, Email(_MAIL)],
        filters=[trimmed],
    )
    phone = line(_l("Phone number"), longest=40)
    language = RadioField(_l("Language of our mails"), default="nl", validators=[DataRequired(_CHOOSE)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [select_option("nl", gettext("Dutch")), select_option("en", gettext("English"))]

    @classmethod
    def of(cls, contact: Contact) -> ContactForm:
        """The form filled in with what is written down."""
        return cls(formdata=None, obj=contact)

    @property
    def person(self) -> Person:
        """What was filled in, for the service."""
        return Person(
            name=self.name.data or "",
            position=self.position.data or "",
            mail=self.mail.data or "",
            phone=self.phone.data or "",
            language=self.language.data or "nl",
        )


class PromiseForm(BaseForm):
    """What was promised for which semester, and who can confirm it."""

    semester = SelectField(_l("For which semester?"), validators=[DataRequired(_CHOOSE)])
    hours = NumberField(_l("How many hours?"), validators=[Optional()])
    text = area(_l("What was promised, in words"), longest=LONGEST_WORDS)
    contact = SelectField(_l("Who can confirm it?"))

    def offer(self, contacts: list[Contact]) -> None:
        """Put the semesters that are not over on the form, and the people of the organisation."""
        ahead = [key for key, part in semesters_of(the_city()).items() if part.ends_on >= today()]
        self.semester.choices = [select_option(key, semester_words(key)) for key in ahead]
        people = [select_option(str(each.id), each.name or each.mail or "") for each in contacts]
        self.contact.choices = [select_option("", gettext("Nobody yet")), *people]

    @property
    def promised(self) -> Promised:
        """What was filled in, for the service; a contact is one of those offered."""
        contact = UUID(self.contact.data) if self.contact.data else None
        return Promised(self.semester.data or "", self.hours.data, self.text.data or "", contact)


class AnswerForm(BaseForm):
    """How many hours there are, and what was said with it."""

    hours = NumberField(_l("How many hours?"), validators=[InputRequired(_HOURS)])
    words = area(_l("Do you want to say something about it?"), longest=LONGEST_WORDS)


class RecordForm(AnswerForm):
    """The same as a coordinator heard it."""

    words = area(_l("Who said this, and when?"), required=_l("Write down who said so, and when"), longest=LONGEST_WORDS)


class ActivityForm(BaseForm):
    """What students ask, of how many people, where and when."""

    kind = RadioField(_l("What do students ask?"), validators=[InputRequired(_l("Choose what students ask"))])
    people = NumberField(_l("Of how many people?"), validators=[InputRequired(_l("Fill in a number of people"))])
    district = SelectField(_l("In which district?"))
    organisation = SelectField(_l("Through which partner?"))
    starts_on = DayField(_l("From"), validators=[InputRequired(_l("Fill in the first day"))])
    ends_on = DayField(_l("Until"), validators=[InputRequired(_l("Fill in the last day"))])

    def offer(self, partners: list[tuple[str, str]]) -> None:
        """Put districts and partners on the form."""
        self.kind.choices = [select_option(kind.value, str(words)) for kind, words in ACTIVITIES.items()]
        none = select_option("", gettext("In no district in particular"))
        self.district.choices = [none, *(select_option(key, name) for key, name in district_choices())]
        self.organisation.choices = [
            select_option("", gettext("Through no partner")),
            *(select_option(key, name) for key, name in partners),
        ]

    @property
    def planned(self) -> Planned:
        """What was filled in, for the service; behind validation."""
        assert self.starts_on.data is not None  # noqa: S101 - required
        assert self.ends_on.data is not None  # noqa: S101 - required
        return Planned(
            kind=ActivityKind(self.kind.data),
            people=self.people.data or 0,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            district=self.district.data or "",
            organisation_id=UUID(self.organisation.data) if self.organisation.data else None,
        )
