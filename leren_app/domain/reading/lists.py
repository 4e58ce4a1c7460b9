"""The lists of hard words with plainer ones, and the forms in which each word is met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from leren_app.domain.reading.sentences import words

FOLDER = Path(__file__).parent
_DUTCH_VERB = re.compile(r"(?P<stem>.+)eren$")
_DUTCH_ADJECTIVE = re.compile(r"(?P<stem>.+)(?P<end>ief|eel|aal|aat|air|ant|ent|isch|uur|oom|eus|lijk|iek)$")
_LONG = {"ief": "ieve", "eel": "ele", "aal": "ale", "aat": "ate", "uur": "ure", "oom": "ome", "eus": "euze"}


@dataclass(frozen=True)
class Plainer:
    """A hard word or turn of phrase as it stands in the list, and what says it more plainly."""

    hard: str
    plain: str


Phrase = tuple[str, ...]


@cache
def hard_words(language: str) -> Mapping[str, tuple[tuple[Phrase, Plainer], ...]]:
    """First word, small letters → the phrases that begin with it, longest first; empty where there is no list."""
    found: dict[str, dict[Phrase, Plainer]] = {}
    for forms, plainer in _lines(language):
        for form in forms:
            phrase = tuple(word.text.lower() for word in words(form))
            found.setdefault(phrase[0], {}).setdefault(phrase, plainer)
    ordered = {first: tuple(sorted(of.items(), key=lambda each: -len(each[0]))) for first, of in found.items()}
    return MappingProxyType(ordered)


def entries(language: str) -> list[Plainer]:
    """The lines of a list, in its order."""
    return [plainer for _, plainer in _lines(language)]


def _lines(language: str) -> Iterator[tuple[list[str], Plainer]]:
    path = FOLDER / f"words.{language}.txt"
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        hard, sign, plain = line.partition(" = ")
        named = [form.strip() for form in hard.split(",")]
        if not sign or not plain.strip() or not all(named):
            raise ValueError(f"{path.name}, line {number}: write hard = plain")
        yield forms_of(named, language), Plainer(named[0], plain.strip())


def forms_of(named: list[str], language: str) -> list[str]:
    """The forms that were written down, and those that follow a rule; a few that do not exist do no harm."""
    made = dict.fromkeys(named)
    for word in named:
        if " " not in word and "." not in word:
            made.update(dict.fromkeys(_dutch(word) if language == "nl" else _english(word)))
    return list(made)


def _dutch(word: str) -> Iterator[str]:
    verb = _DUTCH_VERB.match(word)
    if verb:
        stem = verb["stem"] + "eer"
        yield from (stem, stem + "t", stem + "de", stem + "den", verb["stem"] + "erend", verb["stem"] + "erende")
        ge = "geë" if stem[0] == "e" else "geï" if stem[0] == "i" else "ge" + stem[0]
        yield from (ge + stem[1:] + "d", ge + stem[1:] + "de")
        return
    adjective = _DUTCH_ADJECTIVE.match(word)
    if adjective:
        yield adjective["stem"] + _LONG.get(adjective["end"], adjective["end"] + "e")
    yield from (word + "e", word + "en", word + "s", word + "’s", word + "'s", word + "n")


def _english(word: str) -> Iterator[str]:
    stem = word.removesuffix("e")
    yield from (word + "s", word + "ed", word + "d", stem + "ing", stem + "ed")
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied")
