"""Says in one Dutch or English sentence why something was suggested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matching.explaining import LETTERS, TRANSLATION, WORD, Reason
from matching.lexicon import Lexicon
from matching.skills import Vocabulary
from matching.text import LANGUAGES, Language, folded, stem

LEAST_SHARE = 0.3
"""Of the heaviest reason: what weighs less is true and beside the point."""
LEAST_LEARNT = 0.5
"""The same of a translation that was learnt: nobody has read it, and a light one is often wrong."""
MOST_NAMED = 3

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


def worth_telling(reasons: Iterable[Reason]) -> list[list[Reason]]:
    """The reasons that a person is told, each with those that say the same again; the heaviest first.

    They are fewer than what makes the score: no light ones, and what only looks alike where there is nothing else.
    """
    every = sorted(reasons, key=lambda each: -each.contribution)
    sure = [each for each in every if each.via != LETTERS] or every
    most = sure[0].contribution if sure else 0.0
    groups: list[list[Reason]] = []
    for reason in sure:
        if reason.contribution < most * (LEAST_LEARNT if reason.via == TRANSLATION else LEAST_SHARE):
            continue
        group = next((each for each in groups if any(_says_again(told, reason) for told in _told_of(each))), None)
        if group is None:
            groups.append([reason])
        else:
            group.append(reason)
    return groups


def is_same(reason: Reason) -> bool:
    """Whether both name one word."""
    return reason.via == WORD and reason.query_term.lower() == reason.term.lower()


def named(group: Iterable[Reason]) -> list[str]:
    """The words that both name, at most three, and none that stands in another of them."""
    words = list(dict.fromkeys(each.term for each in group if is_same(each)))
    parts = {part for word in words if " " in word for part in word.split(" ")}
    return [word for word in words if word not in parts][:MOST_NAMED]


def _told_of(group: list[Reason]) -> list[Reason]:
    """What the sentence of a group says: its first, or the words that both name."""
    return [each for each in group if each is group[0] or (is_same(each) and is_same(group[0]))]


def _says_again(told: Reason, reason: Reason) -> bool:
    """Whether a reader who was told the one learns little from the other: the same word, or the same link."""
    is_word = told.query_term.lower() == reason.query_term.lower()
    both = is_same(told), is_same(reason)
    if any(both):
        other = reason if is_same(told) else told
        return all(both) or (is_word and other.via.startswith("concept:"))
    return is_word or (":" in told.via and _link(told) == _link(reason))  # of the lexicon or the vocabulary


def _link(reason: Reason) -> str:
    """What joins the words, in whichever direction."""
    path, _, theirs = reason.via.partition("<")
    return path if not theirs or ">" in path else f"relation:{theirs}>{path.removeprefix('relation:')}"


def tell(
    reasons: Iterable[Reason], language: Language, lexicon: Lexicon, vocabulary: Vocabulary, most: int = 3
) -> list[str]:
    """Why something was found, in at most so many sentences; what both name is told in one."""
    sentences = []
    for group in worth_telling(reasons)[:most]:
        first = group[0]
        if is_same(first):
            words = ", ".join(named(group))
            first = replace(first, query_term=words, term=words)
        sentences.append(say(first, language, lexicon, vocabulary))
    return sentences


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
