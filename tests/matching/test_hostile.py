"""Hostile input costs bounded time, gives finite scores, and changes nothing for others."""

from __future__ import annotations

import dataclasses
import math
import time

import pytest

from matching import analysis
from matching.analysis import MOST_WORDS_OF_ITEM, Item
from matching.skills import own_vocabulary
from matching.text import words_of
from tests.matching.made import analyser, fit
from tests.matching.town import COURSES, LONELY, asked, ids

EVERYTHING = tuple(own_vocabulary().skills)
HOSTILE = {
    "fifty skills": Item("x", skills=EVERYTHING[:50]),
    "stuffed": Item("x", "eenzaam " * 5000 + "ouderen " * 5000),
    "empty": Item("x"),
    "stop words": Item("x", "de het een of maar want"),
    "emoji": Item("x", "\U0001f600" * 500),
    "arabic": Item("x", "\u0627\u0644\u0648\u062d\u062f\u0629 \u0648\u0643\u0628\u0627\u0631 \u0627\u0644\u0633\u0646"),
    "large": Item("x", "", tuple(f"eenzaam woord{chr(97 + n % 26)}{chr(97 + n // 26)} " * 1000 for n in range(5))),
    "one word": Item("x", "a" * 100_000),
    "markup": Item("x", "<" * 50_000 + "a@" * 20_000),
    "digits": Item("x", "1 2" * 30_000),
    "control": Item("x", "".join(map(chr, range(32))) * 1000),
    "many texts": Item("x", texts=("eenzaam",) * 10_000),
    "hundred thousand words": Item("x", "eenzaam " * 100_000),
    "hundred thousand titles": Item("x", "ouderen " * 100_000, ("eenzaam\n" * 100_000,)),
    "lone surrogates": Item("x", "\ud800eenzaam \udfff" * 500, skills=("\udc80", "interviewen\ud800")),
    "nul": Item("x", "een\x00zaam\x00" * 500, ("\x00",), ("\x00", "GIS\x00")),
    "skills with line breaks": Item("x", skills=("eenzame\nouderen", "\n", "\r\nGIS\u2028", " \t ")),
    "accents in a row": Item("x", "a" + "\u0301\u0323" * 30_000, ("e" + "\u0323" * 30_000 + "\u0301" * 30_000,)),
    "accents on every letter": Item("x", ("e" + "\u0301\u0323" * 12) * 2000),
    "one sign that is many": Item("x", "\ufdfa" * 60_000),
    "right to left": Item("x", "\u202eeenzaam\u202c " * 3000 + "\u200b" * 20_000),
    "html": Item("x", "<div onclick='x'><b>eenzaam</b><script>alert(1)</script><!-- -->&amp;&#0;" * 800),
    "an open tag": Item("x", "<a " * 20_000 + "eenzaam"),
    "addresses": Item("x", "a.b-c@d.e." * 6000 + "https://" * 6000 + "www." * 6000),
    "bank accounts": Item("x", "NL91 ABNA 0417 " * 4000 + "AB12" * 9000),
    "compounds": Item("x", " ".join(f"school{chr(97 + n % 26) * 4}{chr(97 + n // 26) * 4}plein" for n in range(600))),
    "one compound": Item("x", "schoolplein" * 9000),
    "format": Item("x", "{0} {query} %s %(x)s \\n" * 2000, skills=("{name}", "%s")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_in_bounded_time_and_scored_with_finite_numbers(name: str) -> None:
    began = time.process_time()
    as_query = fit(COURSES).rank(HOSTILE[name])
    as_item = fit([*COURSES, HOSTILE[name]]).rank(LONELY)

    assert time.process_time() - began < 3
    assert all(math.isfinite(found.score) and 0 < found.score <= 1 for found in (*as_query, *as_item))
    for found in (*as_query, *as_item):
        assert math.fsum(reason.contribution for reason in found.reasons) == pytest.approx(found.score, abs=1e-5)


@pytest.mark.parametrize("name", HOSTILE)
def test_others_keep_their_scores_and_their_order(name: str) -> None:
    matcher = fit(COURSES)
    before = matcher.rank(LONELY)

    matcher.update([HOSTILE[name]])
    after = tuple(found for found in matcher.rank(LONELY, 11) if found.id != "x")

    assert after == before


def test_of_many_large_texts_the_first_are_read() -> None:
    began = time.process_time()
    read = analyser().rows(Item("x", texts=("woord " * 5000,) * 60))

    assert sum(map(len, read)) == MOST_WORDS_OF_ITEM
    assert time.process_time() - began < 3


def test_texts_after_the_last_word_that_is_read_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(analysis, "MOST_WORDS_OF_ITEM", 3)
    monkeypatch.setattr(analysis, "words_of", lambda text: looked.append(text) or words_of(text))

    read = analyser().rows(Item("x", "boom", ("tuin bomen kaas", "brug", "molen"), ("GIS",), "nl"))

    assert read == [("nl:boom", "skill-nl:GIS"), ("nl:tuin", "nl:bomen")]
    assert looked == ["boom", "tuin bomen kaas"]


def test_pasting_all_skills_puts_nobody_above_who_has_the_one_that_is_asked() -> None:
    matcher = fit([Item("honest", skills=("gis",)), Item("stuffed", skills=EVERYTHING)])

    assert ids(matcher, asked("kaarten maken"))[0] == "honest"
    assert ids(matcher, Item("q", skills=("gis",)))[0] == "honest"


def test_repeating_a_word_puts_nobody_above_who_fits_it_whole() -> None:
    stuffed = Item("stuffed", "eenzaam " * 3000)
    matcher = fit([Item("honest", "eenzame ouderen in de buurt"), stuffed])

    assert ids(matcher, LONELY)[0] == "honest"


@pytest.mark.parametrize("name", ["empty", "stop words", "emoji", "arabic", "control", "digits", "one word", "nul"])
def test_what_says_nothing_is_suggested_to_nobody_and_gets_no_suggestion(name: str) -> None:
    nothing = dataclasses.replace(HOSTILE[name], skills=())

    assert fit(COURSES).rank(nothing) == ()
    assert fit([nothing]).rank(LONELY) == ()


def test_what_is_asked_in_arabic_finds_what_is_said_in_arabic() -> None:
    assert [found.id for found in fit([HOSTILE["arabic"], *COURSES]).rank(asked(HOSTILE["arabic"].title))] == ["x"]


def test_markup_and_invisible_signs_change_nothing_in_what_is_said() -> None:
    plain = fit([Item("x", "eenzame ouderen")]).rank(LONELY)

    for dressed in (
        "<b>eenzame</b> <i class='x'>ouderen</i>",
        "\x00eenzame\x07\n\n ouderen\ud800",
        "EENZAME OUDEREN!!",
    ):
        assert fit([Item("x", dressed)]).rank(LONELY) == plain


def test_an_item_of_many_hostile_texts_is_read_in_bounded_time() -> None:
    texts = tuple(item.title[:20_000] for item in HOSTILE.values())
    began = time.process_time()

    read = analyser().rows(Item("x", texts=texts))

    assert sum(map(len, read)) <= MOST_WORDS_OF_ITEM
    assert time.process_time() - began < 3
