"""Going on with the next message without going back to the queue: out of the list that was looked at last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import request, url_for
from flask import session as kept
from flask_babel import gettext

from leren_app.domain import calendar
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions.queue import DUE_WITHIN, Tab, find_next
from leren_app.web.guards import the_person
from leren_app.web.here import the_city, today
from leren_app.web.intake.queue_page import Wish
from leren_app.web.intake.rows import due_of, first_words

LIST = "queue"
"""Where the session keeps which list somebody looked at last, as the queue's address says it."""
DONE = "gedaan"
"""Said in the address of the page after something was done, so that a reload still offers the next message."""
WORKED_THROUGH = frozenset({Tab.DUE, Tab.UNDECIDED, Tab.NOBODY})
"""Tabs that somebody works through from top to bottom, as one's own is with or without a filter."""


@dataclass(frozen=True)
class Onward:
    """Where to go on: the words of the link, its address, and the first words of the message; empty for the queue."""

    text: str
    href: str
    title: str = ""


def remember(wish: Wish) -> None:
    """Keep which list somebody looks at, so that they go on in it."""
    if kept.get(LIST) != wish.query:
        kept[LIST] = wish.query


def page_after(reference: str) -> str:
    """The page of a question after something was done to it: there the next message is offered."""
    values: dict[str, Any] = {DONE: 1}
    return url_for("intake.show", reference=reference, **values)


def onward_after(question: Question) -> Onward | None:
    """What is offered on this page; nothing where nothing was done."""
    return onward_from(question) if DONE in request.args else None


def onward_from(question: Question) -> Onward:
    """The next message that waits for us, or the way back when there is none left."""
    wishes = _wishes()
    for wish in wishes:
        found = next_in(wish, question)
        if found is not None:
            due = due_of(found, today(), the_city()).words
            words = gettext("Next: %(reference)s (%(due)s)", reference=found.reference, due=due)
            return Onward(words, url_for("intake.show", reference=found.reference), first_words(found.raw_text))
    return Onward(gettext("That was the last one here. Back to the queue"), wishes[0].address())


def after(question: Question) -> str:
    """The address of the next message itself, or of the queue when there is none left."""
    return onward_from(question).href


def next_in(wish: Wish, question: Question) -> Question | None:
    """The message after this one in a list."""
    city = the_city()
    due_by = calendar.add_working_days(today(), DUE_WITHIN, city.closed_days)
    user_id = the_person().user_id
    return find_next(db.session(), question, wish.tab, user_id=user_id, wanted=wish.wanted, due_by=due_by)


def _wishes() -> list[Wish]:
    """The list somebody came from; who came from none, or looked at all of their own, gets nobody's after their own."""
    wish = Wish.of(dict(parse_qsl(str(kept.get(LIST, "")))))
    if wish.tab in WORKED_THROUGH or (wish.tab is Tab.MINE and wish.is_filtered):
        return [wish]
    return [Wish(Tab.MINE), Wish(Tab.NOBODY)]
