"""What a placement asks of people, on its page; the burden meter of coordinators; the warning where it is too much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.burden import limit_of_district
from leren_app.domain.roles import Role
from leren_app.models import ActivityKind, FieldActivity, Placement, User
from leren_app.services import clock
from tests.client import Page, PageClient
from tests.intake import count_statements
from tests.makers import the_city
from tests.makers_education import make_challenge, make_lecturer, make_placement
from tests.signing_in import press, sign_in

MORS = "morsdistrict"


def path_of(placement: Placement) -> str:
    return f"/mijn/koppelingen/{placement.id}/veldwerk"


def as_lecturer(client: PageClient, session: Session, placement: Placement) -> User:
    return sign_in(client, session, user=session.get_one(User, placement.run.course.lecturers[0].user_id))


def filled(placement: Placement, **changes: str) -> dict[str, str]:
    run = placement.run
    values = {"kind": "interview", "people": "20", "district": MORS, "organisation": ""}
    days = {"starts_on": run.starts_on.isoformat(), "ends_on": (run.starts_on + timedelta(days=6)).isoformat()}
    return {**values, **days, **changes}


def add(client: PageClient, placement: Placement, *, status: int = 303, **changes: str) -> Page:
    page = client.get(path_of(placement))
    return press(client, page, "/veldwerk", status=status, **filled(placement, **changes))


def make_activity(session: Session, placement: Placement, people: int, **changes: Any) -> FieldActivity:
    run = placement.run
    values = {"district": MORS, "starts_on": run.starts_on, "ends_on": run.starts_on, **changes}
    activity = FieldActivity(placement_id=placement.id, kind=ActivityKind.SURVEY, people=people, **values)
    session.add(activity)
    session.commit()
    return activity


def test_a_lecturer_plans_takes_off_and_begins_with_the_district_of_the_question(
    client: PageClient, session: Session
) -> None:
    placement = make_placement(session, "agree")
    as_lecturer(client, session, placement)
    assert path_of(placement) in client.get(f"/mijn/koppelingen/{placement.id}").links()
    form = client.get(path_of(placement)).form("/veldwerk")[1]
    assert form["district"] == placement.challenge.question.district

    page = client.follow(add(client, placement))

    assert "Haal weg: Interviews, Morsdistrict" in page.text
    assert "20 mensen binnen acht weken" in page.words()
    assert "Er staat 1 activiteit in het plan" in client.get(f"/mijn/koppelingen/{placement.id}").words()
    gone = client.follow(press(client, page, "/weg"))
    assert "Er staat nog niets in het plan" in gone.words()
    press(client, page, "/weg")


def test_small_numbers_of_others_are_hidden_from_lecturers_only(client: PageClient, session: Session) -> None:
    placement = make_placement(session, "agree")
    as_lecturer(client, session, placement)

    page = client.follow(add(client, placement, people="3"))

    assert "<5 mensen binnen acht weken" in page.words()
    session.rollback()
    sign_in(client, session, Role.COORDINATOR)
    assert "3 mensen binnen acht weken" in client.get(path_of(placement)).words()


def test_too_much_is_said_on_the_form_on_the_placement_and_where_a_lecturer_asks(
    client: PageClient, session: Session
) -> None:
    placement, limit = make_placement(session, "agree"), limit_of_district(the_city(), MORS)
    question = placement.challenge.question
    other = make_challenge(session, question=question)
    as_lecturer(client, session, placement)
    quiet = client.get(f"/mijn/vakken/vraag-aan/{other.slug}").words()

    page = client.follow(add(client, placement, people=str(limit + 1)))

    for words in (page.words(), client.get(f"/mijn/koppelingen/{placement.id}").words()):
        assert f"Meer dan {limit} is te veel" in words
    assert "Let op" not in quiet
    assert question.district == MORS
    assert f"Meer dan {limit} is te veel" in client.get(f"/mijn/vakken/vraag-aan/{other.slug}").words()


def test_a_suggestion_in_a_district_where_much_is_asked_says_so(
    app: Flask, client: PageClient, session: Session
) -> None:
    placement, limit = make_placement(session, "agree"), limit_of_district(the_city(), MORS)
    make_challenge(session)
    session.commit()
    app.extensions["leren.run_due"]()
    fits = f"/mijn/vakken/uitvoering/{placement.run.id}/vragen"
    as_lecturer(client, session, placement)
    quiet = client.get(fits).words()

    client.follow(add(client, placement, people=str(limit + 1)))

    assert "vraag die past" in quiet
    assert "is te veel" not in quiet
    assert f"Meer dan {limit} is te veel" in client.get(fits).words()


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "0"},
        {"people": "9" * 30},
        {"people": "veel"},
        {"kind": "enquete"},
        {"district": "nergens"},
        {"district": "", "organisation": ""},
        {"organisation": "geen-id"},
        {"organisation": "00000000-0000-0000-0000-000000000000"},
        {"starts_on": "0001-01-01"},
        {"ends_on": "31-2-2027"},
        {"starts_on": ""},
    ],
)
def test_a_plan_that_cannot_be_comes_back(client: PageClient, session: Session, wrong: dict[str, str]) -> None:
    placement = make_placement(session, "agree")
    as_lecturer(client, session, placement)

    page = add(client, placement, status=422, **wrong)

    assert page.title().startswith("Fout:")
    session.rollback()
    assert session.scalars(select(FieldActivity)).all() == []


def test_others_do_not_see_it(client: PageClient, session: Session) -> None:
    placement, mine = make_placement(session, "agree"), make_placement(session, "agree")
    activity = make_activity(session, placement, 10)
    for user in (None, make_lecturer(session)):
        sign_in(client, session, Role.HOST, user=user) if user is None else sign_in(client, session, user=user)
        client.get(path_of(placement), status=404)
        client.post(path_of(placement), filled(placement), status=404)
        client.post(f"{path_of(placement)}/{activity.id}/weg", {}, status=404)
    as_lecturer(client, session, mine)
    client.post(f"{path_of(mine)}/{activity.id}/weg", {}, status=404)

    session.rollback()
    assert [each.people for each in session.scalars(select(FieldActivity))] == [10]


def test_after_the_placement_ended_the_plan_is_read_only(client: PageClient, session: Session) -> None:
    placement = make_placement(session)
    as_lecturer(client, session, placement)
    page = client.get(path_of(placement))
    press(client, client.get(f"/mijn/koppelingen/{placement.id}"), "/stap/retract")

    refused = press(client, page, "/veldwerk", status=409, **filled(placement))

    assert "Zet dit in het plan" not in refused.words()


# ---- the meter ----


def test_the_meter_shows_numbers_words_and_shape_now_and_next_semester(
    client: PageClient, session: Session, app: Flask
) -> None:
    placement, limit = make_placement(session, "agree"), limit_of_district(the_city(), MORS)
    today = clock.now(session).date()
    make_activity(session, placement, limit + 1, starts_on=today, ends_on=today)
    make_activity(session, placement, 2, district="leiden-noord", organisation_id=None)
    partner = placement.challenge.client.organisation_id  # type: ignore[union-attr]
    make_activity(session, placement, 7, district="", organisation_id=partner, starts_on=today, ends_on=today)
    sign_in(client, session, Role.COORDINATOR)
    few = len(count_statements(app, client, "/werk/belasting"))
    page = client.get("/werk/belasting")

    assert f"te veel {limit + 1} van {limit} mensen" in page.words()
    assert "Er wordt te veel van mensen gevraagd in: Morsdistrict" in page.words()
    assert "Buurthuis De Vogel" in page.words()
    assert "lms-status--late" in page.text
    assert "too much" in client.get("/en/werk/belasting").words()
    assert "te veel van mensen gevraagd in: Morsdistrict" in client.get("/werk/partners").words()
    for n in range(10):
        make_activity(session, placement, n + 1)
    assert len(count_statements(app, client, "/werk/belasting")) == few <= 3


def test_an_empty_meter_is_quiet(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.COORDINATOR)

    page = client.get("/werk/belasting")

    assert "te veel" not in page.words()
    assert "Via partners wordt nu niets gevraagd" in page.words()
