"""One challenge in several courses: at once, in relay, in vain, put aside; and until when it can be planned."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.calendar import instant_of
from leren_app.domain.roles import Role
from leren_app.jobs.play import run_due
from leren_app.models import Challenge, CourseRun, Placement
from leren_app.services.challenges import drafting
from leren_app.services.suggestions import reading
from tests.client import PageClient
from tests.later import let_pass
from tests.makers import actor, make_question, make_user, the_city
from tests.makers_education import (
    lecturer_of,
    make_challenge,
    make_course,
    make_draft,
    make_placement,
    make_run,
    the_day,
)
from tests.signing_in import press, sign_in


@pytest.fixture
def challenge(app: Flask, session: Session) -> Challenge:
    """A challenge with three places that is of use for most of a year."""
    today = the_day(session)
    return make_challenge(
        session, slots=3, ends_on=today + timedelta(days=260), last_plan_on=today + timedelta(days=100)
    )


def agreed(session: Session, challenge: Challenge, name: str, *, later: int = 0) -> Placement:
    """A course with this name that agreed to work on it, so many days after the others."""
    today, course = the_day(session), make_course(session, name_nl=name)
    days = {"starts_on": 60, "ends_on": 127, "planning_deadline": 35}
    run = make_run(session, course, **{key: today + timedelta(days=n + later) for key, n in days.items()})
    return make_placement(session, "agree", challenge=challenge, run=run)


def desk(client: PageClient, challenge: Challenge) -> str:
    return client.get(f"/werk/vraagstukken/{challenge.slug}").words()


# ---- at once and in relay ----


def test_two_courses_at_once_and_a_third_in_relay_are_said_to_coordinator_and_lecturer(
    client: PageClient, session: Session, challenge: Challenge
) -> None:
    first = agreed(session, challenge, "Eerste vak")
    sign_in(client, session, Role.COORDINATOR)
    assert "vakken werken" not in desk(client, challenge)

    agreed(session, challenge, "Tweede vak")
    session.commit()
    assert "2 vakken werken er tegelijk aan." in desk(client, challenge)

    third = agreed(session, challenge, "Derde vak", later=70)
    session.commit()
    assert "3 vakken werken eraan, sommige tegelijk en andere later" in desk(client, challenge)
    assert "3 vakken werken" in client.get(f"/werk/vraagstukken/{challenge.slug}/koppelingen").words()
    assert challenge.taken == 3

    lecturer = PageClient(client.app)
    sign_in(lecturer, session, user=first.run.course.lecturers[0].user)
    page = lecturer.get(f"/mijn/koppelingen/{first.id}").words()
    assert "Tegelijk Tweede vak" in page
    assert "Hierna, in estafette Derde vak" in page
    assert "Tegelijk Eerste vak" not in page
    sign_in(lecturer, session, user=third.run.course.lecturers[0].user)
    assert "Hiervoor, in estafette Eerste vak" in lecturer.get(f"/mijn/koppelingen/{third.id}").words()


def test_a_second_course_after_the_first_is_a_relay(client: PageClient, session: Session, challenge: Challenge) -> None:
    agreed(session, challenge, "Eerste vak")
    agreed(session, challenge, "Tweede vak", later=68)
    sign_in(client, session, Role.COORDINATOR)

    assert "2 vakken werken eraan in estafette" in desk(client, challenge)


# ---- nobody answered ----


def test_what_expired_stands_with_the_coordinators_until_another_course_comes(
    app: Flask, client: PageClient, session: Session, challenge: Challenge
) -> None:
    waiting, answered = make_placement(session, challenge=challenge), make_placement(session, "accept")
    sign_in(client, session, Role.COORDINATOR)
    path = "/werk/vraagstukken?tab=verlopen"
    assert "Elke aanvraag heeft een antwoord" in client.get(path).words()

    after = waiting.run.planning_deadline + timedelta(days=1)
    let_pass(app, session, instant_of(after, time(9), the_city().time_zone))
    sign_in(client, session, Role.COORDINATOR)

    links = client.get(path).links()
    assert f"/werk/vraagstukken/{challenge.slug}" in links
    assert f"/werk/vraagstukken/{answered.challenge.slug}" not in links
    assert "Verlopen" in desk(client, challenge)
    assert "Vraagstukken 1" in client.get("/werk/rij").words()

    agreed(session, challenge, "Later vak", later=20)
    session.commit()
    assert f"/werk/vraagstukken/{challenge.slug}" not in client.get(path).links()
    assert "Verlopen" in desk(client, challenge)


# ---- put aside ----


def put_aside(session: Session, challenge: Challenge, reason: str) -> CourseRun:
    run = make_run(session)
    session.commit()
    run_due()
    session.rollback()
    reading.dismiss(session, run, challenge.id, reason, actor=lecturer_of(run))
    session.commit()
    return run


def test_a_coordinator_reads_who_put_it_aside_and_why_also_after_the_edition_closed(
    client: PageClient, session: Session, challenge: Challenge
) -> None:
    put_aside(session, challenge, "theme")
    put_aside(session, challenge, "too_large")
    run = put_aside(session, challenge, "too_large")
    run.planning_deadline = the_day(session) - timedelta(days=1)
    sign_in(client, session, Role.COORDINATOR)

    assert "3 vakken legden het weg: te groot (2), het thema past niet (1)." in desk(client, challenge)
    page = client.get(f"/werk/vraagstukken/{challenge.slug}/koppelingen").words()
    assert page.count("Te groot") == 2
    assert run.course.organisation.name in page


def test_other_parts_of_a_question_that_go_along_are_said_with_the_way_back(
    client: PageClient, session: Session
) -> None:
    question = make_question(session, "publish")
    one, other = make_challenge(session, question=question), make_challenge(session, question=question)
    run = make_run(session)
    session.commit()
    run_due()
    sign_in(client, session, user=run.course.lecturers[0].user)
    path = f"/mijn/vakken/uitvoering/{run.id}/vragen"
    assert client.get(path).heading() == "2 vragen die passen"

    name = f"c{one.id.hex[:12]}"
    sent = {f"{name}-reason": "theme", f"{name}-challenge": str(one.id)}
    page = client.follow(client.post(f"/mijn/vakken/uitvoering/{run.id}/leg-weg/{one.id}", sent))

    assert "andere delen van dezelfde vraag ook. U haalt het onderaan terug" in page.words()
    assert str(other.id) not in page.text
    press(client, page, "/haal-terug", challenge=str(one.id))
    assert client.get(path).heading() == "2 vragen die passen"


# ---- until when ----


def test_every_open_challenge_says_until_when_it_can_be_planned_on_page_card_and_desk(
    client: PageClient, session: Session
) -> None:
    challenge = make_challenge(session, last_plan_on=None)
    coordinator = make_user(session, Role.COORDINATOR)
    assert challenge.ends_on is not None
    assert challenge.last_plan_on == challenge.ends_on
    empty = make_draft(session, last_plan_on=None)
    drafting.save(session, challenge, empty, actor=actor(coordinator), city=the_city())
    assert challenge.last_plan_on == challenge.ends_on
    sign_in(client, session, user=coordinator)
    day = f"{challenge.ends_on.day} "

    assert f"plannen tot en met {day}" in client.get("/vraagstukken").words()
    assert f"tot en met {day}" in client.get(f"/vraagstukken/{challenge.slug}").words()
    assert f"plannen tot en met {day}" in client.get("/werk/vraagstukken?tab=open").words()
    assert f"tot en met {day}" in desk(client, challenge)


def test_a_period_over_new_year_says_both_years(client: PageClient, session: Session) -> None:
    start = date(the_day(session).year + 1, 11, 15)
    challenge = make_challenge(session, starts_on=start, ends_on=start + timedelta(days=120))
    session.commit()

    words = client.get(f"/vraagstukken/{challenge.slug}").words()

    assert f"15 november {start.year} tot" in words
    assert f"{start.year} tot en met week" in words
