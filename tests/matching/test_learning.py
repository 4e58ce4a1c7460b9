"""What pairs of texts teach, and the tables it is kept in."""

from __future__ import annotations

import csv
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.analysis import Analyser, Item
from matching.esco import EscoError, read_pairs
from matching.learning import LEAST, MOST, Pair, learn
from matching.learnt import (
    FIRST_LINE,
    Learnt,
    LearntError,
    Translation,
    is_learnt,
    load_learnt,
    own_learnt,
    parse_learnt,
    write_learnt,
)
from matching.lexicon import parse_lexicon
from matching.matcher import Matcher
from matching.text import stem

TWINS = {"bakker": "baker", "molen": "mill", "rivier": "river", "brug": "bridge", "koek": "cake", "paard": "horse"}
PAIRS: list[Pair] = [
    (f"de {one} en het {other}", f"the {TWINS[one]} and the {TWINS[other]}")
    for one in TWINS
    for other in TWINS
    if one != other
]
pairs = st.lists(
    st.tuples(*(st.lists(st.sampled_from(list(words)), max_size=5).map(" ".join) for words in (TWINS, TWINS.values()))),
    max_size=12,
)


# ---- learning


def test_pairs_of_texts_teach_which_words_say_the_same() -> None:
    learnt = learn(PAIRS)

    for dutch, english in TWINS.items():
        best = learnt.translations[stem(dutch, "nl")][0]
        assert best.stem == stem(english, "en")
        assert best.probability > 0.8
    assert learnt.texts["koek"] == 10


def test_small_words_teach_nothing() -> None:
    assert "de" not in learn(PAIRS).texts
    assert all(each.stem not in ("the", "and") for found in learn(PAIRS).translations.values() for each in found)


@settings(max_examples=40, deadline=None)
@given(pairs, st.randoms())
def test_the_order_of_the_pairs_makes_no_difference(given_pairs: list[Pair], chance: random.Random) -> None:
    shuffled = chance.sample(given_pairs, len(given_pairs))

    assert write_learnt(learn(shuffled)) == write_learnt(learn(given_pairs))


@pytest.mark.parametrize("seed", range(4))
def test_of_equals_the_first_of_the_alphabet_are_kept(seed: int) -> None:
    equals = ["yacht", "window", "zebra", "mill", "apple", "cake"]
    beside = ["kaas melk", "kaas melk brood", "kaas melk brood boter", "boter ham"]
    same = [(f"smederij {others}", english) for english in equals for others in beside]

    found = learn(random.Random(seed).sample(same, len(same))).translations[stem("smederij", "nl")]

    assert [each.stem for each in found] == sorted(stem(english, "en") for english in equals)[:4]


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_what_is_learnt_is_probable_and_not_too_much(given_pairs: list[Pair]) -> None:
    for found in learn(given_pairs).translations.values():
        assert 0 < len(found) <= MOST
        assert all(LEAST - 0.005 <= each.probability <= 1 for each in found)
        assert sum(each.probability for each in found) <= 1.02
        assert [each.probability for each in found] == sorted((each.probability for each in found), reverse=True)


@pytest.mark.parametrize("nothing", [[], [("", "")], [("de", "the")], [("\U0001f600", "baker")]])
def test_nothing_teaches_nothing(nothing: list[Pair]) -> None:
    assert learn(nothing, ("# made",)) == Learnt({}, {}, ("# made",))


def test_a_text_without_its_partner_still_tells_which_words_there_are() -> None:
    learnt = learn([("bakker", ""), ("bakker molen", "mill")])

    assert learnt.texts == {"bakker": 2, stem("molen", "nl"): 1}


def test_a_learnt_word_finds_a_text_in_the_other_language_and_the_lexicon_outranks_it() -> None:
    lexicon = parse_lexicon("a | boom | tree")
    matcher = Matcher(Analyser(lexicon, learnt=learn(PAIRS))).fit([Item("a", "the horse", language="en")])
    (found,) = matcher.rank(Item("q", "een paard", language="nl"))
    known = parse_lexicon("horses | paard | horse")
    (better,) = (
        Matcher(Analyser(known, learnt=learn(PAIRS)))
        .fit([Item("a", "the horse", language="en")])
        .rank(Item("q", "een paard", language="nl"))
    )

    assert [(each.query_term, each.via, each.term) for each in found.reasons] == [("paard", "translation", "horse")]
    assert better.reasons[0].via == "concept:horses"
    assert better.score > found.score


# ---- the table


def test_a_table_is_written_and_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "table"
    learnt = learn(PAIRS, (FIRST_LINE, "# from: made up"))
    path.write_text(write_learnt(learnt), encoding="utf-8")

    back = load_learnt(path)

    assert back == learnt
    assert write_learnt(back) == write_learnt(learnt)
    assert is_learnt(path)


