"""A few questions and courses of an invented town, for the tests of the matcher."""

from __future__ import annotations

from matching.analysis import Item
from matching.matcher import Matcher

COURSES = (
    Item("ageing", "Vitality and Ageing", ("How people grow older, and care for them.",), ("co-creation",), "en"),
    Item("biology", "Biologie", ("Soorten herkennen, tellen en het leven in de stad volgen.",), ("veldwerk",), "nl"),
    Item("history", "Geschiedenis", ("Archieven en bronnen over vroeger.",), ("archiefonderzoek",), "nl"),
    Item("law", "Social legal services", ("Advice about debts, benefits and objections.",), ("legal advice",), "en"),
    Item("psychology", "Psychologie", ("Waarom mensen doen wat ze doen.",), ("gedragsverandering", "R"), "nl"),
    Item("software", "Software", ("Building apps and websites.",), ("programming",), "en"),
)
LONELY = Item("q1", "Veel ouderen in de buurt zijn eenzaam, kan iemand helpen?", language="nl")


def fitted() -> Matcher:
    """A matcher that holds the courses."""
    return Matcher().fit(COURSES)


def ids(matcher: Matcher, query: Item, k: int = 10) -> list[str]:
    """The ids of the best, in order."""
    return [found.id for found in matcher.rank(query, k)]


def asked(text: str) -> Item:
    """A question by its text alone."""
    return Item("asked", text)
