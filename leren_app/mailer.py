"""Mail: one plain text to exactly one person, sent by the server of MAIL_URL, or kept in the mailbox of a demo."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, Policy
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from email_validator import validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import Sender
from leren_app.models import DevMail
from leren_app.services.outbox import NotRetryableError

WIDTH = 72
TIMEOUT_SECONDS = 10  # per answer of the server; smtplib has none of its own
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LONGEST_SUBJECT = 200
REFUSED = 500  # from here on a server means it for good
STOPS, STOPS_AT_ONCE = "List-Unsubscribe", "List-Unsubscribe-Post"
ONE_CLICK = "List-Unsubscribe=One-Click"


class _InOnePiece(UnstructuredHeader, BaseHeader):
    """An address that is neither folded nor encoded: a long one would become =?utf-8?…?=, which nobody reads."""

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        """The whole header on one line."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type(STOPS, _InOnePiece)
POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True)
class Letter:
    """A mail before it gets its headers; `unfollow` only where its reader follows a question."""

    to: str
    language: str
    subject: str
    body: str
    message_id: str
    at: datetime
    unfollow: str = ""


def message_id(idem_key: str, recipient: str, sender: Sender) -> str:
    """The same for every attempt of the same mail, so that a mailbox shows a second copy as the first."""
    name = hashlib.sha256(f"{idem_key}\n{recipient}".encode()).hexdigest()[:32]
    return f"<{name}@{sender.mail.rpartition('@')[2]}>"


def message_of(letter: Letter, sender: Sender) -> EmailMessage:
    """The mail with its headers. Raises NotRetryableError for what is not exactly one address."""
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender.mail, sender.name.in_(letter.language))
    message["To"] = _address(letter.to)
    if sender.reply_to:
        message["Reply-To"] = _address(sender.reply_to)
    message["Subject"] = " ".join(letter.subject.split())[:LONGEST_SUBJECT]  # a newline would begin another header
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.unfollow:  # RFC 8058: mail programs then show a button of their own
        message[STOPS], message[STOPS_AT_ONCE] = f"<{letter.unfollow}>", ONE_CLICK
    message.set_content(wrapped(letter.body), charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = letter.language  # after the text, which clears what is said of the content
    return message


def wrapped(body: str) -> str:
    """Lines of at most 72 characters; a longer word (a link) stays whole on a line of its own."""
    lines: list[str] = []
    for line in "".join(c for c in body if c == "\n" or c.isprintable()).split("\n"):
        indent = line[: len(line) - len(line.lstrip("> "))]
        options = {"break_long_words": False, "break_on_hyphens": False, "subsequent_indent": indent}
        lines += textwrap.wrap(line, WIDTH, **options) or [""]  # type: ignore[arg-type]  # a mix of bool and str
    return _without_gaps("\n".join(line.rstrip() for line in lines)).strip("\n") + "\n"


def send(message: EmailMessage, mail_url: str) -> None:
    """Hand the mail to the server. Raises NotRetryableError when it refuses for good, else what smtplib raises."""
    with _server(urlsplit(mail_url)) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if min(codes) < REFUSED:
                raise
            raise NotRetryableError(f"the mail server refused the address ({codes[0]})") from None
        except smtplib.SMTPDataError as error:
            if error.smtp_code < REFUSED:
                raise
            raise NotRetryableError(f"the mail server refused the text ({error.smtp_code})") from None
        except smtplib.SMTPNotSupportedError:
            raise NotRetryableError("the mail server cannot write to an address with such letters") from None


def keep(session: Session, message: EmailMessage, at: datetime) -> None:
    """Put the mail in the mailbox of a demo, unless it is there already."""
    known = select(DevMail.id).where(DevMail.message_id == message["Message-ID"])
    if session.scalar(known) is None:
        session.add(
            DevMail(
                message_id=str(message["Message-ID"]),
                recipient=message["To"].addresses[0].addr_spec,
                subject=str(message["Subject"]),
                body=message.get_content().replace("\r\n", "\n"),
                sent_at=at,
            )
        )
        session.flush()


@contextmanager
def _server(url: SplitResult) -> Iterator[smtplib.SMTP]:
    if url.scheme not in PORTS or not url.hostname:
        raise ValueError("MAIL_URL must look like smtp://user:password@host:587?starttls=1 or smtps://…")
    has_tls = url.scheme == "smtps" or parse_qs(url.query).get("starttls") == ["1"]
    if url.username and not has_tls and url.hostname not in LOOPBACK:
        raise ValueError("MAIL_URL has a password but no encryption; add ?starttls=1 or use smtps://")
    context = ssl.create_default_context()
    host, port = url.hostname, url.port or PORTS[url.scheme]
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    with server:
        if has_tls and url.scheme == "smtp":
            server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _address(mail: str, name: str = "") -> Address:
    try:
        found = validate_email(mail, check_deliverability=False, test_environment=True)
        return Address(display_name=name, addr_spec=found.ascii_email or found.normalized)
    except ValueError:
        raise NotRetryableError("this is not one mail address") from None


def _without_gaps(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
