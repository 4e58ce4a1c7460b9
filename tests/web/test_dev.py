"""The pages of a demo: mailbox, clock, being somebody; and that they exist nowhere else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app import create_app
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Outbox, OutboxState
from leren_app.services import clock, outbox
from leren_app.transaction import transaction
from tests.client import Page, PageClient
from tests.conftest import settings_for
from tests.makers import make_question, make_user
from tests.signing_in import is_signed_in


def moved() -> timedelta:
    """How far the demo clock is from real time."""
    db.session.remove()
    return clock.now(db.session()) - datetime.now(UTC)


def run_all(app: Flask) -> None:
    """Do what is due."""
    app.extensions["leren.run_due"]()
    db.session.remove()


def test_the_mailbox_shows_a_mail_whose_link_works(app: Flask, client: PageClient, session: Session) -> None:
    make_question(session, text="<script>alert(1)</script> Wie kent foto's van onze straat?")
    session.commit()
    run_all(app)

    box = client.get("/dev/mail")
    mail = client.get(next(link for link in box.links() if link.startswith("/dev/mail/")))

    address = next(link for link in mail.links() if "/v/" in link)
    assert "<script>alert" not in mail.text
    assert re.fullmatch(r"http://127\.0\.0\.1:5000/v/[\w-]{22}", address)
    client.get(address.removeprefix("http://127.0.0.1:5000"), status=303)


def test_an_empty_mailbox_says_what_will_lie_there(client: PageClient) -> None:
    assert "Nog geen mail" in client.get("/dev/mail").words()
    assert "No mail yet" in client.get("/en/dev/mail").words()


def test_a_mail_that_does_not_exist_is_the_ordinary_404(client: PageClient) -> None:
    page = client.get("/dev/mail/00000000-0000-0000-0000-000000000000", status=404)

    assert page.text == client.get("/nothing-here", status=404).text


@pytest.mark.parametrize(("jump", "days"), [("day", 1), ("week", 7), ("month", 30)])
def test_the_clock_jumps_ahead_by_a_button(app: Flask, client: PageClient, jump: str, days: int) -> None:
    client.post("/dev/clock", {"jump": jump})

    assert abs(moved() - timedelta(days=days)) < timedelta(hours=2)


def test_the_clock_stops_on_working_days(app: Flask, client: PageClient) -> None:
    client.post("/dev/clock", {"jump": "next-working-day"})
    db.session.remove()

    assert clock.now(db.session()).weekday() < 5


def test_what_becomes_due_on_the_way_is_done_before_the_page_answers(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        tomorrow = clock.now(session) + timedelta(days=1)
        row = outbox.promise(session, "mail", "m", at=tomorrow, topic="account/sign_in", recipient=f"user:{'0' * 32}")
        assert row is not None
        row_id = row.id

    said = client.follow(client.post("/dev/clock", {"jump": "week"})).words()

    db.session.remove()
    assert db.session.get_one(Outbox, row_id).state is OutboxState.DONE
    assert re.search(r"zijn \d+ taken gedaan", said)


def test_the_clock_goes_to_a_date(app: Flask, client: PageClient) -> None:
    goal = datetime.now(UTC).date() + timedelta(days=20)

    client.post("/dev/clock", {"day": goal.isoformat()})

    assert abs(moved() - timedelta(days=20)) < timedelta(hours=26)


@pytest.mark.parametrize("day", ["", "2020-01-01", "9999-12-31", "31-12-2026", "<b>"])
def test_the_clock_refuses_what_is_no_day_ahead(app: Flask, client: PageClient, day: str) -> None:
    page = client.post("/dev/clock", {"day": day}, status=422)

    assert page.title().startswith("Fout: ")
    assert moved() < timedelta(seconds=1)


def test_the_clock_refuses_an_unknown_jump(app: Flask, client: PageClient) -> None:
    client.post("/dev/clock", {"jump": "back"}, status=400)

    assert moved() < timedelta(seconds=1)


def test_one_click_signs_in_as_somebody(app: Flask, client: PageClient, session: Session) -> None:
    make_user(session, Role.COORDINATOR, name="Noor Coördinator")
    make_user(session, Role.LECTURER, name="Lars Docent")
    session.commit()

    page = client.get("/dev/mensen")
    action, values = next((action, values) for _, action, values in page.forms() if "/dev/mensen/" in action)
    client.post(action, values)

    assert "Noor Coördinator" in page.words()
    assert "Lars Docent" in page.words()
    assert is_signed_in(client)


def test_nobody_becomes_a_person_who_does_not_exist(client: PageClient) -> None:
    client.post("/dev/mensen/00000000-0000-0000-0000-000000000000", status=404)

    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/dev/mail", "/dev/clock", "/dev/mensen", "/en/dev/mail"])
def test_outside_a_demo_these_pages_are_the_ordinary_404(tmp_path: Path, path: str) -> None:
    real = PageClient(create_app(settings_for("sqlite://", tmp_path, demo=False)))
    language = path.removesuffix(path.removeprefix("/en"))

    def body(page: Page) -> str:
        return page.text

    assert body(real.get(path, status=404)) == body(real.get(f"{language}/nothing-here", status=404))
