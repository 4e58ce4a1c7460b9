"""Shows what changed between two versions of a text, in words, so that an asker sees what was made of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]

WORDS = re.compile(r"\w+|\s+|[^\w\s]+")
SENTENCES = re.compile(r"[^\n.!?]*[\n.!?]+\s*|[^\n.!?]+")
# How many words may be compared at worst for one answer: about half a second. Beyond it the cut gets coarser.
BUDGET = 4_000_000
SHORT_WORD = 3


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order: same + added give `new` exactly, same + removed give `old` exactly.

    Words are compared; where a text is too long for that, sentences, and words within those that changed; where even
    that costs too much, the changed part is given as a whole.
    """
    return tuple(_joined(_merged(_changes(old, new, (WORDS, SENTENCES), _Budget(BUDGET)))))


Change = tuple[str, str]  # what stood there, and what stands there now; equal where nothing changed


class _Budget:
    """What may still be compared; shared by all parts of one text, so that many parts cost no more than one."""

    def __init__(self, left: int) -> None:
        self._left = left

    def allows(self, cost: int) -> bool:
        """Whether this much is left; it is then spent."""
        if cost > self._left:
            return False
        self._left -= cost
        return True


def _changes(old: str, new: str, cuts: tuple[re.Pattern[str], ...], budget: _Budget) -> Iterator[Change]:
    """The changes by the finest cut that the budget allows."""
    if old == new or not cuts:
        yield old, new
        return
    cut, *coarser = cuts
    a, b = cut.findall(old), cut.findall(new)
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    yield "".join(a[:head]), "".join(b[:head])
    a_middle, b_middle = a[head : len(a) - tail], b[head : len(b) - tail]
    if budget.allows(_cost(a_middle, b_middle)):
        yield from _matched(a_middle, b_middle, cut, budget)
    else:
        yield from _changes("".join(a_middle), "".join(b_middle), tuple(coarser), budget)
    yield "".join(a[len(a) - tail :]), "".join(b[len(b) - tail :])


def _matched(a: Sequence[str], b: Sequence[str], cut: re.Pattern[str], budget: _Budget) -> Iterator[Change]:
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(_is_gap, a, b, autojunk=False).get_opcodes():
        before, after = "".join(a[a_from:a_to]), "".join(b[b_from:b_to])
        if tag == "replace" and cut is SENTENCES:
            yield from _changes(before, after, (WORDS,), budget)
        else:
            yield before, after


def _is_gap(word: str) -> bool:
    """White space within a line; it never starts a match, because sharing only spaces is sharing nothing."""
    return word.isspace() and "\n" not in word


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many items both begin with."""
    count = 0
    for mine, yours in zip(a, b, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _cost(a: Sequence[str], b: Sequence[str]) -> int:
    """What difflib compares at worst: each pair of equal words, again for each block of about four words."""
    in_b = Counter(word for word in b if not _is_gap(word))
    pairs = sum(count * in_b[word] for word, count in Counter(a).items())
    return pairs * (min(len(a), len(b)) // 4 + 1)


def _merged(changes: Iterator[Change]) -> Iterator[Change]:
    """Two replacements with only a short word between them become one: that reads better than a patchwork."""
    held: list[Change] = []
    for change in changes:
        if change == ("", ""):
            continue
        held.append(change)
        if len(held) == 3 and _is_patchwork(held):
            held = [("".join(old for old, _ in held), "".join(new for _, new in held))]
        elif len(held) == 3 or held[0][0] == held[0][1]:
            yield held.pop(0)
    yield from held


def _is_patchwork(three: Sequence[Change]) -> bool:
    gap = three[1][0]
    is_short = gap == three[1][1] and len(gap.strip()) <= SHORT_WORD and "\n" not in gap
    return is_short and all(old and new and old != new for old, new in (three[0], three[2]))


def _joined(changes: Iterator[Change]) -> Iterator[Piece]:
    """One piece per run of a kind; what went stands before what came."""
    same = removed = added = ""
    for old, new in changes:
        if old == new:
            yield from _runs("", removed, added)
            same, removed, added = same + old, "", ""
        else:
            yield from _runs(same, "", "")
            same, removed, added = "", removed + old, added + new
    yield from _runs(same, removed, added)


def _runs(same: str, removed: str, added: str) -> Iterator[Piece]:
    kinds: tuple[tuple[Kind, str], ...] = (("same", same), ("removed", removed), ("added", added))
    return (Piece(kind, text) for kind, text in kinds if text)
