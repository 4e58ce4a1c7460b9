"""What the matcher suggests, in which order, and how it accounts for it."""

from __future__ import annotations

import dataclasses
import math
import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import analysis
from matching.analysis import Analyser, Item
from matching.matcher import Matcher
from tests.matching.town import COURSES, LONELY, asked, fitted, ids

WORDS = ["ouderen", "eenzaam", "vuil", "afval", "schuld", "geld", "tuin", "bomen", "boom", "recht", "app", "school"]
WORDS += ["het", "de", "van", "kinderen", "lonely", "waste", "law", "schuttershof"]
sentences = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
items = st.lists(sentences, min_size=1, max_size=8).map(
    lambda texts: [Item(f"i{number}", text) for number, text in enumerate(texts)]
)


def test_a_question_finds_a_course_it_shares_no_word_with() -> None:
    assert ids(fitted(), LONELY)[0] == "ageing"
    assert ids(fitted(), asked("Er ligt een aanmaning van de deurwaarder"))[0] == "law"
    assert ids(fitted(), asked("welke bomen en vogels zijn er in het park"))[0] == "biology"


def test_both_languages_find_the_same_course() -> None:
    assert ids(fitted(), asked("lonely seniors in our street"))[:1] == ids(fitted(), LONELY)[:1]


def test_a_course_finds_the_questions_that_fit_it() -> None:
    questions = [LONELY, Item("q2", "Zwerfvuil naast de container"), Item("q3", "Oude foto's uit het archief")]

    assert ids(Matcher().fit(questions), COURSES[0]) == ["q1"]
    assert ids(Matcher().fit(questions), COURSES[2]) == ["q3"]


@pytest.mark.parametrize("text", ["", "de het een", "the of and", "vraag over de wijk", "\U0001f600", "xyzzy", "12345"])
def test_no_overlap_gives_nothing(text: str) -> None:
    assert fitted().rank(asked(text)) == ()


def test_looking_alike_a_little_is_no_reason() -> None:
    assert Matcher().fit([Item("a", "tangerode")]).rank(asked("frobitang")) == ()


def test_looking_much_alike_is_a_reason_that_says_so() -> None:
    (found,) = Matcher().fit([Item("a", "schuttersgilde")]).rank(asked("schutterij"))

    assert [(reason.query_term, reason.via, reason.term) for reason in found.reasons] == [
        ("schutterij", "letters", "schuttersgilde")
    ]


def test_nothing_fits_an_empty_matcher() -> None:
    assert Matcher().rank(LONELY) == ()
    assert Matcher().fit([]).rank(LONELY) == ()


def test_an_item_is_not_suggested_to_itself() -> None:
    assert "ageing" not in ids(fitted(), COURSES[0])


def test_only_those_asked_for_are_ranked() -> None:
    everyone = ids(fitted(), LONELY)

    assert [found.id for found in fitted().rank(LONELY, among={"psychology", "nobody"})] == ["psychology"]
    assert [found.id for found in fitted().rank(LONELY, among=everyone[1:])] == everyone[1:]
    assert fitted().rank(LONELY, among=[]) == ()


@pytest.mark.parametrize("k", [-1, 0, 1, 2, 1000])
def test_no_more_than_k_are_given(k: int) -> None:
    everything = ids(fitted(), LONELY, 100)

    assert len(everything) > 1
    assert ids(fitted(), LONELY, k) == everything[: max(0, k)]


def test_equals_stand_in_the_order_of_their_ids() -> None:
    twins = [Item(name, "eenzame ouderen") for name in ("c", "a", "b")]

    assert ids(Matcher().fit(twins), LONELY) == ["a", "b", "c"]


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="two items have the id 'a'"):
        Matcher().fit([Item("a", "x"), Item("a", "y")])


def test_skills_count_whatever_they_are_called() -> None:
    matcher = Matcher().fit([Item("a", skills=("interviewen",)), Item("b", skills=("R", "unheard-of craft"))])

    assert ids(matcher, Item("q", skills=("in-depth interviews",))) == ["a"]
    assert ids(matcher, Item("q", skills=("r",))) == ["b"]
    assert ids(matcher, Item("q", skills=("unheard of crafts",))) == ["b"]


def test_a_compound_is_found_by_its_parts() -> None:
    assert ids(Matcher().fit([Item("a", "geschiedenis van migranten")]), asked("migratiegeschiedenis")) == ["a"]
    assert ids(Matcher().fit([Item("a", "jeugd")]), asked("jeugdorganisaties")) == ["a"]
    assert ids(Matcher().fit([Item("a", "kosten")]), asked("verhuiskosten")) == ["a"]
    assert ids(Matcher().fit([Item("a", "ratten")]), asked("lectoraten")) == []


def test_a_word_of_the_other_language_is_understood() -> None:
    matcher = Matcher().fit([Item("a", "Waste and litter", language="nl")])

    assert ids(matcher, asked("afval")) == ["a"]


def test_names_of_the_city_can_be_kept_silent() -> None:
    named = [Item("a", "Vereniging van Lutjebroek"), Item("b", "Afval")]
    silent = Analyser(silent=frozenset({"lutjebroek"}))

    assert ids(Matcher().fit(named), asked("Lutjebroek")) == ["a"]
    assert ids(Matcher(silent).fit(named), asked("Lutjebroek")) == []
    assert silent.fingerprint != Analyser().fingerprint


