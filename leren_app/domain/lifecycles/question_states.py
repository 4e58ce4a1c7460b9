"""Where a question can stand, in words, and the seven bridges its asker sees."""

from __future__ import annotations

from enum import StrEnum

from leren_app.domain.text import Text


class QuestionState(StrEnum):
    """Where a question stands."""

    UNCONFIRMED = "unconfirmed"
    LAPSED = "lapsed"
    RECEIVED = "received"
    INTAKE = "intake"
    WAITING = "waiting"
    ARTICULATED = "articulated"
    AGREED = "agreed"
    PUBLIC = "public"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFERRED = "referred"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = QuestionState

LABELS: dict[StrEnum, Text] = {
    S.UNCONFIRMED: Text("Nog niet bevestigd", "Not confirmed yet"),
    S.LAPSED: Text("Verlopen, nooit bevestigd", "Lapsed, never confirmed"),
    S.RECEIVED: Text("Nieuw", "New"),
    S.INTAKE: Text("In behandeling", "Being looked at"),
    S.WAITING: Text("Wacht op antwoord van de vraagsteller", "Waiting for the asker's answer"),
    S.ARTICULATED: Text("Ligt bij de vraagsteller", "With the asker"),
    S.AGREED: Text("De vraagsteller zei ja", "The asker said yes"),
    S.PUBLIC: Text("Openbaar", "Public"),
    S.ANSWERED: Text("Beantwoord", "Answered"),
    S.CLOSED: Text("Afgerond", "Closed"),
    S.REFERRED: Text("Doorverwezen", "Referred"),
    S.REFUSED: Text("Niet opgenomen", "Not taken on"),
    S.WITHDRAWN: Text("Ingetrokken", "Withdrawn"),
}

BEFORE_PUBLIC = frozenset({S.UNCONFIRMED, S.RECEIVED, S.INTAKE, S.WAITING, S.ARTICULATED, S.AGREED})
IN_TRIAGE = frozenset({S.RECEIVED, S.INTAKE, S.WAITING, S.ARTICULATED})
NOT_SURELY_THEIRS = IN_TRIAGE | {S.UNCONFIRMED}
LIVE = BEFORE_PUBLIC | {S.PUBLIC, S.ANSWERED}
ENDED = frozenset({S.REFERRED, S.REFUSED, S.WITHDRAWN, S.CLOSED})
SHOWN_TO_ALL = frozenset({S.PUBLIC, S.ANSWERED, S.CLOSED})


class Bridge(StrEnum):
    """The seven bridges an asker sees; in this order."""

    ASKED = "asked"
    DISCUSSED = "discussed"
    SHARPENED = "sharpened"
    MATCHED = "matched"
    RESEARCHED = "researched"
    ANSWERED = "answered"
    LOOKED_BACK = "looked_back"


BRIDGES = tuple(Bridge)

BRIDGE_NAMES: dict[Bridge, Text] = {
    Bridge.ASKED: Text("Gesteld", "Asked"),
    Bridge.DISCUSSED: Text("Besproken", "Discussed"),
    Bridge.SHARPENED: Text("Aangescherpt", "Sharpened"),
    Bridge.MATCHED: Text("Gekoppeld", "Matched"),
    Bridge.RESEARCHED: Text("Onderzocht", "Researched"),
    Bridge.ANSWERED: Text("Beantwoord", "Answered"),
    Bridge.LOOKED_BACK: Text("Teruggekeken", "Looked back"),
}

_BRIDGE_OF: dict[QuestionState, Bridge] = {
    S.UNCONFIRMED: Bridge.ASKED,
    S.LAPSED: Bridge.ASKED,
    S.RECEIVED: Bridge.ASKED,
    S.INTAKE: Bridge.DISCUSSED,
    S.WAITING: Bridge.DISCUSSED,
    S.ARTICULATED: Bridge.SHARPENED,
    S.AGREED: Bridge.SHARPENED,
    S.PUBLIC: Bridge.MATCHED,
    S.ANSWERED: Bridge.ANSWERED,
    S.CLOSED: Bridge.LOOKED_BACK,
}


def bridge_of(state: QuestionState) -> Bridge | None:
    """The bridge where the boat lies; None for a question that left the canal (referred, refused, withdrawn)."""
    return _BRIDGE_OF.get(state)
