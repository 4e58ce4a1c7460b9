"""What holds of a ranking whatever people write."""

from __future__ import annotations

import math
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import matcher as matcher_module
from matching.analysis import Item
from matching.matcher import Matcher, Suggestion
from matching.storage import load, save
from tests.matching.made import analyser, anything, fit, people, profiles, questions, refitted, said
from tests.matching.town import COURSES, LONELY, asked

ALL = 1000
EVERYONE = 10**6  # looked at beyond those that are asked for: nobody is left out
some = settings(max_examples=30, deadline=None)


def scores(found: tuple[Suggestion, ...]) -> dict[str, float]:
    return {each.id: each.score for each in found}


def agree(one: tuple[Suggestion, ...], other: tuple[Suggestion, ...]) -> bool:
    """Whether two rankings give the same items with the same scores, to 1e-6."""
    a, b = scores(one), scores(other)
    return a.keys() == b.keys() and all(abs(a[each] - b[each]) < 1e-6 for each in a)


def accounts_for_itself(found: Suggestion) -> bool:
    return abs(math.fsum(reason.contribution for reason in found.reasons) - found.score) < 1e-5


@settings(max_examples=60, deadline=None)
@given(anything, anything)
def test_any_signs_at_all_give_scores_within_bounds_that_add_up(held: str, text: str) -> None:
    matcher = fit([Item("same", text), Item("other", held, (held, text), (held[:20],)), *COURSES])

    for query in (asked(text), Item("q", text, (held, held + text), (text,))):
        for found in matcher.rank(query, ALL):
            assert math.isfinite(found.score)
            assert 0 < found.score <= 1
            assert accounts_for_itself(found)


@some
@given(profiles(said), profiles(said, 1))
def test_reasons_add_up_between_profiles_of_several_texts(held: list[Item], one: list[Item]) -> None:
    for found in fit(held).rank(replace(one[0], id="q"), ALL):
        assert 0 < found.score <= 1
        assert accounts_for_itself(found)
        assert all(reason.contribution > 0 for reason in found.reasons)


@some
@given(profiles(said), said, st.randoms())
def test_the_order_of_profiles_and_of_texts_in_them_makes_no_difference(
    held: list[Item], text: str, chance: random.Random
) -> None:
    shuffled = [replace(item, texts=tuple(chance.sample(item.texts, len(item.texts)))) for item in held]
    chance.shuffle(shuffled)

    assert agree(fit(shuffled).rank(asked(text), ALL), fit(held).rank(asked(text), ALL))


@some
@given(profiles(said), profiles(said), said)
def test_an_update_gives_what_building_anew_with_the_same_frequencies_gives(
    held: list[Item], new: list[Item], text: str
) -> None:
    matcher = fit(held).update(new)
    anew = refitted(matcher, {item.id: item for item in (*held, *new)}.values())

    assert agree(matcher.rank(asked(text), ALL), anew.rank(asked(text), ALL))
    assert matcher.ids == anew.ids


@some
@given(profiles(said), said, st.sets(st.integers(0, 5)))
def test_who_is_removed_is_gone_and_the_others_stay_as_they_were(held: list[Item], text: str, out: set[int]) -> None:
    gone = {f"i{number}" for number in out}
    before = fit(held).rank(asked(text), ALL)

    after = fit(held).remove(gone).rank(asked(text), ALL)

    assert after == tuple(found for found in before if found.id not in gone)


@some
@given(profiles(said), profiles(said), said, st.sets(st.integers(0, 5)))
def test_a_merge_changes_no_answer(held: list[Item], new: list[Item], text: str, out: set[int]) -> None:
    matcher = fit(held).update(new).remove({f"i{number}" for number in out})
    before, ids = matcher.rank(asked(text), ALL), matcher.ids

    matcher.merge()

    assert not matcher.state.changed
    assert not matcher.state.gone
    assert not matcher.needs_merge
    assert matcher.rank(asked(text), ALL) == before
    assert matcher.ids == ids


@settings(max_examples=15, deadline=None)
@given(profiles(said | anything), profiles(said), said)
def test_what_was_kept_in_a_file_answers_and_changes_as_before(held: list[Item], new: list[Item], text: str) -> None:
    matcher = fit(held)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        save(matcher, path)
        back = load(path, analyser())

    assert back.rank(asked(text), ALL) == matcher.rank(asked(text), ALL)
    back.update(new).remove(["i0"])
    matcher.update(new).remove(["i0"])
    assert agree(back.rank(asked(text), ALL), matcher.rank(asked(text), ALL))


@some
@given(profiles(said, 8), said, st.sets(st.integers(0, 9)))
def test_ranking_among_some_is_ranking_all_and_leaving_out_the_others(
    held: list[Item], text: str, chosen: set[int]
) -> None:
    matcher = fit(held[:4]).update(held[4:])
    among = {f"i{number}" for number in chosen}

    everyone = matcher.rank(asked(text), ALL)

    assert matcher.rank(asked(text), 3, among) == tuple(f for f in everyone if f.id in among)[:3]


