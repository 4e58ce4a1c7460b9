"""What an asker may say at any time, beside the steps: something to add, or that the question is not theirs at all."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import NotAllowedError, TransitionError
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import LIVE, QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Channel, Contact, Event, EventNote, NoteAudience, Question, TaskKind
from leren_app.services import clock, tokens
from leren_app.services.questions.moving import move, must_not_be_merged, roles_towards
from leren_app.services.questions.people import KIND, people
from leren_app.services.stepping import must_say
from leren_app.services.tasks import promise_task
from leren_app.services.telling import promise_mail

ADD = "add"
"""What the event is called when an asker adds something; no step of the life cycle."""
ADD_TOPIC = "question/added"
QUIET = timedelta(hours=1)
"""Who adds line after line is one mail for us, not ten."""
LOOK_WITHIN = 2  # working days


def add(session: Session, question: Question, text: str, *, actor: Actor) -> Event:
    """Keep what the asker adds, once where it is sent twice; whoever has the question gets a mail, once an hour.

    A fact beside the state: docs/adr/0012. Raises TransitionError for a question that has ended, FieldError without
    words.
    """
    if Role.ASKER not in roles_towards(actor, question):
        raise NotAllowedError(_ASKER_ONLY)
    if not may_add(question):
        raise TransitionError(_ENDED)
    must_not_be_merged(session, question)
    must_say("text", text)
    now = clock.now(session)
    session.execute(select(Question.id).where(Question.id == question.id).with_for_update())  # one after the other
    earlier = _latest_addition(session, question)
    if earlier is not None and any(note.text == text for note in earlier.notes):
        return earlier
    event = Event(
        subject=QUESTION.name,
        subject_id=question.id,
        step=ADD,
        role=Role.ASKER,
        contact_id=actor.contact_id,
        at=now,
        notes=[EventNote(audience=NoteAudience.ASKER, text=text)],
    )
    session.add(event)
    session.flush()
    was_told = earlier is not None and earlier.at > now - QUIET
    for recipient, _ in [] if was_told else people(session, Audience.ASSIGNEE, question):
        promise_mail(session, ADD_TOPIC, recipient, event=event, ids=KIND.ids(question))
    return event


def may_add(question: Question) -> bool:
    """Whether something can be added: as long as somebody has to do with it."""
    return question.state in LIVE and question.merged_into_id is None


def not_mine(session: Session, question: Question, *, actor: Actor, city: City) -> Event:
    """Somebody got our mail about a question that is another's: their address goes, and the question waits for us.

    No link that went to it works any more. A phone number or address that was given at the desk stays, as that is the
    asker's. Where the question had arrived, somebody has to find out whose it is. Raises TransitionError where the
    asker said yes before.
    """
    was_there = question.state is not QuestionState.UNCONFIRMED
    event = move(session, question, "not_mine", actor=actor, city=city)
    tokens.revoke_all(session, contact=question.asker)  # of a split question the other half as well
    _forget_mail(session, question.asker)
    if was_there:
        promise_task(
            session,
            TaskKind.OTHER,
            f"not_mine:{event.id}",
            due_on=calendar.due_on(event.at, LOOK_WITHIN, city),
            question=question,
            topic="question/not_mine",
            text=_WHOSE.nl,
            owner_id=question.assignee_id,
        )
    session.flush()
    return event


def _latest_addition(session: Session, question: Question) -> Event | None:
    added = select(Event).where(Event.subject == QUESTION.name, Event.subject_id == question.id, Event.step == ADD)
    return session.scalar(added.order_by(Event.at.desc(), Event.id).limit(1))


def _forget_mail(session: Session, contact: Contact) -> None:
    contact.mail = None
    if contact.phone:
        contact.channel = Channel.PHONE
    elif contact.address:
        contact.channel = Channel.LETTER
    else:
        contact.name, contact.erased_at = "", clock.now(session)


_ASKER_ONLY = Text("Alleen de vraagsteller vult de vraag aan.", "Only the asker adds to the question.")
_ENDED = Text(
    "Deze vraag is afgelopen. Stel gerust een nieuwe vraag.",
    "This question has ended. You are welcome to ask a new one.",
)
_WHOSE = Text(
    "Iemand kreeg onze mail over deze vraag, maar heeft hem niet gesteld. Het adres is gewist en de vraag ingetrokken."
    " Zoek uit van wie de vraag is.",
    "Somebody got our mail about this question but did not ask it. The address is erased and the question withdrawn."
    " Find out whose question it is.",
)
