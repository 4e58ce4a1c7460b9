"""Also mine in the browser: known addresses look like new ones, links change nothing, each opens its own page only."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.jobs.play import run_due
from leren_app.models import Contact, Following, FollowingSource, Question, Token, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import handling, merging
from leren_app.web import visits
from tests.client import Page, PageClient
from tests.makers import WRITTEN, actor, make_follower, make_question, make_user, the_city
from tests.post import mailbox

MAIL = "anne.bos@example.org"


def public(session: Session) -> Question:
    question = make_question(session, "publish")
    session.commit()
    return question


def say_also_mine(client: PageClient, question: Question, mail: str = MAIL, root: str = "") -> Page:
    """Fill in the small form on the page of a question."""
    action, values = client.get(f"{root}/vragen/{question.reference}").form("ook-mijn-vraag")
    return client.follow(client.post(action, {**values, "mail": mail}))


def link_in_mail(session: Session, mail: str = MAIL) -> str:
    """The first link of the newest mail to an address."""
    run_due()
    found = [each for each in mailbox(session) if each.recipient == mail]
    path = re.search(r"(?:/en)?/v/\S+", found[-1].body)
    assert path, found[-1].body
    return path.group()


def follower_page(client: PageClient, session: Session, question: Question, contact: Contact) -> Page:
    raw = tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=contact, question=question)
    session.commit()
    return client.follow(client.get(f"/v/{raw}", status=303))


def test_from_the_form_by_the_mail_to_following_and_stopping(client: PageClient, session: Session) -> None:
    question = public(session)

    say_also_mine(client, question)
    page = client.follow(client.get(link_in_mail(session), status=303))
    assert session.scalar(select(Following.confirmed_at)) is None  # the link alone did nothing
    session.rollback()
    page = client.follow(client.post(*page.form("/volgen/bevestig")))

    assert page.heading() == WRITTEN.title_nl
    assert "Gekoppeld" in page.words()
    session.rollback()
    assert session.scalar(select(Following.confirmed_at)) is not None
    session.rollback()
    page = client.follow(client.post(*page.form("/stop")))
    assert page.heading() == "U volgt deze vraag niet meer"
    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 0


@pytest.mark.parametrize("root", ["", "/en"])
def test_pressing_stop_twice_or_coming_back_to_the_page_says_that_one_follows_no_more(
    client: PageClient, session: Session, root: str
) -> None:
    question = make_question(session, "publish")
    follower_page(client, session, question, make_follower(session, question))
    path = f"{root}/volgen/{question.reference}"
    form = client.get(path).form("/stop")
    heading = {"": "U volgt deze vraag niet meer", "/en": "You no longer follow this question"}[root]

    first, second = (client.follow(client.post(*form)) for _ in range(2))
    back = client.follow(client.get(path, status=303))

    assert [page.heading() for page in (first, second, back)] == [heading] * 3
    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 0


def test_who_asked_something_else_too_stops_twice_as_well(client: PageClient, session: Session) -> None:
    question, own = make_question(session, "publish"), make_question(session, "take")
    session.add(
        Following(
            contact_id=own.asker_id,
            question_id=question.id,
            source=FollowingSource.ALSO_MINE,
            confirmed_at=clock.now(session),
        )
    )
    form = follower_page(client, session, question, own.asker).form("/stop")

    pages = [client.follow(client.post(*form)) for _ in range(2)]

    assert [page.heading() for page in pages] == ["U volgt deze vraag niet meer"] * 2


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_whose_link_merely_ended_is_not_told_that_they_stopped(
    client: PageClient, session: Session, ended: str
) -> None:
    question = make_question(session, "publish")
    form = follower_page(client, session, question, make_follower(session, question)).form("/stop")
    token = session.scalars(select(Token).where(Token.purpose == TokenPurpose.FOLLOWER_PAGE)).one()
    setattr(token, ended, clock.now(session) - timedelta(seconds=1))
    session.commit()

    pages = client.post(*form, status=404), client.get(f"/volgen/{question.reference}", status=404)

    assert {page.heading() for page in pages} == {"Deze link werkt niet meer"}
    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 1


def test_who_stopped_one_question_reads_nothing_of_the_kind_at_another(
    app: Flask, client: PageClient, session: Session
) -> None:
    question, other = make_question(session, "publish"), make_question(session, "publish")
    form = follower_page(client, session, question, make_follower(session, question)).form("/stop")
    cookie = client.raw.get_cookie(
        visits.COOKIE, str(urlsplit(client.base_url).hostname), f"/volgen/{question.reference}"
    )
    assert cookie
    client.put_cookie(visits.COOKIE, cookie.value)  # carried to other addresses, as no browser does
    client.post(*form)

    client.post(f"/volgen/{other.reference}/stop", status=404)
    client.get(f"/volgen/{other.reference}", status=404)
    assert PageClient(app).post(form[0], status=404).heading() == "Deze link werkt niet meer"


def test_it_speaks_english_to_who_reads_english(client: PageClient, session: Session) -> None:
    question = public(session)

    page = say_also_mine(client, question, root="/en")
    path = link_in_mail(session)

    assert page.heading() == "Look in your mail"
    assert path.startswith("/en/v/")
    assert client.follow(client.get(path, status=303)).heading() == "Do you want to follow this question?"


def test_known_unknown_and_own_addresses_get_the_same_answer(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")
    known = str(make_follower(session, question).mail)
    own = str(question.asker.mail)
    session.commit()

    pages = {re.sub(r"nonce-\S+", "", say_also_mine(client, question, mail).words()) for mail in (MAIL, known, own)}

    assert len(pages) == 1


def test_a_wrong_address_comes_back_with_what_was_typed(client: PageClient, session: Session) -> None:
    question = public(session)

    page = client.post(f"/vragen/{question.reference}/ook-mijn-vraag", {"mail": "geen adres"}, status=422)

    assert 'value="geen adres"' in page.text
    assert page.element("errors") is not None


def test_a_machine_that_fills_in_everything_follows_nothing(client: PageClient, session: Session) -> None:
    question = public(session)

    client.post(
        f"/vragen/{question.reference}/ook-mijn-vraag", {"mail": MAIL, "website": "https://x.example"}, status=422
    )

    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 0


@pytest.mark.parametrize("until", ["submit", "take", "agree"])
def test_a_question_that_is_not_public_looks_like_none_at_all(client: PageClient, session: Session, until: str) -> None:
    question = make_question(session, until)
    session.commit()

    for path in (f"/vragen/{question.reference}/ook-mijn-vraag", "/vragen/LMDS-1999-001/ook-mijn-vraag"):
        client.get(path, status=404)
        client.post(path, {"mail": MAIL}, status=404)
        client.get(f"{path}/bedankt", status=404)
    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 0


def test_the_sixth_within_a_minute_is_stopped(client: PageClient, session: Session) -> None:
    question = public(session)
    for n in range(5):
        client.post(f"/vragen/{question.reference}/ook-mijn-vraag", {"mail": f"n{n}@example.org"})

    client.post(f"/vragen/{question.reference}/ook-mijn-vraag", {"mail": MAIL}, status=429)

    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 5


def test_the_public_count_says_no_small_number(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")
    session.commit()
    path = f"/vragen/{question.reference}"
    assert "volg" not in client.get(path).words().split("Dit is ook mijn vraag")[1].split("Meedoen")[0]
    for _ in range(4):
        make_follower(session, question)
    make_follower(session, question, confirmed=False)
    session.commit()
    assert "Minder dan 5 mensen volgen deze vraag" in client.get(path).words()
    make_follower(session, question)
    session.commit()

    assert "5 mensen volgen deze vraag" in client.get(path).words()


def test_one_followers_link_opens_no_other_page(client: PageClient, session: Session) -> None:
    first, second = make_question(session, "publish"), make_question(session, "publish")
    contact = make_follower(session, first)
    follower_page(client, session, first, contact)

    for path in (f"/volgen/{second.reference}", f"/mijn-vraag/{first.reference}", "/volgen/bevestig"):
        client.get(path, status=404)
    client.post(f"/volgen/{second.reference}/stop", status=404)
    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 1


def test_a_guessed_reference_without_a_link_opens_nothing(app: Flask, client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")
    follower_page(client, session, question, make_follower(session, question))

    PageClient(app).get(f"/volgen/{question.reference}", status=404)
    PageClient(app).post(f"/volgen/{question.reference}/stop", status=404)
    session.rollback()
    assert session.scalar(select(func.count(Following.id))) == 1


def test_the_page_of_an_unpublished_question_shows_no_words_of_it(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")
    contact = make_follower(session, question)
    who = actor(make_user(session, Role.COORDINATOR))
    handling.unpublish(session, question, "Er stond een naam in.", actor=who, city=the_city())

    page = follower_page(client, session, question, contact)

    assert page.heading() == "De vraag die u volgt"
    for secret in (WRITTEN.title_nl, question.raw_text, "Er stond een naam in.", str(question.asker.mail)):
        assert secret not in page.text


def test_following_a_merged_question_goes_on_to_the_other(client: PageClient, session: Session) -> None:
    source, target = make_question(session, "publish"), make_question(session, "publish")
    contact = make_follower(session, source)
    who = actor(make_user(session, Role.COORDINATOR))
    merging.merge(session, source, target, actor=who)
    session.commit()

    assert (
        client.get(f"/vragen/{source.reference}/ook-mijn-vraag", status=303)
        .response.headers["Location"]
        .endswith(f"/vragen/{target.reference}/ook-mijn-vraag")
    )
    page = follower_page(client, session, source, contact)
    assert f"gaat nu verder als {target.reference}" in page.words()
    client.follow(client.post(*page.form("/stop")))
    session.rollback()
    left = session.scalars(select(Following.contact_id)).all()
    assert left == [source.asker_id]
