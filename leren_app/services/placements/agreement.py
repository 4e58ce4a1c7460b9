"""The agreement: a day to start and six terms, written by either side, ticked by both on the same version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from leren_app.domain import agreement
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import SYSTEM, Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, NoteAudience, Placement
from leren_app.services import clock
from leren_app.services.placements.moving import move
from leren_app.services.placements.people import ids, people, roles_towards
from leren_app.services.stepping import must_have_seen
from leren_app.services.telling import promise_mail

Side = Literal["lecturer", "client"]

WRITE, TICK = "write", "tick"
"""What these two events are called; no steps of the life cycle, which only knows that both ticked."""
WRITTEN_TOPIC = "placement/written"
SNAPSHOT = "challenge"


def write(
    session: Session,
    placement: Placement,
    terms: Mapping[str, str],
    kickoff_on: date | None,
    *,
    actor: Actor,
    seen_version: int | None = None,
) -> Event | None:
    """Propose a day to start and terms; the other side hears of it, and ticks made before count no more.

    None when nothing is different. Raises StaleError when somebody else wrote meanwhile, FieldError for a day outside
    the edition, TransitionError when there is nothing to agree on now.
    """
    roles = _party(placement, actor)
    must_have_seen(placement, seen_version)
    if placement.state is not PlacementState.ACCEPTED:
        raise TransitionError(_NOT_NOW)
    run = placement.run
    if kickoff_on is not None and not run.starts_on <= kickoff_on <= run.ends_on:
        raise FieldError("kickoff_on", _OUTSIDE)
    wanted = agreement.changed(terms)
    if (wanted, kickoff_on) == (_typed(placement), placement.kickoff_on) and not _is_outdated(placement):
        return None
    placement.kickoff_on = kickoff_on
    placement.terms = {**wanted, SNAPSHOT: _snapshot(placement)}
    _clear_ticks(placement)
    event = _note(session, placement, WRITE, actor, roles)
    for recipient, _ in people(session, Audience.OTHER_SIDE, placement, roles=roles):
        promise_mail(session, WRITTEN_TOPIC, recipient, event=event, ids=ids(placement))
    return event


def tick(
    session: Session,
    placement: Placement,
    *,
    actor: Actor,
    city: City,
    seen_agreement: int,
    note: str = "",
) -> Event:
    """Say yes to the version that was read; the second yes settles the agreement. Twice is the same as once.

    A coordinator ticks for the client, and notes how they said so. Raises StaleError when there is a newer version.
    """
    roles = _party(placement, actor)
    side = _side(roles, note)
    if placement.agreement_version != seen_agreement or _is_outdated(placement):
        raise StaleError
    if placement.state is not PlacementState.ACCEPTED:
        raise TransitionError(_NOT_NOW)
    if placement.kickoff_on is None:
        raise FieldError("kickoff_on", _CHOOSE_DAY)
    now = clock.now(session)
    setattr(placement, f"{side}_ticked", placement.agreement_version)
    setattr(placement, f"{side}_ticked_at", now)
    event = _note(session, placement, TICK, actor, roles, note)
    if placement.lecturer_ticked == placement.client_ticked == placement.agreement_version:
        return move(session, placement, "agree", actor=SYSTEM, city=city)
    return event


def amend(
    session: Session,
    placement: Placement,
    reason: str,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Open a settled agreement again, with a reason; both have to tick anew."""
    event = move(session, placement, "amend", actor=actor, city=city, reason=reason, seen_version=seen_version)
    renew(placement)
    session.flush()
    return event


def finish(session: Session, placement: Placement, *, city: City) -> Event | None:
    """After the last project of an agreed placement ended; None while one goes on, or when it was done before."""
    if placement.state is not PlacementState.AGREED:
        return None
    try:
        return move(session, placement, "finish", actor=SYSTEM, city=city)
    except TransitionError:
        return None


def renew(placement: Placement) -> None:
    """A new version with the challenge's text as it stands now, ticked by nobody."""
    placement.terms = {**_typed(placement), SNAPSHOT: _snapshot(placement)}
    _clear_ticks(placement)


def side_of(roles: frozenset[Role]) -> Side | None:
    """Which side somebody with these roles is on; None for a coordinator and everybody else."""
    if Role.LECTURER in roles:
        return "lecturer"
    return "client" if Role.CLIENT in roles else None


def _clear_ticks(placement: Placement) -> None:
    placement.agreement_version += 1
    placement.lecturer_ticked = placement.lecturer_ticked_at = None
    placement.client_ticked = placement.client_ticked_at = None


def _typed(placement: Placement) -> dict[str, Any]:
    return {key: value for key, value in placement.terms.items() if key != SNAPSHOT}


def _snapshot(placement: Placement) -> dict[str, Any]:
    """The text of the challenge that both agree on; later edits leave it alone."""
    challenge = placement.challenge
    names = ("title_nl", "title_en", "summary_nl", "summary_en", "text_version")
    return {name: getattr(challenge, name) for name in names}


def _is_outdated(placement: Placement) -> bool:
    """Whether the challenge's text changed since this version was written."""
    agreed_on: dict[str, Any] = placement.terms.get(SNAPSHOT, {})
    return bool(agreed_on.get("text_version") != placement.challenge.text_version)


def _party(placement: Placement, actor: Actor) -> frozenset[Role]:
    roles = roles_towards(actor, placement)
    if roles.isdisjoint({Role.LECTURER, Role.CLIENT, Role.COORDINATOR}):
        raise NotAllowedError(_NOT_YOURS)
    return roles


def _side(roles: frozenset[Role], note: str) -> Side:
    own = side_of(roles)
    if own is None and not note.strip():
        raise FieldError("note", _HOW_SAID)
    return own or "client"


def _note(
    session: Session, placement: Placement, step: str, actor: Actor, roles: frozenset[Role], note: str = ""
) -> Event:
    role = next(role for role in (Role.LECTURER, Role.CLIENT, Role.COORDINATOR) if role in roles)
    event = Event(
        subject="placement",
        subject_id=placement.id,
        step=step,
        role=role,
        user_id=actor.user_id,
        contact_id=actor.contact_id,
        at=clock.now(session),
    )
    event.notes = [EventNote(audience=NoteAudience.INTERNAL, text=note)] if note.strip() else []
    session.add(event)
    session.flush()
    return event


_NOT_NOW = Text("Er is nu geen afspraak te maken.", "There is nothing to agree on now.")
_OUTSIDE = Text("Kies een dag binnen de periode van het vak.", "Choose a day within the period of the course.")
_CHOOSE_DAY = Text("Kies eerst een startdag.", "First choose a day to start.")
_HOW_SAID = Text("Schrijf op hoe de opdrachtgever ja heeft gezegd.", "Write down how the client said yes.")
_NOT_YOURS = Text("Deze koppeling is niet van u.", "This placement is not yours.")
