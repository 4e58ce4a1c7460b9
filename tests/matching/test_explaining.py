"""Each way in which two words can be joined, from a small lexicon, and what a person reads about it."""

from __future__ import annotations

import numpy as np
import pytest

from matching.analysis import Analyser, Item, Occurrence, Told
from matching.explaining import Reason, entries, reasons, told_together
from matching.index import Rows, build_segment
from matching.learnt import parse_learnt
from matching.lexicon import parse_lexicon
from matching.matcher import Matcher, State
from matching.saying import say
from matching.skills import own_vocabulary
from matching.vectors import Entry, Frequencies

LEXICON = parse_lexicon("""
dog | hond, viervoeter | dog
  > animal .5 | een hond is een dier | a dog is an animal
cat | kat | cat
  > animal .5 | een kat is een dier | a cat is an animal
animal | dier | animal
""")
LEARNT = parse_learnt(["paard\t9\thors:0.90"], "made")
ANALYSER = Analyser(LEXICON, learnt=LEARNT)


def joined(query: Item, item: Item) -> tuple[Reason, ...]:
    (found,) = Matcher(ANALYSER).fit([item]).rank(query)
    return found.reasons


def nl(text: str) -> Item:
    return Item("q", text, language="nl")


def en(text: str) -> Item:
    return Item("i", text, language="en")


@pytest.mark.parametrize(
    ("query", "item", "via", "dutch", "english"),
    [
        (nl("kaas"), Item("i", "kaas", language="nl"), "word", "Allebei noemen: kaas.", "Both mention: kaas."),
        (
            nl("wandelingen"),
            Item("i", "wandeling", language="nl"),
            "word",
            "“wandelingen” en “wandeling” zijn hetzelfde woord.",
            "“wandelingen” and “wandeling” are the same word.",
        ),
        (
            nl("schutterij"),
            Item("i", "schuttersgilde", language="nl"),
            "letters",
            "“schutterij” lijkt op “schuttersgilde”.",
            "“schutterij” looks like “schuttersgilde”.",
        ),
        (
            nl("paard"),
            en("horses"),
            "translation",
            "“paard” en “horses” betekenen ongeveer hetzelfde.",
            "“paard” and “horses” mean about the same.",
        ),
        (
            Item("q", skills=("interviewen",)),
            Item("i", skills=("in-depth interviews",), language="en"),
            "skill:interviewing",
            "Allebei noemen de vaardigheid: {nl}.",
            "Both name the skill: {en}.",
        ),
        (
            nl("viervoeter"),
            en("dog"),
            "concept:dog",
            "“viervoeter” en “dog” gaan over hetzelfde: hond.",
            "“viervoeter” and “dog” are about the same: dog.",
        ),
        (
            nl("hond"),
            en("animal"),
            "relation:dog>animal",
            "“hond” past bij “animal”: een hond is een dier.",
            "“hond” fits “animal”: a dog is an animal.",
        ),
        (
            nl("dier"),
            en("cat"),
            "relation:animal<cat",
            "“dier” past bij “cat”: een kat is een dier.",
            "“dier” fits “cat”: a cat is an animal.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_every_way_two_words_are_joined_is_named_and_said(
    query: Item, item: Item, via: str, dutch: str, english: str
) -> None:
    reason = next(each for each in joined(query, item) if each.via == via)
    skill = own_vocabulary().skills["interviewing"]

    assert say(reason, "nl", LEXICON, own_vocabulary()) == dutch.format(nl=skill.nl)
    assert say(reason, "en", LEXICON, own_vocabulary()) == english.format(en=skill.en)


def test_a_translation_is_named_whichever_side_is_dutch() -> None:
    (reason,) = joined(en("horses"), Item("x", "paard", language="nl"))

    assert (reason.query_term, reason.via, reason.term) == ("horses", "translation", "paard")


def test_every_reason_there_is_can_be_said_in_both_languages() -> None:
    held = Item("i", "hond en kat, paarden", ("een dier", "wandeling"), ("interviewen",), "nl")
    query = Item("q", "viervoeter, dier en paard", ("horses and cats", "wandelingen"), ("interviewing", "R"))

    for reason in joined(query, held):
        for language in ("nl", "en"):
            sentence = say(reason, language, LEXICON, own_vocabulary())
            assert sentence.endswith(".")
            assert "{" not in sentence
            assert ": ." not in sentence
            assert "“”" not in sentence


def test_braces_in_words_are_only_words() -> None:
    reason = Reason("{query}", "letters", "{0}", 0.1)

    assert say(reason, "en", LEXICON, own_vocabulary()) == "“{query}” looks like “{0}”."


# ---- by hand


def test_contributions_are_products_and_are_added_up_by_words() -> None:
    query = {"s:a": Entry(0.6, "aa"), "g:aaaa": Entry(0.5, "aa"), "s:b": Entry(0.3, "bb")}
    item = {"s:a": Entry(0.5, "aa"), "g:aaaa": Entry(0.4, "aa"), "s:b": Entry(0.2, "bbb")}

    assert reasons(query, item) == pytest.approx({("aa", "word", "aa"): 0.5, ("bb", "word", "bbb"): 0.06})


def test_pairs_of_rows_are_told_together_with_their_shares_heaviest_first() -> None:
    one, other = {("a", "word", "a"): 0.4, ("b", "word", "b"): 0.2}, {("b", "word", "b"): 0.6}

    assert told_together([(one, 0.5), (other, 0.5)], 0.6) == (
        Reason("b", "word", "b", pytest.approx(0.4)),
        Reason("a", "word", "a", pytest.approx(0.2)),
    )
    assert told_together([({("b", "word", "x"): 0.5, ("a", "word", "x"): 0.5}, 1.0)], 1.0)[0].query_term == "a"
    assert told_together([], 0.5) == ()


def test_reasons_make_the_score_also_where_lesser_pairs_of_rows_are_not_told() -> None:
    told = told_together([({("a", "word", "a"): 0.4, ("b", "word", "b"): 0.2}, 0.5)], 0.36)

    assert [each.contribution for each in told] == pytest.approx([0.24, 0.12])


def test_of_a_row_only_what_the_query_has_is_told_with_the_word_that_says_most() -> None:
    said = {
        "t1": (Occurrence("c:x", 0.2, "weinig", "y"), Occurrence("s:z", 1.0, "ander")),
        "t2": (Occurrence("c:x", 0.7, "veel"), Occurrence("c:x", 0.1, "weinig", "y")),
    }

    def tell(token: str, side: str) -> Told:
        return Told(said[token], True)

    state = State(
        Frequencies(0, {}), {"c:x": 0, "s:z": 1}, {"t1": 0, "t2": 1}, build_segment({}, 0), {}, frozenset(), 2
    )
    features, weights = np.array([0, 1], dtype=np.int32), np.array([0.5, 0.25], dtype=np.float32)
    segment = build_segment({"i": Rows((2,), features, weights, (2,), features)}, 2)

    found = entries(segment, 0, {0: "c:x", 5: "s:none"}, state, tell)

    assert list(found) == ["c:x"]
    assert found["c:x"] == Entry(0.5, "veel", "")
    assert entries(segment, 0, {5: "s:none"}, state, tell) == {}
