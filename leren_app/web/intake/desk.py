"""The work bar on the coordinators' own pages, which tell the queue from all questions and count what is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request, url_for
from flask_babel import gettext, ngettext

from leren_app.services.questions.queue import Tab
from leren_app.services.questions.queue_frame import Around
from leren_app.web import desk
from leren_app.web.desk import Place
from leren_app.web.intake.rows import QueueRow
from leren_app.web.stepping import Next

BELOW_QUEUE = ("intake.", "together.", "triage.")
"""Endpoints whose pages lie below the queue, as the crumbs on them say."""


def next_step(rows: Sequence[QueueRow], counts: Mapping[Tab, int]) -> Next:
    """The question of one's own that is due first and is ours to move; else one of nobody's; else the results."""
    first = next((row for row in rows if row.status[0] == "you"), None)
    if first is not None:
        to = url_for("intake.show", reference=first.question.reference)
        return Next(first.title, f"{first.status[1]}. {first.due.words}.", gettext("Open this question"), to)
    free = counts.get(Tab.NOBODY, 0)
    if free:
        title = ngettext("%(num)d question is with nobody yet", "%(num)d questions are with nobody yet", free)
        to = url_for("intake.queue", tab=Tab.NOBODY.value)
        return Next(title, gettext("Take the one that is due first."), gettext("See what is with nobody"), to)
    return Next(
        gettext("No question waits for you"),
        gettext("Look whether a result waits for your last look before it becomes public."),
        gettext("To the results that wait"),
        url_for("projects.own"),
    )


def places(tab: Tab | None = None, around: Around | None = None) -> list[Place]:
    """The bar; `tab` is the one of the queue that is open, `around` what waits for the reader, where the page knows."""
    on_all = tab is Tab.ALL
    is_queue = (request.endpoint or "").startswith(BELOW_QUEUE) and not on_all
    own = url_for("intake.queue")
    all_of_them = (gettext("All questions"), url_for("intake.queue", tab=Tab.ALL.value), on_all, None)
    mine = around.counts[Tab.MINE] if around else None
    waiting = {"tasks.index": around.tasks, "slices.index": around.unanswered} if around else None
    return [(gettext("My queue"), own, is_queue, mine), all_of_them, *desk.lines("intake.", waiting)]
