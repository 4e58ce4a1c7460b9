"""The question clinic: versions, put before the asker, their yes or no, and an organisation that asks it on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import (
    AgreedHow,
    ClinicVersion,
    Event,
    NoteAudience,
    Question,
)
from leren_app.services import clock, organisations, outbox
from leren_app.services.questions.facts import latest_version
from leren_app.services.questions.moving import Given, move, must_not_be_merged
from leren_app.services.stepping import Said, must_say
from leren_app.services.telling import contact_recipient, promise_mail

_MORNING = time(9)
MAY_BE_WRITTEN_IN = frozenset(
    {QuestionState.INTAKE, QuestionState.WAITING, QuestionState.ARTICULATED, QuestionState.AGREED}
)


@dataclass(frozen=True)
class ClinicText:
    """Everything that is written in the clinic; any of it may still be empty."""

    worry: str = ""
    difference: str = ""
    known: str = ""
    feasible: str = ""
    title_nl: str = ""
    title_en: str = ""
    summary_nl: str = ""
    summary_en: str = ""
    research_question_nl: str = ""
    research_question_en: str = ""


def save_version(
    session: Session, question: Question, written: ClinicText, *, actor: Actor, seen_n: int | None = None
) -> ClinicVersion:
    """Keep what was written as the next version; nothing new when it equals the latest one.

    `seen_n` is the version the writer started from (0 for none). Raises StaleError when there is a newer one.
    """
    one_writer_at_a_time(session, question)
    must_not_be_merged(session, question)
    closed = why_not_written(question)
    if closed is not None:
        raise TransitionError(closed)
    latest = latest_version(question)
    _must_have_seen(question, seen_n)
    if latest is not None and text_of(latest) == written:
        return latest
    return add_version(session, question, written, author_id=actor.user_id)


def add_version(
    session: Session, question: Question, written: ClinicText, *, author_id: UUID | None = None, by_asker: bool = False
) -> ClinicVersion:
    """The next version; who calls it holds the question by `one_writer_at_a_time`."""
    latest = latest_version(question)
    version = ClinicVersion(
        question_id=question.id,
        n=latest.n + 1 if latest else 1,
        author_id=author_id,
        by_asker=by_asker,
        saved_at=clock.now(session),
        **asdict(written),
    )
    question.clinic_versions.append(version)
    session.flush()
    return version


def why_not_written(question: Question) -> Text | None:
    """Why nobody can write in the clinic of this question now; None when it is open."""
    return None if question.state in MAY_BE_WRITTEN_IN else _NOT_NOW


def text_of(version: ClinicVersion) -> ClinicText:
    """What a version says."""
    return ClinicText(**{name: getattr(version, name) for name in ClinicText.__dataclass_fields__})


def put_before(
    session: Session,
    question: Question,
    *,
    actor: Actor,
    city: City,
    remark: str = "",
    seen_version: int | None = None,
    seen_n: int | None = None,
) -> Event:
    """Ask the asker: is this your question? An earlier yes, or an organisation's, no longer counts.

    Raises StaleError when a colleague saved a newer text than the one that was read over (`seen_n`).
    """
    _must_have_seen(question, seen_n)
    event = move(
        session, question, "put_before", actor=actor, city=city, said=(Said(remark),), seen_version=seen_version
    )
    question.clinic_versions[-1].put_at = event.at
    question.agreed_version, question.adopted_by = None, None
    wait_for_asker(session, question, event, city)
    return event


def agree(
    session: Session,
    question: Question,
    *,
    actor: Actor,
    city: City,
    seen_n: int,
    how: AgreedHow = AgreedHow.LINK,
    on: date | None = None,
    who: str = "",
) -> Event:
    """The asker's yes to the version they read (`seen_n`); by phone or on paper somebody of us says when and who.

    Raises StaleError when a newer version was put before them since.
    """
    version = latest_put_version(question)
    if version is None or version.n != seen_n:
        raise StaleError
    by_hand = how is not AgreedHow.LINK
    if by_hand and (on is None or on > clock.today(session, city)):
        raise FieldError("on", _DAY_OF_YES)
    said = (Said(who, NoteAudience.INTERNAL),) if by_hand else ()
    # A link is the asker's own; a coordinator or host who has no other proof is refused by the life cycle.
    given = Given(agreed_how=how if by_hand else "", agreed_on=on)
    event = move(session, question, "agree", actor=actor, city=city, said=said, given=given)
    version.agreed_at, version.agreed_how, version.agreed_on = event.at, how, on
    question.agreed_version = version.n
    stop_waiting(question)
    return event


def change(
    session: Session, question: Question, text: str, *, actor: Actor, city: City, asked_at: datetime | None = None
) -> Event:
    """The asker says it is not right yet, and why. Raises StaleError when they were asked anew since `asked_at`."""
    must_be_asked_still(question, asked_at)
    must_say("text", text)
    event = move(session, question, "change", actor=actor, city=city, said=(Said(text),))
    stop_waiting(question)
    return event


def adopt(
    session: Session,
    question: Question,
    *,
    organisation: str,
    reason: str,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
    seen_n: int | None = None,
) -> Event:
    """After long silence an organisation asks the question on in its own words, those of version `seen_n`."""
    _must_have_seen(question, seen_n)
    said = (Said(reason, NoteAudience.INTERNAL),)
    event = move(
        session,
        question,
        "adopt",
        actor=actor,
        city=city,
        said=said,
        reason=reason,
        given=Given(organisation=organisation),
        seen_version=seen_version,
    )
    question.adopted_by = organisations.find_or_add(session, organisation)
    question.agreed_version = question.clinic_versions[-1].n
    stop_waiting(question)
    return event


def latest_put_version(question: Question) -> ClinicVersion | None:
    """The version that lies before the asker, or None."""
    return next((v for v in reversed(question.clinic_versions) if v.put_at is not None), None)


def must_be_asked_still(question: Question, asked_at: datetime | None) -> None:
    """Raise StaleError when what the asker read is not what lies before them now; reminders make no difference."""
    if asked_at is not None and asked_at != question.put_at:
        raise StaleError


def wait_for_asker(session: Session, question: Question, event: Event, city: City) -> None:
    """Start counting silence, and promise the reminders of the city's service level."""
    question.put_at, question.reminders = event.at, 0
    for n, days in enumerate(city.service.reply_reminder_working_days, 1):
        day = calendar.add_working_days(calendar.local_day(event.at, city.time_zone), days, city.closed_days)
        at = calendar.instant_of(day, _MORNING, city.time_zone)
        key = f"question.remind_asker:{event.id}:{n}"
        outbox.promise(session, "question.remind_asker", key, at=at, question=question.id, event=event.id, n=n)


