"""The city as the rest of the code sees it: its parts, and the few questions asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from leren_app.domain.calendar import ClosedDays, public_holidays
from leren_app.domain.city.parts import (
    AcademicYear,
    BurdenLimits,
    Desk,
    District,
    Flagship,
    HelpLine,
    Institution,
    Level,
    Neighbourhood,
    Programme,
    ProgrammeLine,
    ReadyText,
    Retention,
    Route,
    Sender,
    Service,
    Texts,
    Theme,
)
from leren_app.domain.city.places import PickerGroup, Place, index_of, normalised, picker_groups
from leren_app.domain.errors import NotFoundError
from leren_app.domain.text import Text


@dataclass(frozen=True)
class City:
    """One city file, read and checked; `districts` are those of the file, without the whole city."""

    key: str
    name: Text
    code: str
    reference_prefix: str
    languages: tuple[str, ...]
    time_zone: str
    bounds: tuple[float, float, float, float]
    programme: Programme
    whole_city: District
    districts: tuple[District, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    themes: tuple[Theme, ...]
    programme_lines: tuple[ProgrammeLine, ...]
    flagships: tuple[Flagship, ...]
    levels: tuple[Level, ...]
    institutions: tuple[Institution, ...]
    sender: Sender
    desk: Desk
    service: Service
    burden: BurdenLimits
    retention: Retention
    closed_days: ClosedDays
    academic_years: tuple[AcademicYear, ...]
    routes: tuple[Route, ...]
    help_lines: tuple[HelpLine, ...]
    ready_texts: tuple[ReadyText, ...]
    texts: Texts

    @cached_property
    def _places(self) -> dict[str, Place]:
        """Key → place: the districts, the whole city, then the neighbourhoods."""
        districts = {d.key: d for d in self.all_districts}
        parts = {n.key: Place(districts[n.district], n) for n in self.neighbourhoods}
        return {key: Place(district) for key, district in districts.items()} | parts

    @cached_property
    def _spellings(self) -> dict[str, Place]:
        return index_of(self._places.values())

    @cached_property
    def _picker(self) -> tuple[PickerGroup, ...]:
        return picker_groups(self.all_districts, self.neighbourhoods)

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {theme.key: theme for theme in self.themes}

    @property
    def all_districts(self) -> tuple[District, ...]:
        """What a question can be about: the districts, and last the whole city."""
        return (*self.districts, self.whole_city)

    def district(self, key: str) -> District:
        """The district with this key, WHOLE_CITY included."""
        place = self.place(key)
        if place.neighbourhood:
            raise NotFoundError
        return place.district

    def place(self, key: str) -> Place:
        """The district or neighbourhood with this key, as sent by the picker."""
        try:
            return self._places[key]
        except KeyError:
            raise NotFoundError from None

    def find_place(self, text: str) -> Place | None:
        """The place a name or alias means, whatever its accents, capitals and article; None where it may be several."""
        return self._spellings.get(normalised(text))

    def places_for_picker(self) -> tuple[PickerGroup, ...]:
        """The lines of a place select: districts first, then per district everything residents call its parts."""
        return self._picker

    def theme(self, key: str) -> Theme:
        """The theme with this key."""
        try:
            return self._themes[key]
        except KeyError:
            raise NotFoundError from None

    def level(self, key: str) -> Level:
        """The level of education with this key."""
        for level in self.levels:
            if level.key == key:
                return level
        raise NotFoundError

    def holidays(self, year: int) -> Mapping[date, Text]:
        """Day → name of the holidays of one year."""
        return public_holidays(year, self.closed_days.rules, self.closed_days.fixed)

    def find_academic_year(self, day: date) -> AcademicYear | None:
        """The academic year a day falls in, where the file has it."""
        return next((year for year in self.academic_years if year.starts_on <= day <= year.ends_on), None)
