"""What has served its time is thrown away, and nothing that still serves."""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from config import Settings
from leren_app.domain.roles import Role
from leren_app.jobs import daily
from leren_app.jobs.handlers import sweeping as nightly
from leren_app.models import (
    DevMail,
    Event,
    EventNote,
    LoginSession,
    MailSent,
    MailState,
    Outbox,
    OutboxState,
    Promise,
    Token,
    TokenPurpose,
)
from leren_app.models.base import now_utc
from leren_app.services import clock, outbox, sessions, sweeping, tokens
from leren_app.services.telling import contact_recipient
from tests.later import work
from tests.makers import make_question, make_user, the_city
from tests.makers_education import make_project

YEAR = timedelta(days=372)
DAY = timedelta(days=1)


def the_work(session: Session, key: str, state: OutboxState, ago: timedelta) -> None:
    """A row of work that was due and, where it was done, done so long ago."""
    at = now_utc() - ago
    row = outbox.promise(session, "mail", key, at=at, topic="x", recipient=f"user:{uuid4()}")
    assert row is not None
    row.state, row.done_at = state, at if state is OutboxState.DONE else None
    if state is OutboxState.LEASED:
        row.lease_token, row.lease_until = uuid4(), now_utc() + DAY
    session.flush()


def a_mail(session: Session, key: str, ago: timedelta, *, to: UUID | None = None, sent: bool = True) -> None:
    """A mail of so long ago."""
    at = now_utc() - ago
    session.add(
        MailSent(
            idem_key=key,
            recipient=contact_recipient(to or uuid4()),
            message_id=f"<{key}@example.org>",
            state=MailState.SENT if sent else MailState.SENDING,
            sent_at=at if sent else None,
            created_at=at,
        )
    )
    session.flush()


def keys(session: Session, table: type[Outbox] | type[MailSent]) -> set[str]:
    """What is left of those that a test made."""
    session.expire_all()
    return {key for key in session.scalars(select(table.idem_key)) if key.startswith("t:")}


def sweep(app: Flask, session: Session) -> None:
    """The whole night."""
    session.commit()
    with app.app_context():
        for job in (nightly.sweep_tokens, nightly.sweep_imports, nightly.sweep_done, nightly.sweep_files):
            job()


def test_links_that_ended_a_month_ago_go_and_younger_ones_stay(app: Flask, session: Session) -> None:
    user = make_user(session, Role.STUDENT)
    for days in (-31, -29, 1):
        tokens.issue(session, TokenPurpose.SIGN_IN, user=user, valid_for=timedelta(days=days))

    sweep(app, session)

    left = session.scalars(select(Token.expires_at).order_by(Token.expires_at)).all()
    assert [round((at - clock.now(session)) / DAY) for at in left] == [-29, 1]


def test_moving_the_demo_clock_sweeps_no_sign_in_that_is_live(app: Flask, session: Session) -> None:
    user = make_user(session, Role.STUDENT)
    sessions.begin(session, user)
    session.add(LoginSession(user_id=user.id, hash="old", expires_at=now_utc() - timedelta(days=31)))
    session.flush()
    clock.move(session, timedelta(days=200))

    sweep(app, session)

    assert session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_only_work_that_was_done_a_year_ago_goes(app: Flask, session: Session) -> None:
    the_work(session, "t:old", OutboxState.DONE, YEAR + DAY)
    the_work(session, "t:young", OutboxState.DONE, YEAR - DAY)
    for state in (OutboxState.DEAD, OutboxState.PENDING, OutboxState.LEASED):
        the_work(session, f"t:{state}", state, YEAR + DAY)

    sweep(app, session)

    assert keys(session, Outbox) == {"t:young", "t:dead", "t:pending", "t:leased"}


def test_moving_the_demo_clock_far_ahead_forgets_no_work_of_today(app: Flask, session: Session) -> None:
    the_work(session, "t:today", OutboxState.DONE, timedelta(0))
    clock.move(session, timedelta(days=800))

    sweep(app, session)

    assert outbox.promise(session, "mail", "t:today") is None


def test_the_daily_work_of_a_day_is_not_promised_twice_after_a_night_of_sweeping(app: Flask, session: Session) -> None:
    long_ago = now_utc() - YEAR - timedelta(days=5)
    daily.pass_over(session, long_ago.date())
    session.execute(update(Outbox).values(done_at=long_ago))
    session.commit()
    daily.write_rows(session, now_utc())  # an installation that slept for a year wakes
    count = session.scalar(select(func.count(Outbox.id)).where(Outbox.kind == "daily.sweep-done")) or 0
    sweep(app, session)

    with app.app_context():
        assert daily.write_rows(session, now_utc()) == 0
    left = session.scalar(select(func.count(Outbox.id)).where(Outbox.kind == "daily.sweep-done"))
    assert left == count - 1


