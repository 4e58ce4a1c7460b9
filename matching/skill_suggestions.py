"""Proposes skills for a question: those it names, then those its words lead to, each with the words that led there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Literal

from matching.analysis import Analyser, Item
from matching.lexicon import Relation
from matching.skills import FoundSkill, Skill, Vocabulary
from matching.text import Language, says_nothing, words_of

NAMED, TOPIC, CONCEPT, RELATION = 1.0, 0.75, 0.6, 0.75  # how surely each kind of evidence leads to a skill
LEAST = 0.3  # below it the way from word to skill is too long to be read as a reason
AGAIN = 0.6  # each further skill for the same concept counts less, so that a proposal is not six times the same
MOST_REASONS = 3

Kind = Literal["named", "about", "leads"]


@dataclass(frozen=True)
class SkillReason:
    """Words of the text and how they lead to a skill; `why` is the lexicon's relation that led there, if one did."""

    kind: Kind
    words: tuple[str, ...]
    weight: float
    why: Relation | None = None


@dataclass(frozen=True)
class SuggestedSkill:
    """A skill, how surely the text asks for it (0 to 1), and the reasons, the surest first."""

    skill: Skill
    score: float
    reasons: tuple[SkillReason, ...]


def suggest_skills(
    text: str, language: Language | None = None, k: int = 6, *, analyser: Analyser | None = None
) -> tuple[SuggestedSkill, ...]:
    """At most k skills the text asks for: named ones first, then by how surely its words lead there; none for none."""
    reader = analyser or Analyser()
    spoken = language or reader.language_of(words_of(text))
    evidence = _Evidence(reader.vocabulary)
    for found in reader.vocabulary.find(text, spoken):
        evidence.add_named(found, spoken)
    for found in reader.vocabulary.find_topics(text, spoken):
        evidence.add_topic(found, spoken)
    for key, reason in _through_lexicon(reader, text, spoken):
        evidence.add(key, reason)
    return evidence.best(k)


def say(suggested: SuggestedSkill, language: Language) -> tuple[str, ...]:
    """Why the skill is proposed, as sentences a coordinator reads."""
    sentences = []
    for kind, pattern in _SENTENCES.items():
        words = [word for reason in suggested.reasons if reason.kind == kind for word in reason.words]
        if words:
            sentences.append(pattern[language == "en"].format(words=_listed(words, language)))
    for reason in suggested.reasons:
        if reason.why:
            sentences.append(f"{_listed(reason.words, language)}: {reason.why.reason(language)}.")
    return tuple(sentences)


_SENTENCES: dict[Kind, tuple[str, str]] = {
    "named": ("De tekst noemt {words}.", "The text mentions {words}."),
    "about": ("De tekst gaat over {words}.", "The text is about {words}."),
}


def _listed(words: list[str] | tuple[str, ...], language: Language) -> str:
    *first, last = (f"“{word}”" for word in dict.fromkeys(words))
    return f"{', '.join(first)} {'and' if language == 'en' else 'en'} {last}" if first else last


def _through_lexicon(reader: Analyser, text: str, language: Language) -> Iterator[tuple[str, SkillReason]]:
    """What the concepts of the text lead to: skills of the concept itself, and of where its relations point."""
    skills = _by_concept(reader.vocabulary)
    for occurrence in reader.occurrences(Item("", text, language=language)):
        kind, _, concept = occurrence.feature.partition(":")
        if kind != "c" or concept not in skills:
            continue
        why = reader.lexicon.relation(occurrence.origin, concept) if occurrence.origin else None
        weight = occurrence.weight * (RELATION if why else CONCEPT)
        reason = SkillReason("leads" if why else "about", (occurrence.word,), weight, why)
        for key in skills[concept]:
            yield key, reason


def _by_concept(vocabulary: Vocabulary) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for skill in vocabulary.skills.values():
        if skill.concept:
            found.setdefault(skill.concept, []).append(skill.key)
    return found


@dataclass
class _Evidence:
    """For each skill the reasons found so far: words that lead there in the same way are one reason."""

    vocabulary: Vocabulary
    _of: dict[str, list[SkillReason]] = field(default_factory=dict)

    def add_named(self, found: FoundSkill, language: Language) -> None:
        """A name of the skill; a single word that only shares its stem with one is what the text is about."""
        words = words_of(found.words)
        if all(says_nothing(word, language) for word in words):
            return
        is_name = len(words) > 1 or found.skill.key in self.vocabulary.phrases.exactly(words[0].plain, language)
        kind: Kind = "named" if is_name else "about"
        self.add(found.skill.key, SkillReason(kind, (found.words,), NAMED if is_name else CONCEPT))

    def add_topic(self, found: FoundSkill, language: Language) -> None:
        """A word for it; skills without a concept say how somebody works, which no question is about."""
        if found.skill.concept and not all(says_nothing(word, language) for word in words_of(found.words)):
            self.add(found.skill.key, SkillReason("about", (found.words,), TOPIC))

    def add(self, key: str, reason: SkillReason) -> None:
        """One more reason, or more words for one that is there."""
        reasons = self._of.setdefault(key, [])
        for place, known in enumerate(reasons):
            if (known.kind, known.weight, known.why) == (reason.kind, reason.weight, reason.why):
                reasons[place] = replace(known, words=tuple(dict.fromkeys(known.words + reason.words)))
                return
        reasons.append(reason)

    def best(self, k: int) -> tuple[SuggestedSkill, ...]:
        """The k surest; equals in the order of the vocabulary."""
        left = [self._suggested(key) for key in self.vocabulary.skills if key in self._of]
        chosen: list[SuggestedSkill] = []
        seen: Counter[str] = Counter()
        while left and len(chosen) < k:
            scores = [_score(each, seen) for each in left]
            best = max(range(len(left)), key=scores.__getitem__)  # the first of equals
            if scores[best] < LEAST:
                break
            taken = left.pop(best)
            chosen.append(replace(taken, score=scores[best]))
            seen[taken.skill.concept or ""] += 1
        return tuple(chosen)

    def _suggested(self, key: str) -> SuggestedSkill:
        """Each word counts once, for the surest of its reasons."""
        reasons: list[SkillReason] = []
        used: set[str] = set()
        for reason in sorted(self._of[key], key=lambda each: -each.weight):
            words = tuple(word for word in reason.words if word not in used)
            if words:
                reasons.append(replace(reason, words=words[:MOST_REASONS]))
            used.update(words)
        score = 1 - prod(1 - reason.weight for reason in reasons)
        return SuggestedSkill(self.vocabulary.skills[key], score, tuple(reasons[:MOST_REASONS]))


def _score(suggested: SuggestedSkill, seen: Counter[str]) -> float:
    """Its own score, less for each chosen skill of the same concept; a named one keeps its own."""
    if suggested.reasons[0].kind == "named" or not suggested.skill.concept:
        return suggested.score
    return float(suggested.score * AGAIN ** seen[suggested.skill.concept])
