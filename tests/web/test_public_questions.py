"""What everybody may read: only what was agreed, in a list that holds at any length and under any parameter."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from leren_app.domain.roles import Actor, Role
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services import clock
from leren_app.services.questions import clinic, handling, reading
from tests.client import Page, PageClient
from tests.later import let_pass
from tests.makers import WRITTEN, actor, asker, make_follower, make_question, make_user, the_city
from tests.signing_in import sign_in

LIST = "/vragen"
CANARY = "KANARIE"


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


@contextmanager
def selects() -> Iterator[list[str]]:
    """Every statement that reads, while inside."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def make_public(session: Session, many: int = 1, **asked: object) -> list[Question]:
    """Public questions, each a minute later than the one before; committed."""
    made = [make_question(session, "publish", **asked) for _ in range(many)]
    for n, question in enumerate(made):
        assert question.published_at is not None
        question.published_at += timedelta(minutes=n)
    session.commit()
    return made


def references(page: Page) -> list[str]:
    """The questions a page links to, in order."""
    here = "/vragen/"
    return [link.rsplit("/", 1)[1] for link in page.links() if here in link and "?" not in link]


def onward(page: Page) -> list[str]:
    """The link to the next part of the list; the one to the other language also carries where we are."""
    return [link for link in page.links() if link.startswith(f"{LIST}?") and "na=" in link]


# ---- the list ----


def test_an_empty_list_says_so_and_how_to_begin(client: PageClient) -> None:
    page = client.get("/en" + LIST)

    assert "The first questions are on their way" in page.words()
    assert "/en/stel-uw-vraag" in page.links()


def test_the_list_shows_title_and_summary_in_the_language_of_the_page(client: PageClient, session: Session) -> None:
    make_public(session)

    dutch, english = client.get(LIST).words(), client.get("/en" + LIST).words()

    assert WRITTEN.title_nl in dutch
    assert WRITTEN.summary_nl in dutch
    assert WRITTEN.title_en in english
    assert WRITTEN.title_nl not in english


def test_a_long_list_is_read_page_by_page_and_meets_each_question_once(client: PageClient, session: Session) -> None:
    made = make_public(session, 2 * reading.PAGE + 3)

    seen, path = [], LIST
    for _ in range(3):
        page = client.get(path)
        seen.append(references(page))
        path = next(iter(onward(page)), "")

    assert path == ""
    assert [len(part) for part in seen] == [reading.PAGE, reading.PAGE, 3]
    assert [r for part in seen for r in part] == [q.reference for q in reversed(made)]


def test_exactly_one_page_has_no_next(client: PageClient, session: Session) -> None:
    make_public(session, reading.PAGE)

    assert onward(client.get(LIST)) == []


def test_a_filter_narrows_the_list_stays_chosen_and_goes_along(client: PageClient, session: Session) -> None:
    city = the_city()
    here, there, theme = city.districts[0].key, city.districts[1].key, city.themes[0].key
    make_public(session, reading.PAGE + 1, place=here, themes=(theme,))
    make_public(session, 2, place=there)

    page = client.get(f"{LIST}?wijk={here}&thema={theme}")
    following = onward(page)[0]
    rest = client.get(following)

    assert len(references(page)) == reading.PAGE
    assert len(references(rest)) == 1
    assert f"wijk={here}" in following
    assert f"thema={theme}" in following
    chosen = [o.get("value") for o in page.options("wijk") if o.get("selected") is not None]
    assert chosen == [here]
    assert len(references(client.get(f"{LIST}?wijk={there}"))) == 2


def test_a_filter_without_a_fit_says_so(client: PageClient, session: Session) -> None:
    city = the_city()
    make_public(session, place=city.districts[0].key)

    page = client.get(f"/en{LIST}?wijk={city.districts[1].key}")

    assert "No question fits this filter yet" in page.words()


SOME_ID = b"0" * 32  # the same in every process, or a test would have another name in each


def _word(text: bytes) -> str:
    return urlsafe_b64encode(text).decode()


