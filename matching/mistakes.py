"""What is wrong with a line of words, in both languages: who keeps words need not read English."""

from __future__ import annotations


class MistakeError(ValueError):
    """Something that cannot be read, said in Dutch and in English; as text it is the English one."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.nl, self.en = nl, en


def no_concept(key: str) -> MistakeError:
    """A key leads to a concept that is not there."""
    return MistakeError(f"‘{key}’ is de sleutel van geen enkel begrip", f"{key} is the key of no concept")


def too_many_or_none(phrase: str, words: int, longest: int) -> MistakeError:
    """A phrase has nothing that can be found in a text, or more words than are compared."""
    return MistakeError(
        f"in ‘{phrase}’ kunnen {words} woorden gevonden worden. Het kunnen er 1 tot en met {longest} zijn",
        f"{phrase!r} has {words} words that can be found; 1 to {longest} are possible",
    )
