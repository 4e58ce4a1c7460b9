"""Why the matcher found something, in sentences of the reader's language, each word in its own language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import current_app
from flask_babel import gettext

from leren_app.services.indexes.reader import lexicon_beside
from leren_app.web.language import spoken_language
from matching.explaining import Reason
from matching.lexicon import Lexicon
from matching.saying import is_same, named, say, worth_telling
from matching.skills import own_vocabulary
from matching.text import Language, words_of

MOST_SENTENCES = 3
SKILL = "skill:"
_OURS, _THEIRS = "\ue000", "\ue001"  # stand for the words while the sentence is made, and are in no text


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with a language where that is not the page's; `is_word` for the words that meet."""

    text: str
    lang: str = ""
    is_word: bool = False


Sentence = tuple[Part, ...]
LanguageOf = Callable[[str], str]
"""The language of words, where it is not that of the page; else empty."""


@dataclass(frozen=True)
class Voices:
    """In which language the words of each side are: of what was compared, and of what was found."""

    ours: LanguageOf
    theirs: LanguageOf
    looked_for: bool = False


def language_known(said: str) -> str:
    """The language of words, where the lexicon knows it to be the other one than the page's; else empty."""
    page, words = _page(), words_of(said)
    other: Language = "nl" if page == "en" else "en"
    phrases = _lexicon().phrases
    known = [any(phrases.at(words, n, language)[1] for n in range(len(words))) for language in (page, other)]
    return other if known == [False, True] else ""


BY_LEXICON = Voices(language_known, language_known)
TYPED = Voices(lambda _typed: "", language_known, looked_for=True)
"""The reader typed the one side, so only the other names what both name."""


def sentences_of(
    reasons: Iterable[Mapping[str, Any]], voices: Voices = BY_LEXICON, *, without_skills: bool = False
) -> list[Sentence]:
    """At most three reasons in words, the heaviest first; what only looks alike where there is nothing else.

    What both name is told in one sentence.
    """
    told = (reason for reason in map(_read, reasons) if not (without_skills and is_skill(reason)))
    return [_tell(group, voices) for group in worth_telling(told)[:MOST_SENTENCES]]


def sentences_of_found(reasons: Sequence[Reason], voices: Voices = BY_LEXICON) -> list[Sentence]:
    """The same for reasons that were not stored."""
    return sentences_of(map(asdict, reasons), voices)


def is_skill(reason: Reason) -> bool:
    """Whether a skill was chosen rather than a word written."""
    return reason.via.startswith(SKILL) or own_vocabulary().resolve(reason.query_term) is not None


def _read(stored: Mapping[str, Any]) -> Reason:
    return Reason(str(stored["query_term"]), str(stored["via"]), str(stored["term"]), float(stored["contribution"]))


def _tell(group: Sequence[Reason], voices: Voices) -> Sentence:
    """What both name together; else the heaviest that is in the reader's language, if there is one."""
    if is_same(group[0]):
        same = _listed(named(group), voices.theirs)
        return (Part(gettext("Names:") + " "), *same, Part(".")) if voices.looked_for else _say(group[0], same, same)
    reason = next((each for each in group if not voices.theirs(each.term)), group[0])
    return _say(reason, _listed([reason.query_term], voices.ours), _listed([reason.term], voices.theirs))


def _lexicon() -> Lexicon:
    return lexicon_beside(current_app.config["INDEX_DIR"])


def _say(reason: Reason, ours: Sequence[Part], theirs: Sequence[Part]) -> Sentence:
    said = replace(reason, query_term=_OURS, term=_OURS) if ours is theirs else reason
    sentence = say(said, _page(), _lexicon(), own_vocabulary())
    for word, mark in ((reason.query_term, _OURS), (reason.term, _THEIRS)):
        sentence = sentence.replace(f"“{word}”", f"“{mark}”", 1)
    words = {_OURS: ours, _THEIRS: theirs}
    return tuple(part for piece in _cut(sentence) for part in words.get(piece, [Part(piece)]))


def _listed(words: Sequence[str], language_of: LanguageOf) -> list[Part]:
    parts: list[Part] = []
    for word in words:
        parts += [Part(", ")] * bool(parts) + [Part(word, language_of(word), is_word=True)]
    return parts


def _cut(sentence: str) -> list[str]:
    """The sentence in pieces, each mark a piece of its own."""
    for mark in (_OURS, _THEIRS):
        sentence = sentence.replace(mark, f"\0{mark}\0")
    return [piece for piece in sentence.split("\0") if piece]


def _page() -> Language:
    return "en" if spoken_language() == "en" else "nl"
