"""Whose turn it is, what happens next and by when: in every state, for the asker's page and for the card on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from leren_app.domain import calendar
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import ASK_AGAIN_WITHIN, CLOSES_AFTER, CONFIRM_WITHIN
from leren_app.domain.lifecycles.question_states import ENDED, SHOWN_TO_ALL, QuestionState
from leren_app.domain.our_turn import OUR_TURN
from leren_app.extensions import db
from leren_app.models import Event, Question
from leren_app.services.questions import noting
from leren_app.services.questions.expecting import ahead_of
from leren_app.services.questions.facts import SILENT_WORKING_DAYS
from leren_app.services.questions.progress import Progress
from leren_app.services.questions.speaking import ADD
from leren_app.web.here import now, the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.templating import day, iso_day

S = QuestionState
THEIRS = frozenset({S.WAITING, S.ARTICULATED})


@dataclass(frozen=True)
class Turn:
    """The lamp frame in words. `kind` draws the status; `by` says until when, where there is a day to name."""

    title: str
    kind: str
    status: str
    text: str
    by: str = ""


@dataclass(frozen=True)
class Happened:
    """A line of what happened, with its day."""

    iso: str
    day: str
    line: str


def turn_of(question: Question, progress: Progress) -> Turn:
    """Whose turn it is now, in the language of the page."""
    title, kind, status, text = _WORDS[_stage(question, progress)]()
    return Turn(title, kind, status, text, by_when(question, progress))


def on_website(question: Question) -> str:
    """Whether the question itself stands on the website, or ever will as it is now."""
    is_over = question.state in (ENDED | {S.LAPSED}) - SHOWN_TO_ALL
    if question.merged_into_id is not None or is_over:
        return gettext("Your own question does not stand on the website.")
    if question.state in SHOWN_TO_ALL:
        return gettext("Your question is on the website, without your own words.")
    return gettext("Your question goes on the website only after your yes.")


def moved_to(reference: str) -> Turn:
    """The frame of a question that goes on in another one."""
    title = gettext("Your question now lives in %(reference)s", reference=reference)
    text = gettext(
        "Somebody else asked nearly the same. We handle the two together. You hear how it goes on, in the same way as"
        " before."
    )
    return Turn(title, "busy", gettext("Merged"), text)


def happened(question: Question, events: Sequence[Event], progress: Progress) -> list[Happened]:
    """Every public line of the question with its day, oldest first, and what education did with it."""
    lines: Mapping[str, str] = {step.name: step.line.in_(spoken_language()) for step in QUESTION.steps if step.line}
    lines = {
        **lines,
        ADD: gettext("You added something"),
        noting.MERGE: gettext("Your question goes on together with another one"),
        noting.UNMERGE: gettext("Your question goes on by itself again"),
        noting.MERGED_HERE: gettext("Another question goes on together with yours"),
        noting.UNMERGED_HERE: gettext("That other question goes on by itself again"),
    }
    told = [(event.at, lines[event.step]) for event in events if event.step in lines]
    if question.published_at is not None and progress.started_at is not None:
        told.append((progress.started_at, gettext("Students began to work on it")))
    if question.published_at is not None and progress.result_at is not None:
        told.append((progress.result_at, gettext("The result is on the website")))
    return [Happened(iso_day(at), day(at), line) for at, line in sorted(told, key=lambda each: each[0])]


def by_when(question: Question, progress: Progress) -> str:
    """Until when the one whose turn it is has time; empty where no day is known."""
    if question.state in OUR_TURN:
        return _ours(question.hear_by)
    if question.state in THEIRS and question.put_at is not None:
        until = _working_days_after(question.put_at, SILENT_WORKING_DAYS)
        return gettext(
            "Let us know before %(day)s. After that an organisation may ask your question on.", day=day(until)
        )
    say = _BY.get(question.state)
    return say(question, progress) if say else ""


def may_say_not_helped(question: Question) -> bool:
    """Whether "it did not help me" can still be said."""
    if question.state is S.CLOSED and question.closed_at is not None:
        return now() <= question.closed_at + ASK_AGAIN_WITHIN
    return question.state is S.ANSWERED


def _ours(until: date | None) -> str:
    if until is None:
        return ""
    if until < today():
        return gettext("You would hear from us by %(day)s. That is past, and we are sorry: call us.", day=day(until))
    return gettext("You hear from us by %(day)s at the latest.", day=day(until))


def _until_confirmed(question: Question, _progress: Progress) -> str:
    until = question.submitted_at + CONFIRM_WITHIN
    return gettext("Without your confirmation it disappears on %(day)s.", day=day(until))


def _until_closed(question: Question, _progress: Progress) -> str:
    if question.answered_at is None:
        return ""
    until = question.answered_at + CLOSES_AFTER
    return gettext("We close your question on %(day)s. Did it not help? Tell us.", day=day(until))


def _until_silent(question: Question, _progress: Progress) -> str:
    if question.closed_at is None or not may_say_not_helped(question):
        return ""
    until = question.closed_at + ASK_AGAIN_WITHIN
    return gettext("Until %(day)s you can say that it did not help.", day=day(until))


def _until_work(question: Question, progress: Progress) -> str:
    if progress.result_at is not None:
        return ""
    ahead = ahead_of(db.session(), question)
    if progress.started_at is not None:
        return gettext("They work on it until %(day)s.", day=day(ahead.work_until)) if ahead.work_until else ""
    if progress.starts_on is not None:
        return gettext("The work begins on %(day)s.", day=day(progress.starts_on))
    return gettext("Courses can choose it until %(day)s.", day=day(ahead.choose_until)) if ahead.choose_until else ""


def _until_erased(question: Question, _progress: Progress) -> str:
    if question.erase_on is None:
        return ""
    return gettext("We erase your details on %(day)s.", day=day(question.erase_on))


_BY: dict[QuestionState, Callable[[Question, Progress], str]] = {
    S.UNCONFIRMED: _until_confirmed,
    S.PUBLIC: _until_work,
    S.ANSWERED: _until_closed,
    S.CLOSED: _until_silent,
    S.REFERRED: _until_erased,
    S.REFUSED: _until_erased,
    S.WITHDRAWN: _until_erased,
}


def _working_days_after(at: datetime, days: int) -> date:
    return calendar.add_working_days(calendar.local_day(at, the_city().time_zone), days, the_city().closed_days)


def _stage(question: Question, progress: Progress) -> str:
    """The state, and within the public ones how far education is."""
    if question.state is S.RECEIVED or question.state is S.INTAKE:
        return "read" if question.first_answer_at is None else "read_on"
    if question.state is S.PUBLIC:
        return "result" if progress.result else "work" if progress.project else "public"
    return "answered" if question.state is S.CLOSED else str(question.state)


Words = tuple[str, str, str, str]
_WORDS: dict[str, Callable[[], Words]] = {
    "unconfirmed": lambda: (
        gettext("Your question is not confirmed yet"),
        "you",
        gettext("It is your turn now"),
        gettext("Click the link in our mail, or ask for a new one."),
    ),
    "lapsed": lambda: (
        gettext("Your question has lapsed"),
        "away",
        gettext("Lapsed"),
        gettext("It was not confirmed within 30 days. You are welcome to ask it again."),
    ),
    "read": lambda: (
        gettext("It is our turn"),
        "busy",
        gettext("We are looking at it"),
        gettext("A member of staff reads your question. You do not have to do anything now."),
    ),
    "read_on": lambda: (
        gettext("It is our turn"),
        "busy",
        gettext("We are looking at it"),
        gettext("We read your answer and come back to you. You do not have to do anything now."),
    ),
    "waiting": lambda: (gettext("We would like to know something"), "you", gettext("It is your turn now"), ""),
    "articulated": lambda: (gettext("Is this your question?"), "you", gettext("It is your turn now"), ""),
    "agreed": lambda: (
        gettext("It is our turn"),
        "busy",
        gettext("You said yes"),
        gettext("We check the text once more and put your question on the website."),
    ),
    "public": lambda: (
        gettext("Your question is on the website"),
        "done",
        gettext("Public"),
        gettext("We now look for a course, student or researcher. We tell you as soon as somebody starts."),
    ),
    "work": lambda: (
        gettext("Students are working on your question"),
        "busy",
        gettext("At work"),
        gettext("You do not have to do anything now. We tell you as soon as there is a result."),
    ),
    "result": lambda: (
        gettext("There is a result"),
        "done",
        gettext("Public"),
        gettext(
            "The students have finished. Read what they found. We also write to you what it means for your question."
        ),
    ),
    "answered": lambda: (gettext("There is an answer to your question"), "done", gettext("Answered"), ""),
    "referred": lambda: (gettext("There is a better way for your question"), "away", gettext("Referred"), ""),
    "refused": lambda: (
        gettext("We do not take on your question. We do have advice"),
        "away",
        gettext("Not taken on"),
        "",
    ),
    "withdrawn": lambda: (
        gettext("Your question was withdrawn"),
        "away",
        gettext("Withdrawn"),
        gettext("We do nothing more with it. You are welcome to ask a new question."),
    ),
}
