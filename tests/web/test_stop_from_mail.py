"""A mail program's button (RFC 8058): one post, without cookie or form token, stops a reader and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from leren_app.domain.roles import Role
from leren_app.jobs.handlers import mail as handler
from leren_app.models import Contact, Following, Outbox, Question, TokenPurpose
from leren_app.services import outbox, tokens
from leren_app.services.questions import handling, merging
from tests.client import PageClient
from tests.makers import actor, asker, make_follower, make_question, make_user, the_city
from tests.web.test_links_change_nothing import USED, link, whole_database

PRESSED = {"List-Unsubscribe": "One-Click"}


def press(app: Flask, path: str, data: dict[str, Any] | None = None) -> TestResponse:
    """Post as a mail server does: no cookie, no token of ours, no page of ours before it."""
    server = PageClient(app)
    return server.raw.post(path, data=PRESSED if data is None else data, base_url=server.base_url)


def stop_link(session: Session, question: Question, contact: Contact) -> str:
    raw = tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=contact, question=question)
    session.commit()
    return f"/v/{raw}"


def followers(session: Session) -> set[str]:
    session.rollback()
    return {str(row.contact.mail) for row in session.scalars(select(Following))}


def message(session: Session, row: Outbox) -> Any:
    """The mail of promised work, as it would go out."""
    from_row = outbox.Claim(row.id, row.kind, row.payload, row.idem_key, 1, row.id)
    recipient = handler.find_recipient(session, str(row.payload["recipient"]))
    assert recipient is not None
    return handler._compose(session, from_row, recipient)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_one_post_stops_and_leaves_no_session(app: Flask, session: Session, prefix: str) -> None:
    question = make_question(session, "publish")
    gone, stays = make_follower(session, question), make_follower(session, question)
    address, other = stop_link(session, question, gone), str(stays.mail)

    answer = press(app, prefix + address)

    assert (answer.status_code, answer.data) == (204, b"")
    assert "Set-Cookie" not in answer.headers
    assert followers(session) == {other}


def test_it_also_works_as_a_form_of_parts(app: Flask, session: Session) -> None:
    question = make_question(session, "publish")
    address = stop_link(session, question, make_follower(session, question))
    server = PageClient(app)

    answer = server.raw.post(address, data=PRESSED, base_url=server.base_url, content_type="multipart/form-data")

    assert answer.status_code == 204
    assert followers(session) == set()


def test_pressing_again_does_no_harm(app: Flask, session: Session) -> None:
    question, second = make_question(session, "publish"), make_question(session, "publish")
    make_follower(session, second)
    address = stop_link(session, question, make_follower(session, question))
    assert press(app, address).status_code == 204
    before = whole_database(session)

    again = press(app, address)

    assert again.status_code == 404  # whoever followed nothing else is forgotten, and the link with them
    assert whole_database(session) == before


def test_who_also_asked_keeps_the_link_and_reads_that_they_stopped(
    app: Flask, client: PageClient, session: Session
) -> None:
    source, target = make_question(session, "take"), make_question(session, "publish")
    merging.merge(session, source, target, actor=actor(make_user(session, Role.COORDINATOR)))
    address = stop_link(session, target, source.asker)

    assert [press(app, address).status_code for _ in range(2)] == [204, 204]

    assert followers(session) == set()
    assert session.get_one(Question, source.id).state.value == "intake"
    assert client.follow(client.get(address, status=303)).heading() == "U volgt deze vraag niet meer"


def test_stopping_a_merged_question_stops_the_one_it_lives_in(app: Flask, session: Session) -> None:
    source, target = make_question(session, "take"), make_question(session, "publish")
    fan = make_follower(session, source)
    merging.merge(session, source, target, actor=actor(make_user(session, Role.COORDINATOR)))
    own = str(source.asker.mail)

    press(app, stop_link(session, source, fan))

    assert followers(session) == {own}


@pytest.mark.parametrize("purpose", sorted(set(USED) - {TokenPurpose.FOLLOWER_PAGE}))
def test_a_link_of_another_purpose_does_nothing_and_looks_like_none(
    app: Flask, session: Session, purpose: TokenPurpose
) -> None:
    address = link(session, purpose, "publish")
    before = whole_database(session)

    answer = press(app, address)

    assert (answer.status_code, answer.data) == (404, b"")
    assert whole_database(session) == before


@pytest.mark.parametrize(
    "secret", ["a", "%00", "-", "🚲", "a" * 64, "a" * 65, "a" * 5000, "%ff%fe", "' OR 1=1 --", "{{7*7}}"]
)
def test_any_other_secret_gets_the_same_page_and_changes_nothing(app: Flask, session: Session, secret: str) -> None:
    question = make_question(session, "publish")
    make_follower(session, question)
    session.commit()
    before = whole_database(session)

    answer = press(app, f"/v/{secret}")

    assert (answer.status_code, answer.data) == (404, b"")
    assert "Set-Cookie" not in answer.headers
    assert whole_database(session) == before


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "one-click"}, {"List-Unsubscribe": ""}, {"a": "b"}])
def test_a_post_that_is_no_press_of_that_button_stops_nobody(
    app: Flask, session: Session, data: dict[str, str]
) -> None:
    question = make_question(session, "publish")
    contact = make_follower(session, question)
    address, mail = stop_link(session, question, contact), str(contact.mail)

    assert press(app, address, data).status_code == 404

    assert followers(session) == {mail}


def test_used_revoked_and_expired_links_look_like_none(app: Flask, session: Session) -> None:
    question = make_question(session, "publish")
    contact = make_follower(session, question)
    address = stop_link(session, question, contact)
    tokens.revoke_all(session, contact=contact)
    session.commit()

    answer = press(app, address)

    assert (answer.status_code, answer.data) == (404, b"")


def test_the_address_in_the_mail_is_the_one_that_stops_and_only_followers_get_it(app: Flask, session: Session) -> None:
    question = make_question(session, "publish")
    fan = make_follower(session, question)
    event = handling.withdraw(session, question, "", actor=asker(question), city=the_city())
    rows = [r for r in session.scalars(select(Outbox)) if r.payload.get("event") == str(event.id)]
    mails = {mail["To"]: mail for mail in (message(session, row) for row in rows)}
    session.commit()

    own, told = mails[str(question.asker.mail)], mails[str(fan.mail)]
    assert own["List-Unsubscribe"] is None
    assert own["List-Unsubscribe-Post"] is None
    address = str(told["List-Unsubscribe"]).strip("<>")
    assert address in told.get_content()
    assert press(app, address.partition("5000")[2]).status_code == 204
    assert followers(session) == set()
