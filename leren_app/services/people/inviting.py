"""Inviting colleagues: an account with roles and a mail with a link; who has one already gets the roles added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, TransitionError
from leren_app.domain.roles import GRANTED, Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, Organisation, OrganisationKind, TokenPurpose, User
from leren_app.services import accounts, clock, tokens
from leren_app.services.people.changing import IS_CLOSED, ROLES_GIVEN
from leren_app.services.people.noting import (
    GIVEN,
    INVITED,
    INVITED_AGAIN,
    note_change,
    person_to_change,
    tell,
)
from leren_app.services.people.reading import live_grants
from leren_app.services.upserting import insert_into

INVITATION = "account/invited"


@dataclass(frozen=True)
class Invitation:
    """Who is invited; `institution` is a key of the city file, or empty."""

    name: str
    mail: str
    roles: Sequence[Role]
    language: str = "nl"
    institution: str = ""


@dataclass(frozen=True)
class Invited:
    """The account, whether it was made now, and the roles that it did not have before."""

    user: User
    is_new: bool
    given: tuple[Role, ...]


def invite(session: Session, invitation: Invitation, *, actor: Actor, city: City) -> Invited:
    """Make an account with roles, or add the roles to the one that has this address; one mail says which of the two.

    What somebody with an account says of themself (name, language) stays; an institution they lack is filled in.
    Raises FieldError for a wrong address, a closed account, or roles that they have all.
    """
    accounts.take_turn(session)
    accounts.must_administer_still(session, actor)
    if not invitation.roles or not set(invitation.roles) <= set(GRANTED):
        raise FieldError("roles", _WHICH_ROLES)
    found = accounts.find_user(session, accounts.one_address(invitation.mail))
    if found is not None:
        return _add_roles(session, found.id, invitation, actor=actor, city=city)
    user = accounts.create_user(
        session,
        name=invitation.name,
        mail=invitation.mail,
        language=invitation.language,
        institution_id=_institution_id(session, invitation.institution, city),
    )
    event = note_change(session, user, INVITED, actor=actor)
    _give(session, user, invitation.roles, actor)
    tell(session, user, INVITATION, event, invitation.roles)
    return Invited(user, True, tuple(invitation.roles))


def invite_again(session: Session, user_id: UUID, *, actor: Actor, seen_version: int | None = None) -> User:
    """Send a fresh link to somebody who never signed in; older links end at once.

    Raises TransitionError for a closed account and for who signed in already, who can ask for a link themself.
    """
    user = person_to_change(session, user_id, actor=actor, seen_version=seen_version)
    if user.deactivated_at is not None:
        raise TransitionError(IS_CLOSED)
    if user.last_signed_in_at is not None:
        raise TransitionError(_WAS_HERE.with_(name=user.name))
    tokens.revoke_all(session, TokenPurpose.SIGN_IN, user=user)
    event = note_change(session, user, INVITED_AGAIN, actor=actor)
    tell(session, user, INVITATION, event, [grant.role for grant in live_grants(user, session)])
    return user


def _add_roles(session: Session, user_id: UUID, invitation: Invitation, *, actor: Actor, city: City) -> Invited:
    user = person_to_change(session, user_id, actor=actor, seen_version=None)
    if user.deactivated_at is not None:
        raise FieldError("mail", IS_CLOSED)
    has = accounts.roles_of(user, clock.now(session))
    missing = tuple(role for role in invitation.roles if role not in has)
    if not missing:
        raise FieldError("roles", _HAS_ALL.with_(name=user.name))
    if user.institution_id is None:
        user.institution_id = _institution_id(session, invitation.institution, city)
        session.flush()  # giving a role reads the row anew
    events = _give(session, user, missing, actor)
    tell(session, user, ROLES_GIVEN, events[0], missing)
    return Invited(user, False, missing)


def _give(session: Session, user: User, roles: Sequence[Role], actor: Actor) -> list[Event]:
    for role in roles:
        accounts.grant_role(session, user, role, actor=actor)
    return [note_change(session, user, GIVEN, actor=actor, after=role) for role in roles]


def _institution_id(session: Session, key: str, city: City) -> UUID | None:
    """The row of an institution of the city file, made where nobody needed it before."""
    if not key:
        return None
    found = next((each for each in city.institutions if each.key == key), None)
    if found is None:
        raise FieldError("institution", _WHICH_INSTITUTION)
    row = {"name": found.name.nl, "kind": OrganisationKind(found.kind)}
    session.execute(insert_into(session, Organisation).values(**row).on_conflict_do_nothing(index_elements=["name"]))
    return session.scalars(select(Organisation.id).where(Organisation.name == found.name.nl)).one()


_WHICH_ROLES = Text("Kies minstens één rol.", "Choose at least one role.")
_WHICH_INSTITUTION = Text("Kies een instelling uit de lijst.", "Choose an institution from the list.")
_HAS_ALL = Text("{name} heeft al een account met deze rollen.", "{name} has an account with these roles already.")
_WAS_HERE = Text(
    "{name} heeft al een keer ingelogd en kan zelf een nieuwe link vragen op de pagina Inloggen.",
    "{name} has signed in before and can ask for a new link on the page Sign in.",
)
