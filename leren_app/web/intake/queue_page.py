"""What the page of the queue shows: which questions somebody wants to see, the rows, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.lifecycles.question_states import IN_TRIAGE
from leren_app.models import Question, QuestionKind
from leren_app.services.questions.queue import DUE_WITHIN, PAGE, TAB_NAMES, Filter, Key, Tab, list_queue
from leren_app.services.questions.queue_frame import Around, look_around
from leren_app.services.questions.similar import count_alike
from leren_app.web.here import the_city, today
from leren_app.web.intake.assigning import called
from leren_app.web.intake.desk import next_step
from leren_app.web.intake.rows import QueueRow, read_word, row_of, word_after
from leren_app.web.intake.words import KINDS
from leren_app.web.language import spoken_language
from leren_app.web.stepping import Next

NO_FILTER = Filter()


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see. Only what exists is kept of an address or a form; anything else filters nothing."""

    tab: Tab = Tab.MINE
    wanted: Filter = NO_FILTER
    after: Key | None = None

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Wish:
        """Read an address, a form, or a kept query string."""
        city = the_city()
        tab = Tab(sent["tab"]) if sent.get("tab", "") in set(Tab) else Tab.MINE
        wanted = Filter(
            _one_of(sent.get("district", ""), (district.key for district in city.all_districts)),
            _one_of(sent.get("theme", ""), (theme.key for theme in city.themes)),
            _one_of(sent.get("kind", ""), QuestionKind),
        )
        return cls(tab, wanted, read_word(tab, sent.get("after", "")))

    def address(self, after: str | None = None) -> str:
        """The address of the queue that shows this."""
        values: dict[str, Any] = {**self.values, "after": after}
        return url_for("intake.queue", **values)

    @property
    def values(self) -> dict[str, str]:
        """The wish as the arguments of the address, without what filters nothing."""
        return {"tab": self.tab.value, **{name: value for name, value in asdict(self.wanted).items() if value}}

    @property
    def query(self) -> str:
        """The same as one string, to be kept."""
        return urlencode(self.values)

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out of the tab."""
        return self.wanted != NO_FILTER

    @property
    def is_whole(self) -> bool:
        """Whether this is all of somebody's own queue, from its beginning."""
        return self.tab is Tab.MINE and self.after is None and not self.is_filtered


@dataclass(frozen=True)
class QueuePage:
    """The rows of one page of the queue, with tabs, kept filters and colleagues."""

    wish: Wish
    rows: list[QueueRow]
    around: Around
    more: str | None
    next: Next | None
    user_id: UUID

    @classmethod
    def of(cls, session: Session, wish: Wish, user_id: UUID) -> QueuePage:
        """The page for one coordinator: two statements."""
        city, day, tab = the_city(), today(), wish.tab
        due_by = calendar.add_working_days(day, DUE_WITHIN, city.closed_days)
        found = list_queue(
            session, tab, user_id=user_id, wanted=wish.wanted, due_by=due_by, after=wish.after, limit=PAGE + 1
        )
        around = look_around(session, user_id, due_by=due_by)
        rows = [
            row_of(row, user_id=user_id, today=day, city=city, alike=_alike(session, row.question))
            for row in found[:PAGE]
        ]
        more = word_after(tab, found[PAGE - 1].question) if len(found) > PAGE else None
        return cls(wish, rows, around, more, next_step(rows, around.counts) if wish.is_whole else None, user_id)

    @property
    def tabs(self) -> list[tuple[str, str, bool, int | None]]:
        """Words, address, whether it is this one, how many."""
        language, counts = spoken_language(), self.around.counts
        return [
            (TAB_NAMES[tab].in_(language), url_for("intake.queue", tab=tab), tab is self.wish.tab, counts.get(tab))
            for tab in Tab
        ]

    @property
    def kept(self) -> list[tuple[UUID, str, str, bool]]:
        """The reader's own filters: id, name, address, whether it is this one; without what the city no longer has."""
        read = [(saved, Wish.of(dict(parse_qsl(saved.query)))) for saved in self.around.filters]
        here = self.wish.query
        return [(s.id, s.name, wish.address(), wish.query == here) for s, wish in read]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of message, for a select."""
        return [(kind.value, str(words)) for kind, words in KINDS.items()]

    @property
    def can_assign(self) -> bool:
        """Whether any row can go to somebody."""
        return any(row.can_assign for row in self.rows)

    @property
    def colleagues(self) -> list[tuple[str, str]]:
        """To whom questions can go, for a select; the reader first."""
        people = sorted(self.around.colleagues, key=lambda person: person[0] != self.user_id)
        named = [(str(id_), called(name, id_ == self.user_id)) for id_, name in people]
        return [("", gettext("Choose a colleague")), *named]

    @property
    def onward(self) -> str | None:
        """The address where the list goes on."""
        return self.wish.address(self.more) if self.more else None


def _alike(session: Session, question: Question) -> int:
    """How many public questions are like one that is still to be made sharp."""
    return count_alike(session, question, city=the_city()) if question.state in IN_TRIAGE else 0


def _one_of(asked: str, known: Iterable[str]) -> str:
    return asked if asked in set(known) else ""
