"""The places of a coordinator in the bar below the header, on every page they see."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext

from leren_app.domain.permissions import Permission, may
from leren_app.services.questions.queue import Tab
from leren_app.web.guards import current_actor

Place = tuple[str, str, bool, int | None]
"""Words, address, whether it is this page, how many wait there."""


def desk_of() -> dict[str, list[Place]]:
    """For the layout: the bar without counts, so that no other page asks for them; nothing for anybody else."""
    return {"desk": places()} if may(current_actor(), Permission.SEE_QUEUE) else {}


def places(tab: Tab | None = None, mine: int | None = None) -> list[Place]:
    """The bar; `tab` is the one of the queue that is open, `mine` how many questions wait for the reader."""
    is_intake = (request.endpoint or "").startswith("intake.")
    on_all = is_intake and tab in {None, Tab.ALL}
    return [
        (gettext("My queue"), url_for("intake.queue"), is_intake and not on_all, mine),
        (gettext("All questions"), url_for("intake.queue", tab=Tab.ALL.value), on_all, None),
    ]
