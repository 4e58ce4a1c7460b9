"""The vocabulary of skills: one for the form, the profile and the matcher."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.skillfit import SkillFit
from matching.skills import SkillsError, find_skills, load_skills, own_vocabulary


def test_a_skill_is_known_by_its_key_and_by_its_words_in_either_language() -> None:
    vocabulary = own_vocabulary()

    typed = ("survey-design", "Enquêtes maken", "survey design", "vragenlijsten maken", "questionnaire design")
    assert {skill.key for skill in map(vocabulary.resolve, typed) if skill} == {"survey-design"}
    assert vocabulary.resolve("R") is vocabulary.skills["r"]
    assert vocabulary.resolve("survey design and more") is None
    assert vocabulary.resolve("") is None


def test_labels_are_there_in_both_languages_and_unique() -> None:
    skills = own_vocabulary().skills.values()

    assert len(skills) >= 120
    assert len({skill.label("nl").lower() for skill in skills}) == len(skills)
    assert len({skill.label("en").lower() for skill in skills}) == len(skills)


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
