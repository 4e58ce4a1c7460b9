"""How texts are read in this city: its own names say nothing, as everybody here lives in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from leren_app.domain.city import City, District, Neighbourhood
from matching.additions import with_additions
from matching.analysis import Analyser
from matching.lexicon import Lexicon, LexiconError, own_lexicon
from matching.text import LANGUAGES, words_of

WORDS = "words.txt"
"""The file beside the folder of the indexes in which coordinators write words of their own."""

_AFTER_NAME = ("s", "se", "er", "ers", "aar", "aars", "aren", "enaar", "enaars", "enaren")
_AFTER_SHORT = ("s", "se")  # Leiden, Leids; never "er": a leider is somebody else

log = logging.getLogger("leren.indexes")


@dataclass(frozen=True)
class Beside:
    """A file of coordinators beside the indexes, as it was at one moment; another stamp is another file."""

    path: Path
    stamp: tuple[int, int, int]


def beside(folder: Path | None, name: str) -> Beside | None:
    """The file of this name beside the folder of the indexes, where there is one."""
    path = folder.parent / name if folder else None
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return Beside(path, (found.st_ino, found.st_mtime_ns, found.st_size)) if path and found else None


@lru_cache(maxsize=4)
def _lexicon(words: Beside | None) -> Lexicon:
    try:
        return with_additions(own_lexicon(), words.path) if words else own_lexicon()
    except LexiconError as error:
        log.error("the coordinators' words are left out: %s", error)
        return own_lexicon()


def lexicon_beside(folder: Path | None) -> Lexicon:
    """The lexicon, with the coordinators' words over it where they are; read again only when those changed."""
    return _lexicon(beside(folder, WORDS))


@lru_cache(maxsize=4)
def _analyser(silent: frozenset[str], words: Beside | None) -> Analyser:
    return Analyser(_lexicon(words), silent=silent)


def analyser_of(city: City, folder: Path | None = None) -> Analyser:
    """The one reader of this process, of the indexes in a folder; the first call takes a second."""
    return _analyser(silent_words(city), beside(folder, WORDS))


def warm(city: City, folder: Path) -> None:
    """Read the lexicon now, so that processes that are forked later need not."""
    _ = analyser_of(city, folder).fingerprint


@lru_cache(maxsize=4)
def _silent(names: tuple[str, ...], city_names: tuple[str, ...]) -> frozenset[str]:
    phrases = own_lexicon().phrases
    city = {word.plain for name in city_names for word in words_of(name)}
    words = {word.plain for name in names for word in words_of(name)}.union(*map(_of_the_city, city))
    known = {word for word in words if any(phrases.exactly(word, language) for language in LANGUAGES)}
    return frozenset((words - known) | city)


def _of_the_city(name: str) -> set[str]:
    """What is of a city and who lives there: Leids, Leidse, Delftenaar; not all of them are words."""
    short = name.removesuffix("en")
    return {name + end for end in _AFTER_NAME} | {short + end for end in _AFTER_SHORT if len(short) > 2}


def silent_words(city: City) -> frozenset[str]:
    """The names of city, places and partners and what is made of the city's own, folded.

    Not those that are also ordinary words, such as "park".
    """
    return _silent(tuple(_names(city)), (city.name.nl, city.name.en))


def _names(city: City) -> Iterator[str]:
    yield city.desk.place
    places: tuple[District | Neighbourhood, ...] = (*city.all_districts, *city.neighbourhoods)
    for place in places:
        yield from (place.name.nl, place.name.en, *place.aliases)
    for institution in city.institutions:
        yield from (institution.name.nl, institution.name.en)
