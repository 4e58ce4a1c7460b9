"""Sending promised mails, each under one fixed Message-ID; who has no mail is called or gets a letter, as a task.

First a row "sending" is committed, then the mail goes out, then the row says "sent" in the transaction that says done.
Who is killed in between leaves "sending": nobody can know whether the mail server took it. We then send again, at most
one copy more per killed worker. An answer that arrives twice is a small harm, and mailboxes show one Message-ID once;
an answer that never comes is a broken promise.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app import mailer
from leren_app.domain.city import City
from leren_app.jobs.letters import Recipient, aloud, compose, find_recipient, find_without_mail
from leren_app.jobs.registry import Action, reaches_out
from leren_app.models import MailSent, MailState
from leren_app.services import clock
from leren_app.services.outbox import Claim, NotRetryableError
from leren_app.transaction import transaction


def prepare(session: Session, claim: Claim) -> Action | None:
    """Write the mail and remember that it is being sent; nothing to do for one that was sent or has no reader."""
    recipient = find_recipient(session, str(claim.payload["recipient"]))
    if recipient is None:
        _tell_by_hand(session, claim)
        return None
    sent = _find(session, claim)
    if sent is not None and sent.state is MailState.SENT:
        return None
    message = _compose(session, claim, recipient)
    if sent is None:
        session.add(
            MailSent(
                idem_key=claim.idem_key,
                recipient=recipient.key,
                message_id=str(message["Message-ID"]),
                state=MailState.SENDING,
            )
        )
    at = clock.now(session)
    return lambda: _deliver(message, at)


def record(session: Session, claim: Claim) -> None:
    """Say sent."""
    sent = _find(session, claim)
    if sent is not None and sent.state is not MailState.SENT:
        sent.state, sent.sent_at = MailState.SENT, clock.now(session)


def _tell_by_hand(session: Session, claim: Claim) -> None:
    """Give a person the task to call or write to somebody who has no mail; nothing for who is gone or erased."""
    contact = find_without_mail(session, str(claim.payload["recipient"]))
    if contact is not None:
        aloud.promise(session, claim.payload, contact, claim.idem_key, city=current_app.extensions["city"])


def _find(session: Session, claim: Claim) -> MailSent | None:
    return session.scalar(
        select(MailSent).where(
            MailSent.idem_key == claim.idem_key, MailSent.recipient == str(claim.payload["recipient"])
        )
    )


def _compose(session: Session, claim: Claim, recipient: Recipient) -> EmailMessage:
    city: City = current_app.extensions["city"]
    written = compose(session, claim.payload, recipient)
    letter = mailer.Letter(
        to=recipient.mail,
        language=recipient.language,
        subject=written.subject,
        body=written.body,
        message_id=mailer.message_id(claim.idem_key, recipient.key, city.sender),
        at=clock.now(session),
        unfollow=written.unfollow,
    )
    return mailer.message_of(letter, city.sender)


def _deliver(message: EmailMessage, at: datetime) -> None:
    mail_url = str(current_app.config["MAIL_URL"])
    if mail_url:
        mailer.send(message, mail_url)
    elif current_app.config["DEMO"]:
        with transaction() as session:
            mailer.keep(session, message, at)
    else:
        raise NotRetryableError("MAIL_URL is empty")


reaches_out("mail", prepare, record)
