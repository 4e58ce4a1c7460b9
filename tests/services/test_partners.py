"""The file of partners: load, contacts, promises with the answer of a contact, and the history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError, StaleError, TransitionError
from leren_app.domain.roles import Actor, Role
from leren_app.domain.semesters import next_semester, semester_of
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import (
    Contact,
    Event,
    Organisation,
    OrganisationKind,
    Outbox,
    PartnerPromise,
    Question,
    Token,
    TokenPurpose,
)
from leren_app.services import clock, tokens
from leren_app.services.partners import keeping, promising, reading
from leren_app.services.partners.keeping import Facts, Person
from leren_app.services.partners.load import rooms_of
from leren_app.services.partners.promising import Promised
from tests.makers import actor, make_user, the_city
from tests.makers_education import make_placement, make_project, make_run, the_day
from tests.post import promised


@pytest.fixture
def noor(app: Flask, session: Session) -> Actor:
    """A coordinator."""
    return actor(make_user(session, Role.COORDINATOR))


def make_partner(session: Session, noor: Actor, **changes: Any) -> Organisation:
    facts = {"name": "Buurthuis De Kooi", "kind": OrganisationKind.COMMUNITY, "district": "leiden-noord", **changes}
    return keeping.add(session, Facts(**facts), actor=noor, city=the_city())


def make_contact(session: Session, organisation: Organisation, noor: Actor, **changes: Any) -> Contact:
    person = {"name": "Ali Demir", "position": "opbouwwerker", "mail": "ali@example.org", **changes}
    return keeping.add_contact(session, organisation, Person(**person), actor=noor)


def make_promise(session: Session, noor: Actor, hours: int | None = 24, **contact: Any) -> PartnerPromise:
    organisation = make_partner(session, noor)
    who = make_contact(session, organisation, noor, **contact)
    wanted = Promised(semester_of(the_city(), the_day(session)), hours, "Twee middagen.", who.id)
    return promising.add(session, organisation, wanted, actor=noor, city=the_city())


def refreshes(session: Session) -> int:
    keys = session.scalars(select(Outbox.idem_key).where(Outbox.kind == "suggestions.refresh"))
    return len([key for key in keys if ":all:" in key])


def by_link(promise: PartnerPromise) -> Actor:
    return Actor(contact_id=promise.contact_id)


# ---- facts and people ----


def test_a_partner_has_one_name_and_other_hours_bring_other_suggestions(session: Session, noor: Actor) -> None:
    partner = make_partner(session, noor, name="  Buurthuis   De Kooi ")
    same = Facts("buurthuis de kooi", OrganisationKind.COMMUNITY)

    with pytest.raises(FieldError) as wrong:
        keeping.add(session, same, actor=noor, city=the_city())
    assert wrong.value.field == "name"
    assert partner.name == "Buurthuis De Kooi"

    notes = Facts(partner.name, partner.kind, notes="Bel na tien uur.")
    keeping.change(session, partner, notes, actor=noor, city=the_city(), seen_version=partner.version)
    assert refreshes(session) == 0
    hours = Facts(partner.name, partner.kind, hours=8)
    keeping.change(session, partner, hours, actor=noor, city=the_city(), seen_version=partner.version)
    assert refreshes(session) == 1
    with pytest.raises(StaleError):
        keeping.change(session, partner, hours, actor=noor, city=the_city(), seen_version=1)


@pytest.mark.parametrize(("field", "wrong"), [("name", "  "), ("hours", 6000), ("district", "nergens")])
def test_facts_that_cannot_be_are_refused_at_their_field(
    session: Session, noor: Actor, field: str, wrong: object
) -> None:
    with pytest.raises(FieldError) as error:
        make_partner(session, noor, **{field: wrong})

    assert error.value.field == field


def test_only_coordinators_keep_the_file(session: Session, noor: Actor) -> None:
    promise = make_promise(session, noor)
    organisation, city = session.get_one(Organisation, promise.organisation_id), the_city()
    wanted = Promised(promise.semester, 3)
    for role in (Role.HOST, Role.LECTURER, Role.STUDENT, Role.ADMINISTRATOR):
        who = actor(make_user(session, role))
        with pytest.raises(NotFoundError):
            make_partner(session, who, name="Iets anders")
        with pytest.raises(NotFoundError):
            make_contact(session, organisation, who)
        with pytest.raises(NotFoundError):
            promising.add(session, organisation, wanted, actor=who, city=city)
        with pytest.raises(NotFoundError):
            promising.ask_to_confirm(session, promise, actor=who, city=city)
        with pytest.raises(NotFoundError):
            promising.confirm(session, promise, 3, "Ik zeg het.", actor=who, city=city)
        with pytest.raises(NotFoundError):
            promising.set_kept(session, promise, True, actor=who)


def test_a_contact_is_added_once_and_a_new_address_ends_the_links_of_the_old_one(session: Session, noor: Actor) -> None:
    partner = make_partner(session, noor)
    ali = make_contact(session, partner, noor)
    assert make_contact(session, partner, noor, mail="ALI@example.org") is ali
    raw = tokens.issue(session, TokenPurpose.PARTNER, contact=ali)

    keeping.change_contact(session, partner, ali.id, Person("Ali Demir", mail="ali@example.org"), actor=noor)
    assert tokens.find_live(session, raw) is not None
    keeping.change_contact(session, partner, ali.id, Person("Ali Demir", mail="ander@example.org"), actor=noor)
    assert tokens.find_live(session, raw) is None

    with pytest.raises(FieldError):
        make_contact(session, partner, noor, mail="")
    other = make_partner(session, noor, name="Een ander")
    with pytest.raises(NotFoundError):
        keeping.change_contact(session, other, ali.id, Person("Ali", mail="x@example.org"), actor=noor)


# ---- load ----


def test_the_list_counts_a_challenge_once_a_semester_as_suggestions_do(session: Session, noor: Actor) -> None:
    placement = make_placement(session, "agree")
    make_placement(session, "accept", challenge=placement.challenge, run=make_run(session))
    client = placement.challenge.client
    assert client is not None
    assert client.organisation is not None
    partner, city = client.organisation, the_city()
    partner.hours_per_semester = 24
    session.flush()
    key = semester_of(city, placement.run.starts_on)

    line = next(
        each
        for each in reading.list_partners(session, city, placement.run.starts_on, name="vogel")
        if each.organisation is partner
    )

    assert (line.used, line.hours) == (12, 24)
    assert line.used == rooms_of(session, city, partner.id).used(partner.id, key)
    later = reading.list_partners(session, city, placement.run.starts_on + timedelta(days=400), name="vogel")
    assert [(each.used, each.hours) for each in later] == [(0, 24)]


def test_the_list_is_found_by_part_of_a_name_and_kind_and_pages_by_key(session: Session, noor: Actor) -> None:
    names = ["100% Welzijn", "Anders", "Buurt_huis", "Éénheid ÇA"]
    for name in names:
        make_partner(session, noor, name=name)
    company = make_partner(session, noor, name="Bakkerij", kind=OrganisationKind.COMPANY)
    city, today = the_city(), the_day(session)

    def found(**asked: Any) -> list[str]:
        return [each.organisation.name for each in reading.list_partners(session, city, today, **asked)]

    assert found() == ["100% Welzijn", "Anders", "Bakkerij", "Buurt_huis", "Éénheid ÇA"]
    assert found(name="BUURT") == ["Buurt_huis"]
    assert found(name="éÉNheid ça") == ["Éénheid ÇA"]
    assert found(name="%") == ["100% Welzijn"]
    assert found(name="_") == ["Buurt_huis"]
    assert found(kind=OrganisationKind.COMPANY) == ["Bakkerij"]
    assert found(after=(company.name, company.id), limit=1) == ["Buurt_huis"]


# ---- promises ----


def test_the_contact_gets_one_mail_a_day_whose_link_lasts_sixty_days(session: Session, noor: Actor) -> None:
    promise = make_promise(session, noor)

    event = promising.ask_to_confirm(session, promise, actor=noor, city=the_city())
    assert promising.ask_to_confirm(session, promise, actor=noor, city=the_city()) is None

    assert event is not None
    assert promised(session, event) == [(promising.TOPIC, "ali@example.org")]
    row = session.scalars(select(Outbox).where(Outbox.kind == "mail")).one()
    recipient = find_recipient(session, row.payload["recipient"])
    assert recipient is not None
    subject, body = write(session, row.payload, recipient)
    assert "24 uur" in subject
    assert "Buurthuis De Kooi" in body
    assert "/v/" in body
    assert "Twee middagen" not in body
    token = session.scalars(select(Token).where(Token.purpose == TokenPurpose.PARTNER)).one()
    assert abs(token.expires_at - clock.now(session) - tokens.PARTNER_LASTS) < timedelta(minutes=1)


def test_a_confirmed_promise_counts_instead_of_what_is_usual(session: Session, noor: Actor) -> None:
    promise, city = make_promise(session, noor), the_city()
    organisation = session.get_one(Organisation, promise.organisation_id)
    organisation.hours_per_semester = 40
    session.flush()
    assert rooms_of(session, city, organisation.id).hours(organisation.id, promise.semester) == 40

    promising.ask_to_confirm(session, promise, actor=noor, city=city)
    event = promising.confirm(session, promise, 18, "In juni zijn we dicht.", actor=by_link(promise), city=city)

    assert event is not None
    assert (event.role, event.from_state, event.to_state) == (Role.CLIENT, "24", "18")
    assert rooms_of(session, city, organisation.id).hours(organisation.id, promise.semester) == 18
    assert refreshes(session) == 1
    loads = reading.list_loads(session, city, organisation, the_day(session), [promise])
    after = next_semester(city, promise.semester)
    assert [(each.semester, each.hours, each.is_confirmed) for each in loads] == [
        (promise.semester, 18, True),
        (after, 40, False),
    ]
    assert reading.list_answers(session, [promise], promising.CONFIRM)[promise.id].notes[0].text.startswith("In juni")


def test_a_double_click_confirms_once_and_another_number_counts_again(session: Session, noor: Actor) -> None:
    promise, city = make_promise(session, noor), the_city()
    promising.ask_to_confirm(session, promise, actor=noor, city=city)

    assert promising.confirm(session, promise, 24, actor=by_link(promise), city=city) is not None
    assert promising.confirm(session, promise, 24, actor=by_link(promise), city=city) is None
    assert promising.confirm(session, promise, 20, actor=by_link(promise), city=city) is not None

    events = session.scalars(select(Event).where(Event.step == promising.CONFIRM)).all()
    assert sorted(str(event.to_state) for event in events) == ["20", "24"]
    assert refreshes(session) == 2


def test_a_contact_of_another_organisation_and_one_who_left_confirm_nothing(session: Session, noor: Actor) -> None:
    promise, city = make_promise(session, noor), the_city()
    promising.ask_to_confirm(session, promise, actor=noor, city=city)
    other = make_partner(session, noor, name="Een ander")
    stranger = make_contact(session, other, noor, mail="vreemd@example.org")

    for who in (Actor(contact_id=stranger.id), Actor()):
        with pytest.raises(NotFoundError):
            promising.get_for_contact(session, promise.id, who)
        with pytest.raises(NotFoundError):
            promising.confirm(session, promise, 1, "Ik.", actor=who, city=city)
    session.get_one(Contact, promise.contact_id).organisation_id = other.id
    session.flush()
    with pytest.raises(NotFoundError):
        promising.get_for_contact(session, promise.id, by_link(promise))
    assert reading.list_asked_of(session, by_link(promise).contact_id or stranger.id) == []


def test_a_coordinator_records_what_was_said_by_phone_and_that_it_was_kept(session: Session, noor: Actor) -> None:
    promise, city = make_promise(session, noor, mail="", phone="071 123 4567"), the_city()

    with pytest.raises(TransitionError, match="no contact"):
        promising.ask_to_confirm(session, promise, actor=noor, city=city)
    with pytest.raises(TransitionError, match="not confirmed"):
        promising.set_kept(session, promise, True, actor=noor)
    with pytest.raises(FieldError):
        promising.confirm(session, promise, 10, "  ", actor=noor, city=city)
    promising.confirm(session, promise, 10, "Ali, vandaag aan de telefoon.", actor=noor, city=city)
    promising.set_kept(session, promise, True, actor=noor)

    assert (promise.hours, promise.kept_at is not None) == (10, True)
    promising.set_kept(session, promise, False, actor=noor)
    assert promise.kept_at is None


def test_nothing_changes_after_the_semester(session: Session, noor: Actor) -> None:
    promise, city = make_promise(session, noor), the_city()
    promise.semester = "2025-26/semester-1"
    promise.asked_at = clock.now(session)
    session.flush()

    with pytest.raises(TransitionError, match="is over"):
        promising.confirm(session, promise, 3, actor=by_link(promise), city=city)
    with pytest.raises(TransitionError, match="is over"):
        promising.ask_to_confirm(session, promise, actor=noor, city=city)


@pytest.mark.parametrize(
    ("promised_", "field"),
    [(Promised("2019-20/x", 3), "semester"), (Promised("", None), "semester"), (Promised("now", None), "hours")],
)
def test_a_promise_names_a_semester_and_something_to_promise(
    session: Session, noor: Actor, promised_: Promised, field: str
) -> None:
    partner, city = make_partner(session, noor), the_city()
    semester = semester_of(city, the_day(session)) if promised_.semester == "now" else promised_.semester

    with pytest.raises(FieldError) as error:
        promising.add(session, partner, Promised(semester, promised_.hours), actor=noor, city=city)

    assert error.value.field == field


# ---- history ----


def test_the_history_holds_what_the_partner_asked_and_did_and_nothing_of_others(session: Session, noor: Actor) -> None:
    project = make_project(session, "start")
    client = project.placement.challenge.client
    assert client is not None
    assert client.organisation is not None
    question = session.get_one(Question, project.placement.challenge.question_id)

    history = reading.history_of(session, client.organisation)
    assert list(history.questions) == []
    assert [each.id for each in history.projects] == [project.id]
    assert [each.id for each in history.placements] == [project.placement_id]
    assert [each.id for each in history.challenges] == [project.placement.challenge_id]

    question.asker.organisation_id = client.organisation.id
    session.flush()
    assert [each.id for each in reading.history_of(session, client.organisation).questions] == [question.id]
    other = make_partner(session, noor)
    question.adopted_by_id = other.id
    session.flush()
    assert [each.id for each in reading.history_of(session, other).questions] == [question.id]
    assert list(reading.history_of(session, client.organisation).questions) == []
