"""Finds a district or neighbourhood by the words residents use, and lists them for a select."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leren_app.domain.city.parts import District, Neighbourhood
from leren_app.domain.text import Text

APOSTROPHES = re.compile(r"['’‘`´]")
SEPARATORS = re.compile(r"[\W_]+")
ARTICLES = ("de ", "het ", "t ", "the ")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Place:
    """Where something plays: a district, and where known the neighbourhood in it."""

    district: District
    neighbourhood: Neighbourhood | None = None

    @property
    def key(self) -> str:
        """The value a form sends for this place."""
        return self.neighbourhood.key if self.neighbourhood else self.district.key

    @property
    def name(self) -> Text:
        """The name as people read it."""
        return self.neighbourhood.name if self.neighbourhood else self.district.name


@dataclass(frozen=True)
class PickerOption:
    """One line of the select; several aliases may send the same value."""

    value: str
    label: Text
    is_alias: bool = False


@dataclass(frozen=True)
class PickerGroup:
    """A headed group of lines; the first group, of the districts, has no heading."""

    heading: Text | None
    options: tuple[PickerOption, ...]


def normalised(name: str) -> str:
    """A name without accents, capitals, punctuation and leading article, for comparing only."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name[:LONGEST_NAME])).casefold()
    words = SEPARATORS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
    for article in ARTICLES:
        if words.startswith(article):
            return words.removeprefix(article)
    return words


def spellings(place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The own names of a place and the aliases residents use, all as `normalised`."""
    part = place.neighbourhood or place.district
    names = {normalised(part.name.nl): 1, normalised(part.name.en): 1}
    return tuple(names), tuple(normalised(alias) for alias in part.aliases)


def index_of(places: Iterable[Place]) -> dict[str, Place]:
    """Spelling → place; an alias that several places share is left out, because choosing would be guessing."""
    places = tuple(places)
    shared: set[str] = set()
    index: dict[str, Place] = {}
    for place in places:
        for alias in spellings(place)[1]:
            if alias in index:
                shared.add(alias)
            index[alias] = place
    for alias in shared:
        del index[alias]
    for place in places:
        index |= dict.fromkeys(spellings(place)[0], place)
    return index


def picker_groups(
    districts: tuple[District, ...], neighbourhoods: tuple[Neighbourhood, ...]
) -> tuple[PickerGroup, ...]:
    """The districts in the order given, then per district its other names and neighbourhoods by alphabet."""
    groups = [PickerGroup(None, tuple(PickerOption(d.key, d.name) for d in districts))]
    for district in districts:
        options = _aliases(district)
        for part in neighbourhoods:
            if part.district == district.key:
                options += [PickerOption(part.key, part.name), *_aliases(part)]
        labels = Counter(option.label for option in options)
        # an alias of several parts stands right beside their own names, and would not say which one it chooses
        options = [option for option in options if not option.is_alias or labels[option.label] == 1]
        if options:
            options.sort(key=lambda option: (option.label.nl.casefold(), option.value))
            groups.append(PickerGroup(district.name, tuple(options)))
    return tuple(groups)


def _aliases(part: District | Neighbourhood) -> list[PickerOption]:
    return [PickerOption(part.key, Text(alias, alias), is_alias=True) for alias in part.aliases]
