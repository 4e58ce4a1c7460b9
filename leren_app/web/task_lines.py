"""A task in words: what sort it is, until when, and whether that has passed; for its own pages and its question's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.models import Task, TaskKind
from leren_app.web.here import the_city, today
from leren_app.web.templating import day

NAMES: dict[TaskKind, str] = {
    TaskKind.CALL: _l("Call somebody"),
    TaskKind.LETTER: _l("Write a letter"),
    TaskKind.PERSONAL_DATA: _l("Personal data on a public page"),
    TaskKind.FAULT: _l("Something wrong on a public page"),
    TaskKind.NOT_HELPED: _l("Somebody was not helped"),
    TaskKind.OTHER: _l("Something else"),
}


@dataclass(frozen=True)
class TaskLine:
    """One line of a list of tasks."""

    task: Task
    name: str
    status: tuple[str, str]

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nobody did it."""
        return self.status[0] == "late"

    @property
    def who(self) -> list[str]:
        """Whom to call or write, and at which number or address; for coordinators' eyes alone."""
        question = self.task.question
        if question is None:
            return []
        asker = question.asker
        reach = {TaskKind.CALL: asker.phone, TaskKind.LETTER: asker.address}.get(self.task.kind)
        return [asker.name, reach] if reach else []

    @classmethod
    def of(cls, task: Task) -> TaskLine:
        """The line of a task today."""
        return cls(task, str(NAMES[task.kind]), _status(task, today(), the_city()))


def lines_of(tasks: list[Task]) -> list[TaskLine]:
    """The lines of these tasks, in their order."""
    return [TaskLine.of(task) for task in tasks]


def _status(task: Task, now: date, city: City) -> tuple[str, str]:
    if task.done_at is not None:
        return "done", gettext("Done on %(day)s", day=day(task.done_at))
    left = calendar.days_left(now, task.due_on, city.closed_days)
    if left < 0:
        return "late", ngettext("%(num)d working day too late", "%(num)d working days too late", -left)
    if task.due_on == now:
        return "you", gettext("Today")
    return "new", gettext("By %(day)s", day=day(task.due_on))
