"""What a host writes down; shapes and lengths, the rest is for the services."""

from __future__ import annotations

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import AnyOf, DataRequired, InputRequired

from leren_app.models import AgreedHow, AskerKind, Channel
from leren_app.web.fields import DayField, PlaceField, TickField, TicksField, select_option
from leren_app.web.forms import BaseForm, VersionedForm, area, line, new_form_key
from leren_app.web.here import place_choices, theme_choices

KEY = re.compile("[0-9a-f]{32}")
LEAST_DIGITS = 8
SHORTEST = 10
DETAILS = {Channel.PHONE: "phone", Channel.LETTER: "address", Channel.MAIL: "mail"}
"""The one field that goes with a channel."""


def own_key(sent: str | None) -> str:
    """The key that the form was shown with; a new one when it is none of ours."""
    return sent if sent and KEY.fullmatch(sent) else new_form_key()


class RecordForm(BaseForm):
    """A question as it is told at the desk."""

    text = area(_l("What is going on?"), required=_l("Write down what is going on"))
    place = PlaceField(_l("In which district is this?"), validate_choice=False)
    themes = TicksField(_l("What is it about?"))
    asks_as = RadioField(_l("Who is asking?"), default=AskerKind.RESIDENT)
    name = line(_l("The name of the asker"), longest=120)
    channel = RadioField(_l("How may we reach them?"), default=Channel.PHONE)
    phone = line(_l("Phone number"), longest=40)
    address = area(_l("Address for a letter"), longest=300)
    mail = line(_l("E-mail address"), longest=254)
    language = RadioField(_l("In which language do we answer?"), default="nl")
    is_adult = TickField(
        _l("The asker is 16 or older, or a parent or carer is here too"),
        validators=[
            DataRequired(_l("Is the asker younger than 16? Then write it down together with a parent or carer"))
        ],
    )
    consent = TickField(
        _l("I read this aloud, and the asker said yes"),
        validators=[DataRequired(_l("Read the consent aloud and tick that the asker said yes"))],
    )
    form_key = HiddenField(filters=[own_key])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        places = [select_option(*place) for place in place_choices()]
        self.place.choices = [select_option("", gettext("Choose a district")), *places]
        self.themes.choices = dict(theme_choices())
        self.asks_as.choices = {
            AskerKind.RESIDENT.value: gettext("A resident"),
            AskerKind.ORGANISATION.value: gettext("An organisation or group"),
            AskerKind.MUNICIPALITY.value: gettext("A municipal department"),
        }
        self.channel.choices = {
            Channel.PHONE.value: gettext("We call them"),
            Channel.LETTER.value: gettext("We send a letter"),
            Channel.MAIL.value: gettext("By mail after all"),
        }
        self.language.choices = {"nl": gettext("Dutch"), "en": gettext("English")}

    @property
    def reach(self) -> str:
        """The detail of the chosen channel; what was filled in beside it is not kept."""
        return str(self[DETAILS[Channel(self.channel.data)]].data or "")

    def validate_text(self, field: StringField) -> None:
        """A question of three letters cannot be answered."""
        if len(field.data or "") < SHORTEST:
            raise ValidationError(gettext("Tell us a little more: one whole sentence is enough"))

    def validate_place(self, field: PlaceField) -> None:
        """Any place of the city file."""
        if field.data not in {key for key, _name, _heading in place_choices()}:
            raise ValidationError(gettext("Choose the district it is about"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The detail of the chosen channel can be used; the others do not matter."""
        is_valid = super().validate(extra_validators)
        name = DETAILS.get(self.channel.data)
        if name is None:
            return False
        wrong = _WRONG[name](str(self[name].data or ""))
        if wrong:
            self[name].errors = [*self[name].errors, wrong]
        return bool(is_valid and not wrong)


def _wrong_phone(typed: str) -> str:
    if sum(c.isdigit() for c in typed) >= LEAST_DIGITS and not any(c.isalpha() for c in typed):
        return ""
    return gettext("Fill in a phone number, for example 06 12345678")


def _wrong_address(typed: str) -> str:
    return "" if len(typed) >= SHORTEST else gettext("Fill in street, number, postcode and town")


def _wrong_mail(typed: str) -> str:
    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return gettext("Fill in an e-mail address, for example name@example.org")
    return ""


_WRONG = {"phone": _wrong_phone, "address": _wrong_address, "mail": _wrong_mail}


class ReplyForm(VersionedForm):
    """What the asker said on the phone or at the desk."""

    text = area(_l("What did the asker say?"), required=_l("Write what the asker said"))


class YesForm(VersionedForm):
    """A yes that came by phone or on paper, to the text on the page."""

    how = RadioField(
        _l("How did the asker say yes?"),
        validators=[
            DataRequired(_l("Choose how the asker said yes")),
            AnyOf([AgreedHow.PHONE.value, AgreedHow.PAPER.value], message=_l("Choose how the asker said yes")),
        ],
        validate_choice=False,
    )
    on = DayField(_l("On which day?"), validators=[InputRequired(_l("Fill in the day of the yes"))])
    who = line(_l("Who said it, and to whom?"), required=_l("Write who said yes, and to whom"))
    seen_n = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = {
            AgreedHow.PHONE.value: gettext("By phone, or here at the desk"),
            AgreedHow.PAPER.value: gettext("On paper"),
        }

    @property
    def n(self) -> int:
        """The clinic version that was read aloud; -1 when somebody tampered with it."""
        value = str(self.seen_n.data or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else -1


class DoneForm(VersionedForm):
    """A call was made or a letter sent."""

    note = line(_l("How did it go?"), longest=300)
