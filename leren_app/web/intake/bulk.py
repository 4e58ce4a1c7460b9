"""Giving many questions to a colleague at once: each on its own, so that one that changed holds up no other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from leren_app.domain.errors import NotFoundError, StaleError, TransitionError
from leren_app.domain.roles import Actor
from leren_app.services.questions import handling, reading
from leren_app.services.questions.queue import PAGE
from leren_app.transaction import transaction
from leren_app.web.forms import kept_part
from leren_app.web.intake.assigning import find_colleague


@dataclass(frozen=True)
class Bulk:
    """What was ticked, as reference and the version that was seen; and who is to have it."""

    chosen: tuple[tuple[str, int], ...] = ()
    assignee: str = ""
    problem: str = ""
    changed: tuple[str, ...] = ()

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Bulk:
        """Read the form; `problem` says what has to change first."""
        chosen = tuple(_read(value) for value in sent.getlist("chosen")[:PAGE])
        assignee = sent.get("assignee", "")
        if not chosen:
            return cls(assignee=assignee, problem=gettext("Tick the questions first, then choose to whom they go."))
        if not assignee:
            return cls(chosen, problem=gettext("Choose to whom the ticked questions go."))
        return cls(chosen, assignee)

    @property
    def references(self) -> set[str]:
        """What is ticked."""
        return {reference for reference, _ in self.chosen}

    def left_by(self, done: list[str]) -> Bulk:
        """The form as it comes back: only what did not happen is still ticked."""
        left = tuple(pair for pair in self.chosen if pair[0] not in done)
        return replace(self, chosen=left, changed=tuple(reference for reference, _ in left))


def assign_each(asked: Bulk, actor: Actor) -> tuple[list[str], str]:
    """Give each ticked question away in a transaction of its own; which went, and the name of who has them.

    Raises FieldError for who cannot have a question; what changed meanwhile is left as it is.
    """
    done: list[str] = []
    name = ""
    for reference, seen in asked.chosen:
        try:
            with transaction() as session:
                user = find_colleague(session, asked.assignee)
                name = user.name if user else ""
                question = reading.get_question(session, reference)
                handling.assign(session, question, user, actor=actor, seen_version=seen)
        except (StaleError, TransitionError, NotFoundError):
            continue
        done.append(reference)
    return done, name


def handed_over(many: int, name: str) -> str:
    """What is said afterwards."""
    return ngettext(
        "%(num)d question is with %(name)s now.", "%(num)d questions are with %(name)s now.", many, name=name
    )


def _read(value: str) -> tuple[str, int]:
    """A tick says reference and version; anything else is a question nobody finds, or a version nobody saw."""
    reference, _, seen = value.rpartition(":")
    return kept_part(reference[:24]), int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
