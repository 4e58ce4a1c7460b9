"""The segments of an index, worked out by hand, and both ways of finding in them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import index
from matching.index import SHARPNESS, Floats, Ints, Rows, Segment, build_segment, rows_in, shares, soft_max

WIDTH = 4


def ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int32)


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def rows(*each: dict[int, float]) -> Rows:
    """Some rows, each as {feature: weight}; their token has the number of their first feature."""
    ends = np.cumsum([len(row) for row in each]).tolist()
    features = [feature for row in each for feature in row]
    weights = [weight for row in each for weight in row.values()]
    tokens = [next(iter(row)) for row in each if row]
    token_ends = np.cumsum([bool(row) for row in each]).tolist()
    return Rows(tuple(ends), ints(*features), floats(*weights), tuple(token_ends), ints(*tokens))


HELD = {"b": rows({0: 0.6, 2: 0.8}), "a": rows({2: 1.0}, {1: 0.8, 0: 0.6}), "c": rows()}
SEGMENT = build_segment(HELD, WIDTH)

weights_of = st.dictionaries(st.integers(0, 9), st.floats(0.01, 1), min_size=1, max_size=4)
many = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.lists(weights_of, max_size=3).map(lambda each: rows(*each)),
    max_size=12,
)


def test_a_segment_holds_each_row_by_item_and_by_feature() -> None:
    assert SEGMENT.ids == ("a", "b", "c")
    assert SEGMENT.items.tolist() == [0, 2, 3, 3]
    assert SEGMENT.starts.tolist() == [0, 1, 3, 5]
    assert SEGMENT.features.tolist() == [2, 1, 0, 0, 2]
    assert SEGMENT.columns.tolist() == [0, 2, 3, 5, 5]
    assert SEGMENT.column_rows.tolist() == [1, 2, 1, 0, 2]
    assert SEGMENT.column_weights.tolist() == floats(0.6, 0.6, 0.8, 1.0, 0.8).tolist()
    assert SEGMENT.numbers == {"a": 0, "b": 1, "c": 2}
    assert SEGMENT.owners.tolist() == [0, 0, 1]
    assert [list(SEGMENT.rows_of(item)) for item in range(3)] == [[0, 1], [2], []]
    features, weights, tokens = SEGMENT.row(1)
    assert (features.tolist(), weights.tolist(), tokens.tolist()) == ([1, 0], floats(0.8, 0.6).tolist(), [1])


@settings(max_examples=50, deadline=None)
@given(many)
def test_the_rows_of_an_item_come_out_as_they_went_in(held: dict[str, Rows]) -> None:
    segment = build_segment(held, 10)

    for number, each in enumerate(segment.ids):
        back, given_ = rows_in(segment, number), held[each]
        assert (back.ends, back.token_ends) == (given_.ends, given_.token_ends)
        for name in ("features", "weights", "tokens"):
            assert getattr(back, name).tolist() == getattr(given_, name).tolist()


def test_every_row_is_multiplied_by_the_query() -> None:
    found = SEGMENT._by_feature(ints(0, 2), floats(0.5, 0.25))

    assert found.tolist() == pytest.approx([0.25, 0.3, 0.5])
    assert SEGMENT._by_feature(ints(), floats()).tolist() == [0, 0, 0]
    assert SEGMENT._by_feature(ints(3), floats(1)).tolist() == [0, 0, 0]


def test_the_rows_of_some_items_are_multiplied_by_the_query() -> None:
    assert SEGMENT._by_row(ints(1), ints(0, 2), floats(0.5, 0.25)).tolist() == pytest.approx([0.5])
    assert SEGMENT._by_row(ints(0, 1), ints(0, 2), floats(0.5, 0.25)).tolist() == pytest.approx([0.25, 0.3, 0.5])
    assert SEGMENT._by_row(ints(2), ints(0, 2), floats(0.5, 0.25)).tolist() == []
    assert SEGMENT._by_row(ints(), ints(0), floats(1)).tolist() == []


@settings(max_examples=50, deadline=None)
@given(many, weights_of)
def test_by_row_and_by_feature_give_the_same(held: dict[str, Rows], query: dict[int, float]) -> None:
    segment = build_segment(held, 10)
    features, weights = ints(*query), floats(*query.values())

    by_row = segment._by_row(np.arange(len(held), dtype=np.int32), features, weights)

    assert by_row.tolist() == pytest.approx(segment._by_feature(features, weights).tolist(), abs=1e-6)


def test_an_item_scores_the_soft_maximum_of_its_rows() -> None:
    found, scores = SEGMENT.score(ints(0, 2), floats(0.5, 0.25), exact=True, allowed=None)

    assert found.tolist() == [0, 1]
    mean = (math.exp(SHARPNESS * 0.25) + math.exp(SHARPNESS * 0.3)) / 2
    assert scores.tolist() == pytest.approx([math.log(mean) / SHARPNESS, 0.5], abs=1e-6)


def test_items_that_share_nothing_are_not_found() -> None:
    found, scores = SEGMENT.score(ints(1), floats(1.0), exact=True, allowed=None)

    assert found.tolist() == [0]
    assert 0 < scores[0] < 0.8
    assert [len(each) for each in SEGMENT.score(ints(3), floats(1.0), exact=True, allowed=None)] == [0, 0]


def test_an_empty_segment_gives_nothing() -> None:
    for empty in (build_segment({}, 0), build_segment({}, WIDTH), build_segment({"a": rows(), "b": rows()}, WIDTH)):
        features = ints(*range(len(empty.columns) - 1))
        for exact in (False, True):
            found, scores = empty.score(features, floats(*[0.5] * len(features)), exact, None)
            assert (found.tolist(), scores.tolist()) == ([], [])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_soft_maximum_lies_between_the_mean_and_the_greatest(values: list[float]) -> None:
    found = soft_max(np.array(values))

    assert sum(values) / len(values) - 1e-9 <= found <= max(values) + 1e-9
    assert float(shares(np.array(values)) @ np.array(values)) == pytest.approx(found, abs=1e-9)
    assert (shares(np.array(values)) >= 0).all()


def test_one_row_keeps_its_cosine_to_the_last_digit() -> None:
    assert soft_max(np.array([0.1])) == 0.1
    assert shares(np.array([0.1])).tolist() == [1.0]
    assert shares(np.array([0.0, 0.0])).tolist() == [0.5, 0.5]


def test_ranges_are_counted_out_one_after_the_other() -> None:
    assert index._ranges(ints(3, 7, 9), ints(5, 7, 12)).tolist() == [3, 4, 9, 10, 11]
    assert index._ranges(ints(), ints()).tolist() == []


# ---- candidates


@pytest.fixture
def row_of_items(monkeypatch: pytest.MonkeyPatch) -> Segment:
    """Ten items, of which the first share most with feature 0; few enough candidates for that to matter."""
    monkeypatch.setattr(index, "CANDIDATES", 4)
    monkeypatch.setattr(index, "FEW", 2)
    return build_segment({f"i{n}": rows({0: 1 - n / 10, 1: 0.5 if n > 7 else 0.01, 2: 0.1}) for n in range(10)}, WIDTH)


def candidates(segment: Segment, query: dict[int, float], allowed: list[int] | None = None) -> list[int] | None:
    mask = None if allowed is None else np.isin(np.arange(len(segment.ids)), allowed)
    found = segment._candidates(ints(*query), floats(*query.values()), mask)
    return None if found is None else found.tolist()


def test_the_heaviest_features_choose_the_candidates(row_of_items: Segment) -> None:
    assert candidates(row_of_items, {1: 0.1, 0: 0.9}) == [0, 1, 2, 3]
    heavy_first = candidates(row_of_items, {1: 0.9, 0: 0.1})
    assert heavy_first is not None
    assert {8, 9} < set(heavy_first)


def test_few_items_are_all_scored_and_few_allowed_ones_are_the_candidates(row_of_items: Segment) -> None:
    assert candidates(build_segment({f"i{n}": rows({0: 1.0}) for n in range(4)}, WIDTH), {0: 1.0}) is None
    assert candidates(row_of_items, {0: 1.0}, [2, 7, 9]) == [2, 7, 9]
    assert candidates(row_of_items, {0: 1.0}, []) == []


def test_only_allowed_items_are_candidates(row_of_items: Segment) -> None:
    assert candidates(row_of_items, {0: 1.0}, [1, 3, 5, 6, 7, 8]) == [1, 3, 5, 6]


def test_where_the_heaviest_features_find_few_all_are_scored(row_of_items: Segment) -> None:
    lonely = build_segment({f"i{n}": rows({0: 1.0} if n == 5 else {1: 1.0}) for n in range(10)}, WIDTH)

    assert candidates(lonely, {0: 0.9, 1: 0.1}) is None
    found, _ = lonely.score(ints(0, 1), floats(0.9, 0.1), exact=False, allowed=None)
    assert found.tolist() == list(range(10))
    assert candidates(row_of_items, {3: 1.0}) is None


def test_candidates_have_the_scores_of_the_full_scan(row_of_items: Segment) -> None:
    query = ints(1, 0), floats(0.1, 0.9)
    quick = dict(zip(*(each.tolist() for each in row_of_items.score(*query, False, None)), strict=True))
    full = dict(zip(*(each.tolist() for each in row_of_items.score(*query, True, None)), strict=True))

    assert list(quick) == [0, 1, 2, 3]
    assert quick == pytest.approx({number: full[number] for number in quick}, abs=1e-6)
    assert min(quick.values()) >= max(score for number, score in full.items() if number not in quick)


def test_many_rows_of_one_item_leave_room_for_the_others(row_of_items: Segment) -> None:
    held = {"many": rows(*[{0: 1.0}] * 20), **{f"i{n}": rows({0: 0.5}) for n in range(10)}}
    segment = build_segment(held, WIDTH)

    found, _ = segment.score(ints(0), floats(1.0), exact=False, allowed=None)
    assert len(found) == 11
    assert row_of_items.ids[0] == "i0"
