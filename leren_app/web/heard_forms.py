"""What an asker told or said, and one of us writes down: at the desk or in the queue."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import AnyOf, DataRequired, InputRequired

from leren_app.models import AgreedHow
from leren_app.web.fields import DayField
from leren_app.web.forms import ClinicSeenForm, VersionedForm, area, line


class HeardReplyForm(VersionedForm):
    """What the asker said on the phone or at the desk."""

    text = area(_l("What did the asker say?"), required=_l("Write what the asker said"))


class HeardYesForm(ClinicSeenForm, VersionedForm):
    """A yes that came by phone or on paper, to the text on the page."""

    BY_PHONE = _l("By phone")

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = {AgreedHow.PHONE.value: self.BY_PHONE, AgreedHow.PAPER.value: gettext("On paper")}
