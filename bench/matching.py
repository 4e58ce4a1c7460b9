#!/usr/bin/env python3
"""The matcher against its goals, beside its peers, in one run; a set that is not in --data is printed as not measured.

DIR may hold: programmes.jsonl, challenges.jsonl, qrels.tsv, qrels_likely.tsv (questions and who took them); esco/ with
occupations_nl.csv and occupations_en.csv; gold.jsonl (lines {"reviewer", "texts": [...], "rated": [{"title", "text",
"expertise"}]}). The questions of bench/sets are measured against programmes.jsonl too.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from bench._goals import goal, lines_of, verdict
from matching.analysis import Analyser, Item
from matching.esco import read_pairs
from matching.evaluate import Figure, evaluate
from matching.learning import learn
from matching.lines import Judgments, read_judgments
from matching.matcher import Matcher
from matching.storage import load, save
from matching.text import Language

Line = dict[str, Any]
Ranker = Callable[[list[str], Language], np.ndarray]
SETS = Path(__file__).resolve().parent / "sets"
SEED = 4711
QUERIES = 1500  # of ESCO, drawn by the seed
PEOPLE = 10_000


def main() -> int:
    """Print every table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("none"))
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    options = parser.parse_args()
    missed = [line for part in options.only for line in PARTS[part](options.data)]
    return verdict(missed)


# ---- questions and programmes


def questions(data: Path) -> list[str]:
    """Questions to programmes: Dutch text only, then the English line; strict and lenient judgments."""
    print("\n## Questions to programmes\n")
    if not (data / "programmes.jsonl").exists():
        print("not measured: programmes.jsonl is not there")
        return []
    rows = lines_of(data / "programmes.jsonl")
    programmes = [Item(r["id"], r["name"], (r["text"],), tuple(r["skills"]), r["language"]) for r in rows]
    missed = []
    for name, asked, judged in _question_sets(data):
        result = evaluate(Matcher().fit(programmes), programmes, asked, judged)
        print(f"{name} ({result.queries})")
        for figure, ours in result.ours.items():
            print(f"    {figure:11}{_shown(ours):26}bare {_shown(result.bare[figure])}")
        if name.startswith(("took, nl", "judged first, nl")):
            for figure, bound in (("MRR", 0.40), ("hit@5", 0.55), ("hit@10", 0.70)):
                missed += goal(f"{name}: {figure}", result.ours[figure].mean, bound)
    return missed


def _question_sets(data: Path) -> Iterable[tuple[str, list[Item], Judgments]]:
    own = lines_of(SETS / "questions.jsonl")
    judged = read_judgments(SETS / "judged.tsv")
    first = {query: {each: gain for each, gain in gains.items() if gain == 3} for query, gains in judged.items()}
    for language, items in (
        ("nl", [Item(r["id"], r["title"], tuple(r["texts"]), (), "nl") for r in own]),
        ("en", [Item(r["id"], "", (r["en"],), (), "en") for r in own]),
    ):
        yield f"judged first, {language}", items, first
        yield f"judged fitting, {language}", items, judged
    if not (data / "challenges.jsonl").exists():
        return
    rows = lines_of(data / "challenges.jsonl")
    strict, likely = read_judgments(data / "qrels.tsv"), read_judgments(data / "qrels_likely.tsv")
    lenient = {query: {**likely.get(query, {}), **strict.get(query, {})} for query in strict.keys() | likely.keys()}
    for language, items in (
        ("nl", [Item(r["id"], r["title"], (r["question_nl"],), (), "nl") for r in rows]),
        ("en", [Item(r["id"], "", (r["question_en"],), (), "en") for r in rows]),
    ):
        yield f"took, {language}", items, strict
        yield f"took or would fit, {language}", items, lenient


# ---- ESCO: labels, groups, the bridge


