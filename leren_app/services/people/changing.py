"""Giving and ending roles, closing an account and opening it again; each is written down and told once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.errors import NotFoundError, TransitionError
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import User
from leren_app.services import accounts
from leren_app.services.people.handing_over import Handover, hand_over_all
from leren_app.services.people.noting import CLOSED, ENDED, GIVEN, OPENED, note_change, person_to_change, tell
from leren_app.services.people.reading import live_grants

ROLES_GIVEN, ROLE_ENDED, ACCOUNT_OPENED = "account/roles_given", "account/role_ended", "account/opened"


def give_role(
    session: Session, user_id: UUID, role: Role, *, actor: Actor, reason: str = "", seen_version: int | None = None
) -> User:
    """Give a role from now on; the person signs in anew and gets a mail.

    Raises StaleError when the account changed meanwhile, TransitionError for a closed account or a role they have.
    """
    user = person_to_change(session, user_id, actor=actor, seen_version=seen_version)
    _must_be_open(user)
    accounts.grant_role(session, user, role, actor=actor)
    event = note_change(session, user, GIVEN, actor=actor, after=role, reason=reason)
    tell(session, user, ROLES_GIVEN, event, (role,))
    return user


def end_role(
    session: Session,
    user_id: UUID,
    grant_id: UUID,
    *,
    actor: Actor,
    reason: str = "",
    handover: Handover | None = None,
    seen_version: int | None = None,
) -> User:
    """Take a role away from now on; what a coordinator has in hands goes to somebody else in the same moment.

    Raises StaleError when the account changed meanwhile, FieldError where a handover is missing, TransitionError for
    the last administrator, NotFoundError for a grant that is not theirs.
    """
    user = person_to_change(session, user_id, actor=actor, seen_version=seen_version)
    grant = next((each for each in user.grants if each.id == grant_id), None)
    if grant is None:
        raise NotFoundError
    if grant.role is Role.COORDINATOR:
        hand_over_all(session, user, handover, actor=actor)
    accounts.end_role(session, grant, actor=actor)
    event = note_change(session, user, ENDED, actor=actor, before=grant.role, reason=reason)
    tell(session, user, ROLE_ENDED, event, (grant.role,))
    return user


def close(
    session: Session,
    user_id: UUID,
    *,
    actor: Actor,
    reason: str = "",
    handover: Handover | None = None,
    seen_version: int | None = None,
) -> User:
    """Close the account of somebody who left: signed out everywhere, links void, chosen for nothing any more.

    Roles stay written down, for the history and for opening again. Nobody gets a mail: the address of who left an
    institution is theirs no longer. Raises as `end_role` does.
    """
    user = person_to_change(session, user_id, actor=actor, seen_version=seen_version)
    _must_be_open(user)
    hand_over_all(session, user, handover, actor=actor)
    accounts.deactivate(session, user, actor=actor)
    note_change(session, user, CLOSED, actor=actor, reason=reason)
    return user


def open_again(session: Session, user_id: UUID, *, actor: Actor, seen_version: int | None = None) -> User:
    """Undo closing: the roles hold again, and the person hears of it. Raises TransitionError for an open account."""
    user = person_to_change(session, user_id, actor=actor, seen_version=seen_version)
    if user.deactivated_at is None:
        raise TransitionError(_IS_OPEN)
    accounts.open_again(session, user, actor=actor)
    event = note_change(session, user, OPENED, actor=actor)
    tell(session, user, ACCOUNT_OPENED, event, [grant.role for grant in live_grants(user, session)])
    return user


def _must_be_open(user: User) -> None:
    if user.deactivated_at is not None:
        raise TransitionError(IS_CLOSED)


IS_CLOSED = Text(
    "Dit account is gesloten. Open het eerst weer op de pagina van deze persoon.",
    "This account is closed. Open it again first, on the page of this person.",
)
_IS_OPEN = Text("Dit account is al open.", "This account is open already.")
