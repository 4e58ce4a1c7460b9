"""One form per step that a coordinator takes: lengths and shapes; what a step needs stands in the life cycle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, ValidationError
from wtforms.validators import DataRequired

from leren_app.domain.lifecycles.question_reasons import REFER_REASONS, REFUSE_REASONS
from leren_app.domain.text import Text
from leren_app.web.fields import LONGEST_LINK, web_address
from leren_app.web.forms import ClinicSeenForm, VersionedForm, area, line
from leren_app.web.heard_forms import HeardReplyForm, HeardYesForm
from leren_app.web.language import spoken_language

PLACE_TO_FILL = re.compile(r"\[[^\[\]\n]{3,120}\]")


def filled_in(_form: Any, field: Field) -> None:
    """Refuse a ready text of which a place between brackets was forgotten: nobody should get that in a mail."""
    left = PLACE_TO_FILL.search(field.data or "")
    if left:
        raise ValidationError(gettext("Fill in what belongs at %(place)s, or take it out.", place=left.group()))


class TakeForm(VersionedForm):
    """Make it mine."""


class AskMoreForm(VersionedForm):
    """A question to the asker."""

    text = area(_l("What do you want to know?"), required=_l("Write what you want to know"))

    def validate_text(self, field: Field) -> None:
        """No place left open."""
        filled_in(self, field)


class PutBeforeForm(ClinicSeenForm, VersionedForm):
    """The latest text goes to the asker, with a word from us if we like."""

    remark = area(_l("A word to go with it"), longest=2000)

    def validate_remark(self, field: Field) -> None:
        """No place left open."""
        filled_in(self, field)


class AdoptForm(ClinicSeenForm, VersionedForm):
    """An organisation goes on with a question whose asker is silent."""

    organisation = line(_l("Which organisation asks it on?"), required=_l("Write the name of the organisation"))
    reason = area(_l("Why?"), required=_l("Write down why"), longest=2000)


class PublishForm(VersionedForm):
    """Show the agreed text to everyone."""


class AnswerForm(VersionedForm):
    """What came out, in words for the asker; advice where nobody took the question on."""

    text = area(_l("What came out, in your own words"), required=_l("Write what came out"))
    advice = area(_l("Advice, when there is no public result"), longest=2000)

    def validate_text(self, field: Field) -> None:
        """No place left open."""
        filled_in(self, field)


class ReasonForm(VersionedForm):
    """Why the step is taken, in words that the asker reads as well."""

    reason = area(_l("Why?"), required=_l("Write down why"), longest=2000)


class EndForm(VersionedForm):
    """A better way or advice for the asker; the reason is for our figures, the text for the asker."""

    reasons: Mapping[str, Text] = {}

    reason = SelectField(
        _l("Reason"), validators=[DataRequired(_l("Choose a reason"))], validate_choice=False
    )  # the service checks it
    text = area(_l("Your text to the asker"), required=_l("Write what the asker will read"))
    link = line(_l("Link"), longest=LONGEST_LINK)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = spoken_language()
        words = {code: text.in_(language) for code, text in self.reasons.items()}
        self.reason.choices = {"": gettext("Choose a reason"), **words}

    def validate_text(self, field: Field) -> None:
        """No place left open."""
        filled_in(self, field)

    def validate_link(self, field: Field) -> None:
        """Only pages on the web."""
        web_address(self, field)


class ReferForm(EndForm):
    """Somebody else is the right one to ask."""

    reasons = REFER_REASONS


class RefuseForm(EndForm):
    """We do not take it on, but we have advice."""

    reasons = REFUSE_REASONS


FORMS: dict[str, type[VersionedForm]] = {
    "take": TakeForm,
    "ask_more": AskMoreForm,
    "reply": HeardReplyForm,
    "put_before": PutBeforeForm,
    "agree": HeardYesForm,
    "adopt": AdoptForm,
    "publish": PublishForm,
    "answer": AnswerForm,
    "unpublish": ReasonForm,
    "refer": ReferForm,
    "refuse": RefuseForm,
    "withdraw": ReasonForm,
    "reopen": ReasonForm,
}
