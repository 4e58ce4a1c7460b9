"""Fields that WTForms has the parts of but not the whole."""

from __future__ import annotations

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class TicksField(SelectMultipleField):
    """Several boxes to tick in one group."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
