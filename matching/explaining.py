"""Says which words made a score: what two rows share, folded back to its words; it adds up to the score."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from matching.analysis import ENGLISH_OF_DUTCH, Side, Token, Told
from matching.index import Segment
from matching.vectors import Entry, Vector, most_saying

WORD = "word"  # via: the same word, or its stem
LETTERS = "letters"  # via: the words look alike
TRANSLATION = "translation"  # via: the words mean the same in the other language, as was learnt


@dataclass(frozen=True)
class Reason:
    """A word of the query, a word of the item, what joins them, and how much of the score that makes.

    `via` is "word", "letters", "translation", "skill:<key>", "concept:<key>" (both words mean it) or
    "relation:<from>><to>", where the query's word leads to what the item says; "relation:<to><<from>" where the item's
    word leads to what the query says.
    """

    query_term: str
    via: str
    term: str
    contribution: float


class Numbered(Protocol):
    """What knows the numbers of features and tokens."""

    @property
    def features(self) -> Mapping[str, int]:
        """The number of each feature."""
        ...

    @property
    def said(self) -> Sequence[Token]:
        """The tokens by number."""
        ...


def entries(
    segment: Segment, row: int, asked: Mapping[int, str], names: Numbered, told: Callable[[Token, Side], Told]
) -> dict[str, Entry]:
    """What a row has of the features of a query (`asked`: by their numbers), with the word that says each most."""
    features, weights, tokens = segment.row(row)
    pairs = zip(features.tolist(), weights.tolist(), strict=True)
    shared = {asked[number]: weight for number, weight in pairs if number in asked}
    said = (each for token in tokens.tolist() for each in told(names.said[token], "held").occurrences)
    words = most_saying(each for each in said if each.feature in shared) if shared else {}
    return {feature: Entry(weight, *words[feature]) for feature, weight in shared.items()}


def reasons(query: Vector, item: Mapping[str, Entry]) -> dict[tuple[str, str, str], float]:
    """Why two rows are near: (word of the query, via, word of the item) and how much of their cosine it makes."""
    found: dict[tuple[str, str, str], float] = {}
    for feature, theirs in item.items():
        ours = query[feature]
        key = (ours.word, _via(feature, ours, theirs), theirs.word)
        found[key] = found.get(key, 0.0) + ours.weight * theirs.weight
    return found


def told_together(
    parts: Iterable[tuple[Mapping[tuple[str, str, str], float], float]], score: float
) -> tuple[Reason, ...]:
    """The reasons of pairs of rows, each pair with its share, heaviest first; together they make the score."""
    sums: dict[tuple[str, str, str], float] = {}
    for found, share in parts:
        for key, contribution in found.items():
            sums[key] = sums.get(key, 0.0) + contribution * share
    order = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    whole = math.fsum(sums.values()) or 1.0
    return tuple(Reason(*key, contribution * (score / whole)) for key, contribution in order)


def _via(feature: str, ours: Entry, theirs: Entry) -> str:
    kind, _, name = feature.partition(":")
    if kind == "k":
        return f"skill:{name}"
    if kind == "to":
        return f"relation:{ours.origin}>{name}"
    if kind == "from":
        return f"relation:{name}<{theirs.origin}"
    if ours.word == theirs.word:
        return WORD
    if kind in ("e", "oe") and ENGLISH_OF_DUTCH in (ours.origin, theirs.origin):
        return TRANSLATION
    if kind == "c":
        return f"concept:{name}"
    return LETTERS if kind == "g" else WORD
