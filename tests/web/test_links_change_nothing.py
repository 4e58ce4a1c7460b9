"""A mail scanner opens every link, by GET and HEAD, and nothing changes; for every purpose a link can have."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.domain.semesters import semester_of
from leren_app.models import (
    Challenge,
    Contact,
    Organisation,
    OrganisationKind,
    PartnerPromise,
    Question,
    TokenPurpose,
)
from leren_app.services import clock, tokens
from leren_app.services.challenges import drafting
from tests.client import PageClient
from tests.database import whole_database
from tests.makers import actor, make_question, make_user, the_city

USED = sorted(set(tokens.LASTS) - {TokenPurpose.CARD_CODE})
STATES = ("submit", "confirm", "ask_more", "put_before", "agree", "publish")


def link(session: Session, purpose: TokenPurpose, until: str) -> str:
    """A fresh link of this purpose, about a question that came as far as this step; commits."""
    question = make_question(session, until)
    subject: dict[str, Any] = {"contact": question.asker, "question": question}
    if purpose is TokenPurpose.SIGN_IN:
        subject = {"user": make_user(session, Role.COORDINATOR)}
    elif purpose is TokenPurpose.CLIENT_PAGE:
        subject = {"contact": question.asker, "challenge": sliced(session, question)}
    elif purpose is TokenPurpose.PARTNER:
        subject = {"contact": promised(session, question)}
    raw = tokens.issue(session, purpose, **subject)
    session.commit()
    return f"/v/{raw}"


def promised(session: Session, question: Question) -> Contact:
    """The asker as contact of a partner who is asked to confirm hours."""
    contact, today = question.asker, clock.now(session).date()
    contact.organisation = Organisation(name=f"Buurthuis {question.reference}", kind=OrganisationKind.COMMUNITY)
    session.flush()
    promise = PartnerPromise(
        organisation_id=contact.organisation.id,
        contact_id=contact.id,
        semester=semester_of(the_city(), today),
        hours=10,
        made_on=today,
        asked_at=clock.now(session),
    )
    session.add(promise)
    return contact


def sliced(session: Session, question: Question) -> Challenge:
    """A draft of a challenge with the asker as its client."""
    who = actor(make_user(session, Role.COORDINATOR))
    made = drafting.slice_question(session, question, actor=who, city=the_city())
    made.client_id = question.asker_id
    return made


@pytest.mark.parametrize("purpose", USED)
def test_opening_a_link_and_reading_on_changes_nothing(session: Session, app: Flask, purpose: TokenPurpose) -> None:
    states = ("agree", "publish") if purpose is TokenPurpose.CLIENT_PAGE else STATES
    links = [link(session, purpose, until) for until in states]
    before = whole_database(session)

    for address in links:
        scanner = PageClient(app)
        for method in (scanner.raw.head, scanner.raw.get, scanner.raw.get):
            answer = method(address, base_url=scanner.base_url)
            assert answer.status_code == 303
            page = answer.headers["Location"]
            for read in (scanner.raw.head, scanner.raw.get):
                assert read(page, base_url=scanner.base_url).status_code == 200

    assert whole_database(session) == before


@pytest.mark.parametrize("action", ["antwoord", "ja", "nee", "aanvullen", "hielp-niet"])
def test_what_acts_on_the_askers_page_is_no_address_to_open(session: Session, app: Flask, action: str) -> None:
    address = link(session, TokenPurpose.ASKER_PAGE, "put_before")
    reader = PageClient(app)
    page = reader.raw.get(address, base_url=reader.base_url).headers["Location"]
    before = whole_database(session)

    assert reader.raw.get(f"{page}/{action}", base_url=reader.base_url).status_code in {404, 405}

    assert whole_database(session) == before


@pytest.mark.parametrize("action", ["intrekken", "niet-van-mij"])
def test_pages_that_ask_first_change_nothing_by_being_read(session: Session, app: Flask, action: str) -> None:
    address = link(session, TokenPurpose.ASKER_PAGE, "put_before")
    reader = PageClient(app)
    page = reader.raw.get(address, base_url=reader.base_url).headers["Location"]
    before = whole_database(session)

    for read in (reader.raw.get, reader.raw.head):
        assert read(f"{page}/{action}", base_url=reader.base_url).status_code == 200

    assert whole_database(session) == before
