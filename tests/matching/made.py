"""Texts that a test makes up: any signs at all, and people of the invented town with works of their own."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

from matching.analysis import Analyser, Item
from matching.index import build_segment
from matching.lexicon import Concept, own_lexicon
from matching.matcher import Matcher, State

QUESTIONS = Path(__file__).resolve().parents[2] / "bench" / "sets" / "questions.jsonl"
WORDS = (
    *("ouderen", "eenzaam", "vuil", "afval", "schuld", "geldzorgen", "tuin", "bomen", "boom", "recht", "app", "school"),
    *("schoolplein", "het", "de", "van", "kinderen", "lonely", "waste", "law", "garden", "the", "and", "schuttershof"),
)
SKILLS = ("interviewen", "GIS", "R", "programming", "unheard-of craft", "photography")

said = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
anything = st.text(st.characters(exclude_categories=()), max_size=200)  # lone surrogates too
skills = st.lists(st.sampled_from(SKILLS), max_size=3).map(tuple)


def profiles(texts: st.SearchStrategy[str], most: int = 5) -> st.SearchStrategy[list[Item]]:
    """Items i0, i1, … with a title, up to three texts and some skills."""
    parts = st.tuples(said, st.lists(texts, max_size=3).map(tuple), skills, st.sampled_from([None, "nl", "en"]))
    return st.lists(parts, min_size=1, max_size=most).map(
        lambda found: [Item(f"i{number}", *each) for number, each in enumerate(found)]
    )


@lru_cache(maxsize=1)
def analyser() -> Analyser:
    """One for all tests that change nothing in it: what it read is kept."""
    return Analyser()


def fit(items: Iterable[Item]) -> Matcher:
    """A matcher that holds some items."""
    return Matcher(analyser()).fit(items)


def refitted(fitted: Matcher, items: Iterable[Item]) -> Matcher:
    """A matcher built from nothing that holds some items, with the frequencies of another."""
    known = fitted.state.known
    state = State(known, {}, {}, build_segment({}, 0), {}, frozenset(), 0)
    held = {item.id: fitted._hold(state, fitted.analyser.rows(item)) for item in items}
    width = len(state.features)
    return Matcher(fitted.analyser).with_state(
        State(known, state.features, state.tokens, build_segment(held, width), {}, frozenset(), width)
    )


def questions() -> list[Item]:
    """The judged questions, which are invented."""
    lines = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [Item(line["id"], line["title"], tuple(line["texts"]), language="nl") for line in lines]


def people(count: int, seed: int) -> list[Item]:
    """Some people with one to three works each, about what the lexicon knows; the same for the same seed."""
    chance = random.Random(seed)
    concepts = [concept for concept in own_lexicon().concepts.values() if concept.nl]
    return [
        Item(f"p{number:05}", "", tuple(_work(chance, concepts) for _ in range(chance.randint(1, 3))), language="nl")
        for number in range(count)
    ]


def _work(chance: random.Random, concepts: list[Concept]) -> str:
    return " ".join(chance.choice(concept.nl) for concept in chance.choices(concepts, k=4))
