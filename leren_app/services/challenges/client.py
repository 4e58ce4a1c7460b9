"""The client contact of a challenge: who it is, and that there are hours for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotAllowedError, TransitionError
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Challenge, Channel, Contact, Event, Organisation, TokenPurpose, User
from leren_app.services import clock, organisations, tokens
from leren_app.services.challenges.moving import note_fact, promise_refresh
from leren_app.services.challenges.people import KIND, roles_towards
from leren_app.services.folding import is_same
from leren_app.services.stepping import must_have_seen
from leren_app.services.telling import contact_recipient, promise_mail

NAME_CLIENT = "name_client"
CONFIRM_HOURS = "confirm_hours"
"""What these two events are called; no steps of the life cycle."""
CONFIRM_TOPIC = "challenge/confirm_hours"
MOST_HOURS = 400
CAN_NAME = frozenset({ChallengeState.DRAFT, ChallengeState.OPEN, ChallengeState.PAUSED})


class ClientIs(StrEnum):
    """Who answers for the client's side."""

    ASKER = "asker"
    PARTNER = "partner"
    TEAM = "team"


@dataclass(frozen=True)
class Client:
    """Who it is to be. Name, mail, organisation and language are of a partner's contact."""

    kind: ClientIs
    name: str = ""
    mail: str = ""
    organisation: str = ""
    language: str = "nl"


def name_client(
    session: Session, challenge: Challenge, client: Client, hours: int, *, actor: Actor, seen_version: int | None = None
) -> Event:
    """Name the client contact and the hours we ask of them; they confirm by the link in a mail.

    Who was it before loses the link. A coordinator who is it for them confirms right away. Raises FieldError,
    StaleError, NotAllowedError, TransitionError.
    """
    must_have_seen(challenge, seen_version)
    _must_coordinate(actor)
    if challenge.state not in CAN_NAME:
        raise TransitionError(_NOT_NOW)
    _check_hours(hours)
    contact = _contact(session, challenge, client, actor)
    if challenge.client is not None and challenge.client is not contact:
        tokens.revoke_all(session, TokenPurpose.CLIENT_PAGE, contact=challenge.client, challenge=challenge)
    challenge.client, challenge.client_hours, challenge.client_confirmed_at = contact, hours, None
    session.flush()
    event = note_fact(session, challenge, NAME_CLIENT, actor=actor, notes={"who": _words_for(contact)})
    if client.kind is ClientIs.TEAM:
        confirm_hours(session, challenge, hours, actor=actor, note=_OURSELVES.nl)
    elif contact.channel is Channel.MAIL:
        promise_mail(session, CONFIRM_TOPIC, contact_recipient(contact.id), event=event, ids=KIND.ids(challenge))
    promise_refresh(session, challenge)
    return event


def confirm_hours(
    session: Session,
    challenge: Challenge,
    hours: int,
    *,
    actor: Actor,
    note: str = "",
    seen_version: int | None = None,
) -> Event:
    """The client says that there is time for it; or a coordinator writes down, with a note, that they said so.

    A client who says so twice says it once: the last number counts. Raises FieldError, NotAllowedError.
    """
    must_have_seen(challenge, seen_version)
    if Role.CLIENT not in roles_towards(actor, challenge):
        _must_coordinate(actor)
        if not note.strip():
            raise FieldError("note", _SAY_WHO)
    if challenge.client_id is None or challenge.state not in CAN_NAME:
        raise TransitionError(_NOT_NOW)
    _check_hours(hours)
    challenge.client_hours, challenge.client_confirmed_at = hours, clock.now(session)
    session.flush()
    return note_fact(session, challenge, CONFIRM_HOURS, actor=actor, notes={"note": note})


def _check_hours(hours: int) -> None:
    if not 1 <= hours <= MOST_HOURS:
        raise FieldError("client_hours", _HOURS.with_(most=MOST_HOURS))


def _must_coordinate(actor: Actor) -> None:
    if not actor.has(Role.COORDINATOR):
        raise NotAllowedError(_COORDINATORS_ONLY)


def _contact(session: Session, challenge: Challenge, client: Client, actor: Actor) -> Contact:
    if client.kind is ClientIs.ASKER:
        if challenge.question.adopted_by_id is not None:
            raise FieldError("who", _ADOPTED)
        return challenge.question.asker
    if client.kind is ClientIs.TEAM:
        user = session.get_one(User, actor.user_id)
        return _same_or_new(session, user.name, user.mail, None, user.language)
    if not client.mail or not client.name.strip():
        raise FieldError("mail" if client.name.strip() else "name", _WHO_AND_WHERE)
    organisation = organisations.find_or_add(session, client.organisation) if client.organisation.strip() else None
    return _same_or_new(session, client.name.strip(), client.mail, organisation, client.language)


def _same_or_new(session: Session, name: str, mail: str, organisation: Organisation | None, language: str) -> Contact:
    """The contact who has exactly this name, address and organisation; else a new one."""
    same = select(Contact).where(
        is_same(Contact.mail, mail),
        Contact.name == name,
        Contact.organisation_id == (organisation.id if organisation else None),
        Contact.channel == Channel.MAIL,
    )
    found = session.scalars(same.order_by(Contact.created_at, Contact.id).limit(1)).first()
    if found is None:
        found = Contact(name=name, mail=mail, organisation=organisation, language=language)
        session.add(found)
        session.flush()
    return found


def _words_for(contact: Contact) -> str:
    parts = (contact.name, contact.organisation.name if contact.organisation else "")
    return ", ".join(part for part in parts if part)


_OURSELVES = Text("Wij zijn het zelf, namens hen.", "It is us, on their behalf.")
_NOT_NOW = Text(
    "Dit kan nu niet: het vraagstuk is niet in gebruik, of heeft nog geen opdrachtgever.",
    "This is not possible now: the challenge is not in use, or has no client yet.",
)
_COORDINATORS_ONLY = Text("Dit kan alleen een coördinator.", "Only a coordinator can do this.")
_SAY_WHO = Text("Schrijf op wie dit zei, en wanneer.", "Write down who said so, and when.")
_HOURS = Text("Vul uren in van 1 tot en met {most}.", "Fill in hours from 1 to {most}.")
_WHO_AND_WHERE = Text("Vul de naam en het e-mailadres in.", "Fill in the name and the e-mail address.")
_ADOPTED = Text(
    "Een organisatie stelt deze vraag nu. Kies een contact van een organisatie.",
    "An organisation asks this question now. Choose a contact of an organisation.",
)
