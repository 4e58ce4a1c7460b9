"""Tasks: what is due first on top, what to say, done with a note, and two who do the same."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.roles import Role
from leren_app.models import Task, TaskKind
from leren_app.services import tasks
from leren_app.web.here import today
from leren_app.web.task_lines import NAMES
from tests.client import H, PageClient
from tests.intake import asked, coordinator, count_statements
from tests.makers import actor, make_user, the_city
from tests.signing_in import press, sign_in


def make_task(session: Session, kind: TaskKind = TaskKind.CALL, days: int = 3, **more: object) -> Task:
    """A task that is due so many working days from now."""
    day = calendar.add_working_days(today(), days, the_city().closed_days) if days else today()
    task = tasks.promise_task(session, kind, f"task:{uuid4()}", due_on=day, **more)  # type: ignore[arg-type]  # as there
    session.commit()
    return task


def test_tasks_stand_by_their_day_and_what_is_too_late_says_so(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    later, late = make_task(session, TaskKind.LETTER, 4), make_task(session, TaskKind.CALL, -2, text="Bel mevrouw")
    make_task(session, TaskKind.FAULT, 0, path="/vragen", text="Er staat een telefoonnummer.")

    page = client.get("/werk/taken")
    rows = [" ".join("".join(row.itertext()).split()) for row in page.tree.iter(H + "tr")][1:]

    assert "Iemand bellen" in rows[0]
    assert "werkdagen te laat" in rows[0]
    assert "Vandaag" in rows[1]
    assert "/vragen" in rows[1]
    assert "Een brief schrijven" in rows[2]
    assert f"/werk/taken/{late.id}" in page.links()
    assert f"/werk/taken/{later.id}" in page.links()
    assert "Taken 3" in page.words()


def test_a_task_that_is_done_leaves_the_list_and_stays_at_its_question(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor)
    task = make_task(session, question=question, text="Zeg dat de vraag is aangekomen.")
    before = client.get(f"/werk/vragen/{question.reference}")
    page = client.get(f"/werk/taken/{task.id}")

    landed = client.follow(press(client, page, "/klaar", note="Gesproken, <b>morgen</b> verder."))

    assert f"/werk/taken/{task.id}" in before.links()
    assert "Zeg dat de vraag is aangekomen." in page.words()
    assert f"/werk/vragen/{question.reference}" in page.links()
    assert "Alle taken zijn gedaan" in landed.words()
    assert "Gedaan op" in client.get(f"/werk/vragen/{question.reference}").words()
    done = client.get(f"/werk/taken/{task.id}")
    assert "Gesproken, <b>morgen</b> verder." in done.words()
    assert not [action for _, action, _ in done.forms() if action.endswith("/klaar")]


def test_who_comes_second_keeps_the_note_and_reads_what_the_first_wrote(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    joris = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    task = make_task(session)
    page = client.get(f"/werk/taken/{task.id}")
    tasks.finish(session, task, actor=actor(joris), note="Ik belde al")
    session.commit()

    back = press(client, page, "/klaar", status=409, note="Zij wil op de koffie komen")

    assert "Joris van Dam" in back.words()
    assert "Ik belde al" in back.words()
    assert back.form("/klaar")[1]["note"] == "Zij wil op de koffie komen"
    session.rollback()
    assert task.done_note == "Ik belde al"


def test_a_second_click_is_no_error(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    task = make_task(session)
    path, values = client.get(f"/werk/taken/{task.id}").form("/klaar")

    for note in ("Eerste", "Tweede"):
        client.post(path, {**values, "note": note})

    session.rollback()
    session.refresh(task)
    assert task.done_note == "Eerste"


def test_a_page_of_before_a_change_is_stale_and_can_be_sent_again(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    task = make_task(session)
    page = client.get(f"/werk/taken/{task.id}")
    task.owner_id = noor.id
    session.commit()

    back = press(client, page, "/klaar", status=409, note="Gedaan")
    press(client, back, "/klaar")

    session.rollback()
    session.refresh(task)
    assert task.done_note == "Gedaan"


def test_a_note_that_is_too_long_comes_back(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    page = client.get(f"/werk/taken/{make_task(session).id}")

    back = press(client, page, "/klaar", status=422, note="x" * 2001)

    assert "Deze tekst is te lang" in back.words()


def test_every_kind_of_task_has_a_name_and_a_page_in_both_languages(client: PageClient, session: Session) -> None:
    coordinator(client, session)

    for kind in TaskKind:
        task = make_task(session, kind, path="/vragen", reply_to="buur@example.org")
        assert client.get(f"/werk/taken/{task.id}").heading() != client.get(f"/en/werk/taken/{task.id}").heading()

    assert set(NAMES) == set(TaskKind)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.LECTURER, Role.HOST])
def test_tasks_are_for_coordinators_only(client: PageClient, session: Session, role: Role) -> None:
    task = make_task(session)
    sign_in(client, session, role)

    client.get("/werk/taken", status=404)
    client.get(f"/werk/taken/{task.id}", status=404)
    client.post(f"/werk/taken/{task.id}/klaar", {"seen_version": "1"}, status=404)
    session.rollback()
    session.refresh(task)
    assert task.done_at is None


def test_the_list_costs_the_same_with_many_tasks_and_says_how_many_there_are(
    client: PageClient, session: Session, app: Flask
) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor)
    make_task(session, question=question, owner_id=noor.id)
    one = count_statements(app, client, "/werk/taken")
    for n in range(tasks.PAGE + 2):
        day = today() + timedelta(days=n)
        tasks.promise_task(session, TaskKind.CALL, f"t:{n}", due_on=day, question=question, owner_id=noor.id)
    session.commit()

    many = count_statements(app, client, "/werk/taken")

    assert len(one) == len(many) <= 3
    assert "Dit zijn de eerste 50 van 53." in client.get("/werk/taken").words()
