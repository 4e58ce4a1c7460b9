"""What every form for a question from the city asks first, whoever fills it in."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from leren_app.web.fields import PlaceField, select_option
from leren_app.web.forms import BaseForm, area
from leren_app.web.here import place_choices

SHORTEST = 10


class QuestionForm(BaseForm):
    """Own words, and where it is."""

    text = area(_l("What is going on?"), required=_l("Write down what is going on"))
    place = PlaceField(_l("In which district is this?"), validate_choice=False)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        places = [select_option(*place) for place in place_choices()]
        self.place.choices = [select_option("", gettext("Choose a district")), *places]

    def validate_text(self, field: StringField) -> None:
        """A question of three letters cannot be answered."""
        if len(field.data or "") < SHORTEST:
            raise ValidationError(gettext("Tell us a little more: one whole sentence is enough"))

    def validate_place(self, field: PlaceField) -> None:
        """Any place of the city file."""
        if field.data not in {key for key, _name, _heading in place_choices()}:
            raise ValidationError(gettext("Choose the district it is about"))
