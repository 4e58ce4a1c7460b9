"""Questions of people without mail, written down at the desk by a host or coordinator."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import AskerKind, Channel, Contact, Question, QuestionTheme, Task, TaskKind
from leren_app.services import clock
from leren_app.services.questions.asking import next_reference, place_keys
from leren_app.services.questions.moving import begin
from leren_app.services.questions.once import make_once
from leren_app.services.questions.reading import get_question
from leren_app.services.questions.triage import look_for_crisis
from leren_app.services.tasks import finish

RECENT = timedelta(days=14)
MOST = 50
ASKED = frozenset(
    {"question/more", "question/reminder_waiting", "question/put_before", "question/reminder_articulated"}
)
"""Topics that ask the asker something."""
BY_HAND = (TaskKind.CALL, TaskKind.LETTER)


@dataclass(frozen=True)
class Told:
    """What somebody told at the desk. `reach` is the one detail that goes with the channel; no other is kept."""

    form_key: str
    text: str
    place: str
    channel: Channel
    reach: str
    consents: bool
    themes: tuple[str, ...] = ()
    asks_as: AskerKind = AskerKind.RESIDENT
    name: str = ""
    language: str = "nl"

    @property
    def key(self) -> str:
        """One for a form with these words: sending it twice records one question, other words are another question."""
        words = "\n".join((self.form_key, self.text, self.channel, self.reach))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def record(session: Session, told: Told, *, actor: Actor, city: City) -> Question:
    """A received question; its term of the first answer begins now, as somebody of us spoke with the asker.

    Raises FieldError without consent or a way to reach them, NotAllowedError for who may not record.
    """
    if not told.consents:
        raise FieldError("consent", _CONSENT)
    if not told.reach.strip():
        raise FieldError("channel", _REACH)
    return make_once(session, told.key, lambda: _record(session, told, actor, city))[0]


def get_recorded(session: Session, reference: str) -> Question:
    """A question that was recorded at a desk; NotFoundError for any other, which is no host's business."""
    question = get_question(session, reference)
    if question.recorded_by_id is None:
        raise NotFoundError
    return question


def list_recorded(session: Session, user_id: UUID) -> list[Question]:
    """What this person recorded in the last two weeks, newest first."""
    since = clock.now(session) - RECENT
    query = select(Question).where(Question.recorded_by_id == user_id, Question.submitted_at >= since)
    return list(session.scalars(query.order_by(Question.submitted_at.desc(), Question.id).limit(MOST)))


def list_by_hand(session: Session, question: Question | None = None) -> list[Task]:
    """Calls and letters that stand for a mail about a recorded question and are still to do, the earliest first."""
    query = (
        select(Task)
        .join(Task.question)
        .where(Task.done_at.is_(None), Task.kind.in_(BY_HAND), Task.topic != "", Question.recorded_by_id.is_not(None))
    )
    if question is not None:
        query = query.where(Task.question_id == question.id)
    return list(session.scalars(query.order_by(Task.due_on, Task.id).limit(MOST)))


def get_by_hand(session: Session, task_id: UUID) -> Task:
    """One such task, done or not; NotFoundError for any other work."""
    task = session.get(Task, task_id)
    is_ours = task is not None and task.kind in BY_HAND and task.topic and task.question is not None
    if task is None or not is_ours or task.question is None or task.question.recorded_by_id is None:
        raise NotFoundError
    return task


def settle(session: Session, question: Question, *, actor: Actor) -> None:
    """The asker answered: whoever still had to call or write about what we asked has nothing left to do."""
    for task in list_by_hand(session, question):
        if task.topic in ASKED:
            finish(session, task, actor=actor)


def _record(session: Session, told: Told, actor: Actor, city: City) -> Question:
    question = _new(session, told, actor, city, clock.now(session))
    session.add(question)
    session.flush()
    event = begin(session, question, "record", actor=actor, city=city)
    look_for_crisis(session, question, event)
    return question


def _new(session: Session, told: Told, actor: Actor, city: City, now: datetime) -> Question:
    district, neighbourhood = place_keys(city, told.place)
    known = {theme.key for theme in city.themes}
    detail = {Channel.MAIL: "mail", Channel.PHONE: "phone", Channel.LETTER: "address"}[told.channel]
    return Question(
        reference=next_reference(session, city, calendar.local_day(now, city.time_zone).year),
        form_key=told.key,
        raw_text=told.text,
        language=told.language,
        asks_as=told.asks_as,
        district=district,
        neighbourhood=neighbourhood,
        asker=Contact(name=told.name, language=told.language, channel=told.channel, **{detail: told.reach.strip()}),
        themes=[QuestionTheme(theme=key) for key in sorted(known.intersection(told.themes))],
        state=QuestionState.RECEIVED,
        submitted_at=now,
        recorded_by_id=actor.user_id,
        due_on=calendar.due_on(now, city.service.answer_working_days, city),
    )


_CONSENT = Text(
    "Lees de toestemming voor en vink aan dat de vraagsteller ja zei.",
    "Read the consent aloud and tick that the asker said yes.",
)
_REACH = Text("Vul in hoe wij deze persoon bereiken.", "Fill in how we reach this person.")
