"""What each step does: one line from its filled-in form to the service. The life cycle decides whether it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.roles import Actor
from leren_app.models import Challenge, Event
from leren_app.services.challenges import steps


@dataclass(frozen=True)
class Doing:
    """A step that is being taken: by whom, on what, with which filled-in form."""

    session: Session
    challenge: Challenge
    actor: Actor
    city: City
    form: Any  # the class in FORMS under the same name

    @property
    def who(self) -> dict[str, Any]:
        """What every service wants to know: who acts, where, and what they looked at."""
        return {"actor": self.actor, "city": self.city, "seen_version": self.form.version}


DOES: dict[str, Callable[[Doing], Event]] = {
    "open": lambda d: steps.open_(d.session, d.challenge, **d.who),
    "pause": lambda d: steps.pause(d.session, d.challenge, d.form.reason.data, d.form.until.data, **d.who),
    "resume": lambda d: steps.resume(d.session, d.challenge, **d.who),
    "close": lambda d: steps.close(d.session, d.challenge, **d.who),
    "withdraw": lambda d: steps.withdraw(d.session, d.challenge, d.form.reason.data, **d.who),
    "reopen": lambda d: steps.reopen(d.session, d.challenge, d.form.reason.data, **d.who),
}
