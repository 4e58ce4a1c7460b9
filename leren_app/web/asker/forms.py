"""What an asker can answer: a reply, a yes, a no with words, a farewell, a new link."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField
from wtforms.validators import Email, InputRequired, Length

from leren_app.web.forms import BaseForm, VersionedForm, area, line, storable, trimmed


class ReplyForm(VersionedForm):
    """The answer to what we asked."""

    text = area(_l("Your answer"), required=_l("Write down your answer"))


class YesForm(BaseForm):
    """Yes to the version that stands on the page."""

    seen_n = HiddenField()

    @property
    def n(self) -> int:
        """The clinic version the asker read; -1 when somebody tampered with it."""
        value = str(self.seen_n.data or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else -1


class ChangeForm(VersionedForm):
    """No, with what should be different."""

    text = area(_l("What should be different?"), required=_l("Write down what should be different"))


class WithdrawForm(VersionedForm):
    """Take the question back; why may stay unsaid."""

    text = area(_l("Why do you withdraw it?"), longest=1000)


class NewLinkForm(BaseForm):
    """The reference and the address we know; the answer is the same whether they are right or not."""

    reference = line(_l("The number of your question"), required=_l("Fill in the number, for example %(example)s"))
    mail = EmailField(
        _l("Your e-mail address"),
        validators=[InputRequired(_l("Fill in your e-mail address")), Length(max=254), storable, Email()],
        filters=[trimmed],
    )
