"""One question that was really two: the second gets a reference and a way of its own, for the same asker."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, TransitionError
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.question_states import LIVE, QuestionState
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Question, QuestionKind, QuestionTheme
from leren_app.services import clock
from leren_app.services.questions import noting
from leren_app.services.questions.asking import next_reference
from leren_app.services.questions.moving import must_not_be_merged
from leren_app.services.questions.once import find_made_by, make_once
from leren_app.services.questions.people import people
from leren_app.services.questions.warning import keep_time
from leren_app.services.stepping import must_have_seen
from leren_app.services.telling import tell_people

TOPIC = "question/split"


def split(
    session: Session,
    question: Question,
    text: str,
    *,
    form_key: str,
    actor: Actor,
    city: City,
    kind: QuestionKind | None = None,
    said: str = "",
    seen_version: int | None = None,
) -> Question:
    """A new question made of words of this one; what was promised stays promised, and the asker hears of it.

    `kind` is what these words are, as a person decided; without it the kind of the whole. The same form sent twice
    gives the same question. Raises FieldError for words that the asker did not write.
    """
    noting.must_coordinate(actor)
    key = _key_of(form_key, question)
    before = find_made_by(session, key)
    if before is not None:
        return before
    must_have_seen(question, seen_version)
    must_not_be_merged(session, question)
    if question.state not in LIVE or question.state is QuestionState.UNCONFIRMED:
        raise TransitionError(_NOT_NOW)
    if not _is_of_asker(text, question.raw_text):
        raise FieldError("text", _OWN_WORDS)
    part, is_new = make_once(session, key, lambda: _part_of(session, question, text, kind or question.kind, key, city))
    if is_new:
        _tell(session, question, part, said, actor=actor, city=city)
    return part


def _tell(session: Session, question: Question, part: Question, said: str, *, actor: Actor, city: City) -> None:
    noting.note_fact(session, question, noting.SPLIT, part, actor=actor)
    came = QuestionState.RECEIVED
    event = noting.note_fact(session, part, noting.SPLIT_OFF, question, actor=actor, said=said, to_state=came)
    asker = [(TOPIC, people(session, Audience.ASKER, part))]
    tell_people(session, asker, event, {"question": part.id, "other": question.id})
    keep_time(session, part, event.at, city, kept=question.hear_by)


def _key_of(form_key: str, question: Question) -> str:
    """One for a form of this question, whatever was sent: no form of another question has the same."""
    return hashlib.sha256(f"split/{question.id}/{form_key}".encode("utf-8", "surrogatepass")).hexdigest()


def _part_of(
    session: Session, question: Question, text: str, kind: QuestionKind | None, form_key: str, city: City
) -> Question:
    now = clock.now(session)
    part = Question(
        reference=next_reference(session, city, calendar.local_day(now, city.time_zone).year),
        form_key=form_key,
        raw_text=text,
        language=question.language,
        asks_as=question.asks_as,
        result_public=question.result_public,
        district=question.district,
        neighbourhood=question.neighbourhood,
        kind=kind,
        is_urgent=question.is_urgent if kind is None else kind is QuestionKind.CRISIS,
        state=QuestionState.RECEIVED,
        asker_id=question.asker_id,
        recorded_by_id=question.recorded_by_id,
        submitted_at=question.submitted_at,
        confirmed_at=question.confirmed_at,
        due_on=question.due_on,
        first_answer_at=question.first_answer_at,
        split_from_id=question.id,
        themes=[QuestionTheme(theme=each.theme) for each in question.themes],
    )
    session.add(part)
    return part


def _is_of_asker(text: str, raw_text: str) -> bool:
    """Whether every line of a text stands in the other: own words are chosen, never edited."""
    whole = " ".join(raw_text.split())
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return bool(lines) and all(line in whole for line in lines)


_NOT_NOW = Text("Deze vraag kan nu niet gesplitst worden.", "This question cannot be split now.")
_OWN_WORDS = Text(
    "Laat hier alleen woorden van de vraagsteller staan; haal weg wat er niet bij hoort.",
    "Leave only words of the asker here; take away what does not belong to it.",
)
