"""What people type to be let in, and about themselves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from leren_app.domain.errors import FieldError
from leren_app.services import accounts
from leren_app.web.forms import BaseForm, line, storable, trimmed
from leren_app.web.templating import said

LONGEST_NAME = 120


def one_address(_form: object, field: EmailField) -> None:
    """Exactly one mail address, by the same rule as the service."""
    try:
        accounts.one_address(field.data or "", field.name)
    except FieldError as error:
        raise ValidationError(said(error.message)) from None


class SignInForm(BaseForm):
    """The address to which a link goes."""

    mail = EmailField(
        _l("Your email address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Write your email address")), storable, one_address],
    )


class AccountForm(BaseForm):
    """What a person says about themself."""

    name = line(_l("Your name"), required=_l("Write your name"), longest=LONGEST_NAME)
    language = RadioField(
        _l("Language of your mails and pages"),
        choices={"nl": "Nederlands", "en": "English"},
        validators=[InputRequired(_l("Choose a language"))],
    )

    def validate_name(self, field: StringField) -> None:
        """On one line: a name stands in the header of a mail."""
        if len((field.data or "").splitlines()) > 1:
            raise ValidationError(_l("Write your name on one line"))
