"""The queue as rows: how long each question has left, its title, where it stands, and where the list goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import current_app
from flask_babel import gettext, ngettext
from itsdangerous import BadData, URLSafeSerializer

from leren_app.domain import calendar
from leren_app.domain.city import City, Theme
from leren_app.domain.lifecycles.question_states import LABELS, QuestionState
from leren_app.models import Question
from leren_app.services.questions.queue import IN_WORK, Key, Row, Tab, is_urgent, key_of
from leren_app.services.questions.warning import warning_days
from leren_app.web.intake.words import KINDS, status_kind
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

LONGEST_TITLE = 80


@dataclass(frozen=True)
class Due:
    """The promised day: working days left (None where nothing is promised any more), and that in words."""

    left: int | None
    words: str
    warning: tuple[str, str] | None = None
    """Drawing and words where it is getting late: the same moments at which a mail goes out."""

    @property
    def is_late(self) -> bool:
        """Whether the promise was broken."""
        return self.left is not None and self.left < 0


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue."""

    question: Question
    title: str
    due: Due
    place: str
    themes: tuple[Theme, ...]
    status: tuple[str, str]
    kind: str
    is_mine: bool
    is_urgent: bool
    can_take: bool
    can_assign: bool
    alike: int
    """How many public questions are like it."""


def row_of(row: Row, *, user_id: UUID, today: date, city: City, alike: int = 0) -> QueueRow:
    """A row as it is shown to somebody; `alike` as whoever counted them says."""
    question = row.question
    is_mine = question.assignee_id == user_id
    return QueueRow(
        question=question,
        title=title_of(question.raw_text, row.title_nl, row.title_en),
        due=due_of(question, today, city),
        place=place_of(question, city),
        themes=themes_of(question, city),
        status=status_of(question, is_mine),
        kind=str(KINDS[question.kind]) if question.kind else "",
        is_mine=is_mine,
        is_urgent=is_urgent(question),
        can_take=question.state is QuestionState.RECEIVED,
        can_assign=question.state in IN_WORK and question.merged_into_id is None,
        alike=alike,
    )


def title_of(raw_text: str, title_nl: str, title_en: str) -> str:
    """The clinic's title in the language of the page, else the first words that were typed."""
    return (title_en if spoken_language() == "en" else title_nl) or first_words(raw_text)


def first_words(text: str) -> str:
    """The first sentence of a text, cut between words where it is long."""
    first = re.split(r"\n|(?<=[.?!])\s", text.strip(), maxsplit=1)[0].strip()
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def place_of(question: Question, city: City) -> str:
    """The name of the neighbourhood or district, in the language of the page."""
    return city.place(question.neighbourhood or question.district).name.in_(spoken_language())


def themes_of(question: Question, city: City) -> tuple[Theme, ...]:
    """The themes it touches, as far as the city file still has them."""
    known = {theme.key: theme for theme in city.themes}
    return tuple(known[chosen.theme] for chosen in question.themes if chosen.theme in known)


def status_of(question: Question, is_mine: bool) -> tuple[str, str]:
    """Drawing and words for where it stands."""
    return status_kind(question, is_mine), LABELS[question.state].in_(spoken_language())


def due_of(question: Question, today: date, city: City) -> Due:
    """How long there is left until the asker has to hear from us; the same for a first answer and for a later one."""
    if question.hear_by is not None:
        left = calendar.days_left(today, question.hear_by, city.closed_days)
        return Due(left, _left_in_words(left, day(question.hear_by)), _warning(left, city))
    if question.due_on is None:
        return Due(None, gettext("Asked on %(day)s", day=day(question.submitted_at)))
    if question.first_answer_at is not None:
        return Due(None, gettext("Answered on %(day)s", day=day(question.first_answer_at)))
    return Due(None, gettext("No answer needed any more"))


def _warning(left: int, city: City) -> tuple[str, str] | None:
    """How near the end of the term it is, on the days of the warnings; None in the first half."""
    passed = [step for step in warning_days(city) if city.service.answer_working_days - left >= step]
    if left < 0:
        return "late", gettext("Too late")
    if left == 0:
        return "late", gettext("Answer today")
    if len(passed) > 1:
        return "busy", gettext("Almost due")
    return ("busy", gettext("Halfway")) if passed else None


def _left_in_words(left: int, on: str) -> str:
    if left < 0:
        return ngettext("%(num)d working day too late", "%(num)d working days too late", -left)
    if left == 0:
        return gettext("%(day)s, today is the last day", day=on)
    return ngettext("%(day)s, %(num)d working day left", "%(day)s, %(num)d working days left", left, day=on)


# ---- where the list goes on ----


def word_after(tab: Tab, question: Question) -> str:
    """One opaque word for the address of the next page."""
    return _signer().dumps([tab.value, *(_plain(part) for part in key_of(tab, question))])


def read_word(tab: Tab, word: str) -> Key | None:
    """The key in such a word; None for anything we did not make for this tab, so that the list begins anew."""
    try:
        of_tab, *parts = _signer().loads(word)
    except (BadData, ValueError, TypeError):
        return None
    if of_tab != tab.value:
        return None
    if len(parts) == 4:
        return int(parts[0]), int(parts[1]), date.fromisoformat(parts[2]), UUID(parts[3])
    return int(parts[0]), datetime.fromisoformat(parts[1]), UUID(parts[2])


def _plain(part: int | date | datetime | UUID) -> int | str:
    if isinstance(part, int):
        return part
    return part.hex if isinstance(part, UUID) else part.isoformat()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="leren.queue")
