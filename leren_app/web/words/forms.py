"""A file of words as one text, with a mark of the text it began with."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from leren_app.services.words import LONGEST
from leren_app.web.forms import BaseForm, storable


def with_one_end(value: str | None) -> str:
    """Line ends as a file has them; spaces stay where they are."""
    text = (value or "").replace("\r\n", "\n")
    return text if not text or text.endswith("\n") else text + "\n"


class WordsForm(BaseForm):
    """All lines of a file."""

    text = TextAreaField(
        _l("Your lines"),
        filters=[with_one_end],
        validators=[storable, Length(max=LONGEST, message=_l("This text is too long: at most %(max)d characters."))],
    )
    seen = HiddenField()
