"""Where a project can stand, in words; its result stands in the same place."""

from __future__ import annotations

from enum import StrEnum

from leren_app.domain.text import Text


class ProjectState(StrEnum):
    """Where a project (a team at work) and its result stand."""

    FORMING = "forming"
    RUNNING = "running"
    DELIVERED = "delivered"
    APPROVED = "approved"
    PUBLIC = "public"
    STOPPED = "stopped"
    CLOSED = "closed"
    NOT_STARTED = "not_started"


S = ProjectState

LABELS: dict[StrEnum, Text] = {
    S.FORMING: Text("Het team wordt gevormd", "The team is being formed"),
    S.RUNNING: Text("Aan het werk", "At work"),
    S.DELIVERED: Text("Ingeleverd", "Handed in"),
    S.APPROVED: Text("Goedgekeurd", "Approved"),
    S.PUBLIC: Text("Resultaat openbaar", "Result public"),
    S.STOPPED: Text("Gestopt", "Stopped"),
    S.CLOSED: Text("Afgerond", "Closed"),
    S.NOT_STARTED: Text("Niet gestart", "Not started"),
}

AT_WORK = frozenset({S.RUNNING, S.DELIVERED, S.APPROVED, S.PUBLIC, S.STOPPED})
ENDED = frozenset({S.CLOSED, S.NOT_STARTED})
