"""Reasons as sentences."""

from __future__ import annotations

import pytest

from matching.lexicon import own_lexicon
from matching.matcher import Reason
from matching.saying import say, tell
from matching.skills import own_vocabulary
from matching.text import Language


@pytest.mark.parametrize(
    ("reason", "language", "sentence"),
    [
        (("afval", "word", "afval"), "nl", "Allebei noemen: afval."),
        (("tuin", "word", "tuinen"), "nl", "“tuin” en “tuinen” zijn hetzelfde woord."),
        (("kinderen", "word", "kinderwerkers"), "nl", "“kinderen” en “kinderwerkers” hebben een woord gemeen."),
        (("schuttershof", "letters", "schutters"), "en", "“schuttershof” looks like “schutters”."),
        (("R", "skill:r", "r"), "en", "Both name the skill: R."),
        (("x", "skill:gone", "y"), "nl", "Allebei noemen de vaardigheid: gone."),
        (("vuil", "concept:waste", "litter"), "en", "“vuil” and “litter” are about the same: waste."),
        (("vuil", "concept:gone", "litter"), "nl", "“vuil” en “litter” gaan over hetzelfde: gone."),
        (
            ("vuil", "relation:waste>behaviour", "gedrag"),
            "nl",
            "“vuil” past bij “gedrag”: afval op straat komt van gedrag.",
        ),
        (
            ("behaviour", "relation:behaviour<waste", "litter"),
            "en",
            "“behaviour” fits “litter”: litter comes from behaviour.",
        ),
        (
            ("vuil", "relation:waste>behaviour<nuisance", "lawaai"),
            "nl",
            "“vuil” en “lawaai” komen samen in gedrag: afval op straat komt van gedrag.",
        ),
        (("a", "relation:gone>psychology", "b"), "en", "“a” fits “b”: psychology."),
    ],
)
def test_a_reason_is_said_in_one_sentence(reason: tuple[str, str, str], language: Language, sentence: str) -> None:
    assert say(Reason(*reason, 0.1), language, own_lexicon(), own_vocabulary()) == sentence


def told(*reasons: tuple[str, str, str, float], most: int = 3) -> list[str]:
    return tell([Reason(*each) for each in reasons], "nl", own_lexicon(), own_vocabulary(), most)


def test_each_word_and_each_link_is_told_once_the_heaviest_first() -> None:
    sentences = told(
        ("kind", "concept:waste", "vuilnis", 0.05),
        ("kind", "relation:waste>behaviour", "gedrag", 0.06),
        ("rommel", "relation:waste>behaviour", "doen", 0.05),
        ("gedrag", "relation:behaviour<waste", "vuil", 0.04),
    )

    assert sentences == ["“kind” past bij “gedrag”: afval op straat komt van gedrag."]


def test_what_both_name_is_told_in_one_sentence_without_the_parts_of_longer_words() -> None:
    sentences = told(
        ("langs het water", "word", "langs het water", 0.05),
        ("Water", "word", "water", 0.04),
        ("tuin", "word", "tuin", 0.03),
        ("tuin", "concept:greenery", "groen", 0.03),
        ("tuin", "relation:waste>behaviour", "gedrag", 0.03),
    )

    assert sentences == [
        "Allebei noemen: langs het water, tuin.",
        "“tuin” past bij “gedrag”: afval op straat komt van gedrag.",
    ]


@pytest.mark.parametrize(("weight", "is_told"), [(0.049, False), (0.051, True)])
def test_a_translation_that_was_learnt_is_told_only_where_it_weighs_half_of_the_first(
    weight: float, is_told: bool
) -> None:
    sentences = told(("vuil", "word", "vuil", 0.1), ("steun", "translation", "support", weight))

    assert (len(sentences) == 2) is is_told


def test_what_is_light_or_only_looks_alike_is_told_only_where_there_is_nothing_else() -> None:
    alike = ("dokter", "letters", "water", 0.2)

    assert told(("vuil", "word", "vuil", 0.1), ("tuin", "word", "tuinen", 0.029), alike) == ["Allebei noemen: vuil."]
    assert told(alike) == ["“dokter” lijkt op “water”."]
    assert told() == []
    assert len(told(("a", "word", "aa", 0.1), ("b", "word", "bb", 0.1), most=1)) == 1
