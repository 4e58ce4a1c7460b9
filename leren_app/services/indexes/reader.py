"""How texts are read in this city: its own names say nothing, as everybody here lives in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from leren_app.domain.city import City, District, Neighbourhood
from matching.analysis import Analyser
from matching.lexicon import own_lexicon
from matching.text import LANGUAGES, words_of


@lru_cache(maxsize=4)
def _analyser(silent: frozenset[str]) -> Analyser:
    return Analyser(silent=silent)


def analyser_of(city: City) -> Analyser:
    """The one reader of this process; the first call takes a second."""
    return _analyser(silent_words(city))


def warm(city: City) -> None:
    """Read the lexicon now, so that processes that are forked later need not."""
    _ = analyser_of(city).fingerprint


@lru_cache(maxsize=4)
def _silent(names: tuple[str, ...], city_names: tuple[str, ...]) -> frozenset[str]:
    phrases = own_lexicon().phrases
    known = {
        word.plain
        for name in names
        for word in words_of(name)
        if any(phrases.exactly(word.plain, language) for language in LANGUAGES)
    }
    words = {word.plain for name in names for word in words_of(name)} - known
    return frozenset(words | {word.plain for name in city_names for word in words_of(name)})


def silent_words(city: City) -> frozenset[str]:
    """The names of city, places and partners, folded; not those that are also ordinary words, such as "park"."""
    return _silent(tuple(_names(city)), (city.name.nl, city.name.en))


def _names(city: City) -> Iterator[str]:
    yield city.desk.place
    places: tuple[District | Neighbourhood, ...] = (*city.all_districts, *city.neighbourhoods)
    for place in places:
        yield from (place.name.nl, place.name.en, *place.aliases)
    for institution in city.institutions:
        yield from (institution.name.nl, institution.name.en)
