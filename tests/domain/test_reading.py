"""Reading help: sentences cut well, hard words found in all their forms, and silence where a text reads well."""

from __future__ import annotations

import pytest

from leren_app.domain.reading import Kind, read
from leren_app.domain.reading.lists import entries, forms_of, hard_words
from leren_app.domain.reading.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eén zin. Nog een zin!", ["Eén zin.", "Nog een zin!"]),
        (
            "Dr. A. Jansen woont in nr. 12, o.a. met 3.500 anderen.",
            ["Dr. A. Jansen woont in nr. 12, o.a. met 3.500 anderen."],
        ),
        ("Het kost 12.50 euro. Dat is veel.", ["Het kost 12.50 euro.", "Dat is veel."]),
        ("Wij zagen 40. Zij zagen er 50.", ["Wij zagen 40.", "Zij zagen er 50."]),
        ("Appels, peren enz. Daarna de rest.", ["Appels, peren enz.", "Daarna de rest."]),
        ("Appels, peren enz. die rijp zijn.", ["Appels, peren enz. die rijp zijn."]),
        ("Zij zei: “Kom!” Toen ging hij.", ["Zij zei: “Kom!”", "Toen ging hij."]),
        ("Waarom? Daarom…\n- één\n- twee", ["Waarom?", "Daarom…", "- één", "- twee"]),
        ("Kijk op www.example.org/a.b voor meer.", ["Kijk op www.example.org/a.b voor meer."]),
        ("See e.g. Mrs. Brown. She knows.", ["See e.g. Mrs. Brown.", "She knows."]),
        ("  \n ", []),
    ],
)
def test_a_text_is_cut_where_a_reader_breathes(text: str, expected: list[str]) -> None:
    found = sentences(text)

    assert [span.text for span in found] == expected
    assert all(text[span.start : span.end] == span.text for span in found)


def words_long(n: int, joined: str = " dat") -> str:
    return "Wij" + " zien" * (n - 3) + joined + " straks." if joined else "Wij" + " zien" * (n - 1) + "."


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        (words_long(15), None, 0),
        ("Wij" + " zien" * 12 + " dat, wie straks komt.", Kind.LONG_SENTENCE, 17),
        (words_long(16), None, 0),  # one place to cut is not enough for a sentence that is hardly long
        (words_long(18), Kind.LONG_SENTENCE, 18),
        (words_long(20, ""), None, 0),  # no place to cut
        (words_long(21, ""), Kind.VERY_LONG_SENTENCE, 21),
    ],
)
def test_a_sentence_is_long_above_15_words_where_it_can_be_cut_and_above_20_always(
    text: str, kind: Kind | None, count: int
) -> None:
    found = [(hint.kind, hint.count) for hint in read(text, "nl")]

    if kind is None:
        assert found == []
    else:
        assert found[0] == (kind, count)


@pytest.mark.parametrize(
    ("text", "language", "words", "plain"),
    [
        ("Bewoners participeren graag.", "nl", "participeren", "meedoen"),
        ("Wie participeert er?", "nl", "participeert", "meedoen"),
        ("Er is veel gefaciliteerd.", "nl", "gefaciliteerd", "mogelijk maken"),
        ("Een adequate oplossing.", "nl", "adequate", "goed"),
        ("Innovatieve plannen.", "nl", "Innovatieve", "nieuw"),
        ("De stakeholders komen.", "nl", "stakeholders", "betrokkene"),
        ("Dit is in het kader van het plan.", "nl", "in het kader van", "voor"),
        ("Post m.b.t. afval.", "nl", "m.b.t.", "over"),
        ("They utilised it.", "en", "utilised", "use"),
        ("We are facilitating it.", "en", "facilitating", "help"),
        ("In order to see.", "en", "In order to", "to"),
    ],
)
def test_a_hard_word_is_found_in_its_forms_with_a_plainer_one(text: str, language: str, words: str, plain: str) -> None:
    hint = next(hint for hint in read(text, language) if hint.kind is Kind.HARD_WORD)

    assert (hint.words, hint.plain) == (words, plain)
    assert text[hint.start : hint.end] == words
    assert plain in hint.advice.in_(language)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Men vindt dat goed.", [Kind.NOBODY]),
        ("De verbetering van de handhaving helpt.", [Kind.STACKED]),
        ("De inrichting van de woning helpt.", []),
        ("De brief moet opnieuw worden geschreven.", [Kind.PASSIVE]),
        ("De brief moet door ons worden geschreven.", []),
        ("De tuin moet groener worden.", []),
        ("De brief wordt geschreven.", []),
        ("Hulp bij gezondheidsachterstanden.", [Kind.LONG_WORD]),
        ("Wij wonen in het Roodenburgerdistrictgebied.", []),  # a name
        ("De GGZ helpt.", [Kind.ABBREVIATION]),
        ("De geestelijke gezondheidszorg (GGZ) helpt. De GGZ belt.", []),
        ("Op TV en in de EU.", []),
        ("DIT IS TE GEK.", []),  # shouted, not shortened
    ],
)
def test_other_hints_are_given_only_where_they_are_sure(text: str, kinds: list[Kind]) -> None:
    assert [hint.kind for hint in read(text, "nl")] == kinds


def test_what_a_city_knows_is_no_riddle_and_a_word_is_named_once() -> None:
    assert read("Het ABCD helpt.", "nl", known={"ABCD"}) == ()
    assert len(read("Wij participeren. Zij participeren ook.", "nl")) == 1


def test_rules_of_dutch_do_not_read_english_and_another_language_gets_hints_on_length_alone() -> None:
    assert read("Men understand the improvement of living.", "en") == ()
    assert read("Nous participons.", "fr") == ()


@pytest.mark.parametrize(("language", "least"), [("nl", 300), ("en", 200)])
def test_the_lists_are_long_enough_and_no_plain_word_is_itself_hard(language: str, least: int) -> None:
    found = entries(language)
    hard = {each.hard for each in found}

    assert len(found) >= least
    assert len(hard) == len(found), sorted(h for h in hard if [e.hard for e in found].count(h) > 1)
    assert [each for each in found if each.plain in hard] == []
    assert hard_words(language)


def test_forms_follow_the_rules_of_each_language() -> None:
    assert {"faciliteer", "faciliteert", "faciliteerde", "gefaciliteerd"} <= set(forms_of(["faciliteren"], "nl"))
    assert {"effectieve", "effectief"} <= set(forms_of(["effectief"], "nl"))
    assert {"clarifies", "clarified", "clarifying"} <= set(forms_of(["clarify"], "en"))
    assert forms_of(["in order to"], "en") == ["in order to"]


@pytest.mark.parametrize("text", ["", "   ", "…", "?!", "\n\n", "a" * 5000, "1234 5678", "😀 " * 50])
def test_nothing_that_can_be_typed_breaks_it(text: str) -> None:
    for language in ("nl", "en"):
        assert all(0 <= hint.start < hint.end <= len(text) for hint in read(text, language))