def test_a_lexicon_is_no_learnt_table(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("a | boom | tree\n", encoding="utf-8")

    assert not is_learnt(path)


def test_a_line_needs_no_translation() -> None:
    learnt = parse_learnt(["# told", "kaas\t4\n", "brug\t2\tbridg:0.90\tspan:0.10\n"], "t")

    assert dict(learnt.texts) == {"kaas": 4, "brug": 2}
    assert dict(learnt.translations) == {"brug": (Translation("bridg", 0.9), Translation("span", 0.1))}


@pytest.mark.parametrize(
    "line",
    [
        *("", "kaas", "kaas\tvier", "kaas\t0", "kaas\t-4", "\t4", "brug\t1", "kaas\t1\tcheese", "kaas\t1\tcheese:x"),
        *("kaas\t1\t:0.5", "kaas\t1\tcheese:0", "kaas\t1\tcheese:1.1", "kaas\t1\tcheese:nan", "kaas\t1\tcheese:-1"),
    ],
)
def test_a_wrong_line_of_a_table_is_named(line: str) -> None:
    with pytest.raises(LearntError, match=r"^mine:3: needs a new stem, a count and stem:probability"):
        parse_learnt([FIRST_LINE, "brug\t2\tbridg:0.9", line], "mine")


def test_our_own_table_is_written_as_it_is_read() -> None:
    learnt = own_learnt()

    assert len(learnt.texts) > 1000
    assert parse_learnt(write_learnt(learnt).splitlines(), "own").translations == learnt.translations


# ---- ESCO

HEAD = "conceptType,conceptUri,preferredLabel,altLabels,description\n"


def tables(folder: Path, nl: str | None, en: str | None, name: str = "occupations") -> Path:
    """A folder with the tables of one name, in bytes as they are given."""
    for language, text in (("nl", nl), ("en", en)):
        if text is not None:
            (folder / f"{name}_{language}.csv").write_bytes(text.encode())
    return folder


def test_labels_and_descriptions_come_in_pairs_by_their_address(tmp_path: Path) -> None:
    nl = "\ufeff" + HEAD + 'O,u1,bakker,"broodbakker\ntaartbakker","Bakt ""brood"",\r\nen koek"\nO,u2,molenaar,,Maalt\n'
    en = HEAD + "O,u3,smith,,Forges\nO,u2,miller,,\nO,u1,baker,bread baker,Bakes bread and cake\n"

    assert list(read_pairs(tables(tmp_path, nl, en))) == [
        ("bakker", "baker"),
        ('Bakt "brood", en koek', "Bakes bread and cake"),
        ("molenaar", "miller"),
    ]


def test_all_tables_of_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name, nl, en in (("skills", "lezen", "reading"), ("isco", "slager", "butcher")):
        tables(tmp_path, f"{HEAD}S,u,{nl},,\n", f"{HEAD}S,u,{en},,\n", name)
    tables(tmp_path, f"{HEAD}S,u,alleen,,\n", None, "alone")

    assert list(read_pairs(tmp_path)) == [("slager", "butcher"), ("lezen", "reading")]


def test_a_table_without_descriptions_gives_labels(tmp_path: Path) -> None:
    folder = tables(tmp_path, "preferredLabel,conceptUri\nbakker,u\n", "conceptUri,preferredLabel\nu,baker\n")

    assert list(read_pairs(folder)) == [("bakker", "baker")]


def test_rows_without_an_address_are_no_pair(tmp_path: Path) -> None:
    nl, en = (
        "preferredLabel,conceptUri\nbakker\nmolen,\nbrug,u,x,y\n",
        "preferredLabel,conceptUri\nsmith\nmill,\nbridge,u\n",
    )

    assert list(read_pairs(tables(tmp_path, nl, en))) == [("brug", "bridge")]


@pytest.mark.parametrize(("nl", "en"), [(HEAD, None), (None, HEAD), (None, None)])
def test_a_folder_without_both_languages_is_refused(tmp_path: Path, nl: str | None, en: str | None) -> None:
    with pytest.raises(EscoError, match=r"has no table as <name>_nl.csv and <name>_en.csv"):
        list(read_pairs(tables(tmp_path, nl, en)))


@pytest.mark.parametrize(
    "wrong", ["", "conceptUri,label\nu,x\n", "preferredLabel\nbaker\n", "conceptUri;preferredLabel\n"]
)
def test_a_table_without_its_columns_is_named(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(EscoError, match=r"^occupations_en.csv: has no columns conceptUri and preferredLabel"):
        list(read_pairs(tables(tmp_path, f"{HEAD}O,u,bakker,,\n", wrong)))


@pytest.mark.parametrize(
    "wrong", [b"\xff\xfe", HEAD.encode() + b"O,u,\xe9,,\n", HEAD.encode() + b'O,u,"' + b"x" * 10**7 + b"y"]
)
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, wrong: bytes) -> None:
    folder = tables(tmp_path, f"{HEAD}O,u,bakker,,\n", HEAD)
    (folder / "occupations_en.csv").write_bytes(wrong)

    with pytest.raises(EscoError, match=r"^occupations_en.csv: "):
        list(read_pairs(folder))


@pytest.mark.parametrize("english", ["conceptUri,preferredLabel,description\nu:1,{long},x\n", "conceptUri\n\0{long}\n"])
def test_reading_esco_leaves_the_limit_of_other_readers_as_it_was(tmp_path: Path, english: str) -> None:
    long = "nurse " * 30_000
    (tmp_path / "skills_nl.csv").write_text("conceptUri,preferredLabel,description\nu:1,verpleegkundige,x\n")
    (tmp_path / "skills_en.csv").write_text(english.format(long=long))
    before = csv.field_size_limit()

    with suppress(EscoError):
        assert next(iter(read_pairs(tmp_path))) == ("verpleegkundige", long.strip())

    assert csv.field_size_limit() == before
