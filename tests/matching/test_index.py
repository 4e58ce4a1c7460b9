"""The segments of an index, worked out by hand, and finding the best in them."""

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


def scored(segment: Segment, query: dict[int, float], most: int | None = None, *allowed: int) -> dict[str, float]:
    """The scores of items by their ids; `allowed`: the numbers of the only ones that may be found, if any are named."""
    mask = np.isin(np.arange(len(segment.ids)), allowed) if allowed else None
    found, scores = segment.score(ints(*query), floats(*query.values()), mask, most)
    return {segment.ids[number]: score for number, score in zip(found.tolist(), scores.tolist(), strict=True)}


def test_every_row_is_multiplied_by_the_query() -> None:
    found = SEGMENT.cosines(ints(0, 2), floats(0.5, 0.25))

    assert found.tolist() == pytest.approx([0.25, 0.3, 0.5])
    assert found.dtype == np.float32
    assert SEGMENT.cosines(ints(), floats()).tolist() == [0, 0, 0]
    assert SEGMENT.cosines(ints(3), floats(1)).tolist() == [0, 0, 0]


@settings(max_examples=50, deadline=None)
@given(many, weights_of)
def test_one_row_by_itself_and_all_rows_at_once_give_the_same(held: dict[str, Rows], query: dict[int, float]) -> None:
    segment = build_segment(held, 10)
    dense = np.zeros(10, dtype=np.float32)
    dense[list(query)] = list(query.values())

    one_by_one = [segment.cosine(row, dense) for row in range(len(segment.starts) - 1)]

    assert segment.cosines(ints(*query), floats(*query.values())).tolist() == pytest.approx(one_by_one, abs=1e-6)


def test_an_item_scores_the_soft_maximum_of_its_rows() -> None:
    mean = (math.exp(SHARPNESS * 0.25) + math.exp(SHARPNESS * 0.3)) / 2

    assert scored(SEGMENT, {0: 0.5, 2: 0.25}) == pytest.approx({"a": math.log(mean) / SHARPNESS, "b": 0.5}, abs=1e-6)


def test_items_that_share_nothing_are_not_found() -> None:
    found = scored(SEGMENT, {1: 1.0})

    assert list(found) == ["a"]
    assert 0 < found["a"] < 0.8
    assert scored(SEGMENT, {3: 1.0}) == scored(SEGMENT, {3: 1.0}, 1) == {}


@pytest.mark.parametrize("most", [None, 1])
@pytest.mark.parametrize("held", [{}, {"a": rows(), "b": rows()}])
@pytest.mark.parametrize("width", [0, WIDTH])
def test_an_empty_segment_gives_nothing(most: int | None, held: dict[str, Rows], width: int) -> None:
    assert scored(build_segment(held, width), dict.fromkeys(range(width), 0.5), most) == {}


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


# ---- the best of many

lives = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.lists(weights_of, max_size=8).map(lambda each: rows(*each)),
    min_size=4,
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(lives, weights_of, st.integers(1, 6), st.none() | st.sets(st.integers(0, 24), min_size=1))
def test_looking_for_the_best_loses_none_of_them(
    held: dict[str, Rows], query: dict[int, float], most: int, allowed: set[int] | None
) -> None:
    segment = build_segment(held, 10)
    full = scored(segment, query, None, *(allowed or ()))

    quick = scored(segment, query, most, *(allowed or ()))

    assert quick == {each: full[each] for each in quick}
    least = sorted(full.values(), reverse=True)[:most][-1:]
    assert {each for each, score in full.items() if [score] >= least} <= quick.keys()


def test_an_item_of_many_rows_with_one_that_fits_best_does_not_push_out_a_better_one() -> None:
    segment = build_segment({"life": rows({0: 0.9}, *[{1: 1.0}] * 19), "one": rows({0: 0.8}), "low": rows({0: 0.7})}, 4)

    found = scored(segment, {0: 1.0}, 1)

    assert found.keys() == {"life", "one"}
    assert found["life"] == pytest.approx(0.9 - math.log(20) / SHARPNESS, abs=1e-6)
    assert max(found, key=found.__getitem__) == "one"


def test_who_cannot_be_among_the_best_is_left_out() -> None:
    segment = build_segment({f"i{n}": rows({0: 1 - n / 10}) for n in range(9)}, WIDTH)

    assert list(scored(segment, {0: 1.0}, 3)) == ["i0", "i1", "i2"]
    assert len(scored(segment, {0: 1.0}, 9)) == len(scored(segment, {0: 1.0}, 100)) == 9
    assert len(scored(segment, {0: 1.0}, 0)) == 9


def test_of_equals_none_is_left_out() -> None:
    hair = 1e-7  # sums in another order end this far apart
    held = {f"i{n}": rows({0: 0.5 - hair * (n % 2)}) for n in range(12)}
    segment = build_segment({**held, "low": rows({0: 0.4}), "best": rows({0: 0.6})}, WIDTH)

    assert scored(segment, {0: 1.0}, 3).keys() == {*held, "best"}


def test_only_allowed_items_are_found_and_the_best_are_theirs() -> None:
    segment = build_segment({f"i{n}": rows({0: 1 - n / 10}, {1: 1.0}) for n in range(9)}, WIDTH)

    assert list(scored(segment, {0: 1.0}, None, 2, 7, 8)) == ["i2", "i7", "i8"]
    assert list(scored(segment, {0: 1.0}, 1, 2, 7, 8)) == ["i2"]
    nobody = np.zeros(9, dtype=np.bool_)
    for most in (None, 1):
        found, scores = segment.score(ints(0), floats(1.0), nobody, most)
        assert (found.tolist(), scores.tolist()) == ([], [])