@settings(max_examples=60, deadline=None)
@given(items, sentences)
def test_reasons_add_up_to_a_score_within_bounds(held: list[Item], text: str) -> None:
    for found in Matcher().fit(held).rank(asked(text), 100):
        assert 0 < found.score <= 1
        assert abs(math.fsum(reason.contribution for reason in found.reasons) - found.score) < 1e-9
        assert all(reason.contribution > 0 for reason in found.reasons)
        assert [reason.contribution for reason in found.reasons] == sorted(
            (reason.contribution for reason in found.reasons), reverse=True
        )


@settings(max_examples=30, deadline=None)
@given(items, sentences, st.randoms())
def test_the_order_of_items_makes_no_difference(held: list[Item], text: str, chance: random.Random) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)

    assert Matcher().fit(shuffled).rank(asked(text)) == Matcher().fit(held).rank(asked(text))


@settings(max_examples=30, deadline=None)
@given(items, sentences)
def test_what_is_ranked_shares_something_and_the_same_text_comes_first(held: list[Item], text: str) -> None:
    held = [*held, Item("same", text)]
    found = Matcher().fit(held).rank(asked(text), 100)

    assert all(found_one.score <= found[0].score for found_one in found)
    if found:
        assert max(found, key=lambda each: each.score).score == found[0].score > 0


def test_reasons_name_the_words_and_what_joins_them() -> None:
    best = fitted().rank(LONELY, 1)[0]
    vias = {(reason.query_term, reason.via, reason.term) for reason in best.reasons}

    assert ("ouderen", "relation:elderly>vitality-science", "ageing") in vias
    assert ("interviewen", "skill:interviewing", "interviewing") in {
        (reason.query_term, reason.via, reason.term)
        for reason in Matcher()
        .fit([Item("a", skills=("interviewing",), language="en")])
        .rank(Item("q", skills=("interviewen",)))[0]
        .reasons
    }


def test_the_same_word_is_said_to_be_the_same() -> None:
    reasons = Matcher().fit([Item("a", "afval")]).rank(asked("afval"))[0].reasons

    assert {reason.via for reason in reasons} == {"word"} | {
        reason.via for reason in reasons if reason.via.startswith("relation")
    }
    assert reasons[0].via == "word"


def test_a_change_leaves_the_scores_of_others_as_they_were() -> None:
    matcher = fitted()
    before = {found.id: found for found in matcher.rank(LONELY, 100)}

    matcher.update([Item("psychology", "eenzaamheid van ouderen"), Item("new", "eenzame ouderen")])
    after = {found.id: found for found in matcher.rank(LONELY, 100)}

    assert after["ageing"] == before["ageing"]
    assert after["psychology"].score > before["psychology"].score
    assert "new" in after


def test_removing_takes_out_and_putting_back_gives_the_same() -> None:
    matcher = fitted()
    before = matcher.rank(LONELY, 100)

    matcher.remove(["ageing", "nobody"])
    assert "ageing" not in ids(matcher, LONELY)
    assert matcher.ids == ("biology", "history", "law", "psychology", "software")
    matcher.update([COURSES[0]])

    assert matcher.rank(LONELY, 100) == before


def test_background_makes_words_common_without_being_suggested() -> None:
    held = [Item("a", "eenzaam"), Item("b", "vuil")]
    alone = Matcher().fit(held).rank(asked("eenzaam vuil"))
    beside = Matcher().fit(held, background=[Item(f"x{n}", "vuil") for n in range(50)])

    assert [found.id for found in alone] == ["a", "b"]
    assert {found.id for found in beside.rank(asked("eenzaam vuil"))} == {"a", "b"}
    assert beside.rank(asked("eenzaam vuil"))[0].id == "a"
    assert beside.state.known.idf("c:waste") < beside.state.known.idf("c:loneliness")


def test_many_queries_give_what_each_gives() -> None:
    matcher = fitted()

    assert matcher.rank_many([LONELY, COURSES[0]], 3) == {
        "q1": matcher.rank(LONELY, 3),
        "ageing": matcher.rank(COURSES[0], 3),
    }


def test_reading_while_it_changes_gives_the_old_or_the_new() -> None:
    matcher = fitted()
    possible = [ids(matcher, LONELY), ids(fitted().remove(["ageing"]), LONELY)]
    seen: list[list[str]] = []

    readers = [threading.Thread(target=lambda: seen.extend(ids(matcher, LONELY) for _ in range(20))) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        matcher.remove(["ageing"])
        matcher.update([COURSES[0]])
    for reader in readers:
        reader.join()

    assert len(seen) == 60
    assert all(one in possible for one in seen)


def test_an_item_needs_no_more_than_an_id() -> None:
    assert Matcher().fit([Item("a")]).rank(dataclasses.replace(LONELY)) == ()


def test_tokens_that_are_kept_are_let_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    full = fitted().rank(LONELY)
    monkeypatch.setattr(analysis, "MOST_KEPT", 3)
    matcher = fitted()

    assert matcher.rank(LONELY) == full
    assert len(matcher.analyser._kept) <= 3
