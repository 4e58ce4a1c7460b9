"""Asking without an account: submit, prove the address, or let it lapse."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import CONFIRM_WITHIN
from leren_app.domain.lifecycles.question_states import LIVE, QuestionState
from leren_app.domain.roles import CLOCK, VISITOR, Actor
from leren_app.domain.text import Text
from leren_app.models import (
    AskerKind,
    Channel,
    Contact,
    Event,
    Question,
    QuestionFile,
    QuestionTheme,
    ReferenceCounter,
)
from leren_app.services import clock, outbox
from leren_app.services.questions.moving import begin, move
from leren_app.services.questions.once import make_once
from leren_app.services.questions.triage import look_for_crisis
from leren_app.services.telling import contact_recipient, promise_mail
from leren_app.services.upserting import insert_into


@dataclass(frozen=True)
class Asked:
    """What somebody filled in. `place` is a key of the city file: a district, a neighbourhood or the whole city.

    `files` lie on disk already; they get their row with the question, and none when it was there before.
    """

    form_key: str
    text: str
    place: str
    mail: str
    themes: tuple[str, ...] = ()
    asks_as: AskerKind = AskerKind.RESIDENT
    name: str = ""
    name_public: bool = False
    language: str = "nl"
    for_whom: str = ""
    tried: str = ""
    good_result: str = ""
    wanted_by: str = ""
    result_public: bool = True
    files: tuple[QuestionFile, ...] = ()


def submit(session: Session, asked: Asked, *, city: City) -> Question:
    """A new, unconfirmed question with a reference.

    The same form sent twice gives the same question, also when both come at once. A form that comes again with other
    words (somebody went back and wrote on), or after its question ended, is another question: what was typed is never
    lost.
    """
    question, is_new = make_once(session, asked.form_key, lambda: _ask(session, asked, city))
    if is_new or _is_same(question, asked, city):
        return question
    return submit(session, _as_another(asked), city=city)


def confirm(session: Session, question: Question, *, actor: Actor, city: City) -> Event:
    """The asker proved the address: the clock of the promised answer starts."""
    now = clock.now(session)
    question.confirmed_at = now
    question.due_on = calendar.due_on(now, city.service.answer_working_days, city)
    return move(session, question, "confirm", actor=actor, city=city)


def remind_to_confirm(session: Session, question: Question) -> None:
    """Send the one reminder, if the question is still unconfirmed."""
    if question.state is QuestionState.UNCONFIRMED:
        event = session.scalars(_events_of(question).order_by(Event.at, Event.id).limit(1)).first()
        if event is not None:
            recipient = contact_recipient(question.asker_id)
            promise_mail(session, "question/confirm_reminder", recipient, event=event, ids={"question": question.id})


def lapse(session: Session, question: Question, *, city: City) -> None:
    """Let a question go that was never confirmed; nothing happens to one that was."""
    if question.state is QuestionState.UNCONFIRMED:
        move(session, question, "lapse", actor=CLOCK, city=city)


def next_reference(session: Session, city: City, year: int) -> str:
    """The next number of the year, such as LMDS-2026-001; unique and rising under parallel submits."""
    raise_it = (
        update(ReferenceCounter)
        .where(ReferenceCounter.year == year)
        .values(last=ReferenceCounter.last + 1)
        .returning(ReferenceCounter.last)
    )
    number = session.scalar(raise_it)
    if number is None:
        _start_year(session, year)
        number = session.scalar(raise_it)
    return f"{city.reference_prefix}-{year}-{number:03d}"


def _events_of(question: Question) -> Select[Event]:
    return select(Event).where(Event.subject == QUESTION.name, Event.subject_id == question.id)


def _is_same(before: Question, asked: Asked, city: City) -> bool:
    told = asked.text, asked.mail, asked.for_whom, asked.tried, asked.good_result, asked.wanted_by, len(asked.files)
    has = before.for_whom, before.tried, before.good_result, before.wanted_by, len(before.files)
    is_there = (before.district, before.neighbourhood) == place_keys(city, asked.place)
    return before.state in LIVE and is_there and told == (before.raw_text, before.asker.mail, *has)


def _as_another(asked: Asked) -> Asked:
    """The same form with a key made of its words, so that sending those twice still counts once."""
    words = "\n".join((asked.form_key, asked.mail, asked.text))
    return replace(asked, form_key=hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest())


def _ask(session: Session, asked: Asked, city: City) -> Question:
    question = _new(session, asked, city, clock.now(session))
    session.add(question)
    session.flush()
    event = begin(session, question, "submit", actor=VISITOR, city=city)
    look_for_crisis(session, question, event)
    _promise_what_follows(session, question, city)
    return question


def _new(session: Session, asked: Asked, city: City, now: datetime) -> Question:
    district, neighbourhood = place_keys(city, asked.place)
    known = {theme.key for theme in city.themes}
    return Question(
        reference=next_reference(session, city, calendar.local_day(now, city.time_zone).year),
        form_key=asked.form_key,
        raw_text=asked.text,
        language=asked.language,
        asks_as=asked.asks_as,
        for_whom=asked.for_whom,
        tried=asked.tried,
        good_result=asked.good_result,
        wanted_by=asked.wanted_by,
        result_public=asked.result_public,
        district=district,
        neighbourhood=neighbourhood,
        asker=Contact(
            name=asked.name,
            mail=asked.mail,
            language=asked.language,
            channel=Channel.MAIL,
            name_public=asked.name_public,
        ),
        themes=[QuestionTheme(theme=key) for key in sorted(known.intersection(asked.themes))],
        files=list(asked.files),
        state=QuestionState.UNCONFIRMED,
        submitted_at=now,
    )


def _start_year(session: Session, year: int) -> None:
    """Make the year's counter; two at the same moment make one."""
    session.execute(insert_into(session, ReferenceCounter).values(year=year, last=0).on_conflict_do_nothing())


def place_keys(city: City, key: str) -> tuple[str, str | None]:
    """District and neighbourhood of a place that was chosen. Raises FieldError for a place the city does not have."""
    try:
        place = city.place(key)
    except NotFoundError:
        raise FieldError("place", _CHOOSE_PLACE) from None
    return place.district.key, place.neighbourhood.key if place.neighbourhood else None


def _promise_what_follows(session: Session, question: Question, city: City) -> None:
    """One reminder to confirm, and the end of the 30 days."""
    now = clock.now(session)
    reminder = now + timedelta(days=city.service.confirm_reminder_calendar_days)
    for kind, at in (("question.remind_to_confirm", reminder), ("question.lapse", now + CONFIRM_WITHIN)):
        outbox.promise(session, kind, f"{kind}:{question.id}", at=at, question=question.id)


_CHOOSE_PLACE = Text("Kies de wijk waar het om gaat.", "Choose the district it is about.")
