"""What a host sees: references, where questions stand and what to say; never what was typed, a name or a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext

from leren_app.domain.lifecycles.question_states import LABELS, QuestionState
from leren_app.domain.roles import Actor
from leren_app.extensions import db
from leren_app.models import Channel, ClinicVersion, Event, NoteAudience, Question, Task, TaskKind
from leren_app.services.questions import cards, clinic, reading, recording
from leren_app.web.forms import BaseForm
from leren_app.web.heard_forms import HeardReplyForm
from leren_app.web.here import the_city, today
from leren_app.web.hosts.forms import DoneForm, YesAtDeskForm
from leren_app.web.language import spoken_language

S = QuestionState
STATUS_KINDS = {S.WAITING: "you", S.ARTICULATED: "you", S.RECEIVED: "new", S.REFERRED: "away", S.REFUSED: "away"}
DONE = frozenset({S.AGREED, S.PUBLIC, S.ANSWERED, S.CLOSED})


@dataclass(frozen=True)
class Row:
    """A recorded question in the list."""

    reference: str
    at: datetime
    place: str
    due_on: date | None
    status: tuple[str, str]

    @classmethod
    def of(cls, question: Question) -> Row:
        """The row for a question."""
        return cls(question.reference, question.submitted_at, place_of(question), question.hear_by, status_of(question))


@dataclass(frozen=True)
class ToDo:
    """A call or letter that somebody of us still owes an asker."""

    id: UUID
    reference: str
    title: str
    text: str
    due_on: date
    is_late: bool
    form: DoneForm

    @classmethod
    def of(cls, task: Task, form: BaseForm | None = None, failed: UUID | None = None) -> ToDo:
        """The line for a task; `form` is the one that came back for the task `failed`."""
        assert task.question is not None  # noqa: S101 - the service joins it
        reference = task.question.reference
        by_letter = task.kind is TaskKind.LETTER
        title = gettext("A letter about %(reference)s", reference=reference)
        back = form if isinstance(form, DoneForm) and failed == task.id else None
        if back is not None:
            back.seen_version.data = str(task.version)
        return cls(
            id=task.id,
            reference=reference,
            title=title if by_letter else gettext("A call about %(reference)s", reference=reference),
            text=task.text,
            due_on=task.due_on,
            is_late=task.due_on < today(),
            form=back or DoneForm(formdata=None, prefix=f"t{task.id.hex[:8]}", seen_version=str(task.version)),
        )


@dataclass(frozen=True)
class Desk:
    """The host's desk."""

    rows: list[Row]
    to_do: list[ToDo]

    @classmethod
    def of(cls, user_id: UUID, form: BaseForm | None = None, failed: UUID | None = None) -> Desk:
        """The desk of one person; calls and letters are those of everybody at the desk."""
        session = db.session()
        return cls(
            rows=[Row.of(question) for question in recording.list_recorded(session, user_id)],
            to_do=[ToDo.of(task, form, failed) for task in recording.list_by_hand(session)],
        )


@dataclass(frozen=True)
class HostPage:
    """One recorded question, as far as a host may know it."""

    reference: str
    state: str
    status: tuple[str, str]
    place: str
    recorded_at: datetime
    due_on: date | None
    channel: str
    has_card: bool
    is_urgent: bool
    asked: str
    version: ClinicVersion | None
    title: str
    to_do: list[ToDo]
    reply: HeardReplyForm
    yes: YesAtDeskForm

    @classmethod
    def of(cls, question: Question, form: BaseForm | None = None) -> HostPage:
        """The page for a question; `form` is the one that came back with errors, if any."""
        session = db.session()
        put = clinic.latest_put_version(question) if question.state is S.ARTICULATED else None
        return cls(
            reference=question.reference,
            state=str(question.state),
            status=status_of(question),
            place=place_of(question),
            recorded_at=question.submitted_at,
            due_on=question.hear_by,
            channel=channel_of(question),
            has_card=cards.has_card(session, question),
            is_urgent=question.is_urgent,
            asked=_asked(reading.list_events(session, question)) if question.state is S.WAITING else "",
            version=put,
            title=gettext("Question %(reference)s", reference=question.reference),
            to_do=[ToDo.of(task) for task in recording.list_by_hand(session, question)],
            reply=_reply(question, form),
            yes=_yes(question, put, form),
        )


def status_of(question: Question) -> tuple[str, str]:
    """Drawing and words of where it stands."""
    kind = "done" if question.state in DONE else STATUS_KINDS.get(question.state, "busy")
    return kind, LABELS[question.state].in_(spoken_language())


def place_of(question: Question) -> str:
    """The district or neighbourhood in words."""
    return the_city().place(question.neighbourhood or question.district).name.in_(spoken_language())


def channel_of(question: Question) -> str:
    """How the asker hears from us, without the number or address."""
    return {
        Channel.PHONE: gettext("by phone"),
        Channel.LETTER: gettext("by letter"),
        Channel.MAIL: gettext("by mail"),
    }[question.asker.channel]


def is_done_already(question: Question, form: BaseForm, actor: Actor) -> bool:
    """Whether this very form has had its effect: it was sent twice."""
    if isinstance(form, YesAtDeskForm):
        return question.agreed_version == form.n
    last = reading.list_events(db.session(), question)[-1]
    is_same = isinstance(form, HeardReplyForm) and any(note.text == form.text.data for note in last.notes)
    return last.step == "reply" and last.user_id == actor.user_id and is_same


def _asked(events: Sequence[Event]) -> str:
    """What we asked the asker last."""
    asked = next((event for event in reversed(events) if event.to_state == S.WAITING), None)
    notes = asked.notes if asked else []
    return "\n\n".join(note.text for note in notes if note.audience is NoteAudience.ASKER)


def _reply(question: Question, form: BaseForm | None) -> HeardReplyForm:
    back = form if isinstance(form, HeardReplyForm) else HeardReplyForm(formdata=None)
    back.seen_version.data = str(question.version)
    return back


def _yes(question: Question, put: ClinicVersion | None, form: BaseForm | None) -> YesAtDeskForm:
    back = form if isinstance(form, YesAtDeskForm) else YesAtDeskForm(formdata=None, on=today())
    back.seen_version.data = str(question.version)
    back.seen_n.data = str(put.n if put else 0)
    return back
