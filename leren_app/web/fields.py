"""Fields that WTForms has the parts of but not the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

DAY_SHAPES = ("%Y-%m-%d", "%d-%m-%Y")
MOST_DIGITS = 6
LONGEST_LINK = 500


def web_address(_form: Any, field: Field) -> None:
    """Only links that a browser opens as a page: http and https, with a name and without spaces."""
    typed = field.data or ""
    scheme, _, rest = typed.partition("://")
    is_page = scheme.lower() in {"http", "https"} and "." in rest.split("/", 1)[0] and not rest.startswith(".")
    if typed and (not is_page or any(c.isspace() for c in typed)):
        raise ValidationError(_l("A link starts with https:// and has no spaces, such as https://www.example.org"))


class DayField(DateField):
    """A day, as browsers send it or as people write it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read 2026-05-20 and 20-5-2026."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data: date | None = None
        for shape in DAY_SHAPES:
            try:
                self.data = datetime.strptime(typed, shape).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
            return
        if typed:
            raise ValueError(_l("Write the day like this: 20-5-2026"))

    def _value(self) -> str:
        """What comes back in the form: the day, or what was typed, without characters that no page can hold."""
        typed = " ".join(str(value) for value in self.raw_data or ())
        return self.data.isoformat() if self.data else "".join(c for c in typed if c.isprintable())


class NumberField(IntegerField):
    """A whole number of a few digits; what was typed stays in the box when it is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read 10; a number too long for any of our columns is no number."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data: int | None = None
        if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS:
            self.data = int(typed)
        elif typed:
            raise ValueError(_l("Fill in a whole number, such as 10"))


class TicksField(SelectMultipleField):
    """Several boxes to tick in one group."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered, without saying it back: whoever sends it did not use our page."""
        offered = {str(option.value) for option in self.iter_choices()}  # type: ignore[attr-defined]  # stubs: tuples
        if not offered.issuperset(self.data or ()):
            raise ValidationError(_l("Choose from what stands on the page"))


class TickField(BooleanField):
    """One box to tick; what it is called when ticked is ours and never what was sent."""

    def _value(self) -> str:
        return "y"


def select_option(value: str, label: str, heading: str = "") -> Any:
    """One line of a select, under a heading where it has one."""
    return SelectChoice(value, label, optgroup=heading or None)


class PlaceField(SelectField):
    """One place of the city; several names may mean the same one, and only the first of them is shown as chosen."""

    def iter_groups(self) -> Iterator[tuple[str, list[tuple[Any, str, bool, dict[str, Any]]]]]:
        """The groups of the select, with at most one line chosen."""
        is_chosen = False
        for heading, options in super().iter_groups():
            once = []
            for option in options:
                # A Choice; the stubs still say tuple, and a bare tuple is deprecated.
                once.append(option._replace(selected=option.selected and not is_chosen))  # type: ignore[attr-defined]
                is_chosen = is_chosen or option.selected  # type: ignore[attr-defined]
            yield heading, once
