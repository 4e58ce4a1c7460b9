"""Everything that differs from city to city, read from one file; no other code knows a street or a school."""

from leren_app.domain.city.city import City
from leren_app.domain.city.load import city_file, load_city
from leren_app.domain.city.parts import (
    WHOLE_CITY,
    AcademicYear,
    Desk,
    District,
    Flagship,
    HelpLine,
    Institution,
    Label,
    Level,
    Neighbourhood,
    Period,
    Programme,
    ProgrammeLine,
    Retention,
    Route,
    Section,
    Sender,
    Service,
    Texts,
    Theme,
)
from leren_app.domain.city.places import PickerGroup, PickerOption, Place
from leren_app.domain.city.reader import CityFileError

__all__ = [
    "WHOLE_CITY",
    "AcademicYear",
    "City",
    "CityFileError",
    "Desk",
    "District",
    "Flagship",
    "HelpLine",
    "Institution",
    "Label",
    "Level",
    "Neighbourhood",
    "Period",
    "PickerGroup",
    "PickerOption",
    "Place",
    "Programme",
    "ProgrammeLine",
    "Retention",
    "Route",
    "Section",
    "Sender",
    "Service",
    "Texts",
    "Theme",
    "city_file",
    "load_city",
]
