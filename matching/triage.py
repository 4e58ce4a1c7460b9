"""Proposes what kind of message somebody sent, with the words that led to it. A person decides, always."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.cue_lists import own_cues
from matching.cues import Cues, Hit, by_topic
from matching.text import Language, guess_language, words_of

CHALLENGE, CRISIS, PERSONAL, REPORT, OTHER, STORY = "challenge", "crisis", "personal", "report", "other", "story"
BASE = 1
"""What speaks for a learning question before anything is read: whoever writes here mostly has one."""
SURE, CLEAR = 3, 2
"""Words of the first weight are a crisis whatever stands around them, of the second where little else is asked."""
MOST = 4
"""What words about one person's life or the street can say at most: a long text on a subject holds many of them."""
SHORT = 4
"""A message of fewer words in which nothing was found says too little to be a question."""
_I = re.compile(r"\bI\b|\bi'm\b")
"""Single letters are no words; this one tells whose story it is."""


@dataclass(frozen=True)
class Sorted:
    """What a message seems to be. `words` led to it; `crisis_words` are shown also where they did not decide.

    `is_crisis` says that somebody looks at it first: "help", and no more, is an alarm too, whatever its topic.
    """

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
    is_story = STORY in found or bool(_I.search(text[:MOST_READ]))
    scores = {topic: sum(hit.cue.weight for hit in of_topic) for topic, of_topic in found.items() if topic != STORY}
    is_crisis = _is_crisis(found.get(CRISIS, ()), scores.get(CHALLENGE, 0), is_story)
    topic = CRISIS if is_crisis else _likeliest(_in_form(scores, text, is_story), len(words))
    cry = found.get(PERSONAL, ()) if len(words) < SHORT else ()
    crisis_words = _said((*found.get(CRISIS, ()), *cry))
    return Sorted(topic, _said(found.get(topic, ())), scores, crisis_words, is_crisis or bool(cry))


MOST_READ = 10_000
"""Characters in which a question mark or an "I" is looked for."""


def _is_crisis(hits: Sequence[Hit], asks: int, is_story: bool) -> bool:
    """Words that leave no doubt; or enough others, more than there is of a question about many people.

    Hints (of weight 1) need somebody's own story around them; where that asks nothing at all, one is enough.
    """
    if any(hit.cue.weight >= SURE for hit in hits):
        return True
    weight = sum(hit.cue.weight for hit in hits)
    is_clear = is_story or any(hit.cue.weight == CLEAR for hit in hits)
    enough = 1 if is_story and not asks else CLEAR
    return is_clear and weight >= enough and weight > asks


def _in_form(scores: Mapping[str, int], text: str, is_story: bool) -> Mapping[str, int]:
    """With what the form of a message adds where it asks nothing about many: an own story, or a plain statement."""
    if scores.get(CHALLENGE):
        return scores
    form = PERSONAL if is_story else "" if "?" in text[:MOST_READ] else REPORT
    return {**scores, form: scores.get(form, 0) + 1} if form else scores


def _likeliest(scores: Mapping[str, int], length: int) -> str:
    """The topic with most weight; a learning question where none has more, "other" where hardly anything is said."""
    if length < SHORT and not any(score > 1 for score in scores.values()):
        return OTHER
    best, most = CHALLENGE, scores.get(CHALLENGE, 0) + BASE
    for topic, score in scores.items():
        counts = min(score, MOST) if topic in {PERSONAL, REPORT} else score
        if topic not in {CHALLENGE, CRISIS} and counts > most:
            best, most = topic, counts
    return best


def _said(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.words for hit in hits))
