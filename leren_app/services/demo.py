"""What a demo shows of itself: the mail that went nowhere, and who one can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import GRANTED, Role
from leren_app.models import DevMail, RoleGrant, User

MOST_MAILS = 200
MOST_PEOPLE = 6  # per role: enough to choose from


def list_mails(session: Session) -> Sequence[DevMail]:
    """The newest mails of the demo's mailbox, newest first."""
    newest = select(DevMail).order_by(DevMail.sent_at.desc(), DevMail.created_at.desc(), DevMail.id)
    return session.scalars(newest.limit(MOST_MAILS)).all()


def get_mail(session: Session, mail_id: UUID) -> DevMail:
    """One mail of the demo. Raises NotFoundError."""
    mail = session.get(DevMail, mail_id)
    if mail is None:
        raise NotFoundError
    return mail


def get_person(session: Session, user_id: UUID) -> User:
    """An open account. Raises NotFoundError."""
    user = session.get(User, user_id)
    if user is None or user.deactivated_at is not None:
        raise NotFoundError
    return user


def list_by_role(session: Session, at: datetime) -> list[tuple[Role, Sequence[User]]]:
    """For each role that somebody has at that moment, the first accounts with it."""
    found = ((role, session.scalars(_with_role(role, at)).all()) for role in reversed(GRANTED))
    return [(role, users) for role, users in found if users]


def _with_role(role: Role, at: datetime) -> Select[User]:
    is_live = or_(RoleGrant.granted_until.is_(None), RoleGrant.granted_until > at)
    return (
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == role, RoleGrant.granted_from <= at, is_live, User.deactivated_at.is_(None))
        .order_by(User.created_at, User.id)
        .limit(MOST_PEOPLE)
    )
