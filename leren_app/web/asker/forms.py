"""What an asker can answer: a reply, a yes, a no with words, a farewell, a new link."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField
from wtforms.validators import Email, InputRequired, Length

from leren_app.web.forms import BaseForm, ClinicSeenForm, area, line, storable, trimmed

_MAIL = _l("Fill in an e-mail address, for example name@example.org")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class AnswerForm(BaseForm):
    """Words in answer to something; `asked_at` is what stood on the page, so that no answer lands on another question.

    Not the row's version: a reminder or a note of ours changes that, and is nothing the asker has to look at.
    """

    PREFIX = ""  # of the names of its fields, where two forms stand on one page
    asked_at = HiddenField()

    @property
    def seen(self) -> datetime:
        """When what they read was asked; long ago, which is always stale, when somebody tampered with it."""
        try:
            return datetime.fromisoformat(str(self.asked_at.data)).astimezone(UTC)
        except (ValueError, OverflowError):
            return _LONG_AGO


class ReplyForm(AnswerForm):
    """The answer to what we asked."""

    text = area(_l("Your answer"), required=_l("Write down your answer"))


class YesForm(ClinicSeenForm):
    """Yes to the version that stands on the page."""


class ChangeForm(AnswerForm):
    """No, with what should be different."""

    text = area(_l("What should be different?"), required=_l("Write down what should be different"))


class AddForm(AnswerForm):
    """Something to add, at any time."""

    PREFIX = "add"

    text = area(_l("What do you want to add?"), required=_l("Write down what you want to add"))


class NotHelpedForm(AnswerForm):
    """The answer did not help, and why."""

    PREFIX = "help"

    text = area(_l("Why did it not help?"), required=_l("Write down why it did not help"), longest=2000)


class NotMineForm(BaseForm):
    """Nothing but the button."""


class CardForm(BaseForm):
    """What stands on the card."""

    reference = line(_l("The number of your question"), required=_l("Fill in the number; it stands on your card"))
    code = line(_l("The code on your card"), required=_l("Fill in the code; it stands on your card"), longest=40)


class WithdrawForm(BaseForm):
    """Take the question back; why may stay unsaid."""

    text = area(_l("Why do you withdraw it?"), longest=1000)


class NewLinkForm(BaseForm):
    """The reference and the address we know; the answer is the same whether they are right or not."""

    reference = line(
        _l("The number of your question"), required=_l("Fill in the number; it stands at the top of every mail")
    )
    mail = EmailField(
        _l("Your e-mail address"),
        validators=[InputRequired(_MAIL), Length(max=254, message=_MAIL), storable, Email(_MAIL)],
        filters=[trimmed],
    )
