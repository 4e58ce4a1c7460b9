"""Where a challenge can stand, in words; "taken 2 of 3" is counted, not a state."""

from __future__ import annotations

from enum import StrEnum

from leren_app.domain.text import Text


class ChallengeState(StrEnum):
    """Where a challenge stands."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


S = ChallengeState

LABELS: dict[StrEnum, Text] = {
    S.DRAFT: Text("Concept", "Draft"),
    S.OPEN: Text("Open voor onderwijs", "Open for education"),
    S.PAUSED: Text("Gepauzeerd", "Paused"),
    S.CLOSED: Text("Gesloten", "Closed"),
    S.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
}
