"""Why the matcher found something, in sentences of the reader's language, each word in its own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext

from leren_app.web.language import spoken_language
from matching.explaining import LETTERS, WORD, Reason
from matching.lexicon import own_lexicon
from matching.saying import say
from matching.skills import own_vocabulary
from matching.text import Language, words_of

MOST_SENTENCES = 3
MOST_WORDS = 3
SKILL = "skill:"
_OURS, _THEIRS = "\ue000", "\ue001"  # stand for the words while the sentence is made, and are in no text


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with a language where that is not the page's."""

    text: str
    lang: str = ""


Sentence = tuple[Part, ...]


def sentences_of(
    reasons: Iterable[Mapping[str, Any]], *, looked_for: bool = False, without_skills: bool = False
) -> list[Sentence]:
    """At most three reasons in words, the heaviest first; what only looks alike where there is nothing else.

    What both name is told in one sentence. `looked_for`: the reader typed the one side, so only the other names it.
    """
    told = [reason for each in reasons if not (without_skills and is_skill(reason := _read(each)))]
    told = [reason for reason in told if reason.via != LETTERS] or told
    same = list(dict.fromkeys(reason.term for reason in told if _is_same(reason)))[:MOST_WORDS]
    found: dict[object, Sentence] = {}
    for reason in told:
        if not _is_same(reason):
            found.setdefault(_kind_of(reason), _say(reason, [reason.query_term], [reason.term]))
        elif reason.term in same:
            found.setdefault(WORD, _names(same) if looked_for else _say(reason, same, same))
    return list(found.values())[:MOST_SENTENCES]


def sentences_of_found(reasons: Sequence[Reason], *, looked_for: bool = False) -> list[Sentence]:
    """The same for reasons that were not stored."""
    return sentences_of(map(asdict, reasons), looked_for=looked_for)


def is_skill(reason: Reason) -> bool:
    """Whether a skill was chosen rather than a word written."""
    return reason.via.startswith(SKILL) or own_vocabulary().resolve(reason.query_term) is not None


def _read(stored: Mapping[str, Any]) -> Reason:
    return Reason(str(stored["query_term"]), str(stored["via"]), str(stored["term"]), float(stored["contribution"]))


def _is_same(reason: Reason) -> bool:
    return reason.via == WORD and reason.query_term.lower() == reason.term.lower()


def _kind_of(reason: Reason) -> object:
    """What makes two reasons one for a reader: the skill, or the word that was said."""
    return reason.via if reason.via.startswith(SKILL) else reason.query_term.lower()


def _say(reason: Reason, ours: Sequence[str], theirs: Sequence[str]) -> Sentence:
    same = ours is theirs
    sentence = say(
        Reason(_OURS, reason.via, _OURS if same else _THEIRS, 0.0), _page(), own_lexicon(), own_vocabulary()
    )
    words = {_OURS: _listed(ours), _THEIRS: _listed(theirs)}
    return tuple(part for piece in _cut(sentence) for part in words.get(piece, [Part(piece)]))


def _names(words: Sequence[str]) -> Sentence:
    return (Part(gettext("Names:") + " "), *_listed(words), Part("."))


def _listed(words: Sequence[str]) -> list[Part]:
    parts: list[Part] = []
    for word in words:
        parts += [Part(", ")] * bool(parts) + [Part(word, _language_of(word))]
    return parts


def _cut(sentence: str) -> list[str]:
    """The sentence in pieces, each mark a piece of its own."""
    for mark in (_OURS, _THEIRS):
        sentence = sentence.replace(mark, f"\0{mark}\0")
    return [piece for piece in sentence.split("\0") if piece]


def _page() -> Language:
    return "en" if spoken_language() == "en" else "nl"


def _language_of(said: str) -> str:
    """The language of words, where the lexicon knows it to be the other one than the page's; else empty."""
    page, words = _page(), words_of(said)
    other: Language = "nl" if page == "en" else "en"
    phrases = own_lexicon().phrases
    known = [any(phrases.at(words, n, language)[1] for n in range(len(words))) for language in (page, other)]
    return other if known == [False, True] else ""
