"""Words that meet, of two texts: as they stand, or in a sentence where one of them is not in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leren_app.web.language import spoken_language
from matching.explaining import Reason
from matching.lexicon import own_lexicon
from matching.saying import say
from matching.skills import own_vocabulary
from matching.text import Language

LanguageOf = Callable[[str], str]
"""The language of a word, where it is not that of the page; else empty."""
_OURS, _THEIRS = "\ue000", "\ue001"  # stand for the two words while the sentence is made, and are in no text


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; `is_word` for the words that meet."""

    text: str
    lang: str = ""
    is_word: bool = False


@dataclass(frozen=True)
class Pair:
    """A word of the challenge and the word that it meets; with a sentence where a language differs from the page's."""

    said: str
    said_lang: str
    meant: str
    meant_lang: str
    sentence: tuple[Part, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it is one word."""
        return self.said.lower() == self.meant.lower()


def pairs_of(
    reasons: Sequence[Mapping[str, Any]], said_lang: LanguageOf, meant_lang: LanguageOf, most: int
) -> list[Pair]:
    """The words that meet, the heaviest first, each word said once; in other languages only where the page's has none.

    What is said is the word of the challenge, what is meant that of the course or profile it was compared with.
    """
    pairs: dict[str, Pair] = {}
    for reason in reasons:
        said = str(reason["term"])
        pairs.setdefault(said.lower(), _pair(reason, said_lang(said), meant_lang(str(reason["query_term"]))))
    own = [pair for pair in pairs.values() if not pair.sentence]
    others = [pair for pair in pairs.values() if pair.sentence]
    return (own or others)[:most]


def _pair(reason: Mapping[str, Any], said_lang: str, meant_lang: str) -> Pair:
    said, meant = str(reason["term"]), str(reason["query_term"])
    is_foreign = bool(said_lang or meant_lang)
    words = {_OURS: Part(meant, meant_lang, is_word=True), _THEIRS: Part(said, said_lang, is_word=True)}
    return Pair(said, said_lang, meant, meant_lang, _sentence(str(reason["via"]), words) if is_foreign else ())


def _sentence(via: str, words: Mapping[str, Part]) -> tuple[Part, ...]:
    """What joins the two words, in the language of the page, with the words in their own."""
    same = words[_OURS].text == words[_THEIRS].text
    reason = Reason(_OURS, via, _OURS if same else _THEIRS, 0.0)
    language: Language = "en" if spoken_language() == "en" else "nl"
    parts, text = [], ""
    for letter in say(reason, language, own_lexicon(), own_vocabulary()):
        if letter not in words:
            text += letter
            continue
        parts += [Part(text), words[letter]]
        text = ""
    return tuple(part for part in (*parts, Part(text)) if part.text)
