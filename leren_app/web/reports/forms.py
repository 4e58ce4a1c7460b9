"""What somebody saw that should not be there."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField
from wtforms.validators import Email, Length, Optional, ValidationError

from leren_app.models import TaskKind
from leren_app.services.reporting import WORKING_DAYS
from leren_app.web.forms import TrapForm, area, own_key, storable, trimmed
from leren_app.web.public_paths import public_path

_MAIL = _l("Fill in an e-mail address, for example name@example.org")


def _ours(path: str | None) -> str:
    """The page it is about, if it is a public one of ours; whatever else was sent is forgotten."""
    return public_path(path or "")


class ReportForm(TrapForm):
    """What kind, what, and perhaps where to answer."""

    kind = RadioField(_l("What is the matter?"), validate_choice=False)
    text = area(_l("What do you see, and where on the page?"), required=_l("Write down what you see"), longest=2000)
    mail = EmailField(
        _l("Your e-mail address"),
        validators=[Optional(), Length(max=254, message=_MAIL), storable, Email(_MAIL)],
        filters=[trimmed],
    )
    pagina = HiddenField(filters=[_ours])
    form_key = HiddenField(filters=[own_key])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = {
            TaskKind.PERSONAL_DATA.value: gettext("Something private stands here"),
            TaskKind.FAULT.value: gettext("Something is not right"),
        }

    def kind_hints(self) -> dict[str, str]:
        """What each kind means, and how soon somebody looks."""
        return {
            TaskKind.PERSONAL_DATA.value: gettext(
                "For example a name, an address or a recognisable story. We look at it on the next working day."
            ),
            TaskKind.FAULT.value: gettext("For example a mistake or a broken link. We look within 5 working days."),
        }

    def validate_kind(self, field: RadioField) -> None:
        """One of the two that stand on the page."""
        if field.data not in set(WORKING_DAYS):
            raise ValidationError(gettext("Choose what is the matter"))
