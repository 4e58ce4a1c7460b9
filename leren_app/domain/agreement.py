"""What an agreement between a course and a client says, and what it says by itself where nobody wrote anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leren_app.domain.text import Text

LONGEST_TERM = 2000


@dataclass(frozen=True)
class Term:
    """One paragraph: its heading, and its standard words."""

    key: str
    heading: Text
    standard: Text


TERMS = (
    Term(
        "contact",
        Text("Contactmomenten", "Contact moments"),
        Text(
            "Studenten en opdrachtgever spreken elkaar bij de start, halverwege en bij de presentatie. Daartussen"
            " antwoordt de opdrachtgever binnen vijf werkdagen.",
            "Students and client meet at the start, half-way and at the presentation. In between, the client answers"
            " within five working days.",
        ),
    ),
    Term(
        "language",
        Text("Taal", "Language"),
        Text(
            "Gesprekken in de wijk zijn in de taal van het veldwerk. Het verslag krijgt een samenvatting in het"
            " Nederlands en in het Engels.",
            "Conversations in the district are in the language of the field work. The report gets a summary in"
            " Dutch and in English.",
        ),
    ),
    Term(
        "data",
        Text("Gegevens en privacy", "Data and privacy"),
        Text(
            "Studenten verzamelen niet meer persoonsgegevens dan nodig, vragen vooraf toestemming en wissen ze na de"
            " beoordeling. De opdrachtgever geeft geen gegevens waaruit personen te herkennen zijn.",
            "Students collect no more personal data than needed, ask for consent first and delete it after grading. The"
            " client hands over no data from which people can be recognised.",
        ),
    ),
    Term(
        "publication",
        Text("Publicatie en licentie", "Publication and licence"),
        Text(
            "Het resultaat wordt openbaar onder CC BY 4.0, na een controle op persoonsgegevens. De opdrachtgever"
            " leest het eerst en heeft daar vijf werkdagen voor.",
            "The result becomes public under CC BY 4.0, after a check for personal data. The client reads it"
            " first and has five working days for that.",
        ),
    ),
    Term(
        "costs",
        Text("Kosten", "Costs"),
        Text(
            "Niemand betaalt voor het werk. Onkosten worden vooraf afgesproken en door de opdrachtgever vergoed.",
            "Nobody pays for the work. Expenses are agreed beforehand and refunded by the client.",
        ),
    ),
    Term(
        "if_it_fails",
        Text("Als het niet lukt", "If it does not work out"),
        Text(
            "Wie vastloopt, zegt dat binnen een week aan de ander en aan de coördinator. Stopt het werk, dan"
            " schrijven de studenten op wat er wel uitkwam en wat een volgend team moet weten.",
            "Whoever gets stuck tells the other and the coordinator within a week. If the work stops, the"
            " students write down what did come out of it and what a next team should know.",
        ),
    ),
)


def said(terms: Mapping[str, object], term: Term) -> Text:
    """What a term says: what somebody typed, else its standard words in both languages."""
    typed = str(terms.get(term.key) or "")
    return Text(typed, typed) if typed else term.standard


def changed(typed: Mapping[str, str]) -> dict[str, str]:
    """The terms that differ from their standard words, in whichever language those were shown."""
    found = {}
    for term in TERMS:
        text = typed.get(term.key, "").replace("\r\n", "\n").strip()
        if text and text not in (term.standard.nl, term.standard.en):
            found[term.key] = text[:LONGEST_TERM]
    return found
