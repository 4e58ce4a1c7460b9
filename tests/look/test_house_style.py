"""Templates and style sheets keep to each other and to the rules of the look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.look.conftest import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "leren_app" / "static"
LAYOUT = (STATIC / "layout.css").read_text()
THEME = (STATIC / "theme.css").read_text()
# Beginnings of names that the macros finish with a value.
# A small set of grids that pages choose from; not every one is in use at every moment.
GRIDS = {
    "lms-grid--3",
    "lms-split--even",
    "lms-split--left",
    "lms-gap-top",
    "lms-h-gap",
    "lms-big",
    "lms-reasons",
    "lms-note",
    "lms-below-tabs",
}
MADE_UP = {"lms-theme--", "lms-status--", "lms-days__", "lms-path__step--", "lms-cards--", "lms-house--"}


def used_classes() -> set[str]:
    return set(re.findall(r"\blms-[a-z0-9_-]*[a-z0-9_-]", "\n".join(path.read_text() for path in TEMPLATES)))


def defined_classes() -> set[str]:
    return set(re.findall(r"\.(lms-[a-z0-9_-]+)", LAYOUT))


def is_made_up(name: str) -> bool:
    return any(name.startswith(stem) for stem in MADE_UP)


def test_every_class_in_a_template_is_in_the_style_sheet() -> None:
    missing = {name for name in used_classes() - defined_classes() if not is_made_up(name)}

    assert not missing, sorted(missing)


def test_every_class_in_the_style_sheet_is_used() -> None:
    unused = {name for name in defined_classes() - used_classes() - GRIDS if not is_made_up(name)}

    assert not unused, sorted(unused)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_has_no_inline_style_script_or_foreign_address(path: Path) -> None:
    text = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|data:|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_layout_has_no_colour_of_its_own_but_black_and_white_on_paper() -> None:
    on_screen, on_paper = LAYOUT.split("@media print")

    assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", on_screen)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", on_paper)) <= {"#fff", "#000"}


def test_every_shape_that_is_drawn_stands_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="([a-z-]+)"', (ROOT / "templates/partials/shapes.html").read_text()))
    text = re.sub(r"{#.*?#}", "", "\n".join(path.read_text() for path in TEMPLATES), flags=re.DOTALL)
    drawn = set(re.findall(r'<use href="#([a-z-]+)"', text)) | set(re.findall(r'icon\("([a-z-]+)"\)', text))

    assert drawn <= sprite


def colours(scheme: str) -> dict[str, str]:
    light, dark = THEME.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--(lms-[a-z-]+):\s*(#[0-9a-f]{6})", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--(lms-[a-z-]+):\s*(#[0-9a-f]{6})", dark))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


TEXT = 4.5
EDGE = 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "mist", TEXT),
    ("ink", "water", TEXT),
    ("ink", "lamp-tint", TEXT),
    ("soft", "paper", TEXT),
    ("soft", "mist", TEXT),
    ("soft", "alarm-tint", TEXT),
    ("link", "paper", TEXT),
    ("link", "mist", TEXT),
    ("link", "water", TEXT),
    ("plum", "paper", TEXT),
    ("plum", "mist", TEXT),
    ("brick", "paper", TEXT),
    ("reed", "paper", TEXT),
    ("ok", "ok-tint", TEXT),
    ("alarm", "alarm-tint", TEXT),
    ("alarm", "paper", TEXT),
    ("sky", "sky-tint", TEXT),
    ("on-canal", "canal", TEXT),
    ("on-canal", "canal-deep", TEXT),
    ("canal", "paper", TEXT),
    ("on-night", "night", TEXT),
    ("on-night-soft", "night", TEXT),
    ("on-lamp", "lamp", TEXT),
    ("on-house", "house-brick", TEXT),
    ("on-house", "house-canal", TEXT),
    ("on-house", "house-sky", TEXT),
    ("control", "paper", EDGE),
    ("control", "mist", EDGE),
    ("focus-ink", "paper", EDGE),
    ("night-brick", "night", EDGE),
    ("night-water", "night", EDGE),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_that_meet_have_enough_contrast(front: str, ground: str, least: float, scheme: str) -> None:
    known = colours(scheme)

    assert contrast(known[f"lms-{front}"], known[f"lms-{ground}"]) >= least
