"""Turns what people type into words that can be compared; the same for a question, a profile and a course."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from Stemmer import Stemmer

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DATA = Path(__file__).parent / "data"

# What is read of one text: enough for a thesis chapter, and the time stays bounded whatever is pasted.
MOST_CHARACTERS = 60_000
MOST_WORDS = 4_000
LONGEST_WORD = 40

_NOISE = re.compile(
    r"<[^<>]{0,300}>"  # tags
    r"|[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,24}"  # mail addresses
    r"|(?:https?://|www\.)\S{1,2000}"
    r"|\b[A-Za-z]{2}\d{2}[ ]?(?:[A-Za-z]{4}[ ]?)(?:\d[ ]?){8,12}"  # bank accounts
    r"|\b[1-9]\d{3}[ ]?[A-Z]{2}\b"  # postcodes
)
_MARKS = re.compile(r"[^\w\x00-\x7f]{9,}")  # accents in a row, which to put in order costs the square of how many
_WORD = re.compile(r"[Cc]\+\+|[CcFf]#|[^\W_]+(?:['\u2019][^\W_]+)*")
_LONE_PREFIX = re.compile(r"\b([^\W\d_])[-\u2010-\u2013](?=[^\W\d_]{2})")  # e-health is one word
_LEVEL = re.compile(r"[a-z]{1,3}\d")
_LETTER_LANGUAGES = {"r", "c"}
_DUTCH_LOOKS = re.compile(r"ij|aa|oo|uu|ee[nlrtk]|sch|heid|eu|oe|ui|ieu|tie\b|isch\b|lijk")
_ENGLISH_LOOKS = re.compile(r"th|sh|wh|ck|gh|tion|ing\b|ly\b|ty\b|ea|ous\b|ment\b|qu|y\b|ow")
_SNOWBALL = {"nl": "dutch_porter", "en": "english"}  # the newer "dutch" takes gezondheid (health) for zon (sun)
_stemmers = threading.local()


class Word(NamedTuple):
    """One word: as a reader saw it, in small letters, and as it is compared: without accents."""

    shown: str
    plain: str


def folded(text: str) -> str:
    """Small letters without accents and without what cannot be seen."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).lower()
    return "".join(sign for sign in apart if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")


def words_of(text: str) -> tuple[Word, ...]:
    """The words in reading order, without numbers, addresses and mark-up; "R", "C", "C++" and "B1" are words."""
    clean = unicodedata.normalize("NFC", _MARKS.sub(" ", text[:MOST_CHARACTERS]))
    clean = _LONE_PREFIX.sub(r"\1", _NOISE.sub(" ", clean))
    found: list[Word] = []
    for match in _WORD.finditer(clean):
        word = _word(match.group())
        if word:
            found.append(word)
        if len(found) == MOST_WORDS:
            break
    return tuple(found)


def _word(typed: str) -> Word | None:
    if len(typed) > 2 * LONGEST_WORD:  # apostrophes go out, a few of them at most
        return None
    shown = typed.lower().replace("\u2019", "'")
    shown = shown.removesuffix("'s").removeprefix("'")
    plain = folded(shown).replace("'", "")
    if not plain or len(plain) > LONGEST_WORD or plain.isdigit():
        return None
    if any(sign.isdigit() for sign in plain) and not _LEVEL.fullmatch(plain):
        return None  # numbers of people and houses; "B1" is a level, "CO2" a gas
    if len(plain) == 1 and not (typed.isupper() and plain in _LETTER_LANGUAGES):
        return None
    return Word(shown, plain)


@lru_cache(maxsize=4)
def read_words(name: str) -> frozenset[str]:
    """The words of a list in `data`, folded; lines that start with # are for the reader."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        folded(word).replace("'", "") for line in lines if not line.startswith("#") for word in line.split()
    )


def is_stop(word: Word, language: Language) -> bool:
    """Whether the word only holds a sentence together."""
    return word.plain in read_words(f"stop.{language}.txt")


def says_nothing(word: Word, language: Language) -> bool:
    """Whether the word stands in so many questions and courses that sharing it is no reason."""
    return is_stop(word, language) or word.plain in read_words(f"empty.{language}.txt")


def guess_language(words: tuple[Word, ...]) -> Language:
    """Dutch or English, from the small words and, where there are none, from how the words look; in doubt Dutch."""
    nl, en = (sum(is_stop(word, language) for word in words) for language in LANGUAGES)
    if nl == en:
        looks = " ".join(word.plain for word in words[:200])
        nl, en = len(_DUTCH_LOOKS.findall(looks)), len(_ENGLISH_LOOKS.findall(looks))
    return "en" if en > nl else "nl"


@lru_cache(maxsize=100_000)
def stem(plain: str, language: Language) -> str:
    """The part of a word that its forms share."""
    stemmers = cast("dict[str, Stemmer]", _stemmers.__dict__)
    if language not in stemmers:  # one per thread: they are not safe to share
        stemmers[language] = Stemmer(_SNOWBALL[language])
    return stemmers[language].stemWord(plain)
