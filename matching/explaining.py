"""Says which words made a score: what two rows share, folded back to its words; it adds up to the score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from matching.analysis import ENGLISH_OF_DUTCH, Occurrence, Token
from matching.index import Segment
from matching.vectors import Entry, Vector

WORD = "word"  # via: the same word, or its stem
LETTERS = "letters"  # via: the words look alike
TRANSLATION = "translation"  # via: the words mean the same in the other language, as was learnt


@dataclass(frozen=True)
class Reason:
    """A word of the query, a word of the item, what joins them, and how much of the score that makes.

    `via` is "word", "letters", "translation", "skill:<key>", "concept:<key>" (both words mean it) or
    "relation:<from>><to>", where the query's word leads to what the item says; "<from>><to><<other>" where the item's
    word leads there too, and "<to><<other>" where only the item's does.
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
    segment: Segment, row: int, query: Vector, names: Numbered, told: Callable[[Token], Iterable[Occurrence]]
) -> dict[str, Entry]:
    """What a row has of the features of a query, with the word that says each most."""
    features, weights, tokens = segment.row(row)
    held = dict(zip(features.tolist(), weights.tolist(), strict=True))
    shared = {f: held[number] for f in query if (number := names.features.get(f, -1)) in held}
    said: dict[str, dict[tuple[str, str], float]] = {}
    for token in tokens.tolist() if shared else ():
        for feature, weight, word, origin in told(names.said[token]):
            if feature in shared:
                words = said.setdefault(feature, {})
                words[word, origin] = words.get((word, origin), 0.0) + weight
    return {f: Entry(weight, *_most(said[f])) for f, weight in shared.items()}


def _most(words: Mapping[tuple[str, str], float]) -> tuple[str, str]:
    return min(words.items(), key=lambda pair: (-pair[1], pair[0]))[0]


def reasons(query: Vector, item: Mapping[str, Entry]) -> dict[tuple[str, str, str], float]:
    """Why two rows are near: (word of the query, via, word of the item) and how much of their cosine it makes."""
    found: dict[tuple[str, str, str], float] = {}
    for feature, theirs in item.items():
        ours = query[feature]
        key = (ours.word, _via(feature, ours, theirs), theirs.word)
        found[key] = found.get(key, 0.0) + ours.weight * theirs.weight
    return found


def told_together(
    parts: Iterable[tuple[Mapping[tuple[str, str, str], float], float]],
) -> tuple[Reason, ...]:
    """The reasons of all pairs of rows, each with its share, heaviest first."""
    sums: dict[tuple[str, str, str], float] = {}
    for found, share in parts:
        for key, contribution in found.items():
            sums[key] = sums.get(key, 0.0) + contribution * share
    order = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Reason(*key, contribution) for key, contribution in order)


def _via(feature: str, ours: Entry, theirs: Entry) -> str:
    kind, _, name = feature.partition(":")
    if kind == "k":
        return f"skill:{name}"
    if kind == "c":
        return _meaning(name, ours, theirs)
    if ours.word == theirs.word:
        return WORD
    if kind == "e" and ENGLISH_OF_DUTCH in (ours.origin, theirs.origin):
        return TRANSLATION
    return LETTERS if kind == "g" else WORD


def _meaning(name: str, ours: Entry, theirs: Entry) -> str:
    if ours.word == theirs.word and ours.origin == theirs.origin:
        return WORD
    if ours.origin == theirs.origin:
        return f"concept:{ours.origin or name}"
    from_, back = f"{ours.origin}>" if ours.origin else "", f"<{theirs.origin}" if theirs.origin else ""
    return f"relation:{from_}{name}{back}"
