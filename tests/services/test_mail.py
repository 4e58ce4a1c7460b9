"""One mail, to one person, with one Message-ID, through a real mail server."""

from __future__ import annotations

import re
import smtplib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Visit
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app import mailer
from leren_app.domain.city import Sender
from leren_app.domain.roles import Role
from leren_app.domain.text import Text
from leren_app.extensions import db
from leren_app.jobs.handlers import mail as handler
from leren_app.jobs.letters import link
from leren_app.jobs.run import run_row
from leren_app.models import Contact, DevMail, MailSent, MailState, Outbox, OutboxState, User
from leren_app.services import accounts, outbox
from leren_app.services.outbox import NotRetryableError
from leren_app.transaction import transaction
from tests.makers import make_question, make_user

AT = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
SENDER = Sender(Text("Léren met de Stad", "Learning with the City"), "stad@example.org", "antwoord@example.org", None)


class Postman:
    """A mail server that keeps what it gets, or answers what a test wants."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to_data = "250 OK"
        self.to_address = "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, visit: Visit, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address."""
        if self.to_address.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_address

    async def handle_DATA(self, server: SMTP, visit: Visit, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        if self.to_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.mails.append(found)
        return self.to_data


@pytest.fixture
def postman(app: Flask) -> Iterator[Postman]:
    """A mail server of this test, named in MAIL_URL."""
    keeper = Postman()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(keeper, hostname="127.0.0.1", port=port)
    server.start()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    yield keeper
    app.config["MAIL_URL"] = ""
    server.stop()


def letter(**changes: object) -> mailer.Letter:
    """A mail of a test."""
    values: dict[str, object] = {
        "to": "m.degraaf@example.org",
        "language": "nl",
        "subject": "Uw vraag",
        "body": "Beste mevrouw,\n\nTot ziens.",
        "message_id": "<one@example.org>",
        "at": AT,
    }
    return mailer.Letter(**{**values, **changes})  # type: ignore[arg-type]


def promise_sign_in(session: Session, user: User) -> Outbox:
    """Promised mail with a sign-in link."""
    user_mail = user.mail
    session.commit()
    with transaction() as writing:
        accounts.request_sign_in(writing, user_mail)
        return writing.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.created_at.desc())).first()  # type: ignore[return-value]


def state_of(row: Outbox) -> OutboxState:
    """How the work stands now."""
    db.session.rollback()
    db.session.refresh(row)
    return row.state


# ---- one message ----


def test_a_mail_has_the_headers_that_mail_servers_and_people_want() -> None:
    message = mailer.message_of(letter(), SENDER)

    assert str(message["From"]) == "Léren met de Stad <stad@example.org>"
    assert message["Reply-To"] == "antwoord@example.org"
    assert message["Date"] == "Tue, 16 Jun 2026 12:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<one@example.org>"
    assert message["Content-Language"] == "nl"
    assert message.get_content_type() == "text/plain"
    assert message["Content-Transfer-Encoding"] == "quoted-printable"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org, b@evil.example",
        "a@example.org\nBcc: b@evil.example",
        "A <a@example.org>",
        "a",
        "",
        "a@@example.org",
    ],
)
def test_a_mail_goes_to_exactly_one_address(address: str) -> None:
    with pytest.raises(NotRetryableError):
        mailer.message_of(letter(to=address), SENDER)


def test_only_a_mail_to_a_follower_has_the_address_where_a_mail_program_stops_it() -> None:
    address = f"https://{'leren-met-de-stad.' * 6}example.org/en/v/{'a' * 22}"

    plain = mailer.message_of(letter(), SENDER).as_bytes()
    told = mailer.message_of(letter(unfollow=address), SENDER).as_bytes()

    assert b"List-Unsubscribe" not in plain
    # In one piece: folded or encoded, as email does with long words, no mail program would find it.
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in told
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in told


def test_a_newline_in_a_subject_does_not_begin_another_header() -> None:
    message = mailer.message_of(letter(subject="Uw vraag\r\nBcc: b@evil.example"), SENDER)

    assert message["Bcc"] is None
    assert message["Subject"] == "Uw vraag Bcc: b@evil.example"


def test_long_lines_are_broken_at_72_but_never_inside_a_link() -> None:
    address = "https://example.org/v/" + "a-b" * 40
    body = "woord " * 40 + f"\n\n{address}\n\n> " + "citaat " * 20 + "\n\n\n\nEinde\x07"

    lines = mailer.wrapped(body).split("\n")

    assert address in lines
    assert all(len(line) <= 72 for line in lines if line != address)
    assert all(line.startswith("> ") for line in lines if "citaat" in line)
    assert lines[-3:] == ["", "Einde", ""]


def test_the_same_mail_always_has_the_same_message_id() -> None:
    first = mailer.message_id("mail:1", "user:1", SENDER)

    assert first == mailer.message_id("mail:1", "user:1", SENDER)
    assert first != mailer.message_id("mail:1", "user:2", SENDER)
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", first)


def test_a_password_is_not_sent_without_encryption() -> None:
    with pytest.raises(ValueError, match="no encryption"):
        mailer.send(mailer.message_of(letter(), SENDER), "smtp://user:secret@mail.example.org")


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "mail.example.org"])
def test_a_mail_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="MAIL_URL"):
        mailer.send(mailer.message_of(letter(), SENDER), url)


