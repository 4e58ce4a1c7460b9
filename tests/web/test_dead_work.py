"""Work that failed for good is seen by who looks after the platform, and can be tried again."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.jobs.run import run_row
from leren_app.models import Outbox, OutboxState
from leren_app.services import outbox
from leren_app.transaction import transaction
from tests.client import PageClient
from tests.signing_in import sign_in

PATH = "/werk/vastgelopen"


def make_dead() -> UUID:
    """Work nobody can do."""
    with transaction() as session:
        row = outbox.promise(session, "unknown <b>kind</b>", "dead")
        assert row is not None
        row_id = row.id
    run_row(row_id)
    return row_id


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_dead_work_is_shown_and_tried_again(app: Flask, client: PageClient, session: Session, role: Role) -> None:
    row_id = make_dead()
    sign_in(client, session, role)

    page = client.get(PATH)
    action, values = page.form(str(row_id))
    client.post(action, values)

    db.session.remove()
    assert "unknown <b>kind</b>" in page.words()
    assert db.session.get_one(Outbox, row_id).state is OutboxState.PENDING
    assert "Er is niets vastgelopen" in client.get(PATH).words()


def test_tasks_say_that_something_is_stuck_and_where_it_stands(
    app: Flask, client: PageClient, session: Session
) -> None:
    sign_in(client, session, Role.COORDINATOR)
    assert PATH not in client.get("/werk/taken").links()
    make_dead()

    page = client.get("/werk/taken")

    assert "vastgelopen" in page.words()
    assert PATH in page.links()


def test_an_administrator_finds_it_from_where_their_day_begins(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.ADMINISTRATOR)

    assert PATH in client.get("/werk/mensen").links()


def test_trying_again_what_somebody_else_tried_already_is_a_conflict(
    app: Flask, client: PageClient, session: Session
) -> None:
    row_id = make_dead()
    sign_in(client, session, Role.COORDINATOR)
    client.post(f"{PATH}/{row_id}/opnieuw")

    late = client.post(f"{PATH}/{row_id}/opnieuw", status=409)

    assert "Iemand anders" in late.words()


@pytest.mark.parametrize("role", [Role.STUDENT, Role.LECTURER, Role.HOST])
def test_others_do_not_see_that_there_is_such_a_page(
    app: Flask, client: PageClient, session: Session, role: Role
) -> None:
    row_id = make_dead()
    sign_in(client, session, role)

    client.get(PATH, status=404)
    client.post(f"{PATH}/{row_id}/opnieuw", status=404)

    db.session.remove()
    assert db.session.get_one(Outbox, row_id).state is OutboxState.DEAD
