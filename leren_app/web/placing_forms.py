"""What both sides of a placement fill in: a reason, a proposal for the agreement, a yes to it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from leren_app.domain.agreement import LONGEST_TERM, TERMS
from leren_app.domain.lifecycles.placement_states import PASS_REASON_NAMES, PassReason
from leren_app.web.fields import DayField, TickField, select_option
from leren_app.web.forms import BaseForm, VersionedForm, area, storable, trimmed
from leren_app.web.language import spoken_language

WHY = _l("Write down why, in one or two sentences")


class StepForm(VersionedForm):
    """A form of one step; several stand on a page, each with the step's name before its fields."""

    step = ""


class BareForm(StepForm):
    """A step without words."""


class ReasonForm(StepForm):
    """Why, for the other side to read."""

    reason = area(_l("Why?"), required=WHY, longest=1000)


class NoteForm(StepForm):
    """How the client said it, for colleagues; only coordinators fill it in."""

    note = area(_l("How did the client say so, and when?"), longest=1000)


class PassReasonForm(BaseForm):
    """Why a challenge does not fit, as one of a few."""

    reason = RadioField(
        _l("Why does this challenge not fit?"), validators=[InputRequired(_l("Choose why this challenge does not fit"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = pass_reasons()


class PassForm(PassReasonForm, StepForm):
    """A challenge that a lecturer passes by."""


def _term() -> TextAreaField:
    """One term; left empty it says its standard words, so it is not marked as one that may stay empty."""
    too_long = Length(max=LONGEST_TERM, message=_l("This text is too long: at most %(max)d characters."))
    return TextAreaField(validators=[storable, too_long], filters=[trimmed])


class AgreementForm(VersionedForm):
    """A day to start and six terms; the tick says yes to them in the same go."""

    kickoff_on = DayField(_l("Day to start"))
    term_contact = _term()
    term_language = _term()
    term_data = _term()
    term_publication = _term()
    term_costs = _term()
    term_if_it_fails = _term()
    yes = TickField(_l("I agree with this text and this day"))

    @property
    def terms(self) -> dict[str, str]:
        """What stands in the six boxes."""
        return {term.key: self[f"term_{term.key}"].data or "" for term in TERMS}


class TickForm(VersionedForm):
    """Yes to the version that stands on the page."""

    seen_agreement = HiddenField()
    note = area(_l("How did the client say so, and when?"), longest=1000)

    @property
    def n(self) -> int:
        """The version of the agreement that was read; -1, which is always stale, when somebody tampered with it."""
        value = str(self.seen_agreement.data or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else -1


STEP_FORMS: dict[str, type[StepForm]] = {
    "request": BareForm,
    "pass": PassForm,
    "accept": NoteForm,
    "decline": ReasonForm,
    "retract": BareForm,
    "amend": ReasonForm,
    "cancel": ReasonForm,
}


def pass_reasons() -> list[Any]:
    """The reasons to pass, for radios."""
    return [select_option(reason.value, PASS_REASON_NAMES[reason].in_(spoken_language())) for reason in PassReason]
