"""The lexicon: its file is read with care, and the one in the repository holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.lexicon import LexiconError, load_lexicon, own_lexicon, parse_lexicon
from matching.skills import own_vocabulary
from matching.text import words_of

SMALL = """
# a comment
loneliness | eenzaam, alleen voelen | lonely
  > psychology .5 | daarom | because
psychology | psychologie | psychology
ecology | | ecology
"""


def keys_in(text: str, language: str = "nl") -> list[str]:
    found = own_lexicon().phrases.all_in(words_of(text), "en" if language == "en" else "nl")
    return [key for _, _, keys in found for key in keys]


def test_a_lexicon_is_read_with_its_relations() -> None:
    lexicon = parse_lexicon(SMALL)

    relation = lexicon.relation("loneliness", "psychology")
    assert relation is not None
    assert (relation.weight, relation.reason("nl"), relation.reason("en")) == (0.5, "daarom", "because")
    assert lexicon.relation("psychology", "loneliness") is None
    assert lexicon.relation("nothing", "loneliness") is None
    assert lexicon.concepts["loneliness"].name("nl") == "eenzaam"
    assert lexicon.concepts["ecology"].name("nl") == "ecology"


@pytest.mark.parametrize(
    ("lines", "where", "problem"),
    [
        ("a | b", 1, "three columns"),
        ("A b | c | d", 1, "no key"),
        ("a | b | c\na | d | e", 2, "stands at words.txt:1 already"),
        ("a | | ", 1, "has no words"),
        ("> b .5 | c | d", 1, "needs a concept above it"),
        ("a | b | c\n> d .5 | e", 2, "three columns"),
        ("a | b | c\n> d 2 | e | f", 2, "the weight '2'"),
        ("a | b | c\n> d 0 | e | f", 2, "the weight '0'"),
        ("a | b | c\n> d nan | e | f", 2, "the weight 'nan'"),
        ("a | b | c\n> d | e | f", 2, "the weight ''"),
        ("a | b | c\n> d .5 | e | ", 2, "its reason in both languages"),
        ("a | b | c\n> a .5 | e | f", 2, "leads to a already"),
        ("a | b | c\n> d .5 | e | f\n> d .6 | e | f", 3, "leads to d already"),
        ("a | b | c\n\n> d .5 | e | f", 3, "d is the key of no concept"),
        ("a | boom | tree\nb | boom | bush", 2, "'boom' (nl) stands for a already"),
        ("a | 12 | tree", 1, "0 words"),
        ("a | een twee drie vier vijf zes zeven | tree", 1, "7 words"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(lines: str, where: int, problem: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(lines, "words.txt")

    assert str(caught.value).startswith(f"words.txt:{where}: ")
    assert problem in str(caught.value)


def test_a_lexicon_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(SMALL, encoding="utf-8")

    assert load_lexicon(path) == parse_lexicon(SMALL)


def test_a_lexicon_is_read_from_all_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("stoep | stoep | pavement\n  > planning .5 | daarom | because\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("planning | planologie | planning\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("not | a | concept", encoding="utf-8")

    assert sorted(load_lexicon(tmp_path).concepts) == ["planning", "stoep"]


def test_a_word_that_two_files_have_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("stoep | stoep | pavement\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("# first\nstraat | straat, stoep | street\n", encoding="utf-8")

    with pytest.raises(LexiconError, match=r"b\.txt:2: 'stoep' \(nl\) stands for stoep already"):
        load_lexicon(tmp_path)


def test_our_lexicon_is_large_enough_and_no_relation_ends_where_nobody_can_help() -> None:
    lexicon = own_lexicon()

    assert len(lexicon.concepts) > 200
    for concept in lexicon.concepts.values():
        assert all(relation.nl != relation.en for relation in concept.relations)
        assert all(lexicon.concepts[relation.target].en for relation in concept.relations)


def test_every_skill_belongs_to_a_concept_that_exists() -> None:
    concepts = {skill.concept for skill in own_vocabulary().skills.values() if skill.concept}

    assert concepts <= set(own_lexicon().concepts)


def test_words_with_one_stem_are_told_apart_where_the_lexicon_knows_both() -> None:
    assert keys_in("ouderen") == ["elderly"]
    assert keys_in("ouders") == ["family"]


def test_small_words_are_never_taken_for_a_form_of_something() -> None:
    assert keys_in("het weten") == []
    assert keys_in("de straat heet naar een dichter") == ["literature"]
    assert keys_in("het is heet") == ["heat"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("een geweldig idee", "nl"),  # geweld: violence
        ("het pad", "nl"),  # padden: toads
        ("ten slotte", "nl"),  # sloten: ditches
        ("natuurlijk", "nl"),  # natuur: nature
        ("they stay at home", "en"),  # homes: housing
        ("quite the opposite", "en"),  # opposition to plans
        ("a naturally extreme angle", "en"),  # nature, extremism, anglers
    ],
)
def test_words_that_only_share_a_stem_with_something_mean_nothing(text: str, language: str) -> None:
    assert keys_in(text, language) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("vuil naast de container", ["waste", "dumped-waste"]),
        ("volle containers", ["bins"]),
        ("lege winkels", ["empty-shops"]),
        ("een leeg pand", ["vacant-buildings"]),
        ("fietsen op de stoep", ["parked-bikes"]),
        ("fietsers", ["cycling"]),
        ("overlast van jongeren", ["youth-nuisance"]),
        ("overlast van meeuwen", ["nuisance", "gulls-pigeons"]),
    ],
)
def test_what_differs_in_the_street_is_apart(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_the_longest_run_of_words_wins() -> None:
    assert keys_in("zij moeten van het gas af") == ["gas-free"]
    assert keys_in("zonder internet") == ["digital-divide"]
