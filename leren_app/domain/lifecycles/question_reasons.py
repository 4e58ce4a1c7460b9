"""Why a question is referred or not taken on: few, fixed, countable; the words to the asker are a person's own."""

from __future__ import annotations

from leren_app.domain.text import Text

REFER_REASONS: dict[str, Text] = {
    "report": Text("Het is een melding voor de gemeente", "It is a report for the municipality"),
    "participation": Text("Het hoort bij inspraak van de gemeente", "It belongs to the municipality's participation"),
    "individual_help": Text("Iemand heeft zelf hulp nodig", "Somebody needs help for themselves"),
    "crisis": Text("Er is direct hulp nodig", "Help is needed at once"),
    "existing_result": Text("Er is al een antwoord", "There already is an answer"),
    "elsewhere": Text("Een ander kan dit beter", "Somebody else can do this better"),
}

REFUSE_REASONS: dict[str, Text] = {
    "commercial": Text("Het is een commerciële opdracht", "It is a commercial assignment"),
    "not_for_students": Text("Studenten kunnen dit niet onderzoeken", "Students cannot research this"),
    "one_person": Text("Het gaat om één persoon", "It concerns one person"),
    "harmful": Text("Het onderzoek kan mensen schaden", "The research could harm people"),
    "not_serious": Text("Het is geen vraag", "It is not a question"),
}

ENDING_REASONS = REFER_REASONS | REFUSE_REASONS

REASONS_OF: dict[str, dict[str, Text]] = {"refer": REFER_REASONS, "refuse": REFUSE_REASONS}
"""The steps that ask a reason from a list, by name."""
