"""Proposes what kind of message somebody sent, with the words that led to it. A person decides, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.cues import Cues, Hit, by_topic, own_cues
from matching.text import Language, guess_language, words_of

CHALLENGE, CRISIS, OTHER = "challenge", "crisis", "other"
BASE = 1
"""What speaks for a learning question before anything is read: whoever writes here mostly has one."""
SURE, CLEAR = 3, 2
"""Words of the first weight are a crisis whatever stands around them, of the second where little else is asked."""
SHORT = 4
"""A message of fewer words in which nothing was found says too little to be a question."""


@dataclass(frozen=True)
class Sorted:
    """What a message seems to be. `words` led to it; `crisis_words` are shown also where they did not decide."""

    topic: str
    words: tuple[str, ...]
    scores: Mapping[str, int]
    crisis_words: tuple[str, ...]
    is_crisis: bool

    @property
    def in_doubt(self) -> bool:
        """Whether words of a crisis stand there, though it reads as something else."""
        return self.scores.get(CRISIS, 0) >= CLEAR and not self.is_crisis


def sort_message(text: str, language: Language | None = None, cues: Cues | None = None) -> Sorted:
    """What kind of message this is; read in the language it was sent in, and in the one it seems to be written in."""
    words = words_of(text)
    guessed = guess_language(words)
    languages = dict.fromkeys((guessed, language or guessed))
    hits = [hit for each in languages for hit in (cues or own_cues()).find(words, each)]
    found = by_topic(hits)
    scores = {topic: sum(hit.cue.weight for hit in of_topic) for topic, of_topic in found.items()}
    is_crisis = _is_crisis(found.get(CRISIS, ()), scores.get(CHALLENGE, 0))
    topic = CRISIS if is_crisis else _likeliest(scores, len(words))
    return Sorted(topic, _said(found.get(topic, ())), scores, _said(found.get(CRISIS, ())), is_crisis)


def _is_crisis(hits: Sequence[Hit], asks: int) -> bool:
    """Words that leave no doubt, or more of the others than there is of a question about many people."""
    if any(hit.cue.weight >= SURE for hit in hits):
        return True
    weight = sum(hit.cue.weight for hit in hits)
    is_clear = weight >= SURE or any(hit.cue.weight == CLEAR for hit in hits)
    return is_clear and weight > asks


def _likeliest(scores: Mapping[str, int], length: int) -> str:
    """The topic with most weight; a learning question where none has more, "other" where hardly anything is said."""
    if not scores and length < SHORT:
        return OTHER
    best, most = CHALLENGE, scores.get(CHALLENGE, 0) + BASE
    for topic, score in scores.items():
        if topic not in {CHALLENGE, CRISIS} and score > most:
            best, most = topic, score
    return best


def _said(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.words for hit in hits))
