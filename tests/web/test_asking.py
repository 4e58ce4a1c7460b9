"""Asking a question without an account, as a resident on a phone does it, and as somebody who means no good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.extensions import limiter
from leren_app.models import Contact, Event, Outbox, Question
from leren_app.web.ask.forms import AskForm
from tests.asker import confirm_link
from tests.client import Page, PageClient
from tests.database import count_questions
from tests.later import let_pass
from tests.makers import make_question, the_city
from tests.signing_in import sign_in
from tests.walk import ASKED, ask, follow_mail, newest_mail, run_due

FORM = "/stel-uw-vraag"
CONFIRM = "/stel-uw-vraag/bevestig"
SCRIPT = "<script>alert('kanarie')</script> {{ 7*7 }} ${7*7}"


def filled_in(client: PageClient, prefix: str = "") -> dict[str, str]:
    """The form as a browser would send it, with the answers of the walk."""
    _, values = client.get(prefix + FORM).form("stel-uw-vraag")
    return {**values, **ASKED}


def the_question(session: Session) -> Question:
    session.rollback()
    return session.scalars(select(Question)).one()


# ---- the way it should go ----


def test_a_resident_asks_confirms_and_sees_where_the_question_is(client: PageClient, session: Session) -> None:
    thanks = ask(client)
    assert "LMDS-" in thanks.words()

    run_due(client)
    confirm = follow_mail(client, newest_mail(session))
    assert "Veel ouderen in de Mors zijn eenzaam" in confirm.words()
    page = client.follow(client.post(CONFIRM, status=303))

    assert "U hoort" in page.words()
    assert the_question(session).state is QuestionState.RECEIVED


def test_what_was_filled_in_is_what_is_kept(client: PageClient, session: Session) -> None:
    theme = the_city().themes[0].key
    ask(client, asks_as="organisation", themes=[theme, "unknown"], name="  Jan   Smit ", mail=" Jan@Example.org ")

    question = the_question(session)
    assert question.raw_text == ASKED["text"]
    assert (question.district, question.neighbourhood, question.asks_as) == ("morsdistrict", None, "organisation")
    assert [chosen.theme for chosen in question.themes] == [theme]
    assert (question.asker.name, question.asker.mail, question.asker.name_public) == (
        "Jan Smit",
        "Jan@Example.org",
        False,
    )


def test_a_name_goes_public_only_when_the_asker_took_the_tick_away(client: PageClient, session: Session) -> None:
    values = filled_in(client)
    assert values["hide_name"] == "y"

    client.post(FORM, {key: value for key, value in values.items() if key != "hide_name"})

    assert the_question(session).asker.name_public


def test_who_asks_in_english_gets_english_pages_and_mails(client: PageClient, session: Session) -> None:
    thanks = ask(client, "/en")
    assert thanks.path.startswith("/en/")

    run_due(client)
    mail = newest_mail(session)
    assert mail.subject.startswith("Confirm your question")
    confirm = follow_mail(client, mail)
    assert confirm.path == "/en" + CONFIRM
    page = client.follow(client.post("/en" + CONFIRM))

    assert page.path.startswith("/en/mijn-vraag/")
    run_due(client)
    assert newest_mail(session).subject.startswith("We have your question")
    assert the_question(session).language == "en"


def test_the_thanks_page_is_for_who_asked_only(client: PageClient, session: Session, app: Flask) -> None:
    ask(client)

    other = PageClient(app)
    elsewhere = other.get(FORM + "/bedankt", status=302)

    assert elsewhere.response.headers["Location"] == FORM


def test_opening_pages_and_links_changes_nothing(client: PageClient, session: Session) -> None:
    question = make_question(session)
    link = confirm_link(session, question)
    before = session.scalar(select(func.count(Event.id))), session.scalar(select(func.count(Outbox.id)))
    session.rollback()

    for path in (FORM, link, link, CONFIRM, CONFIRM):
        client.raw.get(path, base_url=client.base_url)
        client.raw.head(path, base_url=client.base_url)

    session.rollback()
    assert (session.scalar(select(func.count(Event.id))), session.scalar(select(func.count(Outbox.id)))) == before
    assert the_question(session).state is QuestionState.UNCONFIRMED


# ---- confirming ----


def test_a_link_confirms_once_and_afterwards_says_kindly_that_it_ended(client: PageClient, session: Session) -> None:
    question = make_question(session)
    link = confirm_link(session, question)
    client.follow(client.get(link, status=303))
    client.post(CONFIRM)

    client.post(CONFIRM, status=404)
    ended = client.get(link, status=404)

    assert "/mijn-vraag/nieuwe-link" in ended.links()


def test_a_question_that_lapsed_is_not_confirmed_but_explained(
    client: PageClient, session: Session, app: Flask
) -> None:
    question = make_question(session)
    until = question.submitted_at + timedelta(days=29)
    let_pass(app, session, until)
    client.get(confirm_link(session, question), status=303)  # a fresh link, of the reminder
    let_pass(app, session, until + timedelta(days=2))

    page = client.post(CONFIRM, status=409)

    assert "LMDS" not in page.words()
    assert the_question(session).state is QuestionState.LAPSED


def test_without_the_link_there_is_nothing_to_confirm(client: PageClient, session: Session) -> None:
    question = make_question(session)
    session.commit()

    client.get(CONFIRM, status=404)
    client.post(CONFIRM, status=404)

    assert question.state is QuestionState.UNCONFIRMED


# ---- what is refused, with the words kept ----


def test_an_empty_form_comes_back_with_a_summary_that_takes_focus(client: PageClient, session: Session) -> None:
    _, values = client.get(FORM).form("stel-uw-vraag")

    page = client.post(FORM, values, status=422)

    assert page.title().startswith("Fout: ")
    summary = page.element("errors")
    assert summary.get("autofocus") is not None
    assert summary.get("tabindex") == "-1"
    assert {"#text", "#place", "#mail"} <= set(page.links())
    assert count_questions(session) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "   \n "),
        ("text", "kort"),
        ("text", "x" * 5001),
        ("text", "een hele zin\0 met nul"),
        ("place", ""),
        ("place", "atlantis"),
        ("place", SCRIPT),
        ("place", "x" * 100_000),
        ("themes", "astrology"),
        ("themes", SCRIPT),
        ("asks_as", "king"),
        ("asks_as", ""),
        ("name", "x" * 121),
        ("name", "Jan\0"),
        ("mail", ""),
        ("mail", "geen adres"),
        ("mail", "a@x.org, b@evil.org"),
        ("mail", "a@x.org\nBcc: b@evil.org"),
        ("mail", "x" * 300 + "@example.org"),
        ("mail", SCRIPT),
        ("website", "https://spam.example"),
    ],
)
def test_a_wrong_field_is_said_and_all_other_words_stay(
    client: PageClient, session: Session, field: str, value: str
) -> None:
    page = client.post(FORM, {**filled_in(client), field: value}, status=422)

    assert page.title().startswith("Fout: ")
    assert "<script>alert" not in page.text
    _, kept = page.form("stel-uw-vraag")
    for name in ("text", "name", "mail", "place"):
        if name != field:
            assert kept[name] == ASKED[name]
    assert count_questions(session) == 0


def test_a_long_or_strange_text_that_is_refused_is_still_there(client: PageClient) -> None:
    values = filled_in(client)

    long = client.post(FORM, {**values, "text": "w" * 5001}, status=422)
    nul = client.post(FORM, {**values, "text": "hele zin\0 met nul"}, status=422)

    assert long.form("stel-uw-vraag")[1]["text"] == "w" * 5001
    assert nul.form("stel-uw-vraag")[1]["text"] == "hele zin met nul"


def test_markup_is_kept_and_shown_as_text(client: PageClient, session: Session) -> None:
    ask(client, text=SCRIPT, name=SCRIPT)
    run_due(client)

    mail = newest_mail(session)
    confirm = follow_mail(client, mail)
    page = client.follow(client.post(CONFIRM))

    assert the_question(session).raw_text == SCRIPT
    for shown in (confirm, page):
        assert "<script>alert" not in shown.text
        assert "alert('kanarie')" in shown.words()
        assert "{{ 7*7 }}" in shown.words()
    assert "alert('kanarie')" in mail.body


def test_fields_nobody_offered_change_nothing(client: PageClient, session: Session) -> None:
    ask(client, state="public", status="public", name_public="y", confirmed_at="2020-01-01", role="coordinator", id="1")

    question = the_question(session)
    assert (question.state, question.asker.name_public, question.confirmed_at) == (
        QuestionState.UNCONFIRMED,
        False,
        None,
    )


def test_every_place_and_theme_on_the_form_can_be_chosen(client: PageClient, session: Session) -> None:
    page = client.get(FORM)
    places = {o.get("value") for o in page.options("place")} - {""}
    session.rollback()

    with client.app.test_request_context(FORM, method="POST", base_url=client.base_url):
        for place in places:
            form = AskForm(data={**ASKED, "place": place, "themes": []}, meta={"csrf": False})
            form.validate()
            assert "place" not in form.errors, place


# ---- twice, often, too much ----


def test_a_double_click_asks_once(client: PageClient, session: Session) -> None:
    values = filled_in(client)

    first, second = (client.follow(client.post(FORM, values)) for _ in range(2))

    assert count_questions(session) == 1
    assert first.words() == second.words()


def test_going_back_to_write_on_asks_the_new_words_too(client: PageClient, session: Session) -> None:
    values = filled_in(client)

    client.post(FORM, values)
    client.post(FORM, {**values, "text": "Wat ik eigenlijk wilde vragen is dit."})

    assert count_questions(session) == 2


@pytest.mark.parametrize("key", ["", "x", "A" * 64, "é" * 32, "\0", "0" * 100_000])
def test_two_people_with_the_same_forged_form_key_both_get_their_question(
    client: PageClient, session: Session, key: str
) -> None:
    values = {**filled_in(client), "form_key": key}

    client.post(FORM, values)
    client.post(FORM, {**values, "mail": "other@example.org"})

    assert count_questions(session) == 2
    assert len({contact.mail for contact in session.scalars(select(Contact))}) == 2


def test_the_sixth_post_in_a_minute_is_stopped_kindly(client: PageClient, session: Session) -> None:
    values = filled_in(client)
    for n in range(5):
        client.post(FORM, {**values, "form_key": f"{n:032x}"})

    stopped = client.post(FORM, values, status=429)

    assert stopped.response.headers["Retry-After"] == "60"
    assert "Wacht een minuut" in stopped.words()
    assert the_city().desk.place in stopped.words()
    assert stopped.form("stel-uw-vraag")[1]["text"] == ASKED["text"]
    assert count_questions(session) == 5
    client.get(FORM)  # reading goes on


def test_a_busy_desk_is_not_stopped(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.HOST)
    values = filled_in(client)

    for n in range(7):
        client.post(FORM, {**values, "form_key": f"{n:032x}"})

    assert count_questions(session) == 7


def test_a_trap_that_was_filled_in_is_explained_and_loses_nothing(client: PageClient, session: Session) -> None:
    page = client.post("/en" + FORM, {**filled_in(client, "/en"), "website": "x"}, status=422)

    assert "Leave the field" in page.words()
    assert page.form("stel-uw-vraag")[1]["text"] == ASKED["text"]
    assert count_questions(session) == 0


def test_a_body_that_is_too_large_gets_a_page_and_not_an_error(client: PageClient, session: Session) -> None:
    page = client.post(FORM, {**filled_in(client), "text": "x" * 1_100_000}, status=413)

    assert page.heading() == "Dat is te veel tegelijk"
    assert count_questions(session) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_what_is_allowed(client: PageClient, method: str) -> None:
    answer = client.raw.open(FORM, method=method, base_url=client.base_url)

    assert answer.status_code in {400, 405}
    if answer.status_code == 405:
        assert "POST" in answer.headers["Allow"]


def test_a_json_body_is_no_form(client: PageClient, session: Session) -> None:
    answer = client.raw.post(FORM, json={**ASKED}, base_url=client.base_url)

    assert answer.status_code in {400, 422}
    assert count_questions(session) == 0


ANY_TEXT = st.text(max_size=60) | st.sampled_from(["", " ", "\0", "‮", "﻿", "😀" * 20, "' OR 1=1", SCRIPT, "x" * 6000])


tokens: dict[PageClient, str] = {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries({}, optional=dict.fromkeys((*ASKED, "website", "form_key"), ANY_TEXT)))
def test_whatever_is_typed_the_answer_is_a_page_and_never_a_failure(client: PageClient, values: dict[str, Any]) -> None:
    limiter.reset()
    token = tokens.setdefault(client, "") or client.csrf_token()
    tokens[client] = token

    answer = client.raw.post(FORM, data={**ASKED, **values, "csrf_token": token}, base_url=client.base_url)

    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        Page(answer, FORM).check()
