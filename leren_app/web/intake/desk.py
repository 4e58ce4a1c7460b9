"""The work bar on the coordinators' own pages, which tell the queue from all questions and count what is theirs."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext

from leren_app.services.questions.queue import Tab
from leren_app.web import desk
from leren_app.web.desk import Place


def places(tab: Tab | None = None, mine: int | None = None) -> list[Place]:
    """The bar; `tab` is the one of the queue that is open, `mine` how many questions wait for the reader."""
    on_all = tab in {None, Tab.ALL}
    is_queue = (request.endpoint or "").startswith("intake.") and not on_all
    own = url_for("intake.queue")
    all_of_them = (gettext("All questions"), url_for("intake.queue", tab=Tab.ALL.value), on_all, None)
    return [(gettext("My queue"), own, is_queue, mine), all_of_them, *desk.lines(but="intake.")]