NONSENSE = [
    "wijk=atlantis",
    "wijk=%00",
    "wijk=%ff%fe",
    "wijk[]=a&wijk[]=b",
    "wijk=a&wijk=b",
    "wijk=' OR 1=1 --",
    "thema=<script>alert(1)</script>",
    "thema[$ne]=x",
    "wijk=" + "x" * 100_000,
    "na=",
    "na=!!!",
    "na=%00",
    "na=é",
    "na=" + "A" * 100_000,
    "na=" + _word(b"not a date|not an id"),
    "na=" + _word(b"2026-01-01T00:00:00|x"),
    "na=" + _word(b"0001-01-01T00:00:00+23:59|" + SOME_ID),
    "na=" + _word(b"9999-12-31T23:59:59-23:59|" + SOME_ID),
    "na=" + _word(b"0001-01-01T00:00:00|" + SOME_ID),
    "na=" + _word(b"2026-01-01|" + SOME_ID),
    "na=" + _word(b"\xff\xfe|\x00"),
    "na[]=x&na=y",
    "page=-1&limit=9223372036854775808&sort=raw_text",
    "%00=%00",
    "&&&==&",
]


@pytest.mark.parametrize("query", NONSENSE)
def test_no_parameter_breaks_the_list(client: PageClient, session: Session, query: str) -> None:
    make_public(session)

    page = client.get(f"{LIST}?{query}")

    assert "<script>alert" not in page.text


def test_the_list_takes_as_many_statements_for_fifty_as_for_one(client: PageClient, session: Session) -> None:
    counts = []
    for many in (1, 49):
        make_public(session, many, themes=(the_city().themes[0].key,))
        with selects() as seen:
            client.get(LIST)
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 3


def test_the_home_page_takes_few_statements_too(client: PageClient, session: Session) -> None:
    make_public(session, 6)

    with selects() as seen:
        client.get("/")

    assert len(seen) <= 3


@pytest.mark.parametrize("many", [1, 50])
def test_a_question_takes_few_statements_however_much_happened(
    client: PageClient, session: Session, coordinator: Actor, many: int
) -> None:
    question = make_public(session)[0]
    for _ in range(many):
        make_follower(session, question)
        handling.add_note(session, question, "notitie", actor=coordinator)
    session.commit()

    with selects() as seen:
        client.get(f"{LIST}/{question.reference}")

    assert len(seen) <= 8


# ---- one question ----


def test_a_question_shows_what_was_agreed_and_its_path(client: PageClient, session: Session) -> None:
    question = make_public(session)[0]

    page = client.get(f"/en{LIST}/{question.reference}")

    assert page.heading() == WRITTEN.title_en
    for said in (WRITTEN.research_question_en, WRITTEN.summary_en, "Matched", question.reference):
        assert said in page.words()


def test_nothing_but_what_was_agreed_ever_becomes_public(
    client: PageClient, session: Session, coordinator: Actor
) -> None:
    question = make_question(
        session, "ask_more", text=f"{CANARY} ruwe tekst", name=f"{CANARY} naam", mail=f"{CANARY}@example.org"
    )
    handling.add_note(session, question, f"{CANARY} notitie", actor=coordinator)
    handling.reply(session, question, f"{CANARY} antwoord", actor=asker(question), city=the_city())
    boxes = {box: f"{CANARY} {box}" for box in ("worry", "difference", "known", "feasible")}
    clinic.save_version(session, question, replace(WRITTEN, title_nl=f"{CANARY} oude versie"), actor=coordinator)
    clinic.save_version(session, question, replace(WRITTEN, **boxes), actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city(), remark=f"{CANARY} opmerking")
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=2)
    handling.publish(session, question, actor=coordinator, city=the_city())
    make_follower(session, question, name=f"{CANARY} volger")
    session.commit()

    for prefix in ("", "/en"):
        for path in ("/", LIST, f"{LIST}/{question.reference}", "/robots.txt", "/zo-werkt-het"):
            answer = client.raw.get(prefix + path, base_url=client.base_url)
            assert CANARY.lower() not in answer.text.lower(), prefix + path


@pytest.mark.parametrize("is_public", [True, False])
def test_a_name_stands_there_only_by_the_askers_own_tick(client: PageClient, session: Session, is_public: bool) -> None:
    question = make_public(session, name="Mevrouw De Graaf", name_public=is_public)[0]

    words = client.get(f"{LIST}/{question.reference}").words()

    assert ("Mevrouw De Graaf" in words) is is_public


