"""Lays the words of a city's coordinators over a lexicon: what they say outranks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from matching.lexicon import Concept, Lexicon, LexiconError, Place, check_targets, phrases_of, read_concepts
from matching.mistakes import MistakeError
from matching.text import LANGUAGES, Language, words_of

Said = tuple[Language, tuple[str, ...]]


def with_additions(lexicon: Lexicon, additions: str | Path, source: str = "words.txt") -> Lexicon:
    """The lexicon with additions of the same form, a text or a file; LexiconError names the wrong line.

    A word stands only for the concept that the additions give it. A concept that is there already gets their words
    besides its own, and their relations in the place of its own to the same concept.
    """
    text, source = (additions, source) if isinstance(additions, str) else (_text_of(additions), additions.name)
    added = read_concepts({source: text}, lexicon.concepts)
    phrases_of(added.values())  # names the line where a word stands for two concepts
    takers = {said: each for each in added.values() for said in _all_said(each)}
    concepts = {key: _without(concept, takers) for key, concept in lexicon.concepts.items()}
    for key, more in added.items():
        concepts[key] = _joined(concepts[key], more) if key in concepts else more
    _check_words(concepts, lexicon, takers)
    check_targets(concepts)
    # The added ones first: of words with one stem, the first says what their other forms stand for.
    return Lexicon(concepts, phrases_of([*added.values(), *concepts.values()]))


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        mistake = MistakeError(
            "dit is geen UTF-8. Bewaar het bestand als tekst in UTF-8", "is not UTF-8; save the file as UTF-8 text"
        )
        raise LexiconError(Place(path.name, line), mistake) from None


def _said(word: str, language: Language) -> Said:
    return language, tuple(each.plain for each in words_of(word))


def _all_said(concept: Concept) -> list[Said]:
    return [_said(word, language) for language in LANGUAGES for word in concept.words(language)]


def _without(concept: Concept, takers: Mapping[Said, Concept]) -> Concept:
    """A concept without the words that the additions give to another one."""
    nl, en = (
        tuple(word for word in concept.words(language) if takers.get(_said(word, language), concept).key == concept.key)
        for language in LANGUAGES
    )
    return concept if (nl, en) == (concept.nl, concept.en) else replace(concept, nl=nl, en=en)


def _check_words(concepts: Mapping[str, Concept], before: Lexicon, takers: Mapping[Said, Concept]) -> None:
    for key, concept in concepts.items():
        if not (concept.nl or concept.en):
            taker = next(takers[said] for said in _all_said(before.concepts[key]))
            mistake = MistakeError(
                f"dit neemt het laatste woord van ‘{key}’ weg. Geef ‘{key}’ ook een ander woord",
                f"takes the last word of {key}; give {key} another one too",
            )
            raise LexiconError(taker.at, mistake)


def _joined(concept: Concept, more: Concept) -> Concept:
    """A concept with the words and relations that are added to it."""
    there = set(_all_said(concept))
    nl, en = (
        (*concept.words(language), *(word for word in more.words(language) if _said(word, language) not in there))
        for language in LANGUAGES
    )
    relations = {each.target: each for each in (*concept.relations, *more.relations)}
    return replace(concept, nl=nl, en=en, relations=tuple(relations.values()))
