"""The pages of partners: for coordinators, and for a contact with a link; nothing changes by opening a link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.domain.semesters import semester_of
from leren_app.jobs.play import run_due
from leren_app.models import Contact, Event, Organisation, OrganisationKind, PartnerPromise, Token, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.partners import promising
from leren_app.services.partners.promising import Promised
from tests.client import Page, PageClient
from tests.intake import count_statements
from tests.makers import actor, make_user, the_city
from tests.makers_education import make_placement, make_project, the_day
from tests.post import mailbox
from tests.signing_in import press, sign_in

LIST = "/werk/partners"


def make_partner(session: Session, name: str = "Buurthuis De Kooi", **changes: Any) -> Organisation:
    partner = Organisation(name=name, kind=OrganisationKind.COMMUNITY, district="leiden-noord", **changes)
    session.add(partner)
    session.flush()
    return partner


def make_promise(session: Session, partner: Organisation, mail: str = "ali@example.org") -> PartnerPromise:
    ali = Contact(name="Ali Demir", mail=mail, organisation=partner, position="opbouwwerker")
    session.add(ali)
    session.flush()
    noor = actor(make_user(session, Role.COORDINATOR))
    wanted = Promised(semester_of(the_city(), the_day(session)), 24, "Twee middagen.", ali.id)
    promise = promising.add(session, partner, wanted, actor=noor, city=the_city())
    session.commit()
    return promise


def arrive(client: PageClient, session: Session, promise: PartnerPromise) -> Page:
    """Follow the link of the mail; the promise was asked about."""
    promise.asked_at = promise.asked_at or clock.now(session)
    raw = tokens.issue(session, TokenPurpose.PARTNER, contact=session.get_one(Contact, promise.contact_id))
    session.commit()
    return client.follow(client.get(f"/v/{raw}", status=303))


def events(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Event.id)).where(Event.step == promising.CONFIRM)) or 0


# ---- the list and the page ----


def test_the_list_shows_load_in_words_filters_and_pages_by_key(
    client: PageClient, session: Session, app: Flask
) -> None:
    sign_in(client, session, Role.COORDINATOR)
    make_partner(session, "Aanloop", hours_per_semester=24)
    make_partner(session, "Bakkerij Vos").kind = OrganisationKind.COMPANY
    session.commit()
    few = len(count_statements(app, client, LIST))
    page = client.get(LIST)

    assert "0 van 24 uur" in page.words()
    assert "0 uur, geen grens bekend" in page.words()
    assert "Aanloop" not in client.get(f"{LIST}?soort=company").words()
    assert "Bakkerij" not in client.get(f"{LIST}?naam=AANL").words()
    assert "Geen partner heeft deze naam" in client.get(f"{LIST}?naam=zzz").words()

    for n in range(30):
        make_partner(session, f"Partner {n:02}")
    session.commit()
    assert len(count_statements(app, client, LIST)) == few <= 3
    first = client.get(LIST)
    more = next(link for link in first.links() if "na=" in link)
    rest = client.get(more)
    assert "Partner 17" in first.words()
    assert "Partner 18" in rest.words()
    assert "Aanloop" not in rest.words()


@pytest.mark.parametrize("query", ["naam=%00%ED%A0%80", "na=zzz", "na=" + "x" * 2000, "soort=alles", "naam=%25%5F"])
def test_any_filter_that_somebody_makes_up_is_answered(client: PageClient, session: Session, query: str) -> None:
    sign_in(client, session, Role.COORDINATOR)
    make_partner(session)
    session.commit()

    assert "Soort organisatie" in client.get(f"{LIST}?{query}").words()
    assert "Kind of organisation" in client.get(f"/en{LIST}?{query}").words()


def test_a_partner_is_written_down_and_changed_and_who_saves_second_keeps_what_was_typed(
    client: PageClient, session: Session
) -> None:
    sign_in(client, session, Role.COORDINATOR)
    new = {"name": "Wijkhuis <b>West</b>", "kind": "community", "district": "morsdistrict", "hours": "24"}
    made = press(client, client.get(f"{LIST}/nieuw"), f"{LIST}/nieuw", **new)
    shown = client.follow(made)
    assert "Wijkhuis <b>West</b>" in shown.heading()
    path = shown.path

    edit = client.get(f"{path}/gegevens")
    press(client, edit, "/gegevens", name="Wijkhuis West")
    back = press(client, edit, "/gegevens", status=409, notes="Bel na tien uur.")
    assert "Bel na tien uur." in back.form("/gegevens")[1]["notes"]
    assert "van uw collega, met uw wijziging" in back.words()
    assert "<ins>" in back.text
    press(client, back, "/gegevens", name="Wijkhuis West")
    assert "Bel na tien uur." in client.get(path).words()

    twice = press(client, client.get(f"{LIST}/nieuw"), f"{LIST}/nieuw", status=422, **{**new, "name": "wijkhuis west"})
    assert "staat al in de lijst" in twice.words()


@pytest.mark.parametrize(
    "wrong", [{"hours": "-3"}, {"hours": "9" * 30}, {"website": "javascript:alert(1)"}, {"kind": "x"}, {"name": " "}]
)
def test_what_cannot_be_saved_comes_back(client: PageClient, session: Session, wrong: dict[str, str]) -> None:
    sign_in(client, session, Role.COORDINATOR)
    good = {"name": "Wijkhuis", "kind": "community"}

    page = press(client, client.get(f"{LIST}/nieuw"), f"{LIST}/nieuw", status=422, **{**good, **wrong})

    assert page.title().startswith("Fout:")
    assert session.scalar(select(func.count(Organisation.id))) == 0


def test_contacts_are_added_and_changed(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.COORDINATOR)
    partner, other = make_partner(session), make_partner(session, "Een ander")
    session.commit()
    path = f"{LIST}/{partner.id}"
    ali = {"name": "Ali Demir", "mail": "ali@example.org", "position": "opbouwwerker", "language": "en"}

    refused = press(client, client.get(f"{path}/contact"), "/contact", status=422, **{**ali, "mail": ""})
    assert "e-mailadres of een telefoonnummer" in refused.words()
    shown = client.follow(press(client, refused, "/contact", **ali))
    assert "opbouwwerker" in shown.words()
    assert "ali@example.org" in shown.words()
    session.rollback()
    contact = session.scalars(select(Contact)).one()

    page = client.get(f"{path}/contact/{contact.id}")
    assert page.form("/contact/")[1]["mail"] == "ali@example.org"
    press(client, page, "/contact/", phone="071 123 4567")
    assert "071 123 4567" in client.get(path).words()
    client.get(f"{LIST}/{other.id}/contact/{contact.id}", status=404)


def test_the_page_shows_history_load_and_what_is_asked(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.COORDINATOR)
    project = make_project(session, "start")
    partner = project.placement.challenge.client.organisation  # type: ignore[union-attr]
    assert partner is not None
    partner.hours_per_semester, partner.district = 12, "leiden-noord"
    session.commit()

    for prefix in ("", "/en"):
        page = client.get(f"{prefix}{LIST}/{partner.id}")
        assert f"{prefix}/projecten/{project.slug}" in page.links()
        assert f"{prefix}/mijn/koppelingen/{project.placement_id}" in page.links()
        assert "Leiden-Noord" in page.words()
    assert "12 van 12 uur" in client.get(f"{LIST}/{partner.id}").words()
    client.get(f"{LIST}/{uuid4()}", status=404)


@pytest.mark.parametrize("role", [Role.HOST, Role.LECTURER, Role.STUDENT, Role.ADMINISTRATOR])
def test_nobody_else_sees_or_changes_anything_here(client: PageClient, session: Session, role: Role) -> None:
    partner = make_partner(session)
    promise = make_promise(session, partner)
    sign_in(client, session, role)
    one, that = f"{LIST}/{partner.id}", f"{LIST}/{partner.id}/toezegging/{promise.id}"

    for path in (LIST, one, f"{LIST}/nieuw", f"{one}/gegevens", f"{one}/contact", f"{one}/toezegging"):
        client.get(path, status=404)
    client.get("/werk/belasting", status=404)
    client.get(f"{that}/antwoord", status=404)
    client.post(f"{that}/vraag", {}, status=404)
    client.post(f"{that}/gehouden", {"kept": "yes"}, status=404)
    client.post(f"{that}/antwoord", {"hours": "1", "words": "x"}, status=404)
    client.post(f"{one}/gegevens", {"name": "x", "kind": "company"}, status=404)
    assert "Partners" not in client.get("/mijn/account").words()
    session.rollback()
    session.refresh(promise)
    assert (promise.hours, promise.confirmed_at, promise.asked_at) == (24, None, None)


# ---- promises ----


def test_a_promise_is_written_down_asked_by_mail_and_confirmed_with_other_hours(
    client: PageClient, session: Session
) -> None:
    user = sign_in(client, session, Role.COORDINATOR)
    partner = make_partner(session)
    session.add(Contact(name="Ali Demir", mail="ali@example.org", organisation=partner))
    session.commit()
    path = f"{LIST}/{partner.id}"
    contact = session.scalars(select(Contact)).one()
    new = client.get(f"{path}/toezegging")
    key = new.options("semester")[0].get("value")
    press(client, new, "/toezegging", semester=key, hours="24", contact=str(contact.id))

    asked = client.follow(press(client, client.get(path), "/vraag"))
    assert "krijgt een mail met een link" in asked.words()
    assert "Gevraagd op" in asked.words()
    again = client.follow(press(client, asked, "/vraag"))
    assert "vandaag al gevraagd" in again.words()
    run_due()
    mail = next(each for each in mailbox(session) if each.recipient == "ali@example.org")
    link = next(line for line in mail.body.splitlines() if "/v/" in line)

    outside = PageClient(client.app)
    page = outside.follow(outside.get("/v/" + link.rsplit("/v/", 1)[1], status=303))
    assert events(session) == 0
    assert "Buurthuis De Kooi" in page.words()
    done = outside.follow(press(outside, page, "/partner/uren/", hours="18", words="In juni zijn we dicht."))
    assert "Uw uren zijn bevestigd" in done.words()

    session.rollback()
    sign_in(client, session, user=user)
    shown = client.get(path).words()
    assert "Bevestigd op" in shown
    assert "veranderd van 24 naar 18 uur" in shown
    assert "In juni zijn we dicht." in shown
    press(client, client.get(path), "/gehouden", kept="yes")
    assert "Nagekomen" in client.get(path).words()


def test_opening_changes_nothing_and_a_double_click_counts_once(client: PageClient, session: Session) -> None:
    promise = make_promise(session, make_partner(session))
    page = arrive(client, session, promise)
    session.rollback()
    assert promise.confirmed_at is None

    press(client, page, "/partner/uren/")
    press(client, page, "/partner/uren/")

    assert events(session) == 1
    session.refresh(promise)
    assert promise.hours == 24


@pytest.mark.parametrize("hours", ["", "-1", "2,5", "9" * 40, "6000", "\u0662"])
def test_hours_that_are_no_number_of_hours_come_back(client: PageClient, session: Session, hours: str) -> None:
    promise = make_promise(session, make_partner(session))
    page = arrive(client, session, promise)

    back = press(client, page, "/partner/uren/", status=422, hours=hours, words="<script>")

    assert "&lt;script&gt;" in back.text
    assert events(session) == 0


def test_the_link_of_one_partner_opens_nothing_of_another(client: PageClient, session: Session) -> None:
    mine = make_promise(session, make_partner(session))
    other = make_promise(session, make_partner(session, "Geheim Huis"), mail="ander@example.org")
    other.asked_at = clock.now(session)
    page = arrive(client, session, mine)

    assert "Geheim Huis" not in page.words()
    client.get(f"/partner/uren/{other.id}", status=404)
    client.post(f"/partner/uren/{other.id}", {"hours": "1"}, status=404)
    assert events(session) == 0


def test_a_link_that_is_too_old_ended_or_missing_gets_the_calm_page(client: PageClient, session: Session) -> None:
    promise = make_promise(session, make_partner(session))
    assert "werkt niet meer" in client.get("/partner/uren", status=404).words()
    page = arrive(client, session, promise)
    token = session.scalars(select(Token).where(Token.purpose == TokenPurpose.PARTNER)).one()
    token.expires_at = clock.now(session) - timedelta(minutes=1)
    session.commit()

    assert "werkt niet meer" in client.get(page.path, status=404).words()
    press(client, page, "/partner/uren/", status=404)
    assert events(session) == 0


def test_a_contact_who_left_the_partner_sees_nothing_any_more(client: PageClient, session: Session) -> None:
    promise = make_promise(session, make_partner(session))
    arrive(client, session, promise)
    session.get_one(Contact, promise.contact_id).organisation_id = make_partner(session, "Een ander").id
    session.commit()

    assert "Buurthuis De Kooi" not in client.get("/partner/uren", status=404).words()


def test_a_semester_that_is_over_says_so_and_takes_nothing(client: PageClient, session: Session) -> None:
    promise = make_promise(session, make_partner(session))
    promise.semester = "2025-26/semester-1"
    page = arrive(client, session, promise)

    assert "is voorbij" in page.words()
    client.post(f"/partner/uren/{promise.id}", {"hours": "1"}, status=409)
    assert events(session) == 0


def test_an_answer_by_phone_is_recorded_with_who_said_it(client: PageClient, session: Session) -> None:
    promise = make_promise(session, make_partner(session))
    sign_in(client, session, Role.COORDINATOR)
    path = f"{LIST}/{promise.organisation_id}"
    form = client.get(f"{path}/toezegging/{promise.id}/antwoord")

    press(client, form, "/antwoord", status=422, hours="10", words="")
    shown = client.follow(press(client, form, "/antwoord", hours="10", words="Ali, vandaag gebeld."))

    assert "veranderd van 24 naar 10 uur" in shown.words()
    assert "Ali, vandaag gebeld." in shown.words()
    session.rollback()
    client.get(f"{LIST}/{make_placement_partner(session)}/toezegging/{promise.id}/antwoord", status=404)


def make_placement_partner(session: Session) -> str:
    """The id of another organisation."""
    client = make_placement(session).challenge.client
    assert client is not None
    session.commit()
    return str(client.organisation_id)