def test_a_tick_without_a_name_shows_none(client: PageClient, session: Session) -> None:
    question = make_public(session, name="", name_public=True)[0]

    assert "Asked by" not in client.get(f"/en{LIST}/{question.reference}").words()


def test_no_name_of_the_asker_when_an_organisation_asks_it_on(client: PageClient, session: Session, app: Flask) -> None:
    question = make_question(session, "put_before", name="Mevrouw De Graaf", name_public=True)
    let_pass(app, session, clock.now(session) + timedelta(days=30))
    session.refresh(question)
    who = actor(make_user(session, Role.COORDINATOR))
    clinic.adopt(session, question, organisation="Buurthuis", reason="Het leeft.", actor=who, city=the_city())
    handling.publish(session, question, actor=who, city=the_city())
    session.commit()

    words = client.get(f"/en{LIST}/{question.reference}").words()

    assert "Mevrouw De Graaf" not in words
    assert "Asked on by Buurthuis" in words
    assert "Het leeft." not in words


def test_markup_in_the_agreed_text_is_text(client: PageClient, session: Session, coordinator: Actor) -> None:
    script = "<script>alert('kanarie')</script> {{ 7*7 }}"
    question = make_question(session, "take", name=script, name_public=True)
    text = clinic.ClinicText(**dict.fromkeys(clinic.ClinicText.__dataclass_fields__, script))
    clinic.save_version(session, question, text, actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)
    handling.publish(session, question, actor=coordinator, city=the_city())
    session.commit()

    for path in ("/", LIST, f"{LIST}/{question.reference}"):
        page = client.get(path)
        assert "<script>alert" not in page.text
        assert "alert('kanarie')" in page.words()
        assert "{{ 7*7 }}" in page.words()


def test_unknown_and_hidden_are_the_same_page_to_the_byte(client: PageClient, session: Session) -> None:
    hidden = [make_question(session, until) for until in ("submit", "confirm", "take", "put_before", "agree")]
    session.commit()
    paths = [f"{LIST}/{q.reference}" for q in hidden]
    paths += [f"{LIST}/LMDS-1999-001", f"{LIST}/x", f"{LIST}/{'x' * 1000}", "/nergens", "/vragen/../x"]

    answers = [client.raw.get(path, base_url=client.base_url) for path in paths]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_the_same_holds_for_who_is_signed_in_without_the_role(client: PageClient, session: Session) -> None:
    hidden = make_question(session, "take")
    sign_in(client, session, Role.LECTURER)

    answers = [
        client.raw.get(f"{LIST}/{reference}", base_url=client.base_url)
        for reference in (hidden.reference, "LMDS-1999-001")
    ]

    assert answers[0].status_code == 404
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("way", ["unpublish", "withdraw"])
def test_what_was_taken_off_says_so_with_410_and_nothing_of_it(
    client: PageClient, session: Session, coordinator: Actor, way: str
) -> None:
    question = make_public(session)[0]
    if way == "unpublish":
        handling.unpublish(session, question, f"{CANARY} privacy", actor=coordinator, city=the_city())
    else:
        handling.withdraw(session, question, f"{CANARY} verhuisd", actor=asker(question), city=the_city())
    session.commit()

    page = client.get(f"{LIST}/{question.reference}", status=410)

    assert CANARY not in page.text
    assert WRITTEN.title_nl not in page.text
    assert references(client.get(LIST)) == []


@pytest.mark.parametrize(
    "path", ["/vragen/%00", "/vragen/%ff", "/vragen/%2e%2e%2f", "/vragen/a/b", "/vragen/%F0%9F%98%80"]
)
def test_a_strange_address_is_a_page_and_no_failure(client: PageClient, session: Session, path: str) -> None:
    answer = client.raw.get(path, base_url=client.base_url)

    assert answer.status_code in {400, 404}
    assert answer.mimetype == "text/html"


def test_a_theme_that_left_the_city_file_takes_no_page_down(client: PageClient, session: Session) -> None:
    question = make_public(session, themes=(the_city().themes[0].key,))[0]
    question.themes[0].theme = "afgeschaft"
    session.commit()

    assert client.get(LIST).response.status_code == 200
    assert client.get(f"{LIST}/{question.reference}").response.status_code == 200
