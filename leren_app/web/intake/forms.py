"""What coordinators fill in beside the steps: notes, who takes a question on, and the clinic."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from leren_app.services.questions.clinic import ClinicText
from leren_app.services.questions.saved_filters import LONGEST_NAME
from leren_app.web.forms import (
    LONGEST_LINE,
    LONGEST_TEXT,
    BaseForm,
    ClinicSeenForm,
    VersionedForm,
    area,
    line,
    storable,
    trimmed,
)

TOO_LONG = _l("This text is too long: at most %(max)d characters.")


class NoteForm(BaseForm):
    """A note for colleagues only."""

    note = area(_l("Write a note for your colleagues"), required=_l("Write something in the note"))


class AssignForm(VersionedForm):
    """Who takes the question on, and what they should know. The view knows the colleagues and fills them in."""

    assignee = SelectField(_l("To whom?"), validate_choice=False)  # the service checks who may have it
    handover = area(_l("What should your colleague know?"), longest=2000)


class SaveFilterForm(BaseForm):
    """A name for what the queue shows now."""

    name = line(_l("Name of this filter"), required=_l("Give the filter a name"), longest=LONGEST_NAME)


def draft_line(label: str) -> StringField:
    """One line that may stay empty in a draft, but not for ever: so it is not marked as optional."""
    return StringField(label, validators=[storable, Length(max=LONGEST_LINE, message=TOO_LONG)], filters=[trimmed])


def draft_area(label: str) -> TextAreaField:
    """A text that may stay empty in a draft, but not for ever."""
    return TextAreaField(label, validators=[storable, Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[trimmed])


class ClinicForm(ClinicSeenForm):
    """The four boxes and the public text in two languages; anything may wait for a later version, but not all of it."""

    worry = draft_area(_l("What worries you?"))
    difference = draft_area(_l("What would be different if it works out?"))
    known = draft_area(_l("What do we know already?"))
    feasible = draft_area(_l("What can be done in 10 weeks?"))
    title_nl = draft_line(_l("Title in Dutch"))
    title_en = draft_line(_l("Title in English"))
    summary_nl = draft_area(_l("Summary in Dutch"))
    summary_en = draft_area(_l("Summary in English"))
    research_question_nl = draft_area(_l("Research question in Dutch"))
    research_question_en = draft_area(_l("Research question in English"))

    @property
    def written(self) -> ClinicText:
        """What was written, for the service."""
        return ClinicText(**{name: self[name].data or "" for name in ClinicText.__dataclass_fields__})

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a version without a single word."""
        fine = super().validate(extra_validators)
        if fine and self.written == ClinicText():
            self.worry.errors = [_l("Write in at least one of the boxes before you save")]
            return False
        return fine
