"""Skills proposed for a question, with the words that led to them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.analysis import Analyser
from matching.lexicon import own_lexicon, parse_lexicon
from matching.skill_suggestions import SuggestedSkill, say, suggest_skills
from matching.skills import load_skills, own_vocabulary
from matching.text import Language

LONELY = "Veel ouderen in onze flat zijn eenzaam. Wie houdt interviews met hen?"
WORDS = sorted(
    {word for concept in own_lexicon().concepts.values() for word in (*concept.nl[:2], *concept.en[:2])}
    | {skill.nl for skill in own_vocabulary().skills.values()}
    | {"de", "het", "the", "kettingzaag", "help", "\U0001f600", "\u0648\u062d\u062f\u0629", "12", "<b>"}
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)


def keys(found: tuple[SuggestedSkill, ...]) -> list[str]:
    """The keys of the skills, in order."""
    return [each.skill.key for each in found]


def test_what_the_text_names_comes_first_then_what_its_words_lead_to() -> None:
    found = suggest_skills("Veel ouderen zijn eenzaam. Graag een archiefonderzoek naar hun flat.", "nl")

    assert keys(found)[0] == "archive-research"
    assert {"working-with-elderly", "loneliness-work"} <= set(keys(found))
    assert say(found[0], "nl") == ("De tekst noemt “archiefonderzoek”.",)
    assert say(found[0], "en") == ("The text mentions “archiefonderzoek”.",)
    assert keys(suggest_skills(LONELY, "nl"))[0] == "interviewing"


def test_a_relation_of_the_lexicon_says_why_in_both_languages() -> None:
    lexicon = parse_lexicon(
        "dirt | vuil, naast de bak | dirt\n  > behaviour .6 | vuil komt van gedrag | dirt comes from behaviour\n"
        "behaviour | gedrag | behaviour"
    )

    found = suggest_skills("Al jaren zetten mensen hier vuil naast de bak.", "nl", 1, analyser=Analyser(lexicon))

    assert [say(each, "nl") for each in found] == [("“vuil” en “naast de bak”: vuil komt van gedrag.",)]
    assert [say(each, "en") for each in found] == [("“vuil” and “naast de bak”: dirt comes from behaviour.",)]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Mijn energierekening is verdubbeld", "nl", {"energy-advice", "debt-counselling"}),
        ("Schimmel in de slaapkamer, de verhuurder doet niets", "nl", {"tenancy-law", "healthy-living-environment"}),
        ("The parks are too hot and there are no trees", "en", {"garden-design", "climate-adaptation"}),
        ("Er komen steeds brieven die niemand snapt", "nl", {"forms-help"}),
        ("Scooters rijden over de stoep, met de rolstoel kom ik er niet langs", "nl", {"accessibility-audit"}),
        ("Our children are bored after school", "en", {"working-with-children", "primary-teaching"}),
        ("Onder het plein lag een klooster", "nl", {"local-history-research"}),
        ("Could students build a website for our club?", "en", {"web-development"}),
    ],
)
def test_questions_of_a_city_get_skills_that_fit(text: str, language: Language, wanted: set[str]) -> None:
    assert wanted <= set(keys(suggest_skills(text, language)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "de het een",
        "help",
        "Kunnen jullie helpen?",
        "\U0001f600" * 500,
        "a" * 100_000,
        "1 2 " * 25_000,
        "\x00\x07",
        "\u0627\u0644\u0648\u062d\u062f\u0629 " * 5000,
        "<" * 50_000,
        "kettingzaag " * 9000,
    ],
)
def test_a_text_that_says_nothing_gets_nothing_in_bounded_time(text: str) -> None:
    began = time.process_time()

    assert suggest_skills(text) == ()
    assert time.process_time() - began < 2


def test_a_text_of_100_kb_is_read_in_bounded_time() -> None:
    began = time.process_time()
    found = suggest_skills(f"{LONELY} " * 1500)

    assert keys(found) == keys(suggest_skills(LONELY))
    assert time.process_time() - began < 3


def test_words_every_question_has_and_habits_of_working_are_no_evidence() -> None:
    assert suggest_skills("Wie kan helpen met onderzoek? Het is nauwkeurig en flexibel.", "nl") == ()


def test_a_word_that_only_shares_its_stem_with_a_name_is_said_to_be_a_topic() -> None:
    found = suggest_skills("Wat is er met die archiefonderzoeken gebeurd?", "nl")

    assert (keys(found)[0], found[0].reasons[0].kind) == ("archive-research", "about")


def test_each_further_skill_of_one_concept_counts_less() -> None:
    lexicon = parse_lexicon("food | lepels | spoons\necology | bijenkast | beehive")

    found = suggest_skills("lepels en bijenkast", "nl", 3, analyser=Analyser(lexicon))

    assert [each.skill.concept for each in found] == ["food", "ecology", "food"]
    assert [each.score for each in found] == pytest.approx([0.6, 0.6, 0.6 * 0.6])


def test_what_lies_too_far_from_the_words_is_not_proposed() -> None:
    lexicon = parse_lexicon(
        "puddle | plas | puddle\n  > water .5 | een plas is water | a puddle is water\n"
        "cloud | wolk | cloud\n  > water .3 | een wolk is water | a cloud is water\nwater | water | water"
    )
    analyser = Analyser(lexicon)

    assert suggest_skills("plas", "nl", analyser=analyser)
    assert suggest_skills("wolk", "nl", analyser=analyser) == ()


def test_a_name_that_is_a_word_of_every_question_is_no_evidence(tmp_path: Path) -> None:
    path = tmp_path / "skills.toml"
    path.write_text('[a]\nnl = "helpen"\nen = "tree care"\ntheme = "t"', encoding="utf-8")
    analyser = Analyser(vocabulary=load_skills(path))

    assert suggest_skills("Wie kan ons helpen?", "nl", analyser=analyser) == ()
    assert keys(suggest_skills("Who does tree care?", "en", analyser=analyser)) == ["a"]


def test_a_lexicon_of_others_is_used_and_a_concept_without_skills_leads_nowhere() -> None:
    lexicon = parse_lexicon(
        "puddle | plas | puddle\n  > water .9 | een plas is water | a puddle is water\n"
        "water | water | water\nsnow | sneeuw | snow"
    )

    found = suggest_skills("plas", "nl", analyser=Analyser(lexicon))

    assert found
    assert all(say(each, "en") == ("“plas”: a puddle is water.",) for each in found)
    assert suggest_skills("sneeuw", "nl", analyser=Analyser(lexicon)) == ()


@given(TEXTS, st.sampled_from(["nl", "en", None]), st.integers(-1, 12))
def test_a_proposal_holds_what_it_promises(text: str, language: Language | None, k: int) -> None:
    found = suggest_skills(text, language, k)

    assert found == suggest_skills(text, language, k)
    assert len(found) <= max(0, k)
    assert len(set(keys(found))) == len(found)
    assert all(0 < each.score <= 1 for each in found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    for each in found:
        said = [word for reason in each.reasons for word in reason.words]
        assert said
        assert len(said) == len(set(said))
        assert all(sentence.endswith(".") and "“" in sentence for sentence in say(each, "nl") + say(each, "en"))


@given(TEXTS, st.integers(0, 6))
def test_asking_for_fewer_gives_the_first_of_them(text: str, k: int) -> None:
    assert suggest_skills(text, "nl", k) == suggest_skills(text, "nl", 6)[:k]


@given(TEXTS)
def test_a_skill_named_by_its_label_is_among_the_named(text: str) -> None:
    found = suggest_skills(f"archiefonderzoek. {text}", "nl", 500)

    named = [each for each in found if each.score == 1]
    assert "archive-research" in keys(tuple(named))
