"""What people type for a course in words of their own, on the form or in a file: skills, milestones, study load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError
from leren_app.domain.study_load import HOURS_PER_EC, LONGEST_HOURS
from leren_app.domain.text import Text
from matching.skills import find_skills, own_vocabulary

MOST_WEEKS = 60
_MILESTONE = re.compile(r"\s*(\d{1,2})\s*[;:]\s*([^;|]{1,120}?)\s*[;|]\s*([^;|]{1,120}?)\s*")
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")


def milestones_in_lines(template: Sequence[Mapping[str, Any]]) -> str:
    """A template of milestones as the lines somebody typed."""
    return "\n".join(f"{each['week']}; {each['nl']}; {each['en']}" for each in template)


def read_milestones(typed: str) -> tuple[dict[str, Any], ...]:
    """The milestones in lines such as "3; plan klaar; plan ready" or "3: plan klaar | plan ready", by week.

    Raises FieldError that names the wrong line.
    """
    found = []
    for number, text in enumerate(typed.splitlines(), start=1):
        if not text.strip():
            continue
        match = _MILESTONE.fullmatch(text)
        if match is None or not 1 <= int(match[1]) <= MOST_WEEKS:
            raise FieldError("milestones", _LINE.with_(n=number))
        found.append({"week": int(match[1]), "nl": match[2], "en": match[3]})
    return tuple(sorted(found, key=lambda each: each["week"]))


def read_skills(typed: str, goals: str) -> tuple[str, ...]:
    """The keys of skills in words with commas between them; of those that the goals name, where none is typed.

    Raises FieldError that names the words which are no skill.
    """
    words = [word.strip() for word in typed.replace("\n", ",").split(",") if word.strip()]
    if not words:
        return tuple(each.skill.key for each in find_skills(goals))
    found = {word: own_vocabulary().resolve(word) for word in words}
    unknown = [word for word, skill in found.items() if skill is None]
    if unknown:
        raise FieldError("skills", _UNKNOWN.with_(words=", ".join(unknown)))
    return tuple(dict.fromkeys(skill.key for skill in found.values() if skill is not None))


def counts_in_hours(level: str, city: City) -> bool:
    """Whether a level counts in hours; others count in credits."""
    return any(each.key == level and each.counts_in == "hours" for each in city.levels)


def read_load(typed: str, level: str, city: City) -> int | None:
    """The hours in a study load such as "5" or "7,5", which is in credits or in hours as the level counts.

    None where nothing is typed. Raises FieldError.
    """
    if not typed.strip():
        return None
    each = 1 if counts_in_hours(level, city) else HOURS_PER_EC
    found = _NUMBER.fullmatch(typed.strip())
    hours = round(float(found[0].replace(",", ".")) * each) if found else 0
    if not 1 <= hours <= LONGEST_HOURS:
        raise FieldError("load", (_HOURS if each == 1 else _CREDITS).with_(most=LONGEST_HOURS // each))
    return hours


def load_as_typed(hours: int | None, level: str, city: City) -> str:
    """A study load as `read_load` reads it back without loss."""
    if hours is None:
        return ""
    return str(hours) if counts_in_hours(level, city) else f"{hours / HOURS_PER_EC:.2f}".rstrip("0").rstrip(".")


_LINE = Text(
    "Schrijf regel {n} van de mijlpalen zo: 3; plan klaar; plan ready",
    "Write line {n} of the milestones like this: 3; plan klaar; plan ready",
)
_UNKNOWN = Text("Deze vaardigheden kennen wij niet: {words}", "We do not know these skills: {words}")
_HOURS = Text("Vul 1 tot {most} uur in.", "Fill in 1 to {most} hours.")
_CREDITS = Text("Vul hoogstens {most} EC in, zoals 5 of 7,5.", "Fill in {most} EC at most, such as 5 or 7.5.")
