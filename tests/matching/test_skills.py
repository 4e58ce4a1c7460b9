"""The vocabulary of skills: one for the form, the profile and the matcher."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matching import skillfit
from matching.lexicon import own_lexicon
from matching.skillfit import SkillFit
from matching.skills import LEVELS, SkillsError, find_skills, load_skills, own_vocabulary


def test_a_skill_is_known_by_its_key_and_by_its_words_in_either_language() -> None:
    vocabulary = own_vocabulary()

    typed = ("survey-design", "Enquêtes maken", "survey design", "vragenlijsten maken", "questionnaire design")
    assert {skill.key for skill in map(vocabulary.resolve, typed) if skill} == {"survey-design"}
    assert vocabulary.resolve("R") is vocabulary.skills["r"]
    assert vocabulary.resolve("survey design and more") is None
    assert vocabulary.resolve("") is None


def test_labels_are_there_in_both_languages_and_unique() -> None:
    skills = own_vocabulary().skills.values()

    assert len(skills) >= 400
    assert len({skill.label("nl").lower() for skill in skills}) == len(skills)
    assert len({skill.label("en").lower() for skill in skills}) == len(skills)
    assert all(len(label) <= 50 for skill in skills for label in (skill.nl, skill.en))


def test_every_theme_has_enough_skills_for_a_heading_and_not_too_many_to_read() -> None:
    sizes = Counter(skill.theme for skill in own_vocabulary().skills.values())

    assert all(10 <= size <= 40 for size in sizes.values()), sizes


def test_every_concept_of_a_skill_is_in_the_lexicon() -> None:
    concepts = own_lexicon().concepts

    assert [
        skill.key for skill in own_vocabulary().skills.values() if skill.concept and skill.concept not in concepts
    ] == []


def test_every_skill_is_found_by_each_of_its_names_and_topics() -> None:
    vocabulary = own_vocabulary()

    for skill in vocabulary.skills.values():
        for name in (skill.nl, skill.en, *skill.more):
            assert vocabulary.resolve(name) is skill, name
        assert all(vocabulary.resolve(topic) for topic in skill.topics), skill.key


def test_most_skills_say_where_they_are_taught_and_each_level_has_its_own() -> None:
    skills = own_vocabulary().skills.values()

    assert {skill.levels for skill in skills} >= {("mbo",), ("hbo",), ("wo",), ("mbo", "hbo", "wo"), ()}
    assert sum(bool(skill.levels) for skill in skills if skill.theme != "languages") / len(skills) > 0.8
    for level in LEVELS:
        assert sum(level in skill.levels for skill in skills) >= 100, level


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("goed met ouderen", "working-with-elderly"),
        ("websites bouwen", "web-development"),
        ("good with children", "working-with-children"),
        ("fietsen maken", "bicycle-repair"),
        ("lassen", "metal-welding"),
        ("groene vingers", "gardening"),
        ("kok", "cooking-groups"),
        ("bezwaarschrift schrijven", "administrative-law"),
        ("zorgplan", "care-planning"),
        ("WordPress", "cms-wordpress"),
        ("C++", "c-languages"),
        ("Arduino", "sensors-iot"),
        ("boekhouding", "bookkeeping"),
        ("pubquiz", None),
        ("pub quiz", "game-evenings"),
        ("taalles geven", "dutch-lessons"),
        ("I speak nothing of the kind", None),
        ("Papiamentu", "language-papiamento"),
        ("rijbewijs", "driving"),
        ("schooluitval", "dropout-prevention"),
        ("muziek", "music-making"),
        ("ouders", "parents-involving"),
    ],
)
def test_people_are_understood_in_their_own_words(typed: str, key: str | None) -> None:
    found = own_vocabulary().resolve(typed)

    assert (found.key if found else None) == key


def test_a_topic_is_understood_when_typed_but_names_no_skill_in_a_text() -> None:
    vocabulary = own_vocabulary()
    text = "De muziek staat hard en de kinderen slapen slecht."

    assert vocabulary.find(text, "nl") == ()
    assert [(each.skill.key, each.words) for each in vocabulary.find_topics(text, "nl")] == [
        ("music-making", "muziek"),
        ("working-with-children", "kinderen"),
    ]


def test_a_topic_of_two_skills_stands_for_both_and_typed_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "skills.toml"
    path.write_text(
        '[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\ntopics = ["bos"]\nlevel = "wo"\n'
        '[b]\nnl = "struik"\nen = "bush"\ntheme = "t"\ntopics = ["bos", "boom"]\nlevel = ["wo", "mbo"]\n',
        encoding="utf-8",
    )

    vocabulary = load_skills(path)

    first, second = vocabulary.skills["a"], vocabulary.skills["b"]
    assert [each.skill for each in vocabulary.find_topics("bos", "nl")] == [first, second]
    assert (vocabulary.resolve("bos"), vocabulary.resolve("boom")) == (first, first)
    assert (first.levels, second.levels) == (("wo",), ("mbo", "wo"))


def test_skills_are_found_in_a_text_with_the_words_that_named_them() -> None:
    found = find_skills("We zoeken iemand voor interviews en data-analyse, en nog eens interviewen.")

    assert [(each.skill.key, each.words) for each in found] == [
        ("interviewing", "interviews"),
        ("data-analysis", "data analyse"),
    ]
    assert find_skills("de het een") == ()
    assert [each.skill.key for each in find_skills("Who can do a survey design?", "en")] == ["survey-design"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[a\n", "skills.toml: "),
        ("a = 1", "[a] is not a table"),
        ('[a]\nnl = "x"\ntheme = "t"', "[a] needs en, a text"),
        ('[a]\nnl = " "\nen = "x"\ntheme = "t"', "[a] needs nl, a text"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\nmore = "x"', "[a] more is not a list"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\ntopics = [3]', "[a] topics is not a list"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\ntopics = ["!"]', "has 0 words"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\nlevel = "phd"', "[a] level 'phd' is none of mbo, hbo, wo"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\nlevel = 3', "[a] level is not a list"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\nconcept = 3', "[a] needs concept, a text"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\ncolour = "x"', "[a] does not know colour"),
        ('[a]\nnl = "boom"\nen = "tree"\ntheme = "t"\n[b]\nnl = "boom"\nen = "c"\ntheme = "t"', "stands for a already"),
    ],
)
def test_a_wrong_file_says_which_key_and_why(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "skills.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SkillsError) as caught:
        load_skills(path)

    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("offered", "needed", "least", "most"),
    [
        ("interviewen", "interviewing", 1, 1),
        ("enquêtes", "survey-design", 0.5, 1),
        ("gedragsonderzoek", "behaviour-change", 0.5, 1),
        ("zweefvliegen", "Zweefvliegen ", 1, 1),
        ("etnografie", "observation", 0.1, 0.5),
        ("gardening", "statistics", 0, 0),
        ("", "", 0, 0),
        ("de", "statistics", 0, 0),
    ],
)
def test_one_skill_stands_for_another_by_meaning(offered: str, needed: str, least: float, most: float) -> None:
    fit = SkillFit()

    assert least <= fit(offered, needed) <= most
    assert fit(offered, needed) == fit(needed, offered)


def test_no_more_skills_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = SkillFit()
    before = fit("etnografie", "observation")
    monkeypatch.setattr(skillfit, "MOST_READ", 3)

    for number in range(10):
        fit(f"kunst{chr(97 + number)}", "observation")
        assert len(fit._read) <= 3
    assert fit("etnografie", "observation") == before
