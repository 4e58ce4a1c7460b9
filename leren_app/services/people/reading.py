"""What administrators read of accounts: the list by name, one person, and all that was changed about them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, literal, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import Role
from leren_app.models import Event, RoleGrant, User
from leren_app.services import clock
from leren_app.services.accounts import is_live, is_live_at
from leren_app.services.folding import holds

PAGE = 20
MOST_EVENTS = 200
AT_DESK = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.HOST, Role.LECTURER)
"""Roles that stand in the list; there are too many students to read through, so they are found by looking for them."""
ACCOUNT = "account"
"""What events about an account are filed under."""


def list_people(
    session: Session,
    *,
    words: str = "",
    closed: bool = False,
    after: tuple[str, UUID] | None = None,
    limit: int = PAGE,
) -> list[User]:
    """Accounts by name, each with roles and institution, in one statement; `after` is the last one seen.

    Without words: who has a role at the desk. With words: everybody whose name or mail holds them. `closed` asks for
    closed accounts instead of open ones.
    """
    is_open = User.deactivated_at.is_(None)
    query = select(User).where(~is_open if closed else is_open)
    if words:
        query = query.where(or_(holds(User.name, words), holds(User.mail, words)))
    elif not closed:
        query = query.where(_is_at_desk(session))
    if after is not None:
        seen = tuple_(literal(after[0], User.name.type), literal(after[1], User.id.type))
        query = query.where(tuple_(User.name, User.id) > seen)
    query = query.order_by(User.name, User.id).limit(limit)
    return list(session.scalars(query.options(joinedload(User.institution), joinedload(User.grants))).unique())


def get_person(session: Session, user_id: UUID) -> User:
    """One account, with roles and institution. Raises NotFoundError."""
    query = select(User).where(User.id == user_id)
    found = session.scalars(query.options(joinedload(User.institution), joinedload(User.grants))).unique()
    person = found.one_or_none()
    if person is None:
        raise NotFoundError
    return person


def live_grants(user: User, session: Session) -> list[RoleGrant]:
    """The roles a person holds now, in the order of the enum; of a closed account those that it would have."""
    at, order = clock.now(session), list(Role)
    return sorted((grant for grant in user.grants if is_live(grant, at)), key=lambda grant: order.index(grant.role))


def list_events(session: Session, user_id: UUID) -> Sequence[Event]:
    """What was changed about an account, the newest first: who, when, which role, and why where that was said."""
    found = select(Event).where(Event.subject == ACCOUNT, Event.subject_id == user_id)
    newest = found.order_by(Event.at.desc(), Event.created_at.desc(), Event.id).limit(MOST_EVENTS)
    return session.scalars(newest.options(joinedload(Event.user), joinedload(Event.notes))).unique().all()


def _is_at_desk(session: Session) -> ColumnElement[bool]:
    at = clock.now(session)
    return exists().where(RoleGrant.user_id == User.id, RoleGrant.role.in_(AT_DESK), is_live_at(at))
