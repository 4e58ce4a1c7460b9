"""What a client fills in beside the steps of a placement."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from leren_app.web.fields import NumberField
from leren_app.web.forms import BaseForm


class HoursForm(BaseForm):
    """How many hours there are in all; whoever looks after others' questions says so beforehand."""

    client_hours = NumberField(
        _l("How many hours do you have in all?"), validators=[InputRequired(_l("Fill in a number of hours"))]
    )
