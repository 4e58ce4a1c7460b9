"""Suggestions and what is left: places of an edition, hours of a partner; parts of a question, sizes, one change."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.errors import TransitionError
from leren_app.domain.fitting import Label
from leren_app.domain.semesters import semester_of, semesters_of
from leren_app.models import Challenge, CourseRun, PartnerPromise, Suggestion
from leren_app.services import clock
from leren_app.services.indexes import courses, keeping
from leren_app.services.indexes.items import Kind, item_of_course
from leren_app.services.partners.load import places_left, rooms_of
from leren_app.services.placements import asking
from leren_app.services.suggestions import finding, reading
from tests.later import work
from tests.makers import make_question, the_city
from tests.makers_education import lecturer_of, make_challenge, make_placement, make_run, the_day


def found_for(session: Session, run: CourseRun) -> list[reading.Suggested]:
    put_aside = reading.list_put_aside(session, run.course_id)
    return reading.list_for_run(session, run, the_day(session), put_aside)


def challenges_for(session: Session, run: CourseRun) -> set[Any]:
    return {each.challenge.id for each in found_for(session, run)}


# ---- places ----


def test_an_edition_whose_places_are_given_away_is_suggested_nothing_until_one_is_free_again(
    app: Flask, session: Session
) -> None:
    placement = make_placement(session, "agree")
    run, other = placement.run, make_challenge(session)
    run.places = 8
    work(session)
    assert places_left(session, [run]) == {run.id: 4}
    assert other.id in challenges_for(session, run)

    run.places = 7
    session.commit()
    finding.refresh_run(session, run.id, city=the_city())

    assert places_left(session, [run]) == {run.id: 3}
    assert challenges_for(session, run) == set()
    with pytest.raises(TransitionError, match="places of the course"):
        asking.request(session, other, run, actor=lecturer_of(run), city=the_city())


# ---- hours of a partner ----


def limit_hours(session: Session, challenge: Challenge, hours: int | None) -> None:
    assert challenge.client is not None
    assert challenge.client.organisation is not None
    challenge.client.organisation.hours_per_semester = hours
    session.flush()


def test_a_partner_without_hours_left_keeps_a_second_challenge_out_and_lets_it_in_with_more_hours(
    app: Flask, session: Session
) -> None:
    busy = make_placement(session, "agree").challenge
    second, run = make_challenge(session), make_run(session)
    assert busy.client is not None
    assert second.client is not None
    assert busy.client.organisation_id == second.client.organisation_id
    limit_hours(session, busy, 23)  # each asks for 12
    work(session)  # commits

    assert second.id not in challenges_for(session, run)
    with pytest.raises(TransitionError, match="no hours left"):
        asking.request(session, second, run, actor=lecturer_of(run), city=the_city())
    session.rollback()

    limit_hours(session, busy, 24)
    finding.refresh_all(session, city=the_city())
    assert second.id in challenges_for(session, run)
    asking.request(session, second, run, actor=lecturer_of(run), city=the_city())


def test_a_challenge_that_runs_in_a_semester_asks_no_hours_for_a_second_course_then(
    app: Flask, session: Session
) -> None:
    challenge = make_placement(session, "agree").challenge
    limit_hours(session, challenge, 12)
    run = make_run(session)
    work(session)

    assert challenge.id in challenges_for(session, run)


def test_hours_confirmed_for_a_semester_count_before_those_in_general(app: Flask, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    limit_hours(session, challenge, 100)
    assert challenge.client is not None
    organisation = challenge.client.organisation_id
    assert organisation is not None
    promise = PartnerPromise(
        organisation_id=organisation,
        semester=semester_of(the_city(), run.starts_on),
        hours=11,
        made_on=the_day(session),
    )
    session.add(promise)
    session.flush()
    assert rooms_of(session, the_city()).hours(organisation, promise.semester) == 100

    promise.confirmed_at = clock.now(session)
    session.flush()
    rooms = rooms_of(session, the_city(), organisation)

    assert rooms.hours(organisation, promise.semester) == 11
    assert rooms.full_in(challenge.id, organisation, 12, [promise.semester]) == {promise.semester}
    assert rooms.full_in(challenge.id, organisation, 11, [promise.semester]) == frozenset()
    assert rooms.full_in(challenge.id, None, 12, [promise.semester]) == frozenset()


def test_a_day_between_semesters_belongs_to_the_next_and_one_beyond_the_calendar_to_none(app: Flask) -> None:
    known = list(semesters_of(the_city()).items())
    (first, one), (second, _) = known[0], known[1]

    assert semester_of(the_city(), one.starts_on) == first
    assert semester_of(the_city(), one.ends_on) == first
    assert semester_of(the_city(), calendar.shift(one.ends_on, 1)) == second
    assert semester_of(the_city(), calendar.shift(known[-1][1].ends_on, 1)) == ""


# ---- parts of one question, and their sizes ----


def two_parts(session: Session, **second: Any) -> tuple[Challenge, Challenge]:
    question = make_question(session, "publish")
    return make_challenge(session, question=question), make_challenge(session, question=question, **second)


def test_with_a_part_its_siblings_stay_away_from_the_edition_and_come_back_with_it(
    app: Flask, session: Session
) -> None:
    one, other = two_parts(session)
    run, elsewhere = make_run(session), make_run(session)
    work(session)
    assert challenges_for(session, run) == {one.id, other.id}

    reading.dismiss(session, run, one.id, "theme", actor=lecturer_of(run))
    finding.refresh_all(session, city=the_city())

    assert challenges_for(session, run) == set()
    assert challenges_for(session, elsewhere) == {one.id, other.id}
    reading.take_back(session, run, one.id, actor=lecturer_of(run))
    assert challenges_for(session, run) == {one.id, other.id}


def test_what_is_too_large_names_the_smaller_part_that_fits(app: Flask, session: Session) -> None:
    large, small = two_parts(session, team_min=4, team_max=6)
    run = make_run(session)
    large.team_min, large.team_max = 8, 10
    work(session)

    found = {each.challenge.id: each for each in found_for(session, run)}

    assert found[large.id].fit.label is Label.TOO_LARGE
    assert found[large.id].instead == small
    assert found[small.id].instead is None


def test_two_that_were_too_large_lower_what_is_as_large_for_every_edition_of_the_course(
    app: Flask, session: Session
) -> None:
    large = [make_challenge(session, hours=140) for _ in range(3)]
    small = make_challenge(session, hours=28)
    run = make_run(session)
    work(session)

    reading.dismiss(session, run, large[0].id, "too_large", actor=lecturer_of(run))
    assert not any(each.is_lowered for each in found_for(session, run))
    reading.dismiss(session, run, large[1].id, "too_large", actor=lecturer_of(run))

    assert [(each.challenge.id, each.is_lowered) for each in found_for(session, run)] == [
        (small.id, False),
        (large[2].id, True),
    ]


def test_other_reasons_lower_nothing(app: Flask, session: Session) -> None:
    challenges = [make_challenge(session) for _ in range(3)]
    run = make_run(session)
    work(session)

    for each in challenges[:2]:
        reading.dismiss(session, run, each.id, "theme", actor=lecturer_of(run))

    assert [each.is_lowered for each in found_for(session, run)] == [False]


# ---- one change, and all anew ----


def rows_now(session: Session) -> dict[tuple[Any, Any], tuple[float, str, Any]]:
    return {
        (row.run_id, row.challenge_id): (round(row.score, 5), row.label, row.reasons)
        for row in session.scalars(select(Suggestion))
    }


def test_a_change_of_one_challenge_leaves_the_rows_that_making_all_anew_would(app: Flask, session: Session) -> None:
    challenges = [make_challenge(session, title_nl=f"Wat helpt {who}?") for who in ("ouderen", "jongeren", "buren")]
    for _ in range(3):
        make_run(session)
    work(session)
    challenges[1].summary_nl = "Tel de fietsen op de stoep en vraag bewoners wat helpt tegen eenzaamheid."
    session.commit()

    keeping.put(session, Kind.CHALLENGES, challenges[1].id, the_city())
    courses.ensure(session, the_city())
    assert courses.scores_for(session, challenges[1], the_city()) is not None
    finding.refresh_challenge(session, challenges[1].id, city=the_city())
    by_one = rows_now(session)
    finding.refresh_all(session, city=the_city())

    assert rows_now(session) == by_one
    assert len(by_one) == 9


def test_one_product_gives_every_course_the_score_that_ranking_it_would(app: Flask, session: Session) -> None:
    challenge, runs = make_challenge(session), [make_run(session) for _ in range(2)]
    runs[1].course.goals = "Studenten leren bomen tellen en water meten."
    work(session)
    keeping.build(session, Kind.CHALLENGES, the_city())
    courses.ensure(session, the_city())

    near = courses.scores_for(session, challenge, the_city())

    matcher = keeping.get_index(session, Kind.CHALLENGES, the_city())
    for run in runs:
        ranked = matcher.scores(item_of_course(run.course, the_city()))
        assert near is not None
        assert near.get(run.course_id, 0.0) == pytest.approx(ranked.get(str(challenge.id), 0.0), abs=1e-5)


def test_an_edition_that_is_full_of_better_ones_is_not_looked_at_for_a_lesser_challenge(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leren_app.services.suggestions.storing.MOST", 1)
    best = make_challenge(session)
    lesser = make_challenge(session, summary_nl="Meet het geluid.", summary_en="Measure the noise.", title_nl="Geluid")
    run = make_run(session)
    work(session)

    finding.refresh_challenge(session, lesser.id, city=the_city())

    assert challenges_for(session, run) == {best.id}