@some
@given(profiles(said), profiles(said, 3))
def test_many_queries_give_what_each_gives_and_none_finds_itself(held: list[Item], new: list[Item]) -> None:
    matcher = fit(held)

    found = matcher.rank_many(new, ALL)

    assert found == {query.id: matcher.rank(query, ALL) for query in new}
    assert all(query not in scores(suggestions) for query, suggestions in found.items())


@some
@given(said, st.permutations(["10", "2", "ab", "ba"]), st.integers(0, 4))
def test_equals_stand_in_the_order_of_their_ids_wherever_they_are_kept(text: str, order: list[str], split: int) -> None:
    twins = [Item(each, text, ("tuin",)) for each in order]

    found = fit(twins[:split]).update(twins[split:]).rank(asked(f"{text} tuin"))

    assert [each.id for each in found] == ["10", "2", "ab", "ba"]


# ---- a large collection


@pytest.fixture(scope="module")
def crowd() -> Matcher:
    """A matcher that holds 2,000 people."""
    return fit(people(2000, seed=4))


def test_looking_at_the_likeliest_finds_who_looking_at_all_finds(
    crowd: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = questions()[::2]
    quick = crowd.rank_many(asks)
    monkeypatch.setattr(matcher_module, "SPARE", EVERYONE)

    assert sum(map(len, quick.values())) > 9 * len(asks)
    assert quick == crowd.rank_many(asks)


def test_where_many_only_look_alike_who_means_it_is_found_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    beside = "kaas brug molen rivier paard koek bakker fiets trein museum muziek school water lucht straat plein"
    alike = [Item(f"alike{number}", "schuttersgilde", language="nl") for number in range(30)]
    matcher = fit([*alike, Item("means", f"tuin {beside}", language="nl")])
    query = Item("q", "schutterij schuttersveld tuin", language="nl")
    monkeypatch.setattr(matcher_module, "SPARE", 0)
    monkeypatch.setattr(matcher_module, "LEAST_LETTERS", 1.0)

    assert [found.id for found in matcher.rank(query, 1)] == ["means"]
    found = matcher.scores(query)
    assert found["means"] < found["alike0"]


def test_a_filter_holds_in_a_large_collection_and_after_changes(
    crowd: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = crowd.ids
    among = set(everyone[::3])
    matcher = Matcher(crowd.analyser).with_state(crowd.state).remove(everyone[::2])
    left = set(everyone) - set(everyone[::2])

    for query in questions()[:12]:
        assert scores(crowd.rank(query, among=among)).keys() <= among
        assert scores(matcher.rank(query)).keys() <= left
        found = matcher.rank(query, 5, among)
        assert scores(found).keys() <= among & left
        with monkeypatch.context() as patch:
            patch.setattr(matcher_module, "SPARE", EVERYONE)
            assert found == matcher.rank(query, 5, among)


def test_words_that_nobody_knows_cost_no_more_than_others(crowd: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    tell = Matcher._suggestion
    monkeypatch.setattr(Matcher, "_suggestion", lambda *all_: told.append(all_[-1]) or tell(*all_))
    gibberish = Item("q", "", ("zwoerpeling grabbelknoest", "tafelronk blomperig", "strakkig ganderling"))

    assert crowd.rank(gibberish) == ()
    assert len(told) <= 10


# ---- several texts


def test_a_work_that_fits_whole_beats_the_same_words_spread_over_works() -> None:
    subjects = [("garden", "loneliness"), ("debts", "school"), ("waste", "photography"), ("heat", "museum")]
    subjects += [("cycling", "noise"), ("dementia", "music"), ("housing", "law"), ("children", "poverty")]
    works = [f"{one} and {other}" for one, other in subjects]
    held = []
    for number, (one, other) in enumerate(subjects):
        (a, b), (c, d), (e, f), (g, h) = ((subjects * 2)[number + step] for step in (1, 2, 3, 5))
        held.append(Item(f"{number}-whole", "", (works[number], f"{a} and {d}", f"{e} and {h}")))
        held.append(Item(f"{number}-apart", "", (f"{one} and {b}", f"{c} and {other}", f"{g} and {f}")))
    joined = [replace(item, texts=(". ".join(item.texts),)) for item in held]

    def first(items: list[Item]) -> list[str]:
        return [fit(items).rank(Item("q", work))[0].id for work in works]

    assert first(held) == [f"{number}-whole" for number in range(8)]
    assert sum(best.endswith("whole") for best in first(joined)) < 7


def test_one_work_among_many_counts_for_more_than_the_mean_of_all() -> None:
    other = ("law and courts", "noise of traffic", "photography of museums")
    matcher = fit([Item("one", "", ("lonely older people", *other)), Item("none", "", other)])

    found = scores(matcher.rank(LONELY))

    alone = fit([Item("alone", "lonely older people")]).rank(LONELY)[0].score
    assert found["one"] > alone / 2
    assert found.get("none", 0) < found["one"] / 2
