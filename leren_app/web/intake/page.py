"""Everything the pages of one question show, gathered in one place so that the templates only have to say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext

from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import QuestionFacts
from leren_app.domain.lifecycles.question_states import LABELS, QuestionState
from leren_app.domain.roles import ROLE_NAMES, Actor
from leren_app.extensions import db
from leren_app.models import Challenge, ClinicVersion, Event, NoteAudience, Question
from leren_app.services.challenges import reading as challenge_reading
from leren_app.services.questions import reading
from leren_app.services.questions.clinic import ClinicText, text_of
from leren_app.services.questions.facts import after_public, facts_of, latest_version
from leren_app.services.questions.handling import ASSIGN, HAND_BACK
from leren_app.services.questions.noting import FACT_NAMES
from leren_app.services.questions.queue import IN_WORK
from leren_app.services.questions.settling import TRIAGE
from leren_app.services.questions.speaking import ADD
from leren_app.web.challenge_cards import status_of as state_of_challenge
from leren_app.web.challenge_cards import title_of as title_of_challenge
from leren_app.web.challenge_words import WORK_FORMS
from leren_app.web.here import now, the_city, today
from leren_app.web.intake.forms import ClinicForm
from leren_app.web.intake.frame import Button, Frame, Sight, frame_of, other_ways
from leren_app.web.intake.rows import Due, due_of, place_of, status_of, themes_of, title_of
from leren_app.web.intake.words import ASKER_KINDS, CHANNELS, LANGUAGES
from leren_app.web.language import spoken_language

PUBLIC_TEXTS = ("title", "research_question", "summary")
SLICED = frozenset({QuestionState.AGREED, QuestionState.PUBLIC, QuestionState.ANSWERED, QuestionState.CLOSED})
"""States in which a question may have challenges; before its yes there are none."""
FILLED = "-"
"""Stands for whatever a step's form will ask, so that its page only names what the form cannot give."""


Slice = tuple[str, str, str]
"""A challenge that was cut from a question: its title, its address at the desk, its work form and state."""


@dataclass(frozen=True)
class HandlingPage:
    """What every tab of a question shows: its head, the next step, and the facts beside it."""

    question: Question
    title: str
    place: str
    themes: tuple[Theme, ...]
    status: tuple[str, str]
    due: Due
    frame: Frame
    ways: list[Button]
    events: list[Event]
    messages: list[reading.Message]
    latest: ClinicVersion | None
    assigned_on: datetime | None
    handover: Entry | None
    is_mine: bool
    slices: list[Slice]

    @classmethod
    def of(cls, question: Question, actor: Actor, *, on_clinic: bool = False) -> HandlingPage:
        """The page of a question for one coordinator."""
        city, latest = the_city(), latest_version(question)
        events = reading.list_events(db.session(), question)
        given = _given(question, events)
        is_mine = question.assignee_id is not None and question.assignee_id == actor.user_id
        frame = frame_of(Sight(question, facts_as_filled(question), on_clinic))
        return cls(
            question=question,
            title=title_of(question.raw_text, *((latest.title_nl, latest.title_en) if latest else ("", ""))),
            place=place_of(question, city),
            themes=themes_of(question, city),
            status=status_of(question, is_mine),
            due=due_of(question, today(), city),
            frame=frame,
            ways=other_ways(
                QUESTION.open_to(question.state, actor.roles, merged=question.merged_into_id is not None),
                question,
                frame,
            ),
            events=events,
            messages=reading.messages_of(question, events),
            latest=latest,
            assigned_on=given.at if given else None,
            handover=_handover(question, given),
            is_mine=is_mine,
            slices=slices_of(question),
        )

    @property
    def asker_kind(self) -> str:
        """On whose behalf the question was asked."""
        return str(ASKER_KINDS[self.question.asks_as])

    @property
    def channel(self) -> str:
        """How the asker hears from us."""
        return str(CHANNELS[self.question.asker.channel])

    @property
    def language(self) -> str:
        """The language in which the question was asked."""
        return str(LANGUAGES.get(self.question.language, self.question.language))

    @property
    def may_assign(self) -> bool:
        """Whether somebody has work with it."""
        return self.question.state in IN_WORK


def slices_of(question: Question) -> list[Slice]:
    """The challenges of a question, drafts too; none before there can be any."""
    if question.state not in SLICED:
        return []
    found = challenge_reading.list_of_question(db.session(), question)
    return [(title_of_challenge(c), url_for("slices.show", slug=c.slug), _form_and_state(c)) for c in found]


