"""The skills to tick, in groups below a heading; every page where somebody chooses skills shows them in this way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext
from wtforms import SelectMultipleField

from leren_app.services.indexes.reader import analyser_of
from leren_app.web.challenge_words import SKILL_THEMES
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from matching.skill_suggestions import SuggestedSkill, say, suggest_skills
from matching.skills import LEVELS, Skill, own_vocabulary

MOST_NEAR = 8


@dataclass(frozen=True)
class Tick:
    """A box, and what stands below its label."""

    option: Any
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """Ticks below one heading; `is_open` where they are what the reader looks for."""

    title: str
    ticks: list[Tick]
    is_open: bool = False


@dataclass(frozen=True)
class Offer:
    """Skills that stand above the themes, by key, each with what is said below it."""

    title: str
    hints: Mapping[str, str]


def groups_of(field: SelectMultipleField, *, wanted: str = "", offers: Sequence[Offer] = ()) -> list[Group]:
    """Every skill at most once: what is ticked, so that no filter loses it; what is offered; what fits, by theme."""
    left = {str(option.data): option for option in field}
    groups = [_taken(left, gettext("Chosen"), dict.fromkeys(field.data or (), ""))]
    groups += [_taken(left, offer.title, _filtered(offer.hints, wanted)) for offer in offers]
    by_theme = _by_theme(key for key in left if fits(own_vocabulary().skills[key], wanted))
    rest = [_taken(left, SKILL_THEMES[theme], hints, is_open=bool(wanted)) for theme, hints in by_theme.items()]
    if wanted and not rest:
        rest = [_taken(left, gettext("Similar skills"), near([wanted]))]
    return [group for group in (*groups, *rest) if group.ticks]


def fits(skill: Skill, wanted: str) -> bool:
    """Whether a skill is called something like this, in either language."""
    names = " ".join((skill.nl, skill.en, *skill.more, *skill.topics)).casefold()
    return all(word in names for word in wanted.casefold().split())


def near(typed: Iterable[str]) -> dict[str, str]:
    """Skills whose names hold what was typed, else those its words lead to; each with where it is taught."""
    found: dict[str, str] = {}
    reader = analyser_of(the_city(), current_app.config["INDEX_DIR"])
    for wanted in typed:
        named = [skill for skill in own_vocabulary().skills.values() if fits(skill, wanted)][:MOST_NEAR]
        skills = named or [each.skill for each in suggest_skills(wanted, analyser=reader)]
        found |= {skill.key: taught_at(skill) for skill in skills}
    return dict(list(found.items())[:MOST_NEAR])


def reasons_of(suggested: Iterable[SuggestedSkill]) -> dict[str, str]:
    """Proposed skills by key, each with the words that led to it as sentences in the language of the page."""
    language = spoken_language()
    return {each.skill.key: " ".join(say(each, "en" if language == "en" else "nl")) for each in suggested}


def taught_at(skill: Skill) -> str:
    """Where it is usually taught, as a hint; nothing for what every level teaches, or none."""
    return "" if skill.levels == LEVELS else ", ".join(skill.levels)


def _taken(left: dict[str, Any], title: str, hints: Mapping[str, str], *, is_open: bool = True) -> Group:
    """The group of these keys, which are then no longer left for another group."""
    return Group(str(title), [Tick(left.pop(key), hint) for key, hint in hints.items() if key in left], is_open)


def _filtered(hints: Mapping[str, str], wanted: str) -> dict[str, str]:
    known = own_vocabulary().skills
    return {key: hint for key, hint in hints.items() if key in known and fits(known[key], wanted)}


def _by_theme(keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Keys with their hints, in the order of the themes and of the vocabulary."""
    found: dict[str, dict[str, str]] = {theme: {} for theme in SKILL_THEMES}
    for key in keys:
        skill = own_vocabulary().skills[key]
        found[skill.theme][key] = taught_at(skill)
    return {theme: hints for theme, hints in found.items() if hints}
