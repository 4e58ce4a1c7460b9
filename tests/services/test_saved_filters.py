"""Filters of the queue under a name: each person their own."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.roles import Role
from leren_app.models import QuestionKind, TaskKind, User
from leren_app.services import clock, tasks
from leren_app.services.questions import queue, saved_filters
from leren_app.services.questions.queue import Filter, Tab
from leren_app.services.questions.queue_frame import look_around
from tests.makers import make_question, make_user


@pytest.fixture
def noor(session: Session) -> User:
    return make_user(session, Role.COORDINATOR, name="Noor Bakker")


def test_a_filter_is_kept_for_one_person_and_the_same_name_replaces_it(session: Session, noor: User) -> None:
    other = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    saved_filters.save(session, noor.id, "  Mijn   wijk ", "tab=mine&district=morsdistrict")
    saved_filters.save(session, noor.id, "Mijn wijk", "tab=nobody")
    saved_filters.save(session, other.id, "Mijn wijk", "tab=all")

    kept = look_around(session, noor.id).filters

    assert [(saved.name, saved.query) for saved in kept] == [("Mijn wijk", "tab=nobody")]


@pytest.mark.parametrize("name", ["", "   "])
def test_a_filter_needs_a_name(session: Session, noor: User, name: str) -> None:
    with pytest.raises(FieldError):
        saved_filters.save(session, noor.id, name, "tab=mine")


def test_there_are_only_as_many_as_fit_and_the_last_can_still_be_changed(session: Session, noor: User) -> None:
    for n in range(saved_filters.MOST):
        saved_filters.save(session, noor.id, f"Filter {n}", "tab=mine")

    with pytest.raises(FieldError):
        saved_filters.save(session, noor.id, "One more", "tab=mine")
    saved_filters.save(session, noor.id, "Filter 0", "tab=all")

    assert len(look_around(session, noor.id).filters) == saved_filters.MOST


def test_nobody_removes_the_filter_of_somebody_else(session: Session, noor: User) -> None:
    other = make_user(session, Role.COORDINATOR)
    kept = saved_filters.save(session, noor.id, "Mijn wijk", "tab=mine")

    for filter_id, user_id in ((kept.id, other.id), (uuid4(), noor.id)):
        with pytest.raises(NotFoundError):
            saved_filters.remove(session, user_id, filter_id)
    saved_filters.remove(session, noor.id, kept.id)

    assert look_around(session, noor.id).filters == []


def test_around_the_queue_stand_colleagues_of_today_and_open_tasks(session: Session, noor: User) -> None:
    gone = make_user(session, Role.COORDINATOR, name="Left already")
    gone.deactivated_at = clock.now(session)
    ended = make_user(session, Role.COORDINATOR, name="Handed in the role")
    ended.grants[0].granted_from -= timedelta(days=9)
    ended.grants[0].granted_until = clock.now(session) - timedelta(days=1)
    make_user(session, Role.HOST, name="Host")
    joris = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    day = clock.now(session).date()
    done = tasks.promise_task(session, TaskKind.CALL, "call:1", due_on=day)
    tasks.promise_task(session, TaskKind.CALL, "call:2", due_on=day)
    done.done_at = clock.now(session)
    session.flush()

    around = look_around(session, noor.id)

    assert around.colleagues == [(joris.id, "Joris van Dam"), (noor.id, "Noor Bakker")]
    assert around.tasks == 1


# ---- what stands on top, and which tab ----


def listed(session: Session, tab: Tab, user: User, wanted: Filter | None = None, **more: object) -> list[str]:
    rows = queue.list_queue(session, tab, user_id=user.id, wanted=wanted or Filter(), **more)  # type: ignore[arg-type]  # due_by
    return [row.question.reference for row in rows]


@pytest.mark.parametrize("tab", [Tab.MINE, Tab.DUE, Tab.UNDECIDED, Tab.ALL])
def test_what_is_urgent_stands_on_top_of_every_tab(session: Session, noor: User, tab: Tab) -> None:
    made = [make_question(session, "take", noor) for _ in range(3)]
    made[1].is_urgent = True
    made[1].hear_by = made[1].hear_by + timedelta(days=30) if made[1].hear_by else None
    session.flush()

    assert listed(session, tab, noor)[0] == made[1].reference


def test_an_urgent_question_nobody_confirmed_is_on_top_too_and_an_answered_one_is_urgent_no_more(
    session: Session, noor: User
) -> None:
    urgent = make_question(session, "submit")
    answered = make_question(session, "ask_more", noor)
    urgent.is_urgent = answered.is_urgent = True
    later = make_question(session, "submit")
    clock.move(session, timedelta(hours=1))
    latest = make_question(session, "take", noor)
    session.flush()

    assert listed(session, Tab.UNCONFIRMED, noor) == [urgent.reference, later.reference]
    assert listed(session, Tab.MINE, noor) == [latest.reference, answered.reference]
    assert listed(session, Tab.ALL, noor)[0] == urgent.reference


def test_paging_goes_on_where_the_urgent_ones_end(session: Session, noor: User) -> None:
    for n in range(6):
        make_question(session, "take", noor).is_urgent = n % 2 == 0
    session.flush()

    for tab in (Tab.MINE, Tab.ALL):
        whole, seen, after = listed(session, tab, noor), [], None
        while rows := queue.list_queue(session, tab, user_id=noor.id, wanted=Filter(), after=after, limit=2):
            seen += [row.question.reference for row in rows]
            after = queue.key_of(tab, rows[-1].question)
        assert seen == whole


def test_due_holds_what_waits_for_us_and_is_due_by_a_day(session: Session, noor: User) -> None:
    soon, later = make_question(session, "take", noor), make_question(session, "take", noor)
    again, theirs = make_question(session, "agree", noor), make_question(session, "ask_more", noor)
    assert soon.hear_by is not None
    again.hear_by, later.hear_by = soon.hear_by, soon.hear_by + timedelta(days=1)
    session.flush()

    listed_now = listed(session, Tab.DUE, noor, due_by=soon.hear_by)

    assert set(listed_now) == {soon.reference, again.reference}
    assert theirs.reference not in listed_now
    assert look_around(session, noor.id, due_by=soon.hear_by).counts[Tab.DUE] == 2


def test_undecided_is_what_nobody_gave_a_kind_or_an_answer(session: Session, noor: User) -> None:
    new = make_question(session, "confirm")
    known = make_question(session, "take", noor)
    known.kind = QuestionKind.REPORT
    make_question(session, "ask_more", noor)
    session.flush()

    assert listed(session, Tab.UNDECIDED, noor) == [new.reference]
    assert listed(session, Tab.MINE, noor, Filter(kind="report")) == [known.reference]
