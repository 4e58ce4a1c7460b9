"""What the pages of a step have in common, whatever the step is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.roles import Actor


@dataclass(frozen=True)
class StepWords:
    """A step on a page: its heading and link, what it does, its button, and what is said when done."""

    heading: str
    lead: str
    button: str
    done: str


@dataclass(frozen=True)
class Taking:
    """A step that is being taken: by whom, where, with which filled-in form."""

    session: Session
    actor: Actor
    city: City
    form: Any  # the class in FORMS under the name of the step

    @property
    def who(self) -> dict[str, Any]:
        """What every service wants to know: who acts, where, and what they looked at."""
        return {"actor": self.actor, "city": self.city, "seen_version": self.form.version}


@dataclass(frozen=True)
class Next:
    """The one next step on somebody's desk: what to do, why or by when, and where."""

    title: str
    text: str
    button: str
    href: str