def _form_and_state(challenge: Challenge) -> str:
    form = str(WORK_FORMS[challenge.work_form]) if challenge.work_form else ""
    return ", ".join(filter(None, (form, state_of_challenge(challenge)[1])))


def facts_as_filled(question: Question) -> QuestionFacts:
    """What the guards know, with all that a step's own form asks taken as given."""
    facts = facts_of(question, now(), the_city(), reason=FILLED)
    if question.published_at is not None:
        facts = replace(facts, **after_public(db.session(), question), advice=FILLED)
    return replace(facts, by_asker=True, organisation=FILLED, agreed_how=FILLED, agreed_on=date.min)


def _given(question: Question, events: Sequence[Event]) -> Event | None:
    """How the question came to whoever has it."""
    if question.assignee_id is None:
        return None
    return next((e for e in reversed(events) if e.step in {ASSIGN, "take", "reopen"}), None)


def _handover(question: Question, given: Event | None) -> Entry | None:
    """What a colleague wrote when they handed it over; None without words. The other note is the new name."""
    if given is None or given.step != ASSIGN or question.assignee is None:
        return None
    entry = entry_of(question, given)
    words = [note for note in entry.notes if note[1] != question.assignee.name]
    return replace(entry, notes=words) if words else None


# ---- the clinic ----


@dataclass(frozen=True)
class Part:
    """One text of a version: what it is called, what stood there, what stands there now, in which language."""

    name: str
    label: str
    before: str
    after: str
    language: str | None


def parts_of(text: ClinicText) -> list[Part]:
    """What a version says, without what is empty."""
    return [part for part in _compared(ClinicText(), text) if part.after]


def parts_of_public(version: ClinicVersion) -> list[Part]:
    """What others read of a version: title, research question and summary, each in Dutch and English."""
    shown = {part.name: part for part in _compared(ClinicText(), text_of(version))}
    return [shown[f"{text}_{language}"] for text in PUBLIC_TEXTS for language in ("nl", "en")]


def changed_parts(before: ClinicText, after: ClinicText) -> list[Part]:
    """What differs between two texts, in the order of the page."""
    return [part for part in _compared(before, after) if part.before != part.after]


def _compared(before: ClinicText, after: ClinicText) -> list[Part]:
    form = ClinicForm(formdata=None)
    return [
        Part(name, str(form[name].label.text), getattr(before, name), getattr(after, name), _language_of(name))
        for name in ClinicText.__dataclass_fields__
    ]


def _language_of(name: str) -> str | None:
    return name[-2:] if name.endswith(("_nl", "_en")) else None


# ---- the history ----


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime
    who: str
    role: str
    what: str
    moved: tuple[str, str] | None
    notes: list[tuple[bool, str, str | None]]
    """Whether it is internal, the text, the link."""


def history_of(question: Question, events: Sequence[Event]) -> list[Entry]:
    """What happened, newest first."""
    return [entry_of(question, event) for event in reversed(events)]


def entry_of(question: Question, event: Event) -> Entry:
    """One event in words."""
    language = spoken_language()
    role = ROLE_NAMES[event.role].in_(language)
    beside = {
        ADD: gettext("The asker added something"),
        ASSIGN: gettext("Handed to"),
        HAND_BACK: gettext("Back to nobody, as who had it left"),
        TRIAGE: gettext("Kind, district and themes"),
    }
    if event.step in FACT_NAMES:
        beside[event.step] = FACT_NAMES[event.step].in_(language)
    what = beside.get(event.step) or QUESTION.step(event.step).label.in_(language)
    return Entry(
        at=event.at,
        who=_name_of(question, event),
        role=role,
        what=what,
        moved=_moved(event, language),
        notes=[(note.audience is NoteAudience.INTERNAL, note.text, note.link) for note in event.notes],
    )


def _name_of(question: Question, event: Event) -> str:
    if event.user is not None:
        return event.user.name
    is_asker = event.step == "submit" or (event.contact_id is not None and event.contact_id == question.asker_id)
    return question.asker.name if is_asker else ""


def _moved(event: Event, language: str) -> tuple[str, str] | None:
    if event.to_state is None or event.from_state == event.to_state:
        return None
    before = LABELS[QuestionState(event.from_state)].in_(language) if event.from_state else ""
    return before, LABELS[QuestionState(event.to_state)].in_(language)
