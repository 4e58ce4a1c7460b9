"""Where an application can stand, in words."""

from __future__ import annotations

from enum import StrEnum

from leren_app.domain.text import Text


class ApplicationState(StrEnum):
    """How an application (somebody's wish to work on a challenge) stands."""

    OPEN = "open"
    PLACED = "placed"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


S = ApplicationState

LABELS: dict[StrEnum, Text] = {
    S.OPEN: Text("Aangemeld", "Applied"),
    S.PLACED: Text("In een team", "In a team"),
    S.WAITING: Text("Op de wachtlijst", "On the waiting list"),
    S.DECLINED: Text("Geen plaats", "No place"),
    S.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
}

# A lecturer can still make a team out of these.
LIVE = frozenset({S.OPEN, S.WAITING})
