"""The one form for a question from the city."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, MultipleFileField, RadioField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from leren_app.models import AskerKind
from leren_app.web.fields import PlaceField, TickField, TicksField, select_option
from leren_app.web.forms import BaseForm, area, line, own_key, storable, trimmed
from leren_app.web.here import place_choices, the_city, theme_choices
from leren_app.web.language import spoken_language

_MAIL = _l("Fill in an e-mail address, for example name@example.org")
UNKNOWN = "unknown"
SHORTEST = 10
MORE = ("for_whom", "tried", "good_result", "wanted_by")
"""What may be told beside the question itself; folded away until somebody wants it."""


class AskForm(BaseForm):
    """Own words first, then where, what about, who asks, and where the answer goes."""

    text = area(_l("What is going on?"), required=_l("Write down what is going on"))
    place = PlaceField(_l("In which district is this?"), validate_choice=False)
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
    website = StringField(_l("Leave this field empty"), validators=[Optional(), storable])
    form_key = HiddenField(filters=[own_key])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        places = [select_option(*place) for place in place_choices()]
        self.place.choices = [select_option("", gettext("Choose a district")), *places]
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

    def validate_text(self, field: StringField) -> None:
        """A question of three letters cannot be answered."""
        if len(field.data or "") < SHORTEST:
            raise ValidationError(gettext("Tell us a little more: one whole sentence is enough"))

    def validate_place(self, field: PlaceField) -> None:
        """Any place of the city file."""
        known = {key for key, _name, _heading in place_choices()}
        if field.data not in known:
            raise ValidationError(gettext("Choose the district it is about"))

    def validate_website(self, field: StringField) -> None:
        """Only machines fill this in; a person whose browser did so is told, and loses nothing."""
        if field.data:
            raise ValidationError(gettext("Leave the field “website” empty"))
