"""Where a placement can stand, in words, and the reasons a lecturer may choose to pass."""

from __future__ import annotations

from enum import StrEnum

from leren_app.domain.text import Text


class PlacementState(StrEnum):
    """Where a placement (a challenge in one edition of a course) stands."""

    PROPOSED = "proposed"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


S = PlacementState

LABELS: dict[StrEnum, Text] = {
    S.PROPOSED: Text("Voorgesteld aan het vak", "Proposed to the course"),
    S.REQUESTED: Text("Aangevraagd, wacht op antwoord", "Requested, waiting for an answer"),
    S.ACCEPTED: Text("De opdrachtgever zei ja", "The client said yes"),
    S.AGREED: Text("Afgesproken", "Agreed"),
    S.DONE: Text("Klaar", "Done"),
    S.DECLINED: Text("Afgewezen", "Declined"),
    S.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
    S.EXPIRED: Text("Verlopen", "Expired"),
    S.CANCELLED: Text("Afgezegd", "Cancelled"),
}

# One challenge and one edition of a course have at most one placement in these states.
LIVE = frozenset({S.PROPOSED, S.REQUESTED, S.ACCEPTED, S.AGREED})


class PassReason(StrEnum):
    """Why a proposed challenge does not fit a course."""

    TOO_LARGE = "too_large"
    LEVEL = "level"
    TIMING = "timing"
    THEME = "theme"
    OTHER = "other"


PASS_REASON_NAMES: dict[PassReason, Text] = {
    PassReason.TOO_LARGE: Text("Te groot", "Too large"),
    PassReason.LEVEL: Text("Het niveau past niet", "The level does not fit"),
    PassReason.TIMING: Text("De periode past niet", "The period does not fit"),
    PassReason.THEME: Text("Het thema past niet", "The theme does not fit"),
    PassReason.OTHER: Text("Iets anders", "Something else"),
}