def remind_asker(session: Session, question: Question, event: Event) -> None:
    """Send a reminder if the asker still has not answered what this event asked."""
    is_asked = question.state in {QuestionState.WAITING, QuestionState.ARTICULATED} and question.merged_into_id is None
    if is_asked and question.put_at == event.at:
        question.reminders += 1
        topic = f"question/reminder_{question.state}"
        recipient = contact_recipient(question.asker_id)
        promise_mail(session, topic, recipient, event=event, ids={"question": question.id}, round_=question.reminders)


def _must_have_seen(question: Question, seen_n: int | None) -> None:
    latest = latest_version(question)
    if seen_n is not None and seen_n != (latest.n if latest else 0):
        raise StaleError


def one_writer_at_a_time(session: Session, question: Question) -> None:
    """Two who save at once come one after the other, so that the second is stale instead of a broken number."""
    session.execute(select(Question.id).where(Question.id == question.id).with_for_update())
    session.expire(question, ["state", "clinic_versions"])


def stop_waiting(question: Question) -> None:
    """The asker answered: silence is counted no more."""
    question.put_at, question.reminders = None, 0


_NOT_NOW = Text(
    "De tekst van het spreekuur kan nu niet veranderen. Pak de vraag eerst op, of haal hem van de website.",
    "The text of the clinic cannot change now. First take the question on, or take it off the website.",
)
_DAY_OF_YES = Text("Vul de dag in waarop de vraagsteller ja zei.", "Fill in the day on which the asker said yes.")
