"""The skills to tick: the chosen ones on top, the rest below their theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from leren_app.web.challenge_words import SKILL_THEMES
from leren_app.web.students.forms import ProfileForm
from matching.skills import own_vocabulary


@dataclass(frozen=True)
class Group:
    """Ticks below one heading; the chosen ones are open."""

    title: str
    options: list[Any]
    is_open: bool = False


def groups_of(form: ProfileForm) -> list[Group]:
    """Every skill once, in the order of the vocabulary."""
    known, chosen = own_vocabulary().skills, set(form.skills.data or ())
    ticked: list[Any] = []
    by_theme: dict[str, list[Any]] = {theme: [] for theme in SKILL_THEMES}
    for option, key in zip(form.skills, known, strict=True):
        target = ticked if key in chosen else by_theme.setdefault(known[key].theme, [])
        target.append(option)
    rest = [Group(str(SKILL_THEMES.get(theme, theme)), options) for theme, options in by_theme.items() if options]
    return [Group(gettext("Chosen"), ticked, is_open=True), *rest] if ticked else rest
