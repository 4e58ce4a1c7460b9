"""The skills picker: chosen ones on top, the rest by theme, narrowed by what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from leren_app.web.challenge_words import SKILL_THEMES
from leren_app.web.challenges.forms import SkillsForm
from matching.skills import Skill, own_vocabulary


@dataclass(frozen=True)
class Group:
    """Ticks below one heading; `is_open` where they are what the reader looks for."""

    title: str
    options: list[Any]
    is_open: bool


def groups_of(form: SkillsForm, wanted: str) -> list[Group]:
    """The ticks to show: everything that is ticked, so that no filter loses it, and what fits the filter by theme."""
    known, chosen = own_vocabulary().skills, set(form.skills.data or ())
    ticked: list[Any] = []
    by_theme: dict[str, list[Any]] = {theme: [] for theme in SKILL_THEMES}
    for option, key in _options(form):
        if key in chosen:
            ticked.append(option)
        elif fits(known[key], wanted):
            by_theme.setdefault(known[key].theme, []).append(option)
    rest = [
        Group(str(SKILL_THEMES.get(theme, theme)), options, bool(wanted))
        for theme, options in by_theme.items()
        if options
    ]
    return [Group(gettext("Chosen"), ticked, is_open=True), *rest] if ticked else rest


def fits(skill: Skill, wanted: str) -> bool:
    """Whether a skill is called something like this, in either language."""
    words = wanted.casefold().split()
    names = " ".join((skill.nl, skill.en, *skill.more)).casefold()
    return all(word in names for word in words)


def _options(form: SkillsForm) -> Iterator[tuple[Any, str]]:
    keys = [str(choice.value) for choice in form.skills.choices or ()]  # type: ignore[union-attr]  # stubs: tuples
    return zip(form.skills, keys, strict=True)
