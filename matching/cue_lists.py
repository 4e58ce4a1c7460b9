"""Reads the lists of cues, ours and those of a city's coordinators; a line that cannot be read is named."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import cast

from matching.cues import NOTHING, SHORTEST_BEGINNING, TOPICS, Choice, Cue, Cues
from matching.lexicon import Lexicon, LexiconError, Place
from matching.mistakes import MistakeError, no_concept, too_many_or_none
from matching.text import DATA, LANGUAGES, Language, folded, stem, words_of

GAP = "..."
MOST_WEIGHT = 3
LONGEST_CUE = 8
FOLDER = DATA / "triage"
_HEADING = re.compile(r"\[(\w+)(?: (\w+))?\]")


def read_cues(text: str, source: str) -> list[Cue]:
    """The cues of one list; LexiconError names the wrong line."""
    found: list[Cue] = []
    topic, language = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        at, content = Place(source, number), line.partition("#")[0].strip()
        try:
            if content.startswith("["):
                topic, language = _heading(content)
            elif content:
                found.append(_cue(content, topic, language, at))
        except MistakeError as mistake:
            raise LexiconError(at, mistake) from None
    return found


def with_cues(cues: Cues, text: str, source: str = "triage.txt", lexicon: Lexicon | None = None) -> Cues:
    """The cues with those of a city's coordinators over them: the same phrase of ours goes; LexiconError as above."""
    added = read_cues(text, source)
    places: dict[tuple[Language, str], Cue] = {}
    for cue in added:
        before = places.setdefault((cue.language, cue.phrase), cue)
        if before is not cue:
            raise LexiconError(cue.at, _twice(cue.phrase, before.at.line))
    known = (lexicon or cues.lexicon).concepts
    for cue in added:
        if not cue.parts and cue.phrase[1:] not in known:
            raise LexiconError(cue.at, no_concept(cue.phrase[1:]))
    ours = [cue for cue in cues.cues if (cue.language, cue.phrase) not in places]
    return Cues([*(cue for cue in added if cue.weight), *ours], lexicon or cues.lexicon)


def load_cues(folder: Path) -> Cues:
    """The cues of all lists in a folder."""
    files = sorted(folder.glob("*.txt"))
    return Cues(cue for file in files for cue in read_cues(file.read_text(encoding="utf-8"), file.name))


@lru_cache(maxsize=1)
def own_cues() -> Cues:
    """The lists that come with the code, read once."""
    return load_cues(FOLDER)


def _twice(phrase: str, line: int) -> MistakeError:
    return MistakeError(f"‘{phrase}’ staat al op regel {line}", f"{phrase!r} stands on line {line} already")


def _heading(content: str) -> tuple[str, str]:
    match = _HEADING.fullmatch(content)
    if not match or match[1] not in TOPICS or match[2] not in (None, *LANGUAGES):
        raise MistakeError(
            f"een kopje is een lijst en een taal, zoals [crisis nl]. De lijsten heten {', '.join(TOPICS)}",
            f"a heading is a list and a language, such as [crisis nl]; lists are {', '.join(TOPICS)}",
        )
    return match[1], match[2] or ""


def _cue(content: str, topic: str, spoken: str, at: Place) -> Cue:
    if not topic:
        raise MistakeError(
            "er moet een kopje boven staan, zoals [crisis nl]", "a heading such as [crisis nl] has to stand above it"
        )
    typed, bar, weight = (part.strip() for part in content.partition("|"))
    if bar and weight not in {str(number) for number in range(MOST_WEIGHT + 1)}:
        raise MistakeError(
            f"het gewicht ‘{weight}’ kan niet. Kies 0, 1, 2 of 3", f"the weight {weight!r} is not 0, 1, 2 or 3"
        )
    phrase = " ".join(folded(typed).split())
    if phrase.startswith("@"):
        return Cue(phrase, topic, LANGUAGES[0], int(weight) if bar else 1, (), at)
    if not spoken:
        raise MistakeError(
            "in het kopje erboven staat geen taal. Schrijf het zoals [crisis nl]",
            "its heading needs a language, such as [crisis nl]",
        )
    language = cast("Language", spoken)
    return Cue(phrase, topic, language, int(weight) if bar else 2, _parts(phrase, language), at)


def _parts(phrase: str, language: Language) -> tuple[Choice | None, ...]:
    found = [None if each == GAP else _choice(each, language) for each in phrase.split()]
    parts = tuple(part for part in found if part != NOTHING)
    if not 0 < len(parts) <= LONGEST_CUE:
        raise too_many_or_none(phrase, len(parts), LONGEST_CUE)
    if parts[0] is None or parts[-1] is None or (None, None) in pairwise(parts):
        raise MistakeError(f"{GAP} hoort tussen twee woorden te staan", f"{GAP} stands between two words")
    return parts


def _choice(typed: str, language: Language) -> Choice:
    """One place of a phrase; NOTHING for what no text keeps, such as the word "I"."""
    exact, stems, beginnings = set(), set(), []
    for word in typed.split("/"):
        if word.endswith("*"):
            beginnings.append(_beginning(word))
            continue
        plain = _plain(word.lstrip("="))
        if plain:
            exact.add(plain)
            stems.update([] if word.startswith("=") else [stem(plain, language)])
    return Choice(frozenset(exact), frozenset(stems), tuple(beginnings))


def _beginning(word: str) -> str:
    if len(word) <= SHORTEST_BEGINNING:
        raise MistakeError(
            f"‘{word}’ is te kort. Zet * pas na {SHORTEST_BEGINNING} letters of meer",
            f"{word!r} is too short: * comes after {SHORTEST_BEGINNING} letters or more",
        )
    return word[:-1]


def _plain(word: str) -> str:
    """A word as texts are compared; nothing for a single letter. MistakeError for what is never read as one word."""
    read = words_of(word)
    if len(read) > 1:
        raise MistakeError(
            f"‘{word}’ wordt gelezen als {len(read)} woorden. Zet er een spatie tussen",
            f"{word!r} is read as {len(read)} words; put a space between them",
        )
    if not read and len(word) > 1:
        raise MistakeError(
            f"‘{word}’ wordt nooit gevonden. Getallen en tekens tellen niet mee als een tekst wordt gelezen",
            f"{word!r} is never found: numbers and signs are left out when a text is read",
        )
    return read[0].plain if read else ""