def test_encryption_that_was_asked_for_is_not_done_without(app: Flask, postman: Postman) -> None:
    with pytest.raises(smtplib.SMTPNotSupportedError):
        mailer.send(mailer.message_of(letter(), SENDER), app.config["MAIL_URL"] + "?starttls=1")

    assert postman.mails == []


def test_links_carry_the_language_and_the_address_of_the_installation(app: Flask) -> None:
    assert link("ask.new", "nl") == "http://127.0.0.1:5000/stel-uw-vraag"
    assert link("ask.new", "en") == "http://127.0.0.1:5000/en/stel-uw-vraag"


# ---- promised mail ----


def test_a_promised_mail_arrives_once_in_the_language_of_its_reader(
    app: Flask, session: Session, postman: Postman
) -> None:
    row = promise_sign_in(session, make_user(session, Role.STUDENT, name="Aisha", language="en"))

    run_row(row.id)
    run_row(row.id)

    [mail] = postman.mails
    text = mail.get_content().replace("\r\n", "\n")
    assert "Dear Aisha" in text
    assert re.search(r"^http://127\.0\.0\.1:5000/en/v/\S+$", text, re.MULTILINE)
    assert state_of(row) is OutboxState.DONE
    assert db.session.scalars(select(MailSent.state)).all() == [MailState.SENT]


def test_a_mail_that_was_sent_is_not_sent_again_when_its_work_comes_back(
    app: Flask, session: Session, postman: Postman
) -> None:
    row = promise_sign_in(session, make_user(session))
    run_row(row.id)
    with transaction() as writing:  # as a restored backup or a hand in the table might do
        back = writing.get_one(Outbox, row.id)
        back.state, back.done_at = OutboxState.PENDING, None

    assert run_row(row.id)

    assert len(postman.mails) == 1
    assert state_of(row) is OutboxState.DONE


def test_without_a_mail_server_a_demo_keeps_the_mail_once(app: Flask, session: Session) -> None:
    row = promise_sign_in(session, make_user(session, Role.STUDENT))

    run_row(row.id)
    run_row(row.id)

    db.session.rollback()
    [mail] = db.session.scalars(select(DevMail)).all()
    assert "/v/" in mail.body
    assert "\r" not in mail.body


def test_who_is_killed_after_sending_sends_again_under_the_same_message_id(
    app: Flask, session: Session, postman: Postman
) -> None:
    row = promise_sign_in(session, make_user(session, Role.STUDENT))
    row_id = row.id
    with transaction() as writing:
        claim = outbox.claim(writing, row_id, at=datetime.now(UTC) - timedelta(hours=1), lasts=timedelta(seconds=45))
        assert claim is not None
        act = handler.prepare(writing, claim)
    assert act is not None
    act()  # and here the power fails

    run_row(row_id)
    run_row(row_id)

    assert len(postman.mails) == 2
    assert len({mail["Message-ID"] for mail in postman.mails}) == 1
    assert state_of(row) is OutboxState.DONE


@pytest.mark.parametrize(
    ("to_address", "to_data", "expected"),
    [
        ("550 no such user", "250 OK", OutboxState.DEAD),
        ("450 mailbox busy", "250 OK", OutboxState.PENDING),
        ("250 OK", "554 looks like spam", OutboxState.DEAD),
        ("250 OK", "451 try again later", OutboxState.PENDING),
    ],
)
def test_what_a_mail_server_refuses_for_now_is_tried_again_and_for_good_is_dead(
    app: Flask, session: Session, postman: Postman, to_address: str, to_data: str, expected: OutboxState
) -> None:
    postman.to_address, postman.to_data = to_address, to_data
    user = make_user(session, Role.STUDENT)
    address = user.mail
    row = promise_sign_in(session, user)

    run_row(row.id)

    assert state_of(row) is expected
    assert address not in str(row.last_error)
    assert db.session.scalars(select(MailSent.state)).all() == [MailState.SENDING]


def test_a_mail_server_that_is_away_is_tried_again(app: Flask, session: Session, postman: Postman) -> None:
    app.config["MAIL_URL"] = "smtp://127.0.0.1:9"
    row = promise_sign_in(session, make_user(session, Role.STUDENT))

    run_row(row.id)

    assert state_of(row) is OutboxState.PENDING
    assert "ConnectionRefusedError" in str(row.last_error)


def test_who_is_gone_or_unknown_gets_no_mail_and_the_work_is_done(
    app: Flask, session: Session, postman: Postman
) -> None:
    question = make_question(session)
    contact = session.get_one(Contact, question.asker_id)
    contact.name, contact.mail, contact.erased_at = "", None, AT
    session.commit()
    with transaction() as writing:
        accounts.request_sign_in(writing, "nobody@example.org")

    app.extensions["leren.run_due"]()

    assert postman.mails == []
    db.session.rollback()
    mails = select(Outbox.state).where(Outbox.kind == "mail", Outbox.done_at.is_not(None))
    assert db.session.scalars(mails).all() == [OutboxState.DONE] * 2


def test_a_topic_nobody_writes_about_is_dead(app: Flask, session: Session) -> None:
    user = make_user(session, Role.STUDENT)
    session.commit()
    with transaction() as writing:
        row = outbox.promise(writing, "mail", "x", topic="weather/rain", recipient=f"user:{user.id}")
    assert row is not None

    run_row(row.id)

    assert state_of(row) is OutboxState.DEAD
