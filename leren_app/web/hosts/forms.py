"""What a host writes down; shapes and lengths, the rest is for the services."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired

from leren_app.models import AskerKind, Channel
from leren_app.web.fields import TickField, TicksField
from leren_app.web.forms import VersionedForm, area, line, own_key
from leren_app.web.heard_forms import HeardYesForm
from leren_app.web.here import theme_choices
from leren_app.web.question_form import SHORTEST, QuestionForm

LEAST_DIGITS = 8
DETAILS = {Channel.PHONE: "phone", Channel.LETTER: "address", Channel.MAIL: "mail"}
"""The one field that goes with a channel."""


class RecordForm(QuestionForm):
    """A question as it is told at the desk."""

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


class YesAtDeskForm(HeardYesForm):
    """A yes that a host heard, perhaps face to face."""

    BY_PHONE = _l("By phone, or here at the desk")


class DoneForm(VersionedForm):
    """A call was made or a letter sent."""

    note = line(_l("How did it go?"), longest=300)
