"""What each step does: one line from its filled-in form to the service. The life cycle decides whether it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leren_app.domain.text import Text
from leren_app.models import Project
from leren_app.services.projects import ending, working
from leren_app.web.stepping import Taking


@dataclass(frozen=True)
class Doing(Taking):
    """A step of a project that is being taken."""

    project: Project


def _stop(d: Doing) -> object:
    reason = Text(d.form.reason_nl.data, d.form.reason_en.data)
    open_ends = Text(d.form.open_ends.data, d.form.open_ends_en.data)
    return working.stop(d.session, d.project, reason, open_ends, **d.who)


def _approve(d: Doing) -> object:
    licence, until = d.form.licence.data, d.form.embargo_on.data
    return ending.approve(d.session, d.project, licence=licence, embargo_on=until, **d.who)


DOES: dict[str, Callable[[Doing], object]] = {
    "start": lambda d: working.start(d.session, d.project, **d.who),
    "not_start": lambda d: working.not_start(d.session, d.project, d.form.reason.data, **d.who),
    "return": lambda d: working.give_back(d.session, d.project, d.form.text.data, d.form.due_on.data, **d.who),
    "approve": _approve,
    "publish": lambda d: ending.publish(d.session, d.project, d.form.checklist.data or (), **d.who),
    "retract": lambda d: ending.retract(d.session, d.project, d.form.reason.data, **d.who),
    "stop": _stop,
    "close": lambda d: ending.close(d.session, d.project, **d.who),
    "reopen": lambda d: ending.reopen(d.session, d.project, d.form.reason.data, **d.who),
}
