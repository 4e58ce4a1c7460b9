"""What teams, lecturers and coordinators fill in; lengths and shapes, what a step needs stands in the life cycle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from leren_app.models import Channel
from leren_app.services.projects.ending import LICENCES
from leren_app.services.projects.facts import CHECKLIST
from leren_app.services.projects.working import BATON_TEXTS, RESULT_TEXTS, HandedIn
from leren_app.web.fields import DayField, TicksField
from leren_app.web.forms import BaseForm, VersionedForm, area, line
from leren_app.web.language import spoken_language

LONGEST_SUMMARY = 1500
LONGEST_CHANGE = 240


class HandInForm(VersionedForm):
    """The work of a team: what came out in two languages, the lesson, the baton, the report."""

    title_nl = line(_l("What came out, as a title in Dutch"), required=_l("Write a title in Dutch"))
    title_en = line(_l("What came out, as a title in English"), required=_l("Write a title in English"))
    summary_nl = area(_l("Summary in Dutch"), required=_l("Write the summary in Dutch"), longest=LONGEST_SUMMARY)
    summary_en = area(_l("Summary in English"), required=_l("Write the summary in English"), longest=LONGEST_SUMMARY)
    first_nl = area(_l("First, in Dutch"), longest=LONGEST_CHANGE)
    first_en = area(_l("First, in English"), longest=LONGEST_CHANGE)
    now_nl = area(_l("Now, in Dutch"), longest=LONGEST_CHANGE)
    now_en = area(_l("Now, in English"), longest=LONGEST_CHANGE)
    lesson = area(_l("One lesson for others, in Dutch"), required=_l("Write down one lesson, in Dutch"), longest=600)
    lesson_en = area(
        _l("One lesson for others, in English"), required=_l("Write down one lesson, in English"), longest=600
    )
    open_ends = area(
        _l("What is left to find out? In Dutch"),
        required=_l("Write what a next team could take up, in Dutch"),
        longest=1500,
    )
    open_ends_en = area(
        _l("What is left to find out? In English"),
        required=_l("Write what a next team could take up, in English"),
        longest=1500,
    )
    shareable = area(_l("Which data or materials can others use? In Dutch"), longest=1500)
    shareable_en = area(_l("Which data or materials can others use? In English"), longest=1500)
    do_not_ask = area(_l("What should a next team not ask again?"), longest=1500)
    report = FileField(_l("The report, as a PDF"))

    @property
    def written(self) -> HandedIn:
        """What was filled in, for the service; the report comes later."""
        return HandedIn(**{name: str(self[name].data or "") for name in (*RESULT_TEXTS, *BATON_TEXTS)})  # type: ignore[arg-type]  # texts only

    def with_report(self, report_id: UUID) -> HandedIn:
        """The same with a new report."""
        return replace(self.written, report_id=report_id)


class ActForm(VersionedForm):
    """A step that asks nothing more."""


class ReasonForm(VersionedForm):
    """Why the step is taken."""

    reason = area(_l("Why?"), required=_l("Write down why"), longest=2000)


class ReturnForm(VersionedForm):
    """What must change, and by when."""

    text = area(_l("What must change?"), required=_l("Write what must change"), longest=3000)
    due_on = DayField(_l("By which day?"), validators=[InputRequired(_l("Fill in a day"))])


class ApproveForm(VersionedForm):
    """Under which licence, and from when everyone may read it."""

    licence = SelectField(_l("Licence"), validators=[InputRequired(_l("Choose a licence"))], validate_choice=False)
    embargo_on = DayField(_l("Keep it closed up to and including"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.licence.choices = {"": gettext("Choose a licence"), **LICENCES}


class PublishForm(VersionedForm):
    """The checklist."""

    checklist = TicksField(_l("I looked at this"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist.choices = {key: text.in_(spoken_language()) for key, text in CHECKLIST.items()}


class StopForm(VersionedForm):
    """The honest reason in two languages, and the baton."""

    reason_nl = area(_l("Why does it stop, in Dutch?"), required=_l("Write the reason in Dutch"), longest=1500)
    reason_en = area(_l("Why does it stop, in English?"), required=_l("Write the reason in English"), longest=1500)
    open_ends = area(
        _l("What should who goes on with it know? In Dutch"),
        required=_l("Write what others should know, in Dutch"),
        longest=1500,
    )
    open_ends_en = area(
        _l("What should who goes on with it know? In English"),
        required=_l("Write what others should know, in English"),
        longest=1500,
    )


class MilestoneForm(BaseForm):
    """A milestone in two languages, and its day."""

    title_nl = line(_l("Milestone in Dutch"), required=_l("Write what should be ready, in Dutch"))
    title_en = line(_l("Milestone in English"), required=_l("Write what should be ready, in English"))
    due_on = DayField(_l("Ready on"), validators=[InputRequired(_l("Fill in a day"))])


class MilestoneFileForm(BaseForm):
    """A file with a milestone; it may be ready without one."""

    file = FileField(_l("File"))


class MemberForm(BaseForm):
    """Somebody who joins the team, by the address of their account."""

    mail = line(_l("Mail address of their account"), required=_l("Fill in a mail address"), longest=254)


class PromiseForm(BaseForm):
    """Somebody who took part and was promised to hear what came out."""

    name = line(_l("Name"), longest=120)
    channel = RadioField(_l("How does this person want to hear?"), default=Channel.MAIL.value)
    reach = line(
        _l("Mail address, phone number or postal address"),
        required=_l("Fill in how we reach this person"),
        longest=254,
    )
    language = RadioField(_l("In which language?"), default="nl")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel.choices = {
            Channel.MAIL.value: gettext("By mail"),
            Channel.PHONE.value: gettext("By phone"),
            Channel.LETTER.value: gettext("By letter"),
        }
        self.language.choices = {"nl": gettext("Dutch"), "en": gettext("English")}


FORMS: dict[str, type[VersionedForm]] = {
    "start": ActForm,
    "not_start": ReasonForm,
    "return": ReturnForm,
    "approve": ApproveForm,
    "publish": PublishForm,
    "retract": ReasonForm,
    "stop": StopForm,
    "close": ActForm,
    "reopen": ReasonForm,
}
"""The steps that have a page of their own here; handing in has another, because it carries a file."""
