"""People with an account: who they are, which roles they hold from when to when, and how they ask to be let in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotAllowedError, NotFoundError, TransitionError
from leren_app.domain.permissions import Permission, may
from leren_app.domain.roles import GRANTED, ROLE_NAMES, Actor, Role
from leren_app.domain.text import Text
from leren_app.models import RoleGrant, User
from leren_app.services import clock, outbox, sessions, tokens
from leren_app.services.folding import is_same

LONGEST_MAIL = 254
SIGN_IN_TOPIC = "account/sign_in"

NOT_A_MAIL = Text(
    "Schrijf één e-mailadres, zoals naam@voorbeeld.nl.", "Write one email address, such as name@example.com."
)
TAKEN = Text("Er is al een account met dit e-mailadres.", "There is already an account with this email address.")
ONLY_ADMINISTRATORS = Text("Alleen een beheerder kan rollen geven.", "Only an administrator can grant roles.")
NOT_GRANTED = Text("Deze rol krijgt niemand via een account.", "Nobody gets this role through an account.")
HAS_IT = Text("{name} heeft de rol {role} al.", "{name} has the role of {role} already.")
HAS_ENDED = Text("Deze rol was al beëindigd.", "This role had ended already.")
LAST_ADMINISTRATOR = Text(
    "Dit is de laatste beheerder. Maak eerst iemand anders beheerder.",
    "This is the last administrator. Make somebody else administrator first.",
)


# ---- people ----


def one_address(raw: str, field: str = "mail") -> str:
    """Exactly one mail address, as it is kept. Raises FieldError for none, two, a newline, or one too long."""
    if len(raw) > LONGEST_MAIL:
        raise FieldError(field, NOT_A_MAIL)
    try:
        # test_environment lets .test addresses through, which demos and tests use and no mail ever reaches.
        return validate_email(raw.strip(" "), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise FieldError(field, NOT_A_MAIL) from None


def create_user(
    session: Session, *, name: str, mail: str, language: str = "nl", institution_id: UUID | None = None
) -> User:
    """A new account without any role. Raises FieldError for an address that is wrong or taken."""
    address = one_address(mail)
    if find_user(session, address) is not None:
        raise FieldError("mail", TAKEN)
    user = User(name=name, mail=address, language=language, institution_id=institution_id)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # somebody else was a moment earlier
        raise FieldError("mail", TAKEN) from None
    return user


def find_user(session: Session, mail: str) -> User | None:
    """The account with this address, whatever its capitals."""
    return session.scalar(select(User).where(is_same(User.mail, mail)))


def change_own(session: Session, user_id: UUID, *, name: str, language: str) -> None:
    """Keep what a person says about themself."""
    user = session.get_one(User, user_id)
    user.name, user.language = name, language
    session.flush()


def deactivate(session: Session, user: User, *, actor: Actor) -> None:
    """Close an account: signed out everywhere, links void. Raises TransitionError for the last administrator."""
    _must_administer(actor)
    _keep_an_administrator(session, without=[g.id for g in _live_administrators(session) if g.user_id == user.id])
    user.deactivated_at = clock.now(session)
    tokens.revoke_all(session, user=user)
    sessions.end_all(session, user.id)
    session.flush()


def open_again(session: Session, user: User, *, actor: Actor) -> None:
    """Open a closed account, with the roles that did not end meanwhile; its old links stay void."""
    _must_administer(actor)
    user.deactivated_at = None
    session.flush()


# ---- roles ----


def grant_role(session: Session, user: User, role: Role, *, actor: Actor, until: datetime | None = None) -> RoleGrant:
    """Give a role from now on (until a moment). The person signs in anew, so that no old session carries new rights.

    Raises NotAllowedError for who is no administrator, TransitionError when the person has the role.
    """
    _must_administer(actor)
    if role not in GRANTED:
        raise TransitionError(NOT_GRANTED)
    session.refresh(user, with_for_update=True)  # two who give the same role at once: one after the other
    at = clock.now(session)
    if role in roles_of(user, at):
        raise TransitionError(HAS_IT.with_(name=user.name, role=ROLE_NAMES[role]))
    grant = RoleGrant(user=user, role=role, granted_from=at, granted_until=until, granted_by_id=actor.user_id)
    session.add(grant)
    session.flush()
    sessions.end_all(session, user.id)
    return grant


def end_role(session: Session, grant: RoleGrant, *, actor: Actor) -> None:
    """Take a role away from now on; the person signs in anew. Raises TransitionError for the last administrator."""
    _must_administer(actor)
    take_turn(session)
    at = clock.now(session)
    if not is_live(grant, at):
        raise TransitionError(HAS_ENDED)
    if grant.role is Role.ADMINISTRATOR:
        _keep_an_administrator(session, without=[grant.id])
    grant.granted_until = at
    session.flush()
    sessions.end_all(session, grant.user_id)


def roles_of(user: User, at: datetime) -> frozenset[Role]:
    """The roles a person holds at a moment; none for a closed account."""
    if user.deactivated_at is not None:
        return frozenset()
    return frozenset(grant.role for grant in user.grants if is_live(grant, at))


def actor_of(user: User, at: datetime) -> Actor:
    """The person as somebody who acts; whoever signs in may still do what visitors may."""
    roles = roles_of(user, at) | {Role.VISITOR}
    return Actor(roles=roles, user_id=user.id, institution_id=user.institution_id)


# ---- being let in ----


def request_sign_in(session: Session, mail: str) -> None:
    """Promise a sign-in mail to the account with this address, if there is one.

    Known and unknown addresses cost the same reads and writes, so that time does not tell who has an account: for an
    unknown one the promise goes to a person who does not exist, and the job finds nobody. The job makes the link.
    """
    user = find_user(session, mail)
    known = user is not None and user.deactivated_at is None
    request_id = uuid4()
    recipient = user.id if user is not None and known else uuid4()
    outbox.promise(
        session, "mail", f"mail:{SIGN_IN_TOPIC}:{request_id}", topic=SIGN_IN_TOPIC, recipient=f"user:{recipient}"
    )


# ---- one after the other ----


def take_turn(session: Session) -> None:
    """Wait until nobody else changes roles: whatever is read from here on is true until the end of the transaction.

    The rows of all administrators are the lock, in one order. Moments must be taken after it: who waited with an older
    one would take a role that has just ended for a live one. (On SQLite every writing transaction waits anyway.)
    """
    every = select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR).order_by(RoleGrant.id)
    session.execute(every.with_for_update())


def must_administer_still(session: Session, actor: Actor) -> None:
    """Raise NotFoundError for who was administrator when the page was asked for, and is not any more."""
    _must_administer(actor)
    if not actor.has(Role.SYSTEM) and actor.user_id not in {grant.user_id for grant in _live_administrators(session)}:
        raise NotFoundError


def is_live_at(at: datetime) -> ColumnElement[bool]:
    """The condition under which a grant holds at a moment."""
    has_not_ended = or_(RoleGrant.granted_until.is_(None), RoleGrant.granted_until > at)
    return and_(RoleGrant.granted_from <= at, has_not_ended)


def is_live(grant: RoleGrant, at: datetime) -> bool:
    """Whether a grant holds at a moment."""
    return grant.granted_from <= at and (grant.granted_until is None or at < grant.granted_until)


def _must_administer(actor: Actor) -> None:
    if not (actor.has(Role.SYSTEM) or may(actor, Permission.GRANT_ROLES)):
        raise NotAllowedError(ONLY_ADMINISTRATORS)


def _live_administrators(session: Session) -> list[RoleGrant]:
    """Grants that hold now, of people whose account is open; two cannot both leave, as they take turns."""
    take_turn(session)
    found = (
        select(RoleGrant)
        .join(RoleGrant.user)
        .where(RoleGrant.role == Role.ADMINISTRATOR, is_live_at(clock.now(session)), User.deactivated_at.is_(None))
    )
    return list(session.scalars(found.order_by(RoleGrant.id)))


def _keep_an_administrator(session: Session, *, without: Iterable[UUID]) -> None:
    leaving = set(without)
    if leaving and not [grant for grant in _live_administrators(session) if grant.id not in leaving]:
        raise TransitionError(LAST_ADMINISTRATOR)
