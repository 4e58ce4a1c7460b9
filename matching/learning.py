"""Learns which English stems stand for a Dutch one from pairs of texts that say the same: IBM model 1.

Source: Brown et al., The Mathematics of Statistical Machine Translation (1993), model 1 with a null word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.learnt import Learnt, Translation
from matching.text import Language, is_stop, stem, words_of

ROUNDS = 6
MOST = 4  # English stems for one Dutch stem
LEAST = 0.08  # less probable ones are noise
LEAST_ONCE = 0.3  # where the Dutch stem stood in one text only
NULL = 3.0  # English words that no Dutch word leads to: how many null words a text has
Pair = tuple[str, str]
"""A Dutch text and an English one that says the same."""


def learn(pairs: Iterable[Pair], source: Sequence[str] = ()) -> Learnt:
    """The table of what pairs of texts teach; the order of the pairs makes no difference to 1e-9."""
    read = [(_stems(nl, "nl"), _stems(en, "en")) for nl, en in pairs]
    texts = Counter(chain.from_iterable(dutch for dutch, _ in read))
    both = [(dutch, english) for dutch, english in read if dutch and english]
    translations = _likeliest(both, texts) if both else {}
    return Learnt(translations, dict(texts), tuple(source))


def _likeliest(both: Sequence[tuple[list[str], list[str]]], texts: Counter[str]) -> dict[str, tuple[Translation, ...]]:
    dutch, english = (sorted(set(chain.from_iterable(pair[side] for pair in both))) for side in (0, 1))
    from_, to, place = _links(both, dutch, english)
    sources, targets, probable = _estimate(from_, to, place, len(english))
    table: dict[str, list[Translation]] = {}
    for at in np.lexsort((targets, -probable)):
        source = dutch[sources[at]]
        found = table.setdefault(source, [])
        if len(found) < MOST and probable[at] >= (LEAST_ONCE if texts[source] == 1 else LEAST):
            found.append(Translation(english[targets[at]], round(float(probable[at]), 2)))
    return {source: tuple(found) for source, found in table.items() if found}


def _stems(text: str, language: Language) -> list[str]:
    words = (word for word in words_of(text) if not is_stop(word, language))
    return list(dict.fromkeys(stem(word.plain, language) for word in words))


_Numbers = NDArray[np.int64]


def _links(
    pairs: Sequence[tuple[list[str], list[str]]], dutch: Sequence[str], english: Sequence[str]
) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Every Dutch stem with every English stem of the same pair: their numbers, and the number of the English place."""
    number = {"nl": {stem: at for at, stem in enumerate(dutch)}, "en": {stem: at for at, stem in enumerate(english)}}
    from_, to, place, places = [], [], [], 0
    for one, other in pairs:
        f = np.array([number["nl"][stem] for stem in one], dtype=np.int64)
        e = np.array([number["en"][stem] for stem in other], dtype=np.int64)
        from_.append(np.repeat(f, len(e)))
        to.append(np.tile(e, len(f)))
        place.append(np.tile(np.arange(len(e)) + places, len(f)))
        places += len(e)
    return np.concatenate(from_), np.concatenate(to), np.concatenate(place)


def _estimate(
    from_: _Numbers, to: _Numbers, place: _Numbers, width: int
) -> tuple[_Numbers, _Numbers, NDArray[np.float64]]:
    """For each pair of stems that met: how probable the English one is, given the Dutch one."""
    kinds, of = np.unique(from_ * width + to, return_inverse=True)
    sources, targets = kinds // width, kinds % width
    probable = (1 / np.bincount(sources))[sources]
    for _ in range(ROUNDS):
        share = probable[of]
        share = share / (np.bincount(place, weights=share) + NULL / width)[place]
        counts = np.bincount(of, weights=share, minlength=len(kinds))
        probable = counts / np.maximum(np.bincount(sources, weights=counts), 1e-12)[sources]
    return sources, targets, np.round(probable, 9)  # equals are equal, in whichever order they were added up