def esco(data: Path) -> list[str]:
    """Other labels to descriptions, descriptions of one group, and the bridge to English without its own words."""
    print("\n## ESCO occupations\n")
    folder = data / "esco"
    if not (folder / "occupations_nl.csv").exists():
        print("not measured: esco/ is not there")
        return []
    dutch, english = (_occupations(folder / f"occupations_{language}.csv") for language in ("nl", "en"))
    ids = sorted(dutch.keys() & english.keys())
    groups = np.array([dutch[each]["iscoGroup"] for each in ids])
    texts = {"nl": [dutch[each]["description"] for each in ids], "en": [english[each]["description"] for each in ids]}
    labels = [
        (label.strip(), at)
        for at, each in enumerate(ids)
        for label in dutch[each]["altLabels"].split("\n")
        if label.strip() and label.strip() != dutch[each]["preferredLabel"]
    ]
    draw = random.Random(SEED)
    labels = draw.sample(labels, QUERIES)
    picked = sorted(draw.sample(range(len(ids)), QUERIES // 2))
    return _labels(texts["nl"], labels, groups, picked) + _bridge(folder, texts, groups, picked)


def _labels(texts: list[str], labels: list[tuple[str, int]], groups: np.ndarray, picked: list[int]) -> list[str]:
    ours = _ranker(texts, "nl", Analyser())
    bare = TfidfVectorizer()
    rows = bare.fit_transform(texts)
    at = np.array([place for _, place in labels])
    asked = [label for label, _ in labels]
    plain = _mrr((bare.transform(asked) @ rows.T).toarray(), at)
    print(f"other Dutch labels to descriptions, MRR of {len(labels)}: bare {plain:.3f}")
    missed = goal("labels to descriptions: MRR", _mrr(ours(asked, "nl"), at), 0.50)
    plain = _same_group((rows[picked] @ rows.T).toarray(), groups, picked, others=True)
    print(f"descriptions of the same group, nDCG@10 of {len(picked)}: bare {plain:.3f}")
    found = ours([texts[each] for each in picked], "nl")
    return missed + goal("same group: nDCG@10", _same_group(found, groups, picked, others=True), 0.42)


def _bridge(folder: Path, texts: dict[str, list[str]], groups: np.ndarray, picked: list[int]) -> list[str]:
    """Dutch descriptions to English ones, with words learnt from all but the groups that are asked (odd ones)."""
    odd = [each for each in picked if int(groups[each]) % 2]
    hidden = {" ".join(texts["nl"][at].split()) for at in range(len(groups)) if int(groups[at]) % 2}
    learnt = learn(pair for pair in read_pairs(folder) if pair[0] not in hidden)
    ours = _ranker(texts["en"], "en", Analyser(learnt=learnt))
    bare = TfidfVectorizer()
    rows = bare.fit_transform(texts["en"])
    plain = _same_group((bare.transform([texts["nl"][each] for each in odd]) @ rows.T).toarray(), groups, odd)
    ceiling = _same_group(ours([texts["en"][each] for each in odd], "en"), groups, odd)
    found = _same_group(ours([texts["nl"][each] for each in odd], "nl"), groups, odd)
    print(
        f"Dutch to English, nDCG@10 of {len(odd)}: bare {plain:.3f}, English to English {ceiling:.3f}, ours {found:.3f}"
    )
    return goal("bridge: part of the ceiling", found / ceiling, 0.85)


def _ranker(texts: list[str], language: Language, analyser: Analyser) -> Ranker:
    """A function that gives the scores of all texts for each asked one."""
    items = [Item(f"{at:05}", texts=(text,), language=language) for at, text in enumerate(texts)]
    matcher = Matcher(analyser).fit(items)

    def scores(asked: list[str], asked_in: Language) -> np.ndarray:
        table = np.zeros((len(asked), len(texts)), dtype=np.float32)
        for row, text in enumerate(asked):
            found = matcher.scores(Item("asked", texts=(text,), language=asked_in))
            table[row, [int(each) for each in found]] = list(found.values())
        return table

    return scores


def _mrr(scores: np.ndarray, right: np.ndarray) -> float:
    own = scores[np.arange(len(right)), right][:, None]
    ranks = (scores > own).sum(axis=1) + 1 + ((scores == own).sum(axis=1) - 1) / 2
    return float((1 / ranks).mean())


def _same_group(scores: np.ndarray, groups: np.ndarray, asked: list[int], others: bool = False) -> float:
    """nDCG@10, good being the same ISCO group; with `others` the asked itself is left out."""
    found = []
    for row, each in zip(scores.copy(), asked, strict=True):
        good = (groups == groups[each]).astype(float)
        if others:
            good[each], row[each] = 0, -1
        if good.any():
            top = good[np.argsort(-row, kind="stable")[:10]]
            ideal = np.ones(min(10, int(good.sum())))
            found.append(
                (top / np.log2(np.arange(2, 12))).sum() / (ideal / np.log2(np.arange(2, len(ideal) + 2))).sum()
            )
    return float(np.mean(found))


# ---- profiles of several texts


def profiles(data: Path) -> list[str]:
    """A gold standard of expertise, where it is there: weighted Kendall loss, pooled rows against one long text."""
    print("\n## Profiles of several texts\n")
    path = data / "gold.jsonl"
    if not path.exists():
        print("not measured: gold.jsonl is not there")
        return []
    rows = lines_of(path)
    people = [Item(r["reviewer"], texts=tuple(r["texts"]), language="en") for r in rows]
    papers = {(p["title"], p["text"]) for r in rows for p in r["rated"]}
    asked = {paper: Item(f"paper {at}", texts=(" . ".join(paper),), language="en") for at, paper in enumerate(papers)}
    losses = {}
    for name, items in (
        ("rows, pooled", people),
        ("one long text", [dataclasses.replace(each, texts=(" . ".join(each.texts),)) for each in people]),
    ):
        matcher = Matcher().fit(items)
        scores = {paper: matcher.scores(item) for paper, item in asked.items()}
        losses[name] = _loss(rows, scores)
        print(f"loss, {name}: {losses[name]:.4f}")
    missed = goal("pooling beats one long text by", losses["one long text"] - losses["rows, pooled"], 0.0)
    return missed + goal("loss on the gold standard", losses["rows, pooled"], 0.235, more=False)


def _loss(rows: list[Line], scores: dict[tuple[str, str], dict[str, float]]) -> float:
    most = lost = 0.0
    for r in rows:
        for one, other in combinations(r["rated"], 2):
            truth = one["expertise"] - other["expertise"]
            told = [scores[p["title"], p["text"]].get(r["reviewer"], 0.0) for p in (one, other)]
            product = truth * (told[0] - told[1])
            most += abs(truth)
            lost += abs(truth) * (0.5 if product == 0 else float(product < 0))
    return lost / most


# ---- speed


def speed(_: Path) -> list[str]:
    """One question against 10,000 composed profiles, an update, opening the index; CPU seconds."""
    print(f"\n## Speed, {PEOPLE} profiles\n")
    draw = random.Random(SEED)
    people = [_person(draw, number) for number in range(PEOPLE)]
    asked = [Item(r["id"], r["title"], tuple(r["texts"]), (), "nl") for r in lines_of(SETS / "questions.jsonl")]
    began = time.process_time()
    matcher = Matcher().fit(people)
    print(
        f"fit: {time.process_time() - began:.1f} s, {len(matcher.state.base.features) / PEOPLE:.0f} weights a profile"
    )
    for item in asked[:20]:
        matcher.rank(item)
    gc.freeze()
    times = [_seconds(partial(matcher.rank, item)) for item in asked]
    missed = goal("rank with reasons, p95 in ms", 1000 * float(np.percentile(times, 95)), 10, more=False)
    print(f"    median {1000 * float(np.median(times)):.1f} ms")
    missed += _against_scan(matcher, asked)
    renewed = [_person(draw, number) for number in draw.sample(range(PEOPLE), 200)]
    updates = [_seconds(partial(matcher.update, [item])) for item in renewed]
    missed += goal("update of one profile, median in ms", 1000 * float(np.median(updates)), 2, more=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        save(matcher, path)
        print(f"    the file has {path.stat().st_size / 1e6:.0f} MB")
        analyser = matcher.analyser
        opened = [_seconds(partial(load, path, analyser)) for _ in range(9)]
    return missed + goal("opening, median in ms", 1000 * float(np.median(opened)), 50, more=False)


def _person(draw: random.Random, number: int) -> Item:
    """A profile composed of words of our own questions, as often as they stand there: programme, skills, two works."""
    works = tuple(" ".join(draw.choices(_WORDS, k=25)) for _ in range(2))
    return Item(f"p{number:05}", draw.choice(_TITLES), works, tuple(draw.sample(_SKILLS, 4)), "nl")


def _against_scan(matcher: Matcher, asked: list[Item]) -> list[str]:
    """The inverted product against a full product of all rows with a dense query, by scipy; both give every cosine."""
    base, state = matcher.state.base, matcher.state
    rows = sp.csr_matrix((base.weights, base.features, base.starts), shape=(len(base.starts) - 1, state.width))
    times: dict[str, list[float]] = {"scan": [], "ours": []}
    for item in asked:
        known = {state.features[f]: e.weight for f, e in matcher.asked(item)[0].items() if f in state.features}
        features, weights = np.array(list(known), dtype=np.int32), np.array(list(known.values()), dtype=np.float32)
        dense = np.zeros(state.width, dtype=np.float32)
        dense[features] = weights
        times["scan"].append(min(_seconds(partial(rows.__matmul__, dense)) for _ in range(5)))
        times["ours"].append(min(_seconds(partial(base.cosines, features, weights)) for _ in range(5)))
        assert np.allclose(rows @ dense, base.cosines(features, weights), atol=1e-5)
    scan, ours = (float(np.median(each)) for each in times.values())
    print(f"    full scan {1000 * scan:.2f} ms, inverted product {1000 * ours:.2f} ms; both score all: overlap@10 is 1")
    return goal("inverted product against the scan, times", scan / ours, 5)


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


# ---- reading


def _occupations(path: Path) -> dict[str, dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["conceptUri"]: row for row in csv.DictReader(file)}


def _shown(figure: Figure) -> str:
    return f"{figure.mean:.3f} ({figure.low:.3f}-{figure.high:.3f})"


_QUESTIONS: Sequence[Line] = lines_of(SETS / "questions.jsonl")
_WORDS = [word for row in _QUESTIONS for word in row["texts"][0].split()]
_TITLES = sorted({row["title"] for row in _QUESTIONS})
_SKILLS = ("interviewen", "gis", "statistiek", "verpleegkunde", "fotografie", "python", "vergaderen", "tuinieren")
PARTS = {"questions": questions, "esco": esco, "profiles": profiles, "speed": speed}

if __name__ == "__main__":
    sys.exit(main())
