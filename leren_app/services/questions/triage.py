"""What a message seems to be: kind, themes, district and skills, each with the words that led to it.

Always a proposal. A person decides (`services.questions.settling`), and nothing but "look at this first" follows by
itself: a message with words of a crisis comes on top of the queue, and every coordinator gets a mail at once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from leren_app.domain.city import City, Theme
from leren_app.domain.city.places import LONGEST_NAME, Place
from leren_app.models import Event, Question, QuestionKind
from leren_app.services.indexes.keeping import FOLDER
from leren_app.services.indexes.reader import Beside, analyser_of, beside, lexicon_beside
from leren_app.services.telling import coordinators, promise_mail
from matching.analysis import Analyser
from matching.cue_lists import own_cues, with_cues
from matching.cues import Cues
from matching.lexicon import LexiconError
from matching.skill_suggestions import SuggestedSkill, suggest_skills
from matching.text import LANGUAGES, Language, guess_language, says_nothing, stem, words_of
from matching.triage import Sorted, sort_message

LIST = "triage.txt"
"""The file beside the folder of the indexes in which coordinators write words of their own for this."""
URGENT = "question/urgent"

KINDS = {"press": QuestionKind.OTHER, "participation": QuestionKind.OTHER}
"""The kind of what the lists tell apart; every other list is called as its kind."""
ROUTES = {
    "crisis": "emergency",
    "report": "report",
    "personal": "personal-help",
    "commercial": "contract-research",
    "participation": "participation",
    "press": "press",
}
"""Which ready text of the city file goes with which list; where there is none, somebody writes one."""

CHAPTERS = {
    "culture.txt": ("heritage", 1.0),
    "green.txt": ("green", 1.0),
    "mobility.txt": ("green", 1.0),
    "health.txt": ("health", 1.0),
    "safety.txt": ("health", 1.0),
    "money-work-help.txt": ("health", 1.0),
    "people.txt": ("health", 0.5),
    "together.txt": ("health", 0.5),
    "learning.txt": ("health", 0.5),
}
"""A chapter of the lexicon → the icon of the theme it belongs to, and how surely: people are in every question."""
SECOND = 0.6
"""A second theme is proposed where it has this share of the first."""
MOST_SKILLS = 4
MOST_WORDS = 4
LONGEST_PLACE = 5
LONG = 8
INSIDE = frozenset({"in", "uit", "naar", "wijk", "buurt", "from"})

log = logging.getLogger("leren.triage")


@dataclass(frozen=True)
class Proposed:
    """A key of the city file, and the words of the message that led to it."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """What a message seems to be; `route` is the ready text that fits, if one does."""

    kind: QuestionKind
    kind_words: tuple[str, ...]
    route: str
    themes: tuple[Proposed, ...]
    places: tuple[Proposed, ...]
    skills: tuple[SuggestedSkill, ...]
    is_crisis: bool
    in_doubt: bool
    crisis_words: tuple[str, ...]


def triage(text: str, language: str, city: City, folder: Path | None = None) -> Proposal:
    """The proposal for a message; `folder` is that of the indexes, beside which the coordinators' words lie."""
    found = sort(text, language, folder)
    spoken = guess_language(words_of(text))
    reader = analyser_of(city, folder)
    return Proposal(
        kind=_kind_of(found.topic),
        kind_words=found.words,
        route=ROUTES.get(found.topic, ""),
        themes=themes_in(text, city, reader),
        places=places_in(text, city),
        skills=suggest_skills(text, spoken, MOST_SKILLS, analyser=reader),
        is_crisis=found.is_crisis,
        in_doubt=found.in_doubt,
        crisis_words=found.crisis_words,
    )


def kind_of(text: str, language: str, folder: Path | None = None) -> QuestionKind:
    """What a message seems to be, and nothing more."""
    return _kind_of(sort(text, language, folder).topic)


def sort(text: str, language: str, folder: Path | None = None) -> Sorted:
    """What the lists say, which takes a millisecond."""
    return sort_message(text, _language(language), cues_beside(folder))


def shows_help(text: str, language: str, folder: Path | None = None) -> bool:
    """Whether whoever wrote this sees the help lines: also in doubt."""
    found = sort(text, language, folder)
    return found.is_crisis or found.in_doubt


def look_for_crisis(session: Session, question: Question, event: Event) -> None:
    """A new question with words of a crisis comes on top of the queue, and every coordinator hears at once."""
    if sort(question.raw_text, question.language, session.info.get(FOLDER)).is_crisis:
        question.is_urgent = True
        session.flush()
        for recipient, _mail in coordinators(session):
            promise_mail(session, URGENT, recipient, event=event, ids={"question": question.id})


