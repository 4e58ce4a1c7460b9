"""The small form beside a question of somebody else: this is also mine, tell me how it goes on."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import Email, InputRequired, Length

from leren_app.web.forms import TrapForm, storable, trimmed

_MAIL = _l("Fill in an e-mail address, for example name@example.org")
LEAST_COUNTED = 5
"""Groups below it are never counted in public."""


class FollowForm(TrapForm):
    """An address; nobody follows before it was proven."""

    mail = EmailField(
        _l("Your e-mail address"),
        validators=[InputRequired(_MAIL), Length(max=254, message=_MAIL), storable, Email(_MAIL)],
        filters=[trimmed],
    )


def followers_in_words(number: int) -> str:
    """How many people follow a question, for everyone to read; nothing for nobody, and no small numbers."""
    if number == 0:
        return ""
    if number < LEAST_COUNTED:
        return gettext("Fewer than 5 people follow this question")
    return ngettext("%(num)d person follows this question", "%(num)d people follow this question", number)
