"""Somebody saw on a public page what should not be there: it becomes a task with a day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.models import Task, TaskKind
from leren_app.services import clock, tasks

WORKING_DAYS = {TaskKind.PERSONAL_DATA: 1, TaskKind.FAULT: 5}
"""Within how many working days a person looks, for each kind of report."""


@dataclass(frozen=True)
class Report:
    """What somebody tells: what kind, on which of our pages ("" for none), in their words, and where to answer."""

    form_key: str
    kind: TaskKind
    path: str
    text: str
    mail: str = ""


def report(session: Session, told: Report, *, city: City) -> Task:
    """A task for the coordinators; the same form sent twice gives the same task."""
    words = "\n".join((told.form_key, told.kind, told.path, told.text, told.mail))
    key = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    due = calendar.due_on(clock.now(session), WORKING_DAYS[told.kind], city)
    return tasks.promise_task(
        session, told.kind, f"report:{key}", due_on=due, path=told.path, text=told.text, reply_to=told.mail
    )
