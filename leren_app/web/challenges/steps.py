"""What each step does: one line from its filled-in form to the service. The life cycle decides whether it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leren_app.models import Challenge, Event
from leren_app.services.challenges import steps
from leren_app.web.stepping import Taking


@dataclass(frozen=True)
class Doing(Taking):
    """A step of a challenge that is being taken."""

    challenge: Challenge


DOES: dict[str, Callable[[Doing], Event]] = {
    "open": lambda d: steps.open_(d.session, d.challenge, **d.who),
    "pause": lambda d: steps.pause(d.session, d.challenge, d.form.reason.data, d.form.until.data, **d.who),
    "resume": lambda d: steps.resume(d.session, d.challenge, **d.who),
    "close": lambda d: steps.close(d.session, d.challenge, **d.who),
    "withdraw": lambda d: steps.withdraw(d.session, d.challenge, d.form.reason.data, **d.who),
    "reopen": lambda d: steps.reopen(d.session, d.challenge, d.form.reason.data, **d.who),
}
