"""Reads the districts and neighbourhoods of a city file: codes, points and names must agree with each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from leren_app.domain.city.parts import WHOLE_CITY, District, Neighbourhood
from leren_app.domain.city.places import Place, spellings
from leren_app.domain.city.reader import Table, read_list

Bounds = tuple[float, float, float, float]
NETHERLANDS: Bounds = (3.2, 50.7, 7.3, 53.7)
MUNICIPALITY = re.compile(r"GM[0-9]{4}")


class Places(NamedTuple):
    """The whole city and its parts."""

    city: District
    districts: tuple[District, ...]
    neighbourhoods: tuple[Neighbourhood, ...]


def read_bounds(file: Table) -> Bounds:
    """West, south, east and north of the city, within the Netherlands."""
    west, south, east, north = file.decimals("bounds", 4)
    if not (NETHERLANDS[0] <= west < east <= NETHERLANDS[2] and NETHERLANDS[1] <= south < north <= NETHERLANDS[3]):
        raise file.error("bounds", "must be west, south, east, north in degrees, within the Netherlands")
    return west, south, east, north


def read_places(file: Table, bounds: Bounds) -> Places:
    """All places; no two may have the same key, code or name."""
    code = file.matching("code", MUNICIPALITY, "a municipality code, like 'GM0000'")
    with file.table("whole_city") as table:
        city = District(WHOLE_CITY, table.text("name"), code, table.strings("aliases"), None)
    districts = read_list(file, "districts", partial(_read_district, municipality=code))
    by_key = {district.key: district for district in districts}
    read = partial(_read_neighbourhood, districts=by_key, bounds=bounds)
    neighbourhoods = read_list(file, "neighbourhoods", read, at_least=0)
    named = [("whole_city", Place(city))]
    named += [(f"districts[{n}]", Place(district)) for n, district in enumerate(districts)]
    named += [(f"neighbourhoods[{n}]", Place(by_key[part.district], part)) for n, part in enumerate(neighbourhoods)]
    _check_aliases(file, named, _owners(file, named))
    return Places(city, districts, neighbourhoods)


def _read_district(table: Table, municipality: str) -> District:
    with table:
        start = f"WK{municipality[2:]}"
        return District(
            key=table.slug(),
            name=table.name("name"),
            code=table.matching("code", re.compile(start + "[0-9]{2}"), f"{start} and two digits"),
            aliases=table.strings("aliases"),
            inhabitants=table.number("inhabitants", 0, 10_000_000) if table.has("inhabitants") else None,
        )


def _read_neighbourhood(table: Table, districts: dict[str, District], bounds: Bounds) -> Neighbourhood:
    with table:
        district = districts.get(key := table.slug("district"))
        if district is None:
            raise table.error("district", f"there is no district {key!r:.60}")
        start = f"BU{district.code[2:]}"
        longitude, latitude = table.decimals("point", 2)
        if not (bounds[0] <= longitude <= bounds[2] and bounds[1] <= latitude <= bounds[3]):
            raise table.error("point", f"{longitude}, {latitude} lies outside the bounds; it is longitude, latitude")
        return Neighbourhood(
            key=table.slug(),
            name=table.name("name"),
            code=table.matching("code", re.compile(start + "[0-9]{2}"), f"{start} and two digits, as its district"),
            district=district.key,
            longitude=longitude,
            latitude=latitude,
            aliases=table.strings("aliases"),
        )


def _owners(file: Table, named: Sequence[tuple[str, Place]]) -> dict[str, str]:
    """Name → where it stands; keys, codes and names may be of one place only."""
    owner: dict[str, str] = {}
    for where, place in named:
        part = place.neighbourhood or place.district
        for field, value in [("key", part.key), ("code", part.code), *(("name", name) for name in spellings(place)[0])]:
            if owner.setdefault(f"{field} {value}", where) != where:
                raise file.error(f"{where}.{field}", f"{value!r} is already that of {owner[f'{field} {value}']}")
    return owner


def _check_aliases(file: Table, named: Sequence[tuple[str, Place]], owner: dict[str, str]) -> None:
    """An alias may be shared, for people do so, but it is nobody's own name."""
    for where, place in named:
        for n, alias in enumerate(spellings(place)[1]):
            if f"name {alias}" in owner:
                raise file.error(f"{where}.aliases[{n}]", f"{alias!r} is the name of {owner[f'name {alias}']}")
