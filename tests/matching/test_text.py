"""Words as the matcher reads them."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import (
    LONGEST_WORD,
    MOST_WORDS,
    Language,
    Word,
    folded,
    guess_language,
    is_stop,
    says_nothing,
    stem,
    words_of,
)


def plain(text: str) -> list[str]:
    return [word.plain for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Analyse in R, C en C++ of C#", ["analyse", "in", "r", "c", "en", "c++", "of", "c#"]),
        ("Nederlands op niveau B1, minder CO2", ["nederlands", "op", "niveau", "b1", "minder", "co2"]),
        ("e-health en data-analyse", ["ehealth", "en", "data", "analyse"]),
        ("Foto\u2019s van het caf\u00e9", ["foto", "van", "het", "cafe"]),
        ("<b>groen</b> &amp; <script>", ["groen", "amp"]),
        ("de r en de c", ["de", "en", "de"]),
        ("\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \U0001f600", ["\u0627\u0644\u0639\u0631\u0628\u064a\u0629"]),
        ("eerste\x00tweede\u200bderde", ["eerste", "tweede", "derde"]),
        ("", []),
    ],
)
def test_words_are_read_as_people_mean_them(text: str, words: list[str]) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    "personal",
    [
        "06-12345678",
        "+31 6 1234 5678",
        "2312 AB",
        "2312AB",
        "jan.jansen@example.nl",
        "123456782",
        "NL91 ABNA 0417 1643 00",
        "https://example.nl/jan",
        "www.example.nl/jan",
        "huis12b",
    ],
)
def test_what_points_to_a_person_is_no_word(personal: str) -> None:
    assert plain(f"bel {personal} graag") == ["bel", "graag"]


@given(st.text(max_size=400))
def test_any_text_gives_bounded_words_without_capitals(text: str) -> None:
    for word in words_of(text):
        assert 0 < len(word.plain) <= LONGEST_WORD
        assert word.plain == folded(word.plain)


def test_a_row_of_accents_is_no_word_and_is_read_at_once() -> None:
    began = time.process_time()

    assert plain("caf" + "e\u0301" + " a" + "\u0301\u0323" * 20_000 + " groen") == ["cafe", "groen"]
    assert time.process_time() - began < 0.5


def test_a_word_may_be_longer_by_its_apostrophes_only() -> None:
    longest = "x" * LONGEST_WORD

    assert plain(longest) == [longest]
    assert plain(f"{longest}x") == []
    assert plain("x'" * (LONGEST_WORD - 1) + "x") == [longest]
    assert plain("x'" * LONGEST_WORD + "x") == []


def test_a_huge_text_is_read_up_to_a_limit() -> None:
    assert len(words_of("groen water " * 100_000)) == MOST_WORDS
    assert words_of("x" * 100_000) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Veel ouderen zijn eenzaam", "nl"),
        ("Many older people are lonely", "en"),
        ("survey design", "en"),
        ("eenzaamheid", "nl"),
        ("", "nl"),
    ],
)
def test_the_language_of_a_text_is_guessed(text: str, language: Language) -> None:
    assert guess_language(words_of(text)) == language


def test_small_words_and_empty_words_differ() -> None:
    assert is_stop(Word("het", "het"), "nl")
    assert not is_stop(Word("bewoners", "bewoners"), "nl")
    assert says_nothing(Word("bewoners", "bewoners"), "nl")
    assert says_nothing(Word("question", "question"), "en")
    assert not says_nothing(Word("eenzaam", "eenzaam"), "nl")


def test_health_is_not_the_sun() -> None:
    assert stem("gezondheid", "nl") == stem("gezonde", "nl") != stem("zon", "nl")
    assert stem("interviews", "en") == stem("interviewing", "en")


def test_every_thread_has_a_stemmer_of_its_own() -> None:
    found: list[str] = []
    stem.cache_clear()
    threads = [threading.Thread(target=lambda: found.append(stem("wandelingen", "nl"))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [stem("wandelingen", "nl")] * 4
