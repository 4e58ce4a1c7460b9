"""What coordinators do with a question and what its asker answers: take, ask, reply, publish, and how it ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, TransitionError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_reasons import REFER_REASONS, REFUSE_REASONS
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, Note, NoteAudience, Question, RoleGrant, User
from leren_app.services import clock
from leren_app.services.accounts import roles_of
from leren_app.services.challenges.moving import promise_refresh_of
from leren_app.services.questions.clinic import must_be_asked_still, wait_for_asker
from leren_app.services.questions.moving import move
from leren_app.services.questions.queue import IN_WORK
from leren_app.services.stepping import Said, must_have_seen, must_say

ASSIGN = "assign"
"""What the event is called when a question goes to a colleague; no step of the life cycle."""
HAND_BACK = "hand_back"
"""What it is called when whoever had it leaves and nobody in particular goes on with it."""


def take(session: Session, question: Question, *, actor: Actor, city: City, seen_version: int | None = None) -> Event:
    """Somebody makes it theirs and starts looking."""
    event = move(session, question, "take", actor=actor, city=city, seen_version=seen_version)
    question.assignee_id = actor.user_id
    return event


def assign(
    session: Session,
    question: Question,
    user: User | None,
    *,
    actor: Actor,
    note: str = "",
    seen_version: int | None = None,
) -> Event:
    """Hand a question to a colleague, with what they should know; a fact beside the state, and nobody gets a mail.

    Raises FieldError for who is no coordinator, StaleError when somebody changed the question meanwhile,
    TransitionError when nobody has work with it. It is no answer: the clock of the promise runs on.
    """
    if user is not None:  # whose role is being ended keeps others waiting, and is no coordinator afterwards
        session.refresh(user, with_for_update={"read": True})
    now = clock.now(session)
    if user is None or Role.COORDINATOR not in roles_of(user, now):
        raise FieldError("assignee", _NO_COORDINATOR)
    must_have_seen(question, seen_version)
    if question.state not in IN_WORK or question.merged_into_id is not None:
        raise TransitionError(_NO_WORK)
    question.assignee = user
    event = Event(
        subject=QUESTION.name,
        subject_id=question.id,
        step=ASSIGN,
        role=Role.COORDINATOR,
        user_id=actor.user_id,
        at=now,
        notes=[EventNote(audience=NoteAudience.INTERNAL, text=text) for text in (user.name, note) if text],
    )
    session.add(event)
    session.flush()
    return event


def colleagues(now: datetime) -> Select[User]:
    """Everybody who can take a question: coordinators with an open account."""
    granted = select(RoleGrant.user_id).where(
        RoleGrant.role == Role.COORDINATOR,
        RoleGrant.granted_from <= now,
        (RoleGrant.granted_until.is_(None)) | (RoleGrant.granted_until > now),
    )
    return select(User).where(User.id.in_(granted), User.deactivated_at.is_(None))


def list_colleagues(session: Session) -> list[User]:
    """Everybody who can take a question, by name."""
    found = colleagues(clock.now(session)).order_by(User.name, User.id)
    return list(session.scalars(found).unique())


def ask_more(
    session: Session, question: Question, text: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Ask the asker something; the answer comes from the link in the mail."""
    must_say("text", text)
    event = move(session, question, "ask_more", actor=actor, city=city, said=(Said(text),), seen_version=seen_version)
    wait_for_asker(session, question, event, city)
    return event


def reply(
    session: Session,
    question: Question,
    text: str,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
    asked_at: datetime | None = None,
) -> Event:
    """The asker answers what we asked; or a coordinator writes down what they said on the phone.

    Raises StaleError when something else was asked since (`asked_at` is the question they read).
    """
    must_be_asked_still(question, asked_at)
    must_say("text", text)
    event = move(session, question, "reply", actor=actor, city=city, said=(Said(text),), seen_version=seen_version)
    question.put_at, question.reminders = None, 0
    return event


def publish(
    session: Session, question: Question, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Show the agreed text to everyone; what was typed stays with the asker and the coordinators."""
    event = move(session, question, "publish", actor=actor, city=city, seen_version=seen_version)
    question.published_at = event.at
    promise_refresh_of(session, question)
    return event


def unpublish(
    session: Session, question: Question, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Take it off the website; its address says so."""
    said = (Said(reason),)
    event = move(
        session, question, "unpublish", actor=actor, city=city, said=said, reason=reason, seen_version=seen_version
    )
    question.agreed_version, question.adopted_by = None, None
    promise_refresh_of(session, question)
    return event


def refer(
    session: Session,
    question: Question,
    *,
    reason: str,
    text: str,
    link: str | None,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Show the asker a better way; `reason` is a key of REFER_REASONS."""
    return _end(session, question, "refer", REFER_REASONS, reason, Said(text, link=link), actor, city, seen_version)


def refuse(
    session: Session,
    question: Question,
    *,
    reason: str,
    text: str,
    link: str | None,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Do not take it on, with advice; `reason` is a key of REFUSE_REASONS."""
    return _end(session, question, "refuse", REFUSE_REASONS, reason, Said(text, link=link), actor, city, seen_version)


def withdraw(
    session: Session, question: Question, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """The asker takes the question back, or a coordinator does so at their request."""
    said = (Said(reason),)
    event = move(
        session, question, "withdraw", actor=actor, city=city, said=said, reason=reason, seen_version=seen_version
    )
    promise_refresh_of(session, question)
    return event


def reopen(
    session: Session, question: Question, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Take an ended question up again. It goes back to whoever reopened it."""
    said = (Said(reason),)
    event = move(
        session, question, "reopen", actor=actor, city=city, said=said, reason=reason, seen_version=seen_version
    )
    question.ended_because, question.closed_at = None, None
    question.assignee_id = actor.user_id
    return event


def add_note(session: Session, question: Question, text: str, *, actor: Actor) -> Note:
    """A note to colleagues; it reaches nobody outside."""
    note = Note(question_id=question.id, author_id=actor.user_id, text=text, at=clock.now(session))
    session.add(note)
    session.flush()
    return note


def _end(
    session: Session,
    question: Question,
    name: str,
    reasons: dict[str, Text],
    reason: str,
    said: Said,
    actor: Actor,
    city: City,
    seen_version: int | None,
) -> Event:
    if reason not in reasons:
        raise FieldError("reason", _CHOOSE_REASON)
    must_say("text", said.text)
    question.ended_because = reason  # before the move: the database checks that an ended question has its reason
    return move(session, question, name, actor=actor, city=city, said=(said,), reason=reason, seen_version=seen_version)


_CHOOSE_REASON = Text("Kies een reden.", "Choose a reason.")
_NO_WORK = Text(
    "Deze vraag is niet in behandeling, dus niemand hoeft hem te hebben.",
    "Nobody is working on this question, so nobody needs to have it.",
)
_NO_COORDINATOR = Text("Kies een coördinator.", "Choose a coordinator.")
