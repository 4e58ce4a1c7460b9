"""Throwing away what has served its time, in pieces that hold up nobody.

What keeps a second sending away (a row of done work, and of a sent mail) must live longer than anything could promise
the same again. Such keys name an event, an edition or a day, and no code promises one again half a year later; the
city file keeps both for half a year at least. Daily work of a day is promised after the last day that is known, and
of each kind a younger row is there before an old one goes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, union_all
from sqlalchemy.orm import Session

from leren_app.models import (
    CourseImport,
    DevMail,
    LoginSession,
    MailSent,
    MailState,
    Outbox,
    OutboxState,
    Promise,
    QuestionFile,
    StoredFile,
    Token,
)
from leren_app.models.base import Base, now_utc
from leren_app.services import clock
from leren_app.services.telling import contact_recipient

BATCH = 500

Which = Callable[[Session, timedelta], ColumnElement[bool]]
"""Which rows of a table have served their time, once they were kept for so long."""


def sweep_batch(session: Session, table: type[Base], which: Which, kept: timedelta) -> int:
    """Delete at most a batch of rows that have served their time; how many."""
    key = table.__mapper__.primary_key[0]
    ids = session.scalars(select(key).where(which(session, kept)).limit(BATCH)).all()
    session.execute(delete(table).where(key.in_(ids)), execution_options={"synchronize_session": False})
    return len(ids)


def done_work(_session: Session, kept: timedelta) -> ColumnElement[bool]:
    """Work that was done, and due, so long ago; what is open or dead waits for somebody.

    In real time, as work is done: moving a demo's clock must not make it forget what it did today.
    """
    before = now_utc() - kept
    return (Outbox.state == OutboxState.DONE) & (Outbox.done_at < before) & (Outbox.available_at < before)


def sent_mails(session: Session, kept: timedelta) -> ColumnElement[bool]:
    """Mails that were sent so long ago, and whose work cannot come again.

    Not those to people who still wait for a result: that they had a mail tells whether a project may be closed.
    """
    before = now_utc() - kept
    waiting = [contact_recipient(id_) for id_ in session.scalars(select(Promise.contact_id).where(~_IS_TOLD))]
    is_open = exists().where(Outbox.idem_key == MailSent.idem_key, Outbox.state != OutboxState.DONE)
    is_old = (
        (MailSent.state == MailState.SENT) & (MailSent.created_at < before) & (MailSent.sent_at < _ago(session, kept))
    )
    return is_old & ~is_open & MailSent.recipient.not_in(waiting)


def kept_mails(session: Session, kept: timedelta) -> ColumnElement[bool]:
    """What stands in a demo's mailbox for so long."""
    return (DevMail.created_at < now_utc() - kept) & (DevMail.sent_at < _ago(session, kept))


def ended_links(session: Session, kept: timedelta) -> ColumnElement[bool]:
    """Links that expired so long ago; nobody can use them, or ask what they were."""
    return Token.expires_at < _ago(session, kept)


def ended_sign_ins(_session: Session, kept: timedelta) -> ColumnElement[bool]:
    """Sign-ins that expired so long ago, in real time: a demo's clock sweeps none that is live (see sessions)."""
    return LoginSession.expires_at < now_utc() - kept


def old_imports(_session: Session, kept: timedelta) -> ColumnElement[bool]:
    """Files with courses that were brought so long ago; the courses stay."""
    return CourseImport.created_at < now_utc() - kept  # rows say when in real time


def names_of_files(session: Session) -> set[str]:
    """The names on disk of all files that a row knows; what else lies there belongs to nobody."""
    names = union_all(select(StoredFile.stored_name), select(QuestionFile.stored_name))
    return set(session.scalars(names))


def _ago(session: Session, kept: timedelta) -> datetime:
    return clock.now(session) - kept


_IS_TOLD = Promise.told_at.is_not(None)
