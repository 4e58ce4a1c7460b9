"""The skills people choose from, in Dutch and English; form, profile and matcher share this one vocabulary."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from matching.phrases import Phrases
from matching.text import DATA, LANGUAGES, Language, guess_language, words_of

LEVELS = ("mbo", "hbo", "wo")
_TEXTS = ("nl", "en", "theme")
_FIELDS = {*_TEXTS, "more", "topics", "level", "concept"}


class SkillsError(ValueError):
    """A file of skills that cannot be read: file, key, what is wrong."""


@dataclass(frozen=True)
class Skill:
    """One skill: its key for ever, its label in both languages, other names and topics, where it is usually taught.

    Topics are words that somebody may type for the skill; in a running text they are what the text is about. Levels are
    a hint for people, never a limit.
    """

    key: str
    nl: str
    en: str
    theme: str
    more: tuple[str, ...] = ()
    concept: str | None = None
    topics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """The label in one language."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class FoundSkill:
    """A skill that a text names, and with which words."""

    skill: Skill
    words: str


@dataclass(frozen=True)
class Vocabulary:
    """All skills by key, in the order of the file."""

    skills: Mapping[str, Skill]
    phrases: Phrases = field(compare=False)
    topics: Phrases = field(default_factory=Phrases, compare=False)

    def resolve(self, typed: str) -> Skill | None:
        """The skill somebody means by a key or by exactly its words, in either language; a name before a topic."""
        if typed in self.skills:
            return self.skills[typed]
        words = words_of(typed)
        for phrases in (self.phrases, self.topics):
            for language in LANGUAGES:
                length, keys = phrases.at(words, 0, language) if words else (0, ())
                if length and length == len(words):
                    return self.skills[keys[0]]
        return None

    def find(self, text: str, language: Language | None = None) -> tuple[FoundSkill, ...]:
        """The skills a text names, in the order they come up, each once."""
        return self._found(self.phrases, text, language)

    def find_topics(self, text: str, language: Language | None = None) -> tuple[FoundSkill, ...]:
        """The skills that a text is about without naming them, in the order they come up, each once."""
        return self._found(self.topics, text, language)

    def _found(self, phrases: Phrases, text: str, language: Language | None) -> tuple[FoundSkill, ...]:
        words = words_of(text)
        found: dict[str, FoundSkill] = {}
        for start, length, keys in phrases.all_in(words, language or guess_language(words)):
            said = " ".join(word.shown for word in words[start : start + length])
            for key in keys:
                found.setdefault(key, FoundSkill(self.skills[key], said))
        return tuple(found.values())


def load_skills(path: Path) -> Vocabulary:
    """The vocabulary in a file; SkillsError says which key is wrong and why."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise SkillsError(f"{path.name}: {problem}") from None
    skills: dict[str, Skill] = {}
    phrases, topics = Phrases(), Phrases()
    for key, table in tables.items():
        try:
            skills[key] = _skill(key, table)
            _add_phrases(phrases, skills[key])
            _add_topics(topics, skills[key])
        except ValueError as problem:
            raise SkillsError(f"{path.name}: [{key}] {problem}") from None
    return Vocabulary(skills, phrases, topics)


def _skill(key: str, table: object) -> Skill:
    if not isinstance(table, dict):
        raise ValueError("is not a table")
    unknown = sorted(set(table) - _FIELDS)
    if unknown:
        raise ValueError(f"does not know {', '.join(unknown)}")
    nl, en, theme = (_text(table, name) for name in _TEXTS)
    concept = _text(table, "concept") if "concept" in table else None
    return Skill(key, nl, en, theme, _list(table, "more"), concept, _list(table, "topics"), _levels(table))


def _list(table: dict[str, object], name: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
        raise ValueError(f"{name} is not a list of texts")
    return tuple(value)


def _levels(table: dict[str, object]) -> tuple[str, ...]:
    """One level or several; in the order of the levels."""
    given = table.get("level", [])
    levels = (given,) if isinstance(given, str) else _list(table, "level")
    unknown = [level for level in levels if level not in LEVELS]
    if unknown:
        raise ValueError(f"level {unknown[0]!r} is none of {', '.join(LEVELS)}")
    return tuple(level for level in LEVELS if level in levels)


def _text(table: dict[str, object], name: str) -> str:
    value = table.get(name)
    if not (isinstance(value, str) and value.strip()):
        raise ValueError(f"needs {name}, a text")
    return value


def _add_phrases(phrases: Phrases, skill: Skill) -> None:
    pairs: list[tuple[str, Language]] = [(skill.nl, "nl"), (skill.en, "en")]
    pairs += [(word, language) for word in skill.more for language in LANGUAGES]
    for word, language in pairs:
        taken = phrases.add(word, language, skill.key)
        if taken:
            raise ValueError(f"{word!r} stands for {taken} already")


def _add_topics(topics: Phrases, skill: Skill) -> None:
    """Several skills may share a topic; who types it gets the first."""
    for word in skill.topics:
        for language in LANGUAGES:
            topics.add(word, language, skill.key)


@lru_cache(maxsize=1)
def own_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the code, read once."""
    return load_skills(DATA / "skills.toml")


def find_skills(text: str, language: Language | None = None) -> tuple[FoundSkill, ...]:
    """The skills of our own vocabulary that a text names."""
    return own_vocabulary().find(text, language)
