"""What administrators fill in: an invitation, a role, and who goes on with the work of who leaves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired

from leren_app.domain.errors import FieldError
from leren_app.domain.roles import Role
from leren_app.models import User
from leren_app.services import accounts
from leren_app.services.people.handing_over import Handover
from leren_app.services.people.inviting import Invitation
from leren_app.web.fields import TicksField, select_option
from leren_app.web.forms import BaseForm, VersionedForm, area, line, storable, trimmed
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.people.words import DUTIES, role_name
from leren_app.web.templating import said

LONGEST_NAME = 120
LONGEST_REASON = 500
LONGEST_NOTE = 2000
NOBODY = "nobody"


class InviteForm(BaseForm):
    """Who is invited, and for what."""

    name = line(_l("Name"), required=_l("Write the name"), longest=LONGEST_NAME)
    mail = EmailField(
        _l("Email address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Write the email address")), storable],
    )
    institution = SelectField(_l("Institution"))
    language = RadioField(
        _l("Language of their mails and pages"),
        choices={"nl": "Nederlands", "en": "English"},
        default="nl",
        validators=[InputRequired(_l("Choose a language"))],
    )
    roles = TicksField(_l("Roles"), validators=[InputRequired(_l("Choose at least one role"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [select_option(each.key, each.name.in_(spoken_language())) for each in the_city().institutions]
        self.institution.choices = [select_option("", gettext("None of these")), *known]
        self.roles.choices = [select_option(role.value, role_name(role)) for role in DUTIES]

    def validate_name(self, field: StringField) -> None:
        """On one line: a name stands in the header of a mail."""
        if len((field.data or "").splitlines()) > 1:
            raise ValidationError(_l("Write the name on one line"))

    def validate_mail(self, field: EmailField) -> None:
        """Exactly one mail address, by the same rule as the service."""
        try:
            accounts.one_address(field.data or "", field.name)
        except FieldError as error:
            raise ValidationError(said(error.message)) from None

    @property
    def invitation(self) -> Invitation:
        """What was filled in, for the service; behind validation."""
        return Invitation(
            name=self.name.data or "",
            mail=self.mail.data or "",
            roles=[role for role in DUTIES if role in set(self.roles.data or ())],
            language=self.language.data or "nl",
            institution=self.institution.data or "",
        )


class GiveForm(VersionedForm):
    """A role for somebody, and why."""

    role = RadioField(_l("Which role?"), validators=[InputRequired(_l("Choose a role"))])
    reason = area(_l("Why?"), longest=LONGEST_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(list(DUTIES))

    def offer(self, roles: list[Role]) -> None:
        """Show these roles. All are there while it is checked: one given meanwhile was changed, not unknown."""
        self.role.choices = [select_option(role.value, role_name(role)) for role in roles]


class LeaveForm(VersionedForm):
    """Why a role or an account ends, and who goes on with what was in hands."""

    to = SelectField(_l("Who goes on with it?"), validate_choice=False)  # the service knows who can
    note = area(_l("What do they need to know?"), longest=LONGEST_NOTE)
    reason = area(_l("Why?"), longest=LONGEST_REASON)

    def offer(self, colleagues: list[User]) -> None:
        """Show who can take the work on."""
        names = [select_option(str(each.id), each.name) for each in colleagues]
        nobody = select_option(NOBODY, gettext("Nobody yet"))
        self.to.choices = [select_option("", gettext("Choose a colleague")), *names, nobody]

    @property
    def handover(self) -> Handover | None:
        """Who was chosen, for the service; None when nothing was, or nobody we could have offered."""
        note = self.note.data or ""
        if self.to.data == NOBODY:
            return Handover(None, note)
        try:
            return Handover(UUID(str(self.to.data)), note)
        except ValueError:
            return None


class StepForm(VersionedForm):
    """A button alone: it holds for the page that it stands on."""
