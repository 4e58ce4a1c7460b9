"""Figures of a ranking, checked by hand."""

from __future__ import annotations

import math

import pytest

from matching.analysis import Item
from matching.evaluate import bare_run, evaluate, figures, measures
from tests.matching.town import COURSES, LONELY, fitted


def test_the_measures_of_one_query_are_as_worked_out_by_hand() -> None:
    found = measures(["a", "b", "c"], {"b": 1, "d": 2, "c": 0})

    assert found["MRR"] == 0.5
    assert (found["hit@1"], found["hit@5"], found["hit@10"]) == (0, 1, 1)
    assert (found["recall@10"], found["recall@100"]) == (0.5, 0.5)
    assert found["nDCG@10"] == pytest.approx((1 / math.log2(3)) / (2 + 1 / math.log2(3)))


def test_nothing_found_is_nought_and_all_found_is_one() -> None:
    assert set(measures([], {"a": 1}).values()) == {0.0}
    assert set(measures(["a"], {"a": 3}).values()) == {1.0}


def test_places_beyond_the_hundredth_do_not_count() -> None:
    ranked = [f"x{n}" for n in range(100)]

    assert measures([*ranked, "a"], {"a": 1})["MRR"] == 0
    assert measures([*ranked[:99], "a"], {"a": 1})["recall@100"] == 1
    assert measures([*ranked[:10], "a"], {"a": 1})["hit@10"] == 0


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    run = {str(n): ["a"] if n % 3 else ["b"] for n in range(30)}
    judged = {str(n): {"a": 1.0} for n in range(30)}

    first, second = figures(run, judged), figures(run, judged)

    assert first == second
    assert first["MRR"].mean == pytest.approx(2 / 3)
    assert 0.4 < first["MRR"].low < 2 / 3 < first["MRR"].high < 0.9


def test_only_queries_with_something_to_find_are_measured() -> None:
    judged = {"q1": {"ageing": 1.0}, "none": {"law": 0.0}, "gone": {"law": 1.0}}

    result = evaluate(fitted(), COURSES, [LONELY, Item("none", "schuld"), Item("unjudged", "app")], judged)

    assert result.queries == 1
    assert result.ours["MRR"].mean == 1
    assert result.bare["MRR"].mean == 0


def test_no_judged_query_gives_noughts() -> None:
    assert {figure.mean for figure in evaluate(fitted(), COURSES, [], {}).ours.values()} == {0.0}


def test_the_bare_ranking_needs_equal_words() -> None:
    assert bare_run(COURSES, [Item("q", "apps and websites"), LONELY])["q"][0] == "software"
    assert bare_run([Item("a", "same word"), Item("b", "same word")], [Item("q", "word")]) == {"q": ["a", "b"]}
    assert bare_run([Item("a", "")], [LONELY]) == {"q1": []}
