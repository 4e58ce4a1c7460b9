"""Says in one Dutch or English sentence why something was suggested."""

from __future__ import annotations

from matching.explaining import LETTERS, TRANSLATION, WORD, Reason
from matching.lexicon import Lexicon
from matching.skills import Vocabulary
from matching.text import LANGUAGES, Language, folded, stem

_SENTENCES: dict[str, tuple[str, str]] = {
    "same": ("Allebei noemen: {query}.", "Both mention: {query}."),
    "words": ("“{query}” en “{term}” zijn hetzelfde woord.", "“{query}” and “{term}” are the same word."),
    "part": (
        "“{query}” en “{term}” hebben een woord gemeen.",
        "“{query}” and “{term}” have a word in common.",
    ),
    "translation": (
        "“{query}” en “{term}” betekenen ongeveer hetzelfde.",
        "“{query}” and “{term}” mean about the same.",
    ),
    "letters": ("“{query}” lijkt op “{term}”.", "“{query}” looks like “{term}”."),
    "skill": ("Allebei noemen de vaardigheid: {name}.", "Both name the skill: {name}."),
    "concept": (
        "“{query}” en “{term}” gaan over hetzelfde: {name}.",
        "“{query}” and “{term}” are about the same: {name}.",
    ),
    "theirs": ("“{query}” past bij “{term}”: {why}.", "“{query}” fits “{term}”: {why}."),
    "both": (
        "“{query}” en “{term}” komen samen in {name}: {why}.",
        "“{query}” and “{term}” come together in {name}: {why}.",
    ),
}


def say(reason: Reason, language: Language, lexicon: Lexicon, vocabulary: Vocabulary) -> str:
    """The reason as one sentence a person reads."""
    kind, _, rest = reason.via.partition(":")
    values = {"query": reason.query_term, "term": reason.term, "name": "", "why": ""}
    if kind == WORD:
        pattern = "same" if reason.query_term == reason.term else "words" if _are_forms(reason) else "part"
    elif kind in (LETTERS, TRANSLATION):
        pattern = kind
    elif kind == "skill":
        pattern, values["name"] = "skill", _skill(rest, language, vocabulary)
    elif kind == "concept":
        pattern, values["name"] = "concept", _concept(rest, language, lexicon)
    else:
        pattern = _relation(rest, language, lexicon, values)
    return _SENTENCES[pattern][language == "en"].format(**values)


def _are_forms(reason: Reason) -> bool:
    """Whether the two are forms of one word; else they share a part, as kindercentrum and kinderwerker do."""
    return any(stem(folded(reason.query_term), each) == stem(folded(reason.term), each) for each in LANGUAGES)


def _relation(rest: str, language: Language, lexicon: Lexicon, values: dict[str, str]) -> str:
    """Fill in what led from a word to the other; which sentence that makes."""
    path, _, theirs = rest.partition("<")
    ours, _, target = path.rpartition(">")
    relation = lexicon.relation(ours or theirs, target)
    values["name"] = _concept(target, language, lexicon)
    values["why"] = relation.reason(language) if relation else values["name"]
    return "both" if ours and theirs else "theirs"


def _concept(key: str, language: Language, lexicon: Lexicon) -> str:
    concept = lexicon.concepts.get(key)
    return concept.name(language) if concept else key


def _skill(key: str, language: Language, vocabulary: Vocabulary) -> str:
    skill = vocabulary.skills.get(key)
    return skill.label(language) if skill else key
