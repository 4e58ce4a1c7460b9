"""Measures a ranking against judgments, with intervals, beside a bare TF-IDF in the same run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.analysis import Item
from matching.lines import Judgments
from matching.matcher import Matcher

DEPTH = 100
SAMPLES = 2000
SEED = 4711  # any number; the same one each time, so that two runs give the same interval
Run = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """A mean over the judged queries and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Evaluation:
    """How many queries were judged, and the figures of each method by name."""

    queries: int
    ours: dict[str, Figure]
    bare: dict[str, Figure]


def evaluate(matcher: Matcher, documents: Sequence[Item], queries: Sequence[Item], judged: Judgments) -> Evaluation:
    """The figures of a matcher and of a bare TfidfVectorizer with cosine, over the queries that have a gain."""
    asked = [query for query in queries if any(judged.get(query.id, {}).values())]
    run = {query.id: [found.id for found in matcher.rank(query, DEPTH)] for query in asked}
    bare = bare_run(documents, asked)
    return Evaluation(len(asked), figures(run, judged), figures(bare, judged))


def bare_run(documents: Sequence[Item], queries: Sequence[Item]) -> dict[str, list[str]]:
    """The ranking by scikit-learn's defaults, of what has a score above 0; equals by their id."""
    texts, asked = [_text(each) for each in documents], [_text(each) for each in queries]
    vectorizer = TfidfVectorizer()
    try:
        rows = vectorizer.fit_transform(texts)
    except ValueError:  # no document has a word
        return {query.id: [] for query in queries}
    result = {}
    for query, text in zip(queries, asked, strict=True):
        scores = (rows @ vectorizer.transform([text]).T).toarray()[:, 0]
        pairs = [(-score, each.id) for score, each in zip(scores, documents, strict=True) if score > 0]
        result[query.id] = [found for _, found in sorted(pairs) if found != query.id][:DEPTH]
    return result


def _text(item: Item) -> str:
    return " ".join((item.title, *item.texts, *item.skills))


def figures(run: Run, judged: Judgments) -> dict[str, Figure]:
    """Each measure over the queries of a run, in the order of their ids."""
    rows = [measures(run[query], judged[query]) for query in sorted(run)]
    names = measures([], {"": 1.0})
    return {name: _figure(np.array([row[name] for row in rows])) for name in names}


def measures(ranked: Sequence[str], gains: Mapping[str, float]) -> dict[str, float]:
    """The measures of one query, each from 0 to 1; at least one gain is above 0."""
    good = {item for item, gain in gains.items() if gain > 0}
    places = [place for place, item in enumerate(ranked[:DEPTH], start=1) if item in good]
    first = places[0] if places else math.inf
    result = {"MRR": 1 / first, "nDCG@10": _ndcg([gains.get(item, 0.0) for item in ranked[:10]], gains)}
    result |= {f"hit@{depth}": float(first <= depth) for depth in (1, 5, 10)}
    result |= {f"recall@{depth}": sum(place <= depth for place in places) / len(good) for depth in (10, 100)}
    return result


def _ndcg(found: Sequence[float], gains: Mapping[str, float]) -> float:
    ideal = sorted(gains.values(), reverse=True)[:10]
    return _dcg(found) / _dcg(ideal)


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _figure(values: NDArray[np.float64]) -> Figure:
    if not len(values):
        return Figure(0.0, 0.0, 0.0)
    picks = np.random.default_rng(SEED).integers(0, len(values), (SAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return Figure(float(values.mean()), float(low), float(high))
