"""Takes Dutch compounds apart: a schoolplein is a plein, a gezondheidsverschil a verschil in gezondheid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from matching.text import stem

SHORTEST_PART = 4  # letters
DEEPEST = 2  # a first part may be a compound itself, this many times
MOST_SEEN = 100_000  # words whose parts are kept
_LINKS = ("", "s", "n", "en", "e")  # letters that join two parts
_ENDINGS = frozenset(
    """heid lijk atie schap baar isch ieve teit eren ende ters ling ingen eerd erend eling elijk ting ning ding ring
    king ging sing tisch logisch ings achtig loos zaam""".split()  # noqa: SIM905 - reads better than thirty quotes
)
"""Look like words, are endings."""


@dataclass(frozen=True)
class Splitter:
    """Splits words into parts that are known: by the lexicon as they stand, or by how many texts had their stem."""

    is_known: Callable[[str], bool]
    texts: Mapping[str, int]
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word from left to right; empty where it is not known to be a compound."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= MOST_SEEN:
                self._seen.clear()
            found = self._seen[word] = self._split(word, DEEPEST)
        return found

    def _split(self, word: str, deep: int) -> tuple[str, ...]:
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = word[cut:]
            last = self._worth(tail)
            if not last:
                continue
            head = max(_without_link(word[:cut]), key=self._as_head)
            if first := self._worth(head):
                best = max(best, (first + last, (head, tail)))
            elif deep and len(heads := self._split(head, deep - 1)) > 1:
                best = max(best, (last / 2, (*heads, tail)))
            elif len(tail) > SHORTEST_PART and self.is_known(tail):
                best = max(best, (1.0, (tail,)))  # whatever a schutter is, a schuttersplein is a plein
        return best[1]

    def _as_head(self, part: str) -> tuple[bool, float]:
        """How well a part stands before another: "gezondheid", which has a meaning, before the longer "gezondheids"."""
        worth = self._worth(part)
        return worth > 0 and self.is_known(part), worth

    def _worth(self, part: str) -> float:
        """How surely a part is a word by itself: 0 for no; long ones and frequent ones more."""
        if len(part) < SHORTEST_PART or part in _ENDINGS:
            return 0.0
        count = self.texts.get(stem(part, "nl"), 0) + 20 * self.is_known(part)
        return len(part) * (1 + count) ** 0.25 if count else 0.0


def _without_link(head: str) -> tuple[str, ...]:
    return tuple(head[: len(head) - len(link)] for link in _LINKS if head.endswith(link))
