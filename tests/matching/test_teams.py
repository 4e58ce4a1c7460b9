"""Teams out of applicants: they cover what is needed, keep every rule, and say what is lacking."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.skillfit import SkillFit
from matching.team_bound import bound
from matching.teams import (
    REFUSALS,
    Limits,
    Member,
    Needs,
    OwnSkill,
    Person,
    Refusal,
    Team,
    describe_team,
    suggest_teams,
)

SKILLS = ("interviewing", "gis", "statistics", "writing", "co-creation", "ecology")
FIT = SkillFit()
Fit = Callable[[str, str], float]
NEAR = {("interviewing", "writing"): 0.63, ("ecology", "gis"): 0.55, ("statistics", "gis"): 0.71}
NEEDS = Needs(("interviewing", "gis"), minimum=2, maximum=3, field_language="nl", hours=8)
ALONE = Needs(("gis",), minimum=1, maximum=1, field_language="nl", hours=8)

people = st.lists(
    st.builds(
        Person,
        id=st.uuids().map(str),
        skills=st.lists(st.builds(OwnSkill, st.sampled_from(SKILLS), st.sampled_from((0.3, 0.6, 1.0))), max_size=3).map(
            tuple
        ),
        languages=st.sampled_from((frozenset(), frozenset({"nl"}), frozenset({"nl", "en"}))),
        hours=st.sampled_from((4.0, 8.0, 16.0)),
        busy=st.sampled_from((0.0, 0.0, 8.0)),
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


def coverage(team: Sequence[Person], needs: Needs, fit: Fit = FIT) -> float:
    def degree(need: str) -> float:
        found = [round(fit(own.name, need) * own.level, 2) for person in team for own in person.skills]
        return max((one for one in found if one >= 0.5), default=0.0)

    return round(sum(map(degree, needs.skills)) / len(needs.skills), 6)


def quality(team: Sequence[Person], needs: Needs) -> tuple[float, bool, int]:
    """What orders teams, told apart from how the module counts."""
    kinds = zip(*((person.discipline, person.institution, person.level) for person in team), strict=True)
    day = bool(frozenset.intersection(*(person.free_days for person in team)))
    return coverage(team, needs), day, sum(len(set(kind) - {""}) for kind in kinds)


def allowed(applicants: Sequence[Person], needs: Needs, size: int) -> list[tuple[Person, ...]]:
    """Every team that keeps the rules, found by trying all."""
    free = [person for person in applicants if person.hours - person.busy >= needs.hours]
    teams = itertools.combinations(free, min(size, len(free)))
    return [team for team in teams if any(needs.field_language in person.languages for person in team)]


def shared(team: Sequence[Person], other: Team) -> int:
    return len({person.id for person in team} & set(ids(other)))


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
    assert team.members[1] == Member("b", (), True, (), left=8)


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


def test_alternatives_differ_in_two_members_and_come_in_order() -> None:
    applicants = [make_person(f"p{n}", SKILLS[n % 3], languages="nl" if n % 2 else "en") for n in range(8)]

    teams = suggest_teams(applicants, NEEDS, k=3, fit=FIT).teams

    assert len(teams) == 3
    assert all(len(set(ids(one)) & set(ids(other))) <= 1 for one, other in itertools.combinations(teams, 2))
    assert [team.coverage for team in teams] == sorted((team.coverage for team in teams), reverse=True)
    assert len(suggest_teams(applicants, NEEDS, k=1, fit=FIT).teams) == 1
    assert suggest_teams(applicants, NEEDS, k=0, fit=FIT).teams == ()


def test_where_two_others_would_cover_nothing_an_alternative_differs_in_one() -> None:
    applicants = [make_person("a", "gis"), *(make_person(name) for name in "bc")]

    teams = suggest_teams(applicants, NEEDS, 2, fit=FIT).teams

    assert [ids(team) for team in teams] == [["a", "b"], ["a", "c"]]


def test_of_equal_people_the_first_ids_are_taken() -> None:
    applicants = [make_person(f"p{n:02}", "gis", "interviewing") for n in range(30)]

    assert ids(suggest_teams(reversed(applicants), NEEDS, fit=FIT).teams[0]) == ["p00", "p01", "p02"]


def test_nobody_is_given_more_than_the_hours_they_have_left() -> None:
    over = make_person("a", "gis", "interviewing", hours=12, busy=6)
    spare = make_person("b", "gis", hours=12, busy=4)

    team = suggest_teams([over, spare, make_person("c")], NEEDS, fit=FIT).teams[0]

    assert ids(team) == ["b", "c"]
    assert (team.members[0].left, team.members[0].busy) == (8, 4)


@pytest.mark.parametrize(
    ("applicants", "needs", "size", "refusal"),
    [
        ([], NEEDS, None, Refusal.NOBODY),
        ([make_person("a", "gis")], NEEDS, 4, Refusal.SIZE),
        ([make_person("a", "gis")], NEEDS, 1, Refusal.SIZE),
        ([make_person("a", "gis")], Needs(("gis",), 3, 2), None, Refusal.SIZE),
        ([make_person("a", "gis")], Needs(("gis",), 0, 2), 0, Refusal.SIZE),
        ([make_person("a", "gis"), make_person("b")], Needs((), 1, 2), None, Refusal.NO_NEEDS),
        ([make_person("a", "gis")], NEEDS, None, Refusal.TOO_FEW),
        ([make_person("a", "gis"), make_person("b", "gis", hours=7.9)], NEEDS, None, Refusal.NO_TIME),
        ([make_person("a", "gis"), make_person("b", "gis", busy=0.1)], NEEDS, None, Refusal.TOO_BUSY),
        ([make_person(n, "gis", languages="en") for n in "ab"], NEEDS, None, Refusal.NO_SPEAKER),
        ([make_person(n, "music") for n in "ab"], NEEDS, None, Refusal.NO_SKILL),
        ([make_person("a", "gis", languages="en"), make_person("b")], ALONE, None, Refusal.ONE_PLACE),
    ],
)
def test_where_no_team_is_possible_the_reason_is_named(
    applicants: list[Person], needs: Needs, size: int | None, refusal: Refusal
) -> None:
    found = suggest_teams(applicants, needs, size)

    assert (found.teams, found.refusal) == ((), refusal)
    assert found.why_none("nl")[:20] == REFUSALS[refusal][0][:20]
    assert found.why_none("en")[:20] == REFUSALS[refusal][1][:20]
    assert "{" not in found.why_none("nl") + found.why_none("en")


def test_the_reason_counts_who_has_time_and_who_is_too_busy() -> None:
    applicants = [make_person("a", "gis"), make_person("b", "gis", hours=4)]
    half = Needs(("gis",), 2, 3, hours=7.5)

    assert suggest_teams(applicants, NEEDS).why_none("en") == (
        "Too few people have enough time: 8 h a week. Needed: 2. With enough time: 1."
    )
    busy = suggest_teams([*applicants, make_person("c", busy=8)], half)
    assert (busy.applied, busy.with_time, busy.too_busy) == (3, 1, 1)
    assert busy.why_none("nl") == (
        "Te weinig mensen hebben nog genoeg tijd: 7,5 uur per week. Nodig: 2. "
        "Met genoeg tijd: 1. Al te druk met ander werk: 1."
    )
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


def test_a_team_that_was_chosen_by_hand_is_described_as_well() -> None:
    chosen = [make_person("a", "gis", hours=1, busy=5), make_person("b", "music", languages="en")]

    team = describe_team(chosen, NEEDS, FIT)

    assert [(member.id, member.speaks) for member in team.members] == [("a", True), ("b", False)]
    assert ([cover.need for cover in team.covers], team.lacks, team.gap) == (["gis"], ("interviewing",), 0.0)
    assert describe_team(chosen, Needs((), 2, 2), FIT).coverage == 0.0


def test_a_need_that_is_asked_twice_counts_once() -> None:
    twice = Needs(("gis", "gis", "interviewing"), 2, 2)

    team = suggest_teams([make_person("a", "gis"), make_person("b")], twice, fit=FIT).teams[0]

    assert (team.coverage, [cover.need for cover in team.covers], team.lacks) == (0.5, ["gis"], ("interviewing",))


def test_the_solver_is_loaded_only_when_a_team_is_suggested() -> None:
    asking = "import sys, matching.teams; print('scipy.optimize' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


# ---- properties ----

counts, sizes = st.integers(1, 4), st.sampled_from((2, 3))


def near(own: str, need: str) -> float:
    """A fit with ties, near skills and degrees that are no round numbers."""
    return 1.0 if own == need else NEAR.get((own, need), 0.2)


@settings(max_examples=80, deadline=None)
@given(people, counts, sizes, st.randoms())
def test_every_team_keeps_the_rules_and_says_what_is_true(
    applicants: list[Person], count: int, size: int, chance: random.Random
) -> None:
    needs = Needs(SKILLS[:count], 2, 3, "nl", 8)
    found = suggest_teams(applicants, needs, size, fit=near)
    shuffled = list(applicants)
    chance.shuffle(shuffled)
    known = {person.id: person for person in applicants}

    assert suggest_teams(shuffled, needs, size, fit=near) == found
    assert bool(found.teams) != bool(found.refusal)
    for team in found.teams:
        members = [known[each] for each in ids(team)]
        assert 2 <= len(set(members)) == len(members) <= size
        assert all(person.hours - person.busy >= 8 for person in members)
        assert any("nl" in person.languages for person in members)
        assert team.coverage == pytest.approx(coverage(members, needs, near), abs=1e-6)
        assert sorted([*(cover.need for cover in team.covers), *team.lacks]) == sorted(needs.skills)
        assert team.gap == 0.0
    assert len({tuple(ids(team)) for team in found.teams}) == len(found.teams)


@settings(max_examples=80, deadline=None)
@given(people, counts, sizes)
def test_the_first_team_and_each_alternative_are_the_best_of_all_there_are(
    applicants: list[Person], count: int, size: int
) -> None:
    needs = Needs(SKILLS[:count], 2, 3, "nl", 8)
    known = {person.id: person for person in applicants}
    teams = suggest_teams(applicants, needs, size, fit=FIT).teams

    possible = [team for team in allowed(applicants, needs, size) if len(team) >= 2 and coverage(team, needs)]
    for n in range(3):
        far, apart = (
            [team for team in possible if all(len(team) - shared(team, other) >= least for other in teams[:n])]
            for least in (2, 1)
        )
        best = max((quality(team, needs) for team in far or apart), default=None)
        shown = [quality([known[each] for each in ids(team)], needs) for team in teams[n : n + 1]]
        assert shown == ([best] if best else [])


@settings(max_examples=60, deadline=None)
@given(people, people, counts)
def test_one_more_applicant_never_lowers_the_best_coverage(
    applicants: list[Person], more: list[Person], count: int
) -> None:
    needs = Needs(SKILLS[:count], 2, 3, "nl", 8)
    before = suggest_teams(applicants, needs, k=1, fit=near).teams
    after = suggest_teams([*applicants, *more[:1]], needs, k=1, fit=near).teams

    assert not before or after[0].coverage >= before[0].coverage - 1e-9


@settings(max_examples=60, deadline=None)
@given(people, counts, sizes)
def test_where_nothing_is_proven_the_gap_is_wide_enough(applicants: list[Person], count: int, size: int) -> None:
    needs = Needs(SKILLS[:count], 2, 3, "nl", 8)
    unproven = suggest_teams(applicants, needs, size, fit=near, limits=Limits(looks=0, people=0))

    if unproven.teams:
        best = max(coverage(team, needs, near) for team in allowed(applicants, needs, size))
        assert unproven.teams[0].coverage <= best + 1e-6 <= unproven.teams[0].coverage + unproven.gap + 2e-6


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 14), st.integers(1, 5))
def test_the_bound_is_met_up_to_twelve_needs_and_true_beyond(seed: int, needs: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    degrees = chance.choice([0, 0, 0, 50, 63, 80, 100], (6, needs))
    speaks = np.arange(6) < chance.integers(1, 4)

    most = np.maximum(bound(degrees, speaks, size), -1)

    covered = {team: int(degrees[list(team)].max(axis=0).sum()) for team in itertools.combinations(range(6), size)}
    spoken = {team: worth for team, worth in covered.items() if speaks[list(team)].any()}
    best = [max((worth for team, worth in spoken.items() if each in team), default=-1) for each in range(6)]
    assert most.tolist() == best if needs <= 12 else (most >= best).all()


# ---- many ----


def test_among_thousands_the_best_is_found_and_its_gap_is_said() -> None:
    """Two experts among 3,000 who can a little of one thing each: too many for one programme, had they all a chance."""
    crowd = [Person(f"p{n:04}", (OwnSkill(SKILLS[n % 2], 0.6),), frozenset({"nl"}), 8) for n in range(3000)]
    experts = [make_person("x", "interviewing"), make_person("y", "gis")]

    found = suggest_teams([*crowd, *experts], NEEDS, 2, fit=FIT)
    hurried = suggest_teams([*crowd, *experts], NEEDS, 2, fit=FIT, limits=Limits(looks=0, people=0))

    assert ids(found.teams[0]) == ["x", "y"]
    assert [team.coverage for team in found.teams] == [1.0, 0.6, 0.6]
    assert found.gap == 0.0
    assert hurried.teams[0].coverage + hurried.gap >= 1.0
