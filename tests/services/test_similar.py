"""What is said to be alike. The limits are held on the demo, so that another matcher cannot shift them unnoticed."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from leren_app.domain.city import city_file, load_city
from leren_app.services.indexes.reader import analyser_of
from leren_app.services.indexes.searching import search
from leren_app.services.questions.similar import near_enough
from matching.analysis import Item
from matching.matcher import Matcher

STORY = Path(__file__).resolve().parents[2] / "leren_app" / "cities" / "demo" / "leiden"


@cache
def told() -> dict[str, Item]:
    """The agreed texts of the demo's questions, as they are read."""
    found = [q for file in sorted(STORY.glob("questions_*.toml")) for q in tomllib.loads(file.read_text())["questions"]]
    names = ("title", "summary", "research_question")
    return {
        q["key"]: Item(q["key"], texts=tuple(". ".join(q[f"{n}_{lang}"] for n in names) for lang in ("nl", "en")))
        for q in found
        if q.get("research_question_nl")
    }


@cache
def index() -> Matcher:
    """An index of them."""
    return Matcher(analyser_of(load_city(city_file("leiden")))).fit(told().values())


def test_most_questions_are_like_no_other_and_some_are() -> None:
    alike = {key: near_enough(index().rank(item, k=3)) for key, item in told().items()}

    with_some = [key for key, found in alike.items() if found]
    assert len(told()) > 40
    assert len(told()) // 5 <= len(with_some) <= len(told()) * 3 // 5


@pytest.mark.parametrize("text", ["de het een", "Hoe kan dat zo in de stad?", "Leiden", "mensen", "😀"])
def test_small_words_are_like_nothing(text: str) -> None:
    assert near_enough(index().rank(Item("", texts=(text,)))) == []


@pytest.mark.parametrize(
    ("typed", "least", "most"), [("fiets", 2, 5), ("schulden", 2, 4), ("school", 5, 12), ("hoe kan", 0, 0)]
)
def test_a_search_finds_what_names_it_and_little_else(typed: str, least: int, most: int) -> None:
    assert least <= len(search(index(), typed)) <= most
