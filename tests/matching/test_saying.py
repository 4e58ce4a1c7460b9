"""Reasons as sentences."""

from __future__ import annotations

import pytest

from matching.lexicon import own_lexicon
from matching.matcher import Reason
from matching.saying import say
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
