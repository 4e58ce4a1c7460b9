"""What every form shares: trimmed text, no characters the database cannot hold, the row version, messages in words."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from leren_app.domain.errors import DomainError, FieldError
from leren_app.web.language import spoken_language

_UNFIT = ("Cc", "Cs")  # controls, and halves of a character
_KEY = re.compile("[0-9a-f]{32}")
LONGEST_LINE = 160
LONGEST_TEXT = 5000


def trimmed(value: str | None) -> str | None:
    """Without spaces around it, and with one kind of line end."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _is_no_character(c: str) -> bool:
    """The 66 code points that Unicode promises never to use; HTML may not hold them."""
    return 0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE


def kept_part(text: str) -> str:
    """A text without the characters that no database, mail or page can hold (NUL, other controls)."""
    return "".join(
        c for c in text if c in "\n\t" or (unicodedata.category(c) not in _UNFIT and not _is_no_character(c))
    )


def tidied(value: Any) -> Any:
    """A text without such characters; anything else as it is."""
    return kept_part(value) if isinstance(value, str) else value


def storable(_form: Any, field: Field) -> None:
    """Refuse characters that cannot be kept; the form comes back without them."""
    data = field.data if isinstance(field.data, str) else ""
    kept = kept_part(data)
    if kept != data:
        field.data = kept
        raise ValidationError(
            _l("There was a character in this text that we cannot keep. We took it out: look it over.")
        )


class BaseForm(FlaskForm):
    """A form of ours. Errors of the domain land on their field by `blame`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What a hidden field brings back is ours; of anything else a page shows only what it can hold."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Tidy what comes in by a hidden field, as nobody sees an error on it."""
            if issubclass(unbound_field.field_class, HiddenField):
                own = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": (*own, tidied)}
            return super().bind_field(form, unbound_field, options)

    def blame(self, error: DomainError) -> None:
        """Put the sentence of an error on its field, or on the form when the field is not here."""
        field = self._fields.get(error.field) if isinstance(error, FieldError) else None
        words = error.message.in_(spoken_language())
        if field is None:
            self.form_errors.append(words)
        else:
            field.errors = [*field.errors, words]

    def tidy(self) -> None:
        """Make ready to be shown again without having been checked: no characters that a page cannot hold."""
        for field in self:
            if isinstance(field.data, str):
                field.data = kept_part(field.data)


class VersionedForm(BaseForm):
    """A form on something that two people may edit; `seen_version` is what the page was made from."""

    seen_version = HiddenField()

    @property
    def version(self) -> int:
        """The version seen."""
        return number_sent(self.seen_version.data, digits=9)


class ClinicSeenForm(BaseForm):
    """A form on a text of the clinic."""

    seen_n = HiddenField()

    @property
    def n(self) -> int:
        """The clinic version that stood on the page."""
        return number_sent(self.seen_n.data)


class TrapForm(BaseForm):
    """A form for people without an account, with a field that only machines fill in."""

    website = StringField(_l("Leave this field empty"), validators=[Optional(), storable])

    def validate_website(self, field: StringField) -> None:
        """A person whose browser filled it in is told, and loses nothing."""
        if field.data:
            raise ValidationError(gettext("Leave the field “website” empty"))


def number_sent(typed: object, *, digits: int = 5) -> int:
    """A version number as a form or address brings it back; -1, which is always stale, when it was tampered with."""
    value = str(typed or "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= digits else -1


def line(label: str, *, required: str | None = None, longest: int = LONGEST_LINE, **options: Any) -> StringField:
    """One line of text; `required` is the sentence said when it stays empty."""
    return StringField(label, validators=_text_validators(required, longest), filters=[trimmed], **options)


def area(label: str, *, required: str | None = None, longest: int = LONGEST_TEXT, **options: Any) -> TextAreaField:
    """A text of several lines; `required` is the sentence said when it stays empty."""
    return TextAreaField(label, validators=_text_validators(required, longest), filters=[trimmed], **options)


def new_form_key() -> str:
    """A key for one form shown, so that sending it twice counts once."""
    return uuid4().hex


def own_key(sent: str | None) -> str:
    """The key that a form was shown with; a new one when it is none of ours, so that no two people share one."""
    return sent if sent and _KEY.fullmatch(sent) else new_form_key()


def _text_validators(required: str | None, longest: int) -> list[Any]:
    first = DataRequired(required) if required else Optional()  # spaces alone are not an answer
    too_long = Length(max=longest, message=_l("This text is too long: at most %(max)d characters."))
    return [first, storable, too_long]
