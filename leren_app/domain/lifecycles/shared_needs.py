"""The guards that more than one life cycle uses; each reads only the facts it names."""

from __future__ import annotations

from typing import Protocol

from leren_app.domain.personal_data import find_personal_data
from leren_app.domain.text import Text


class GivesReason(Protocol):
    """Facts that hold why somebody takes the step."""

    @property
    def reason(self) -> str: ...


class HasPublicTexts(Protocol):
    """Facts that hold every text that will be public."""

    @property
    def public_texts(self) -> tuple[str, ...]: ...


class HasPromises(Protocol):
    """Facts that count the people who were promised to hear and did not hear yet."""

    @property
    def untold_promises(self) -> int: ...


def has_reason(facts: GivesReason) -> Text | None:
    """Somebody wrote why."""
    return None if facts.reason.strip() else Text("Schrijf op waarom.", "Write down why.")


def has_no_personal_data(facts: HasPublicTexts) -> Text | None:
    """Nothing in the public texts points to a person."""
    found = [f.excerpt for text in facts.public_texts for f in find_personal_data(text)]
    if not found:
        return None
    return Text(
        "In de openbare tekst staat een persoonlijk gegeven: {found}. Haal dat eerst weg.",
        "The public text holds a personal detail: {found}. Take it out first.",
    ).with_(found=", ".join(found[:3]))


def has_told_everyone(facts: HasPromises) -> Text | None:
    """Everyone who was promised to hear the result has heard it."""
    if facts.untold_promises == 0:
        return None
    return Text("Nog niet iedereen aan wie dit beloofd is, heeft bericht.", "Not everyone who was promised has heard.")
