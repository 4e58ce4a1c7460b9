"""What the pages draw that a template cannot compute: bridges, windows, the attributes of a field.

Pure functions without Flask; `HELPERS` are the Jinja globals and `FILTERS` the filters that the macros count on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape
from wtforms import Field

from leren_app.domain.difference import difference

State = Literal["done", "now", "todo"]
Window = Literal["on", "off", "late"]

ARCH_WIDTH = 18


@dataclass(frozen=True)
class Bridge:
    """One step of a path: where it lies, its name, a line below it, and the words at the lamp."""

    state: State
    name: str
    note: str = ""
    here: str = ""


@dataclass(frozen=True)
class Arch:
    """One arch of the mini path: its left edge, and whether it is passed, sailed beyond, or lit."""

    x: int
    passed: bool
    sailed: bool
    lamp: bool


def canal(names: Sequence[str], at: int, notes: Mapping[int, str] | None = None, here: str = "") -> list[Bridge]:
    """The bridges in order, with the lamp at number `at`: 0 is before the first, more than all is past the last."""
    lines = notes or {}
    return [
        Bridge(_state(number, at), name, lines.get(number, ""), here if number == at else "")
        for number, name in enumerate(names, start=1)
    ]


def _state(number: int, at: int) -> State:
    if number == at:
        return "now"
    return "done" if number < at else "todo"


def arches(n: int, total: int = 7) -> list[Arch]:
    """The arches of the mini path with the lamp at number `n` (from 1)."""
    return [
        Arch(x=(number - 1) * ARCH_WIDTH, passed=number <= n, sailed=number < n, lamp=number == n)
        for number in range(1, total + 1)
    ]


def windows(left: int, total: int = 10) -> list[Window]:
    """One window per working day of the term: lit = left, dark = gone, red all over = too late."""
    late: Window = "late"
    return [late if left < 0 else "on" if number < left else "off" for number in range(total)]


def paragraphs(text: str) -> Markup:
    """Typed text as paragraphs, escaped; an empty line parts paragraphs, a single one breaks the line."""
    parts = [part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if part.strip()]
    line_break = Markup("<br>")
    return Markup("\n").join(
        Markup("<p>{}</p>").format(line_break.join(escape(line) for line in part.split("\n"))) for part in parts
    )


# ---- fields ----

_CLASSES = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "textbox": "utrecht-textbox utrecht-textbox--html-input",
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input",
    "radio": "utrecht-radio-button utrecht-radio-button--html-input",
}


def control_kind(field: Field) -> str:
    """How a field is shown: group (radios, several ticks), checkbox, hidden, select, textarea or textbox."""
    if getattr(getattr(field, "option_widget", None), "input_type", None):
        return "group"
    input_type = getattr(field.widget, "input_type", None)
    if input_type in ("checkbox", "hidden"):
        return str(input_type)
    if hasattr(field.widget, "multiple") and input_type is None:
        return "select"
    return "textbox" if input_type else "textarea"


def control_attributes(field: Field, *, hint: str = "", read_only: bool = False, **more: object) -> dict[str, object]:
    """The HTML attributes of a control: its classes and what a screen reader needs.

    No maxlength: browsers cut pasted text there without a word; the server answers with a sentence instead.
    """
    kind = control_kind(field)
    name = _CLASSES.get(kind, _CLASSES["textbox"])
    block = name.split(maxsplit=1)[0]
    classes = [name]
    if field.errors:
        classes.append(f"{block}--invalid")
    if read_only:
        classes.append(f"{block}--read-only")
    described = [f"{field.id}-hint"] * bool(hint) + [f"{field.id}-error"] * bool(field.errors)
    return {
        "class_": " ".join(classes),
        "maxlength": False,
        "minlength": False,
        "readonly": read_only,
        "required": False,  # browsers would paint an untouched field red
        "aria_required": "true" if field.flags.required else False,
        "aria_invalid": "true" if field.errors else False,
        "aria_describedby": " ".join(described) or False,
        **{key: value for key, value in more.items() if value is not None},
    }


def option_attributes(option: Field, field: Field, *, hint: str = "") -> dict[str, object]:
    """The HTML attributes of one radio or tick in a group."""
    input_type = str(getattr(getattr(field, "option_widget", None), "input_type", "radio"))
    return {
        "class_": _CLASSES[input_type],
        "required": False,
        "aria_describedby": f"{option.id}-hint" if hint else False,
    }


def error_address(form: Mapping[str, Field], name: str | None) -> str:
    """The id that the error summary links to for a field; empty when there is nothing to go to."""
    if name is None or name not in form:
        return ""
    field = form[name]
    kind = control_kind(field)
    if kind == "hidden":
        return ""
    return f"{field.id}-0" if kind == "group" else str(field.id)


HELPERS: dict[str, object] = {
    "arches": arches,
    "canal": canal,
    "control_attributes": control_attributes,
    "control_kind": control_kind,
    "difference": difference,
    "error_address": error_address,
    "option_attributes": option_attributes,
    "windows": windows,
}
FILTERS: dict[str, Callable[..., object]] = {"paragraphs": paragraphs}
