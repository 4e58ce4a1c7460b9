"""How the steps of a challenge are called at the desk, and who hears of them."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.lifecycle import Audience, Step
from leren_app.models import Challenge, Channel, Contact
from leren_app.services.challenges.client import CONFIRM_HOURS, NAME_CLIENT
from leren_app.web.stepping import StepWords

STEP_WORDS: dict[str, StepWords] = {
    "open": StepWords(
        _l("Open this challenge for education"),
        _l("From then on everyone sees it, and lecturers, students and researchers can ask for it."),
        _l("Open it"),
        _l("The challenge is open for education."),
    ),
    "pause": StepWords(
        _l("Pause this challenge"),
        _l("It stays on the website with the day on which it goes on. Nobody can ask for it meanwhile."),
        _l("Pause it"),
        _l("The challenge is paused."),
    ),
    "resume": StepWords(
        _l("Go on with this challenge"),
        _l("From now on it can be asked for again."),
        _l("Go on"),
        _l("The challenge is open for education again."),
    ),
    "close": StepWords(
        _l("Close this challenge"),
        _l("No course can plan it any more. What was agreed goes on."),
        _l("Close it"),
        _l("The challenge is closed."),
    ),
    "withdraw": StepWords(
        _l("Withdraw this challenge"),
        _l("It goes off the website; its address says so."),
        _l("Withdraw it"),
        _l("The challenge is withdrawn."),
    ),
    "reopen": StepWords(
        _l("Open this challenge again"),
        _l("It comes back on the website under the same address."),
        _l("Open it again"),
        _l("The challenge is open for education again."),
    ),
}
EVENT_WORDS: dict[str, str] = {
    NAME_CLIENT: _l("Client named"),
    CONFIRM_HOURS: _l("Hours confirmed"),
}
"""What happened beside the life cycle."""


def who_hears(step: Step, challenge: Challenge, lecturers: int, *, has_next_place: bool) -> list[str]:
    """Who gets a mail when this step is taken, one line each; nobody is named who gets none."""
    lines = {
        Audience.CLIENT: _contact_line(gettext("The client"), challenge.client),
        Audience.ASKER: _contact_line(gettext("The asker"), challenge.question.asker),
        Audience.LECTURERS_REQUESTED: gettext("Lecturers who wait for an answer, by mail") if lecturers else "",
        Audience.ASKER_NEXT_PLACE: "",
    }
    if has_next_place:
        lines[Audience.ASKER_NEXT_PLACE] = lines[Audience.ASKER]
    if challenge.opened_at is None and step.name == "withdraw":
        lines[Audience.ASKER] = ""  # a draft was never shown
    heard = [lines.get(audience, "") for audience, _ in step.tells]
    return [line for line in heard if line] or [gettext("Nobody has to hear of this now.")]


def _contact_line(who: str, contact: Contact | None) -> str:
    if contact is None:
        return ""
    if contact.channel is Channel.MAIL:
        return gettext("%(who)s, by mail", who=who)
    return gettext("%(who)s has no mail: call or write yourself", who=who)
