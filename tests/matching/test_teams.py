"""Teams out of applicants: they cover what is needed, keep every rule, and say what is lacking."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.skillfit import SkillFit
from matching.teams import REFUSALS, Member, Needs, OwnSkill, Person, Refusal, Team, suggest_teams

SKILLS = ("interviewing", "gis", "statistics", "writing", "co-creation", "ecology")
FIT = SkillFit()
NEEDS = Needs(("interviewing", "gis"), minimum=2, maximum=3, field_language="nl", hours=8)

people = st.lists(
    st.builds(
        Person,
        id=st.uuids().map(str),
        skills=st.lists(st.builds(OwnSkill, st.sampled_from(SKILLS), st.sampled_from((0.3, 0.6, 1.0))), max_size=3).map(
            tuple
        ),
        languages=st.sampled_from((frozenset(), frozenset({"nl"}), frozenset({"nl", "en"}))),
        hours=st.sampled_from((0.0, 8.0, 16.0)),
        free_days=st.sampled_from((frozenset(), frozenset({"mo"}), frozenset({"mo", "we"}))),
        discipline=st.sampled_from(("", "a", "b")),
        institution=st.sampled_from(("x", "y")),
        level=st.sampled_from(("mbo", "hbo", "wo")),
    ),
    max_size=8,
    unique_by=lambda person: person.id,
)


def make_person(name: str, *skills: str, languages: str = "nl", hours: float = 8, **more: object) -> Person:
    """An applicant with all skills at full level."""
    own = tuple(OwnSkill(skill) for skill in skills)
    return Person(name, own, frozenset(languages.split()), hours, **more)  # type: ignore[arg-type]


def ids(team: Team) -> list[str]:
    return sorted(member.id for member in team.members)


def best_possible(applicants: list[Person], needs: Needs, size: int) -> float | None:
    """The best coverage of any allowed team, found by trying all."""
    free = [person for person in applicants if person.hours >= needs.hours]
    teams = itertools.combinations(free, min(size, len(free)))
    allowed = [team for team in teams if any(needs.field_language in person.languages for person in team)]
    return max((coverage(team, needs) for team in allowed), default=None)


def coverage(team: tuple[Person, ...], needs: Needs) -> float:
    def degree(need: str) -> float:
        found = [FIT(own.name, need) * own.level for person in team for own in person.skills]
        return max((one for one in found if one >= 0.5), default=0.0)

    return sum(map(degree, needs.skills)) / len(needs.skills)


def test_a_team_covers_what_is_needed_and_says_who_brings_what() -> None:
    applicants = [
        make_person("anna", "interviewen", discipline="a"),
        make_person("bob", "GIS", languages="en", discipline="b"),
        make_person("cas", "gardening", discipline="a"),
    ]

    team = suggest_teams(applicants, NEEDS, size=2, fit=FIT).teams[0]

    assert ids(team) == ["anna", "bob"]
    assert (team.coverage, team.lacks) == (1.0, ())
    said = {member.id: member for member in team.members}
    assert [(cover.need, cover.skill) for cover in said["anna"].covers] == [("interviewing", "interviewen")]
    assert (said["anna"].speaks, said["bob"].speaks) == (True, False)
    assert said["bob"].adds == ("discipline",)


def test_what_nobody_can_do_is_named() -> None:
    team = suggest_teams([make_person("a", "gis"), make_person("b", "music")], NEEDS, size=2, fit=FIT).teams[0]

    assert team.lacks == ("interviewing",)
    assert team.coverage == 0.5
    assert team.members[1] == Member("b", (), True, ())


def test_a_weak_skill_does_not_count_as_covering() -> None:
    weak = Person("a", (OwnSkill("gis", 0.4), OwnSkill("interviewing", 0.6)), frozenset({"nl"}), 8)

    team = suggest_teams([weak, make_person("b")], NEEDS, fit=FIT).teams[0]

    assert team.lacks == ("gis",)
    assert team.members[0].covers[0].degree == 0.6


def test_a_shared_day_and_a_mix_decide_between_equals() -> None:
    core = make_person("a", "interviewing", "gis", free_days=frozenset({"mo"}), discipline="x", institution="u")
    same_day = make_person("z", free_days=frozenset({"mo"}), discipline="x", institution="u")
    other_day = make_person("b", free_days=frozenset({"tu"}), discipline="y", institution="v")
    mixed = make_person("m", free_days=frozenset({"mo"}), discipline="y", institution="v")

    assert ids(suggest_teams([core, same_day, other_day], NEEDS, 2, fit=FIT).teams[0]) == ["a", "z"]
    assert ids(suggest_teams([core, same_day, mixed], NEEDS, 2, fit=FIT).teams[0]) == ["a", "m"]
    assert suggest_teams([core, mixed], NEEDS, 2, fit=FIT).teams[0].shared_days == ("mo",)


def test_alternatives_differ_and_come_in_order() -> None:
    applicants = [make_person(f"p{n}", SKILLS[n % 3], languages="nl" if n % 2 else "en") for n in range(8)]

    teams = suggest_teams(applicants, NEEDS, k=3, fit=FIT).teams

    assert len(teams) == 3
    assert len({tuple(ids(team)) for team in teams}) == 3
    assert [team.coverage for team in teams] == sorted((team.coverage for team in teams), reverse=True)
    assert len(suggest_teams(applicants, NEEDS, k=1, fit=FIT).teams) == 1


@pytest.mark.parametrize(
    ("applicants", "needs", "size", "refusal"),
    [
        ([], NEEDS, None, Refusal.NOBODY),
        ([make_person("a", "gis")], NEEDS, 4, Refusal.SIZE),
        ([make_person("a", "gis")], NEEDS, 1, Refusal.SIZE),
        ([make_person("a", "gis")], Needs(("gis",), 3, 2), None, Refusal.SIZE),
        ([make_person("a", "gis")], Needs(("gis",), 0, 2), 0, Refusal.SIZE),
        ([make_person("a", "gis"), make_person("b")], Needs((), 1, 2), None, Refusal.NO_NEEDS),
        ([make_person("a", "gis"), make_person("b", "gis", hours=7.9)], NEEDS, None, Refusal.TOO_FEW),
        ([make_person(n, "gis", languages="en") for n in "ab"], NEEDS, None, Refusal.NO_SPEAKER),
        ([make_person(n, "music") for n in "ab"], NEEDS, None, Refusal.NO_SKILL),
    ],
)
def test_where_no_team_is_possible_the_reason_is_named(
    applicants: list[Person], needs: Needs, size: int | None, refusal: Refusal
) -> None:
    found = suggest_teams(applicants, needs, size)

    assert (found.teams, found.refusal) == ((), refusal)
    assert found.why_none("nl") == REFUSALS[refusal][0].format(**found.values)
    assert found.why_none("en") != found.why_none("nl")


def test_the_reason_counts_those_with_time() -> None:
    applicants = [make_person("a", "gis"), make_person("b", "gis", hours=4)]

    assert suggest_teams(applicants, NEEDS).why_none("en") == "It takes 2 people with 8 hours a week; there are 1 now."
    assert suggest_teams([*applicants, make_person("c")], NEEDS, fit=FIT).why_none("en") == ""


def test_without_a_field_language_anyone_will_do() -> None:
    applicants = [make_person("a", "gis", languages=""), make_person("b", languages="")]

    team = suggest_teams(applicants, Needs(("gis",), 2, 2), fit=FIT).teams[0]

    assert [member.speaks for member in team.members] == [False, False]


def test_a_swap_mends_what_greed_took_wrong() -> None:
    """Greed takes "both" first; around the only speaker, the best two are without them."""
    needs = Needs(("1a", "1b", "2a", "2b"), 3, 3, "nl")
    table = {("both", "1a"): 1.0, ("both", "2a"): 1.0, ("both", "1b"): 0.6}
    table |= {("one", "1a"): 0.9, ("one", "1b"): 0.9, ("two", "2a"): 0.9, ("two", "2b"): 0.9}
    applicants = [make_person(name, name, languages="en") for name in ("both", "one", "two")]
    applicants.append(make_person("speaker", "none"))

    team = suggest_teams(applicants, needs, fit=lambda own, need: table.get((own, need), 0.0)).teams[0]

    assert ids(team) == ["one", "speaker", "two"]
    assert team.coverage == pytest.approx(0.9)


@settings(max_examples=60, deadline=None)
@given(people, st.integers(1, 4), st.sampled_from((2, 3)), st.randoms())
def test_every_team_keeps_the_rules_and_is_near_the_best(
    applicants: list[Person], count: int, size: int, chance: random.Random
) -> None:
    needs = Needs(SKILLS[:count], 2, 3, "nl", 8)
    found = suggest_teams(applicants, needs, size, fit=FIT)
    shuffled = list(applicants)
    chance.shuffle(shuffled)
    known = {person.id: person for person in applicants}

    assert suggest_teams(shuffled, needs, size, fit=FIT) == found
    assert bool(found.teams) != bool(found.refusal)
    for team in found.teams:
        members = tuple(known[each] for each in ids(team))
        assert 2 <= len(members) <= size == max(size, len(members))
        assert len(set(members)) == len(members)
        assert all(person.hours >= 8 for person in members)
        assert any("nl" in person.languages for person in members)
        assert team.coverage == pytest.approx(coverage(members, needs))
        covered = [cover.need for member in team.members for cover in member.covers]
        assert sorted([*covered, *team.lacks]) == sorted(needs.skills)
    best = best_possible(applicants, needs, size)
    if found.teams:
        assert best is not None
        assert found.teams[0].coverage >= (1 - 1 / math.e) * best - 1e-9
    elif found.refusal is Refusal.NO_SKILL:
        assert not best