def test_mails_go_after_a_year_but_not_while_their_work_could_come_again(app: Flask, session: Session) -> None:
    for key, ago in (("t:old", YEAR + DAY), ("t:young", YEAR - DAY), ("t:again", YEAR + DAY)):
        a_mail(session, key, ago)
    a_mail(session, "t:unsure", YEAR + DAY, sent=False)
    the_work(session, "t:again", OutboxState.DEAD, YEAR + DAY)

    sweep(app, session)

    assert keys(session, MailSent) == {"t:young", "t:again", "t:unsure"}


def test_who_still_waits_for_a_result_keeps_the_mail_that_told_them(app: Flask, session: Session) -> None:
    project, asker = make_project(session), make_question(session, "confirm").asker
    session.add(Promise(project_id=project.id, contact=asker))
    a_mail(session, "t:told", YEAR + DAY, to=asker.id)
    a_mail(session, "t:other", YEAR + DAY)

    sweep(app, session)

    assert keys(session, MailSent) == {"t:told"}


def test_the_mailbox_of_a_demo_is_emptied_of_what_is_a_year_old(app: Flask, session: Session) -> None:
    for n, ago in ((1, YEAR + DAY), (2, YEAR - DAY)):
        at: datetime = now_utc() - ago
        session.add(
            DevMail(message_id=str(n), recipient="a@example.org", subject="x", body="x", sent_at=at, created_at=at)
        )

    sweep(app, session)

    assert session.scalars(select(DevMail.message_id)).all() == ["2"]


def test_what_people_would_miss_is_never_swept(app: Flask, session: Session) -> None:
    make_question(session, "publish")
    session.commit()
    before = [session.scalar(select(func.count()).select_from(table)) for table in (Event, EventNote)]
    clock.move(session, timedelta(days=4000))

    sweep(app, session)

    assert [session.scalar(select(func.count()).select_from(table)) for table in (Event, EventNote)] == before
    assert before[0]


def test_a_night_takes_batches_until_nothing_is_left_and_counts_them_in_the_log(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    for n in range(5):
        the_work(session, f"t:{n}", OutboxState.DONE, YEAR + DAY)

    with caplog.at_level(logging.INFO, "leren.sweeping"):
        sweep(app, session)

    assert keys(session, Outbox) == set()
    assert "swept 5 of outbox" in caplog.messages
    assert "swept 0 of mail_sent" in caplog.messages


def test_a_night_that_takes_too_long_leaves_the_rest_for_tomorrow(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(nightly, "SECONDS", 0.0)
    the_work(session, "t:old", OutboxState.DONE, YEAR + DAY)

    with caplog.at_level(logging.INFO, "leren.sweeping"):
        sweep(app, session)

    assert keys(session, Outbox) == {"t:old"}
    assert "swept 0 of outbox; the rest tomorrow" in caplog.messages


def test_files_that_no_row_names_go_after_a_day_also_those_half_written(app: Flask, session: Session) -> None:
    settings: Settings = app.extensions["settings"]
    folder = settings.files_dir
    folder.mkdir(parents=True, exist_ok=True)
    for name, ago in (("new-abc", 2 * DAY), ("0f.pdf", 2 * DAY), ("1f.pdf", DAY / 2)):
        path = folder / name
        path.write_bytes(b"x")
        at = (now_utc() - ago).timestamp()
        os.utime(path, (at, at))

    sweep(app, session)

    assert not (folder / "new-abc").exists()
    assert not (folder / "0f.pdf").exists()
    assert (folder / "1f.pdf").exists()
    (folder / "1f.pdf").unlink()


def test_the_work_of_a_night_is_done_by_the_outbox(app: Flask, session: Session) -> None:
    the_work(session, "t:old", OutboxState.DONE, YEAR + DAY)
    key = f"daily:sweep-done:{clock.today(session, the_city())}"
    outbox.promise(session, "daily.sweep-done", key, at=clock.now(session) - DAY)

    work(session)

    assert session.scalars(select(Outbox.state).where(Outbox.idem_key == key)).one() is OutboxState.DONE
    assert keys(session, Outbox) == set()
    assert the_city().retention.mail_log_months == 12
