"""What placements ask of people in the city: planning, sums over everybody, the warning and its one mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.burden import Level, limit_of_district
from leren_app.domain.errors import FieldError, NotFoundError, TransitionError
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import Actor, Role
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import ActivityKind, FieldActivity, Organisation, OrganisationKind, Outbox, Placement
from leren_app.services.partners import fieldwork
from leren_app.services.partners.fieldwork import Asked, Planned
from tests.makers import actor, make_user, the_city
from tests.makers_education import lecturer_of, make_lecturer, make_placement, teacher

MORS = "morsdistrict"


@pytest.fixture
def placement(app: Flask, session: Session) -> Placement:
    """A course that asked for a challenge."""
    return make_placement(session, "agree")


def planned_by(placement: Placement, people: int = 20, **changes: Any) -> Planned:
    run = placement.run
    values: dict[str, Any] = {
        "kind": ActivityKind.INTERVIEW,
        "people": people,
        "district": MORS,
        "starts_on": run.starts_on,
        "ends_on": run.starts_on + timedelta(days=6),
    }
    return Planned(**{**values, **changes})


def plan(session: Session, placement: Placement, people: int = 20, **changes: Any) -> FieldActivity:
    who = lecturer_of(placement.run)
    return fieldwork.plan(session, placement, planned_by(placement, people, **changes), actor=who, city=the_city())


def asked_by(session: Session, placement: Placement) -> list[Asked]:
    own = fieldwork.list_of_placement(session, placement)
    return fieldwork.list_asked(session, placement, own, the_city())


def mails(session: Session) -> list[Outbox]:
    rows = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    return [row for row in rows if row.payload["topic"] == fieldwork.TOPIC]


def test_the_same_plan_twice_is_once_and_another_is_added(session: Session, placement: Placement) -> None:
    first = plan(session, placement)

    assert plan(session, placement) is first
    plan(session, placement, kind=ActivityKind.SURVEY)

    assert [each.load.people for each in asked_by(session, placement)] == [40]


def test_what_others_ask_in_the_same_weeks_is_counted_and_what_was_called_off_is_not(
    session: Session, placement: Placement
) -> None:
    other = make_placement(session, "accept")
    limit = limit_of_district(the_city(), MORS)
    plan(session, other, limit - 10)
    assert asked_by(session, other)[0].load.level is Level.BUSY
    assert mails(session) == []

    plan(session, placement, 20)
    here = asked_by(session, placement)[0]
    assert (here.load.people, here.load.level) == (limit + 10, Level.TOO_MUCH)
    assert here.warning is not None

    other.state = PlacementState.DECLINED
    session.flush()
    assert asked_by(session, placement)[0].load.people == 20
    assert asked_by(session, other) == []


def test_the_lecturers_get_one_mail_about_a_place_that_says_what_is_true_when_it_is_written(
    session: Session, placement: Placement
) -> None:
    limit = limit_of_district(the_city(), MORS)
    activity = plan(session, placement, limit + 1)
    plan(session, placement, 1, kind=ActivityKind.VISIT)

    assert len(mails(session)) == 1
    row = mails(session)[0]
    recipient = find_recipient(session, row.payload["recipient"])
    assert recipient is not None
    assert recipient.person.id == placement.run.course.lecturers[0].user_id
    subject, body = write(session, row.payload, recipient)
    assert "Morsdistrict" in subject
    assert f"{limit + 2} mensen" in body
    assert f"/mijn/koppelingen/{placement.id}/veldwerk" in body

    fieldwork.remove(session, placement, activity.id, actor=lecturer_of(placement.run))
    subject, body = write(session, row.payload, recipient)
    assert "intussen veranderd" in body
    assert "te veel mensen" not in subject


def test_a_partner_has_a_limit_of_its_own(session: Session, placement: Placement) -> None:
    partner = Organisation(name="Buurthuis De Kooi", kind=OrganisationKind.COMMUNITY)
    session.add(partner)
    session.flush()
    most = the_city().burden.people_per_partner

    plan(session, placement, most, district="", organisation_id=partner.id)
    assert mails(session) == []
    plan(session, placement, 1, district=MORS, organisation_id=partner.id)

    by_place = {each.place.nl: each.load for each in asked_by(session, placement)}
    assert (by_place["Morsdistrict"].people, by_place["Morsdistrict"].level) == (1, Level.QUIET)
    assert (by_place[partner.name].people, by_place[partner.name].level) == (most + 1, Level.TOO_MUCH)
    assert [row.payload["place"] for row in mails(session)] == [str(partner.id)]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("people", {"people": 0}),
        ("people", {"people": 5001}),
        ("district", {"district": ""}),
        ("district", {"district": "nergens"}),
        ("ends_on", {"ends_on": timedelta(days=-1)}),
        ("starts_on", {"starts_on": timedelta(days=-1)}),
        ("ends_on", {"ends_on": timedelta(days=400)}),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    session: Session, placement: Placement, field: str, changes: dict[str, Any]
) -> None:
    for name, value in changes.items():
        changes = {**changes, name: placement.run.starts_on + value if isinstance(value, timedelta) else value}

    with pytest.raises(FieldError) as error:
        plan(session, placement, **changes)

    assert error.value.field == field
    assert session.scalars(select(FieldActivity)).all() == []


def test_only_who_sees_the_placement_plans_it_and_takes_off_its_own(session: Session, placement: Placement) -> None:
    activity = plan(session, placement)
    wanted = replace(planned_by(placement), people=3)
    other = make_placement(session)
    strangers = [
        teacher(make_lecturer(session)),
        actor(make_user(session, Role.HOST)),
        actor(make_user(session, Role.STUDENT)),
        Actor(contact_id=placement.challenge.client_id),
    ]
    for who in strangers:
        with pytest.raises(NotFoundError):
            fieldwork.plan(session, placement, wanted, actor=who, city=the_city())
        with pytest.raises(NotFoundError):
            fieldwork.remove(session, placement, activity.id, actor=who)
    with pytest.raises(NotFoundError):
        fieldwork.remove(session, other, activity.id, actor=lecturer_of(other.run))
    coordinator = actor(make_user(session, Role.COORDINATOR))
    fieldwork.plan(session, placement, wanted, actor=coordinator, city=the_city())

    fieldwork.remove(session, placement, activity.id, actor=lecturer_of(placement.run))
    fieldwork.remove(session, placement, activity.id, actor=lecturer_of(placement.run))
    assert [each.people for each in fieldwork.list_of_placement(session, placement)] == [3]


def test_nothing_is_planned_for_what_was_never_asked_for(app: Flask, session: Session) -> None:
    proposed = make_placement(session, "propose")

    with pytest.raises(TransitionError):
        plan(session, proposed)


def test_the_meter_shows_every_district_in_each_span_and_partners_of_whom_something_is_asked(
    session: Session, placement: Placement
) -> None:
    plan(session, placement, 30)
    city, run = the_city(), placement.run
    now = (run.starts_on, run.starts_on)
    later = (run.starts_on + timedelta(weeks=40), run.starts_on + timedelta(weeks=50))

    first, second = fieldwork.list_everywhere(session, city, [now, later])

    assert [each.key for each in first] == [district.key for district in city.all_districts]
    assert {each.key: each.load.people for each in first}[MORS] == 30
    assert {each.load.people for each in second} == {0}
    assert fieldwork.list_in_district(session, city, MORS, [now, later])[0].load.people == 30
    assert fieldwork.list_everywhere(session, city, []) == []
