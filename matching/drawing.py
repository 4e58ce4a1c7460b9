"""Draws entries of the lexicon by a seed, so that a reader judges what chance shows, not what the author likes."""

from __future__ import annotations

import random
from collections.abc import Iterator

from matching.lexicon import Lexicon
from matching.text import LANGUAGES


def draw(lexicon: Lexicon, count: int, seed: int) -> list[str]:
    """Some entries as lines, in the order of the files; the same seed and lexicon give the same ones."""
    entries = list(_entries(lexicon))
    chosen = random.Random(seed).sample(range(len(entries)), min(count, len(entries)))  # noqa: S311 - no secret
    return [entries[number] for number in sorted(chosen)]


def _entries(lexicon: Lexicon) -> Iterator[str]:
    """Every word under its concept, and every relation with what a person reads."""
    for concept in lexicon.concepts.values():
        for language in LANGUAGES:
            for word in concept.words(language):
                yield f"{concept.key}: {word} ({language})"
        for relation in concept.relations:
            yield f"{concept.key} > {relation.target} {relation.weight:g}: {relation.nl} / {relation.en}"
