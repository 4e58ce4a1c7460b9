"""What every change of an account has in common: it waits for its turn, is written down, and is told in one mail."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import Actor, Role
from leren_app.models import Event, EventNote, NoteAudience, User
from leren_app.services import clock, outbox
from leren_app.services.accounts import must_administer_still, take_turn
from leren_app.services.people.reading import ACCOUNT
from leren_app.services.stepping import must_have_seen
from leren_app.services.telling import user_recipient

INVITED, INVITED_AGAIN, GIVEN, ENDED, CLOSED, OPENED = "invited", "invited_again", "given", "ended", "closed", "opened"
STEPS = (INVITED, INVITED_AGAIN, GIVEN, ENDED, CLOSED, OPENED)
BETWEEN = ","


def person_to_change(session: Session, user_id: UUID, *, actor: Actor, seen_version: int | None) -> User:
    """The account, locked, with its version raised; who else changes roles comes before or after, never in between.

    Raises NotFoundError for who is no administrator (any more) and for an account that never was; StaleError when the
    account changed since the page was made.
    """
    take_turn(session)
    must_administer_still(session, actor)
    user = session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise NotFoundError
    must_have_seen(user, seen_version)
    user.version += 1
    session.flush()  # what follows reads the row anew
    return user


def note_change(
    session: Session,
    user: User,
    step: str,
    *,
    actor: Actor,
    before: Role | None = None,
    after: Role | None = None,
    reason: str = "",
) -> Event:
    """Write down what was changed: a role that ended stands in `from_state`, one that was given in `to_state`."""
    event = Event(
        subject=ACCOUNT,
        subject_id=user.id,
        step=step,
        from_state=before,
        to_state=after,
        role=Role.SYSTEM if actor.has(Role.SYSTEM) else Role.ADMINISTRATOR,
        user_id=actor.user_id,
        at=clock.now(session),
    )
    event.notes = [EventNote(audience=NoteAudience.INTERNAL, text=reason)] if reason.strip() else []
    session.add(event)
    session.flush()
    return event


def tell(session: Session, user: User, topic: str, event: Event, roles: Sequence[Role] = ()) -> None:
    """Promise the one mail about a change to whom it concerns; `roles` are those it is about."""
    recipient = user_recipient(user.id)
    key = f"mail:{event.id}:{topic}:{recipient}"
    named = BETWEEN.join(roles)
    outbox.promise(session, "mail", key, topic=topic, recipient=recipient, event=event.id, roles=named)
