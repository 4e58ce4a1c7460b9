"""The one form for a question from the city."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, MultipleFileField, RadioField
from wtforms.validators import Email, InputRequired, Length, Optional

from leren_app.models import AskerKind
from leren_app.web.fields import TickField, TicksField
from leren_app.web.forms import TrapForm, area, line, own_key, storable, trimmed
from leren_app.web.here import the_city, theme_choices
from leren_app.web.language import spoken_language
from leren_app.web.question_form import QuestionForm

_MAIL = _l("Fill in an e-mail address, for example name@example.org")
UNKNOWN = "unknown"
MORE = ("for_whom", "tried", "good_result", "wanted_by")
"""What may be told beside the question itself; folded away until somebody wants it."""


class AskForm(TrapForm, QuestionForm):
    """Own words first, then where, what about, who asks, and where the answer goes."""

    themes = TicksField(_l("What is it about?"), default=[UNKNOWN])
    asks_as = RadioField(_l("Who is asking?"), default=AskerKind.RESIDENT)
    for_whom = line(_l("For whom are you asking?"))
    tried = area(_l("What was tried already?"))
    good_result = area(_l("What would be a good result?"))
    wanted_by = line(_l("By when would you like it?"), longest=120)
    photos = MultipleFileField(_l("Photos or a PDF"), validators=[Optional()])
    name = line(_l("Your name"), longest=120)
    hide_name = TickField(_l("Do not put my name on the website"), default=True)
    mail = EmailField(
        _l("Your e-mail address"),
        validators=[InputRequired(_MAIL), Length(max=254, message=_MAIL), storable, Email(_MAIL)],
        filters=[trimmed],
    )
    result_public = TickField(_l("What comes out may go on the website"), default=True)
    form_key = HiddenField(filters=[own_key])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.themes.choices = {**dict(theme_choices()), UNKNOWN: gettext("I do not know")}
        self.asks_as.choices = {
            AskerKind.RESIDENT.value: gettext("I, as a resident"),
            AskerKind.ORGANISATION.value: gettext("My organisation or group"),
            AskerKind.MUNICIPALITY.value: gettext("My municipal department"),
        }

    def theme_hints(self) -> dict[str, str]:
        """What each theme means in everyday words."""
        hints = {theme.key: theme.hint.in_(spoken_language()) for theme in the_city().themes}
        return {**hints, UNKNOWN: gettext("Then we choose it with you")}

    @property
    def tells_more(self) -> bool:
        """Whether one of the fields that are folded away holds words or an error."""
        return any(self[name].data or self[name].errors for name in MORE)