# ---- the lists ----


def cues_beside(folder: Path | None) -> Cues:
    """The lists, with the coordinators' lines over them where they are; read again when the file changed."""
    return _cues(beside(folder, LIST), folder)


@lru_cache(maxsize=4)
def _cues(lines: Beside | None, folder: Path | None) -> Cues:
    if lines is None:
        return own_cues()
    try:
        return with_cues(own_cues(), lines.path.read_text(encoding="utf-8"), LIST, lexicon_beside(folder))
    except (LexiconError, UnicodeDecodeError) as error:
        log.error("the coordinators' lists are left out: %s", error)
        return own_cues()


def _kind_of(topic: str) -> QuestionKind:
    return KINDS.get(topic) or QuestionKind(topic)


def _language(language: str) -> Language:
    return "en" if language == "en" else "nl"


# ---- themes ----


def themes_in(text: str, city: City, reader: Analyser) -> tuple[Proposed, ...]:
    """The likeliest theme, and a second one that comes near it, with the words that led there."""
    votes: dict[str, float] = {}
    led: dict[str, list[str]] = {}
    for key, weight, words in (*_by_chapter(text, city, reader), *_by_own_words(text, city)):
        votes[key] = votes.get(key, 0.0) + weight
        led.setdefault(key, []).extend(words)
    ranked = sorted(votes, key=lambda key: (-votes[key], key))[:2]
    near = [key for key in ranked if votes[key] >= SECOND * votes[ranked[0]]]
    return tuple(Proposed(key, tuple(dict.fromkeys(led[key]))[:MOST_WORDS]) for key in near)


def _by_chapter(text: str, city: City, reader: Analyser) -> Iterator[tuple[str, float, list[str]]]:
    """Each concept of the text votes once for the theme of its chapter."""
    themes = {theme.icon: theme.key for theme in city.themes}
    words = words_of(text)
    seen: set[str] = set()
    for start, length, keys in reader.lexicon.phrases.all_in(words, guess_language(words)):
        for key in (key for key in keys if key not in seen):
            seen.add(key)
            icon, weight = CHAPTERS.get(reader.lexicon.concepts[key].at.source, ("", 0.0))
            if icon in themes:
                yield themes[icon], weight, [" ".join(word.shown for word in words[start : start + length])]


def _by_own_words(text: str, city: City) -> Iterator[tuple[str, float, list[str]]]:
    """Each word with which the city file tells of a theme votes once too."""
    words = words_of(text)
    language = guess_language(words)
    known = _own_words(city.themes)
    seen: set[str] = set()
    for word in words:
        root = stem(word.plain, language)
        if root not in seen and not says_nothing(word, language):
            seen.add(root)
            yield from ((key, 1.0, [word.shown]) for key in known.get((language, root), ()))


@lru_cache(maxsize=4)
def _own_words(themes: tuple[Theme, ...]) -> dict[tuple[Language, str], tuple[str, ...]]:
    found: dict[tuple[Language, str], tuple[str, ...]] = {}
    for theme in themes:
        said = (theme.name, theme.hint, *(part.name for part in theme.sub_themes))
        for language in LANGUAGES:
            words = {word for text in said for word in words_of(text.in_(language))}
            for root in {stem(word.plain, language) for word in words if not says_nothing(word, language)}:
                found[language, root] = (*found.get((language, root), ()), theme.key)
    return found


# ---- places ----


def places_in(text: str, city: City) -> tuple[Proposed, ...]:
    """The places of the city that the text names; the city as a whole only where no part is."""
    words = [word.shown for word in words_of(text)]
    found: dict[str, str] = {}
    start = 0
    while start < len(words):
        place, length = _place_at(words, start, text, city)
        if place is not None:
            found.setdefault(place.key, " ".join(words[start : start + length]))
        start += length
    parts = {key: said for key, said in found.items() if key != city.whole_city.key}
    return tuple(Proposed(key, (said,)) for key, said in (parts or found).items())


def _place_at(words: list[str], start: int, text: str, city: City) -> tuple[Place | None, int]:
    """The longest name of a place that begins here, and how many words it is."""
    for length in range(min(LONGEST_PLACE, len(words) - start), 0, -1):
        said = " ".join(words[start : start + length])
        place = city.find_place(said) if len(said) <= LONGEST_NAME else None
        if place is not None and (length > 1 or _is_name(words, start, text)):
            return place, length
    return None, 1


def _is_name(words: list[str], start: int, text: str) -> bool:
    """A short word is a name with a capital, or after "in": not everything "de moeite waard" lies in one district."""
    word = words[start]
    return len(word) >= LONG or (start > 0 and words[start - 1] in INSIDE) or word.capitalize() in text
