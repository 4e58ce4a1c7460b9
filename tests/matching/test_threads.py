"""Many threads read a matcher while one changes it."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from matching import storage
from matching.analysis import Item
from matching.storage import load, save
from tests.matching.made import analyser, fit, questions
from tests.matching.town import COURSES, LONELY

READERS = 8
OFFERED = {
    "before": Item("new", "", ("eenzame ouderen", "muziek in het verzorgingshuis")),
    "after": Item("new", "", ("schulden en de deurwaarder",), ("legal advice",)),
}


def together(work: Callable[[], None], change: Callable[[], None]) -> list[BaseException]:
    """Run one piece of work in many threads until the change, here, is done; what went wrong in any of them."""
    wrong: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                work()
            work()
        except BaseException as problem:
            wrong.append(problem)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        change()
    finally:
        done.set()
        for reader in readers:
            reader.join()
    return wrong


def test_eight_threads_get_an_answer_of_before_or_after_each_change() -> None:
    matcher = fit(COURSES)
    queries = [LONELY, Item("q2", "Er ligt een aanmaning, ik heb schulden"), Item("q3", skills=("legal advice",))]
    possible = [matcher.rank_many(queries)]
    possible += [fit(COURSES).update([item]).rank_many(queries) for item in OFFERED.values()]
    wrong: list[object] = []

    def read() -> None:
        for query in queries:
            found = matcher.rank(query)
            if all(found != each[query.id] for each in possible):
                wrong.append(found)

    def change() -> None:
        for number in range(60):
            matcher.update([OFFERED["after" if number % 2 else "before"]])
            if number % 3 == 0:
                matcher.merge()
            if number % 5 == 0:
                matcher.remove(["new"])

    assert together(read, change) == []
    assert wrong == []
    assert possible[0] != possible[1] != possible[2]


def test_new_words_keep_coming_in_while_others_read_and_one_keeps_the_index(tmp_path: Path) -> None:
    matcher = fit(COURSES)
    path = tmp_path / "index"
    best = matcher.rank(LONELY, 1)

    def change() -> None:
        for number in range(40):
            letters = "".join(chr(97 + int(digit)) for digit in f"{number:03}")
            matcher.update([Item(f"x{number}", f"kwartel{letters} zonnewijzer{letters}")])
            if number % 8 == 0:
                save(matcher, path)
                assert load(path, analyser()).rank(LONELY, 1) == best

    def read() -> None:
        assert matcher.rank(LONELY, 1) == best
        assert matcher.rank(Item("q", "zonnewijzer")) is not None

    assert together(read, change) == []
    assert load(path, analyser()).ids == tuple(sorted((*(each.id for each in COURSES), *(f"x{n}" for n in range(33)))))


def test_an_index_can_be_kept_while_others_bring_new_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = fit(questions())
    numbers = itertools.count()
    monkeypatch.setattr(storage.os, "fsync", lambda handle: None)

    def bring() -> None:
        letters = "".join(chr(97 + int(digit)) for digit in f"{next(numbers):06}")
        matcher.update([Item(f"x{letters[-1]}", f"kwartel{letters}")])

    def keep() -> None:
        for number in range(5):
            save(matcher, tmp_path / f"{number}")

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        assert together(bring, keep) == []
    finally:
        sys.setswitchinterval(before)
    kept = load(tmp_path / "4", analyser())
    assert kept.rank(LONELY, 3) == fit(questions()).rank(LONELY, 3)
