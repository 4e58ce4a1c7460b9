"""What people still have to do: promised once, listed by day, finished once."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotFoundError, StaleError
from leren_app.domain.roles import Role
from leren_app.models import TaskKind
from leren_app.services import tasks
from tests.makers import actor, make_question, make_user


def test_a_task_that_is_promised_twice_is_there_once(session: Session) -> None:
    first = tasks.promise_task(session, TaskKind.CALL, "bel:1", due_on=date(2026, 6, 1), text="Bel terug")

    again = tasks.promise_task(session, TaskKind.CALL, "bel:1", due_on=date(2026, 7, 1))

    assert again.id == first.id
    assert again.due_on == date(2026, 6, 1)
    assert tasks.count_open_and_stuck(session) == (1, 0)


def test_open_tasks_come_by_their_day_and_done_ones_stay_with_their_question(session: Session) -> None:
    coordinator = make_user(session, Role.COORDINATOR)
    question = make_question(session, "confirm", coordinator)
    late = tasks.promise_task(session, TaskKind.LETTER, "brief:1", due_on=date(2026, 6, 9), question=question)
    early = tasks.promise_task(session, TaskKind.CALL, "bel:1", due_on=date(2026, 6, 2), question=question)

    assert tasks.list_open(session) == [early, late]
    tasks.finish(session, early, actor=actor(coordinator), note="Gesproken")

    assert tasks.list_open(session) == [late]
    assert tasks.list_of_question(session, question) == [early, late]
    assert early.done_by_id == coordinator.id
    assert early.done_note == "Gesproken"


def test_finishing_twice_keeps_who_did_it_first_and_a_page_of_before_is_refused(session: Session) -> None:
    first, second = make_user(session, Role.COORDINATOR), make_user(session, Role.COORDINATOR)
    task = tasks.promise_task(session, TaskKind.FAULT, "fout:1", due_on=date(2026, 6, 2), path="/vragen")

    with pytest.raises(StaleError):
        tasks.finish(session, task, actor=actor(first), seen_version=task.version + 1)
    tasks.finish(session, task, actor=actor(first), seen_version=task.version)
    tasks.finish(session, task, actor=actor(second), note="te laat")

    assert (task.done_by_id, task.done_note) == (first.id, "")


def test_a_task_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        tasks.get_task(session, uuid4())
