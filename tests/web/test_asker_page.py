"""The page of somebody who asked: whose turn it is in every state, each act once, and never a lost word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.models import Event, EventNote, Outbox, Question, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import clinic, handling
from leren_app.web.visits import SALT
from tests.asker import open_own_page, own_page
from tests.client import Page, PageClient
from tests.database import fresh
from tests.later import let_pass
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.post import promised
from tests.signing_in import press

SCRIPT = "<script>alert('kanarie')</script>"


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR, name="KANARIE medewerker"))


# ---- whose turn it is ----


TURN = {
    "confirm": ("It is our turn", "You hear from us by"),
    "take": ("It is our turn", "You hear from us by"),
    "ask_more": ("It is your turn now", "Om wie gaat het?"),
    "put_before": ("It is your turn now", WRITTEN.research_question_en),
    "agree": ("It is our turn", "You said yes"),
    "publish": ("Your question is on the website", "See how others see it"),
}


@pytest.mark.parametrize("until", TURN)
def test_the_page_says_whose_turn_it_is(client: PageClient, session: Session, until: str) -> None:
    question = make_question(session, until)

    words = open_own_page(client, session, question, "/en").words()

    for said in TURN[until]:
        assert said in words
    assert "Veel ouderen in de Mors zijn eenzaam" in words  # their own words, among the messages
    assert question.reference in words


@pytest.mark.parametrize("ending", ["refer", "refuse", "withdraw", "unpublish", "reopen"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_shows_how_it_ended_and_with_which_words(
    client: PageClient, session: Session, coordinator: Actor, ending: str, prefix: str
) -> None:
    question = make_question(session, "publish" if ending == "unpublish" else "take")
    who = {"actor": coordinator, "city": the_city()}
    if ending in {"refer", "refuse"}:
        reason = "report" if ending == "refer" else "harmful"
        getattr(handling, ending)(
            session, question, reason=reason, text="Bel 14 071 hiervoor.", link="https://example.org/x", **who
        )
    elif ending == "unpublish":
        handling.unpublish(session, question, "Er stond een naam in.", **who)
    else:
        handling.withdraw(session, question, "Verhuisd.", **who)
        if ending == "reopen":
            handling.reopen(session, question, "Toch van belang.", **who)

    page = open_own_page(client, session, question, prefix)

    if ending in {"refer", "refuse"}:
        assert page.words().count("Bel 14 071 hiervoor.") == 2  # as the answer, and among the messages
        assert "https://example.org/x" in page.links()
    else:
        said = {"unpublish": "Er stond een naam in.", "withdraw": "Verhuisd.", "reopen": "Toch van belang."}[ending]
        assert said in page.words()


@pytest.mark.parametrize("state", ["answered", "closed", "lapsed", "unconfirmed"])
def test_states_that_come_later_or_should_not_occur_have_a_page_too(
    client: PageClient, session: Session, state: str
) -> None:
    question = make_question(session, "publish")
    question.state = QuestionState(state)
    session.flush()

    assert open_own_page(client, session, question).response.status_code == 200
    assert client.get(own_page(question, "/en")).response.status_code == 200


def test_a_withdrawn_question_promises_nothing_more(client: PageClient, session: Session) -> None:
    question = make_question(session, "confirm")
    handling.withdraw(session, question, "", actor=asker(question), city=the_city())

    words = open_own_page(client, session, question, "/en").words()

    assert "You will hear from us by" not in words
    assert "Six months later" not in words


def test_the_path_names_each_bridge_and_the_day_it_was_reached(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")

    words = open_own_page(client, session, question, "/en").words()

    assert all(bridge in words for bridge in ("Asked", "Discussed", "Sharpened", "Matched", "Looked back"))
    assert "Your question is here now" in words


def test_the_messages_stand_in_order_with_who_said_what(client: PageClient, session: Session) -> None:
    question = make_question(session, "ask_more")
    handling.reply(session, question, "Voor onze flat.", actor=asker(question), city=the_city())

    words = open_own_page(client, session, question).words()

    places = [words.index(said) for said in ("Veel ouderen in de Mors", "Om wie gaat het?", "Voor onze flat.")]
    assert places == sorted(places)


def test_nothing_internal_ever_stands_on_the_page(client: PageClient, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")
    handling.add_note(session, question, "KANARIE notitie", actor=coordinator)
    handling.assign(session, question, make_user(session, Role.COORDINATOR), actor=coordinator, note="KANARIE")
    draft = replace(WRITTEN, title_nl="KANARIE kladje", title_en="KANARIE draft", worry="KANARIE zorg")
    clinic.save_version(session, question, draft, actor=coordinator)

    for prefix in ("", "/en"):
        assert "KANARIE" not in open_own_page(client, session, question, prefix).text


def test_another_question_never_shines_through(client: PageClient, session: Session) -> None:
    make_question(session, "ask_more", text="KANARIE van een ander", name="KANARIE", mail="kanarie@example.org")
    mine = make_question(session, "ask_more")

    assert "kanarie" not in open_own_page(client, session, mine).text.lower()


# ---- each act, once ----

Prepare = Callable[[Session, Question, Actor], object]
ACTS: dict[str, tuple[str, str, dict[str, str], QuestionState]] = {
    "reply": ("ask_more", "/antwoord", {"text": "Voor onze flat."}, QuestionState.INTAKE),
    "agree": ("put_before", "/ja", {}, QuestionState.AGREED),
    "change": ("put_before", "/nee", {"text": "Het gaat om jongeren."}, QuestionState.INTAKE),
    "withdraw": ("take", "/intrekken", {"text": "Verhuisd."}, QuestionState.WITHDRAWN),
}


def form_page(client: PageClient, session: Session, question: Question, name: str, prefix: str = "") -> Page:
    page = open_own_page(client, session, question, prefix)
    return client.get(own_page(question, prefix) + "/intrekken") if name == "withdraw" else page


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_act_by_its_form_moves_the_question_and_says_thanks(
    client: PageClient, session: Session, name: str, prefix: str
) -> None:
    until, action, words, state = ACTS[name]
    question = make_question(session, until)

    sent = press(client, form_page(client, session, question, name, prefix), action, **words)
    page = client.follow(sent)

    assert page.path == own_page(question, prefix)
    assert fresh(session, question).state is state
    assert 'role="status"' in page.text
    last = session.scalars(select(Event).where(Event.subject_id == question.id).order_by(Event.at.desc())).first()
    assert last is not None
    assert (last.step, last.role, last.contact_id) == (name, Role.ASKER, question.asker_id)
    assert [note.text for note in last.notes] == list(words.values())


@pytest.mark.parametrize("name", ACTS)
def test_pressing_twice_gives_the_same_thanks_and_happens_once(client: PageClient, session: Session, name: str) -> None:
    until, action, words, state = ACTS[name]
    question = make_question(session, until)
    page = form_page(client, session, question, name)

    for _ in range(2):
        press(client, page, action, **words)

    assert fresh(session, question).state is state
    assert session.scalar(select(func.count(Event.id)).where(Event.step == name)) == 1


@pytest.mark.parametrize("name", ["reply", "change", "withdraw"])
def test_an_act_that_came_too_late_says_so_and_keeps_every_word(
    client: PageClient, session: Session, coordinator: Actor, name: str
) -> None:
    until, action, _, _ = ACTS[name]
    question = make_question(session, until)
    page = form_page(client, session, question, name)
    handling.refer(
        session, question, reason="report", text="Bel 14 071.", link=None, actor=coordinator, city=the_city()
    )
    session.commit()

    late = press(client, page, action, status=409, text="Mijn lange verhaal, dat ik niet kwijt wil.")

    assert late.title().startswith("Fout: ")
    assert "Mijn lange verhaal, dat ik niet kwijt wil." in late.words()
    assert fresh(session, question).state is QuestionState.REFERRED
    assert not session.scalars(select(EventNote).where(EventNote.text.contains("lange verhaal"))).all()


def test_a_yes_that_came_too_late_says_so(client: PageClient, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")
    page = open_own_page(client, session, question)
    handling.withdraw(session, question, "", actor=coordinator, city=the_city())
    session.commit()

    assert press(client, page, "/ja", status=409).title().startswith("Fout: ")


def put_again(session: Session, question: Question, who: Actor) -> None:
    clock.move(session, timedelta(minutes=5))
    clinic.save_version(session, question, replace(WRITTEN, title_nl="De tweede titel"), actor=who)
    clinic.put_before(session, question, actor=who, city=the_city())
    session.commit()


def test_a_yes_to_an_older_text_shows_the_new_one_and_the_next_yes_counts(
    client: PageClient, session: Session, coordinator: Actor
) -> None:
    question = make_question(session, "put_before")
    page = open_own_page(client, session, question)
    put_again(session, question, coordinator)

    shown = press(client, page, "/ja", status=409)
    assert "De tweede titel" in shown.words()
    assert fresh(session, question).agreed_version is None
    press(client, shown, "/ja")

    assert fresh(session, question).agreed_version == 2


def test_a_no_to_an_older_text_keeps_its_words_and_can_be_sent_again(
    client: PageClient, session: Session, coordinator: Actor
) -> None:
    question = make_question(session, "put_before")
    page = open_own_page(client, session, question)
    put_again(session, question, coordinator)

    shown = press(client, page, "/nee", status=409, text="Het gaat om jongeren.")
    assert shown.form("/nee")[1]["text"] == "Het gaat om jongeren."
    press(client, shown, "/nee")

    assert fresh(session, question).state is QuestionState.INTAKE


def test_a_reminder_between_opening_and_answering_is_no_trouble(
    client: PageClient, session: Session, app: Flask
) -> None:
    question = make_question(session, "ask_more")
    page = open_own_page(client, session, question)
    let_pass(app, session, clock.now(session) + timedelta(days=12))
    assert fresh(session, question).reminders > 0

    press(client, page, "/antwoord", text="Voor onze flat.")

    assert fresh(session, question).state is QuestionState.INTAKE


def test_a_forged_version_is_stale_and_no_failure(client: PageClient, session: Session) -> None:
    question = make_question(session, "put_before")
    page = open_own_page(client, session, question)

    for forged in ("", "x", "-1", "0", "99999999999999999999", "²", "1 OR 1=1", "\0"):
        press(client, page, "/ja", status=409, seen_n=forged)
        press(client, page, "/nee", status=409, asked_at=forged, text="Nee, zo niet.")
    for forged in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        press(client, page, "/nee", status=409, asked_at=forged, text="Nee, zo niet.")

    assert fresh(session, question).state is QuestionState.ARTICULATED


@pytest.mark.parametrize("name", ["reply", "change"])
@pytest.mark.parametrize("words", ["", "  \n", "x" * 5001, "met nul\0 erin", SCRIPT * 200])
def test_empty_long_or_strange_words_come_back_to_be_mended(
    client: PageClient, session: Session, name: str, words: str
) -> None:
    until, action, _, _ = ACTS[name]
    question = make_question(session, until)
    page = open_own_page(client, session, question)

    back = press(client, page, action, status=422, text=words)

    assert back.title().startswith("Fout: ")
    assert 'id="errors"' in back.text
    assert "<script>alert" not in back.text
    assert back.form(action)[1]["text"] == words.replace("\0", "").strip()
    state_before = QuestionState.WAITING if name == "reply" else QuestionState.ARTICULATED
    assert fresh(session, question).state is state_before


def test_withdrawing_asks_first_and_says_what_it_means(client: PageClient, session: Session) -> None:
    question = make_question(session, "take")
    page = open_own_page(client, session, question)

    sure = client.get(next(link for link in page.links() if link.endswith("/intrekken")))
    too_long = press(client, sure, "/intrekken", status=422, text="x" * 1001)

    assert too_long.form("/intrekken")[1]["text"] == "x" * 1001
    assert fresh(session, question).state is QuestionState.INTAKE


def test_markup_in_everything_the_asker_sees_is_text(client: PageClient, session: Session, coordinator: Actor) -> None:
    question = make_question(session, "take", text=SCRIPT, name=SCRIPT)
    handling.ask_more(session, question, SCRIPT, actor=coordinator, city=the_city())
    handling.reply(session, question, SCRIPT, actor=asker(question), city=the_city())
    clinic.save_version(
        session,
        question,
        clinic.ClinicText(**dict.fromkeys(clinic.ClinicText.__dataclass_fields__, SCRIPT)),
        actor=coordinator,
    )
    clinic.put_before(session, question, actor=coordinator, city=the_city(), remark=SCRIPT)

    page = open_own_page(client, session, question)

    assert "<script>alert" not in page.text
    assert page.words().count("alert('kanarie')") >= 6


# ---- whose page it is ----


@pytest.mark.parametrize("action", ["", "/antwoord", "/ja", "/nee", "/intrekken"])
def test_the_link_of_one_question_opens_no_other(client: PageClient, session: Session, action: str) -> None:
    mine, other = make_question(session, "put_before"), make_question(session, "put_before")
    open_own_page(client, session, mine)
    cookie = client.raw.get_cookie("visit", path=own_page(mine), domain="127.0.0.1")
    assert cookie is not None
    client.raw.set_cookie("visit", cookie.value, path="/", domain="127.0.0.1")  # as somebody who edits cookies

    for reference in (other.reference, "LMDS-1999-001"):
        path = f"/mijn-vraag/{reference}{action}"
        if action in {"", "/intrekken"}:
            client.get(path, status=404)
        if action:
            client.post(path, {"text": "Ik doe maar wat.", "seen_n": "1"}, status=404)

    assert fresh(session, other).state is QuestionState.ARTICULATED


def test_a_visit_that_names_another_question_than_its_link_opens_nothing(client: PageClient, session: Session) -> None:
    mine, other = make_question(session, "put_before"), make_question(session, "put_before")
    token = tokens.issue_row(session, TokenPurpose.ASKER_PAGE, contact=mine.asker, question=mine)
    session.commit()
    signer = URLSafeTimedSerializer(str(client.app.secret_key), salt=SALT)
    client.raw.set_cookie("visit", signer.dumps([token.id.hex, own_page(other)]), path="/", domain="127.0.0.1")

    client.get(own_page(other), status=404)
    client.post(own_page(other) + "/ja", {"seen_n": "1"}, status=404)

    assert fresh(session, other).state is QuestionState.ARTICULATED


@pytest.mark.parametrize("action", ["/antwoord", "/ja", "/nee", "/intrekken"])
def test_without_a_link_nothing_can_be_done(client: PageClient, session: Session, action: str) -> None:
    question = make_question(session, "put_before")
    session.commit()

    client.post(own_page(question) + action, {"text": "Ik doe maar wat.", "seen_n": "1"}, status=404)
    client.get(own_page(question), status=404)

    assert fresh(session, question).state is QuestionState.ARTICULATED


def test_reading_changes_nothing(client: PageClient, session: Session) -> None:
    question = make_question(session, "put_before")
    open_own_page(client, session, question)
    before = session.scalar(select(func.count(Event.id))), session.scalar(select(func.count(Outbox.id)))

    for action in ("", "/antwoord", "/ja", "/nee", "/intrekken"):
        client.raw.get(own_page(question) + action, base_url=client.base_url)

    session.rollback()
    assert (session.scalar(select(func.count(Event.id))), session.scalar(select(func.count(Outbox.id)))) == before


def test_the_language_link_keeps_the_page_and_the_right_to_see_it(client: PageClient, session: Session) -> None:
    question = make_question(session, "take")

    dutch = open_own_page(client, session, question)
    english = client.get(own_page(question, "/en"))

    assert own_page(question, "/en") in dutch.links()
    assert own_page(question) in english.links()


# ---- a new link ----


def test_who_lost_the_link_gets_a_new_one_and_the_page_never_tells_whether(
    client: PageClient, session: Session
) -> None:
    question = make_question(session, "take")
    other = make_question(session, "take")
    session.commit()
    form = client.get("/mijn-vraag/nieuwe-link")

    pages = [
        press(client, form, "nieuwe-link", status=200, reference=reference, mail=mail)
        for reference, mail in (
            (question.reference, str(question.asker.mail)),
            (question.reference, str(other.asker.mail)),
            ("LMDS-1999-001", "nobody@example.org"),
        )
    ]

    assert len({page.text for page in pages}) == 1
    session.rollback()
    sent = [mail for topic, mail in promised(session) if topic == "question/new_link"]
    assert sorted(sent) == sorted([question.asker.mail, "nobody", "nobody"])


@pytest.mark.parametrize(
    ("reference", "mail"),
    [("", "a@example.org"), ("x" * 161, "a@example.org"), ("LMDS", ""), ("\0", "no"), (SCRIPT, SCRIPT)],
)
def test_a_wrong_form_for_a_new_link_comes_back(client: PageClient, reference: str, mail: str) -> None:
    form = client.get("/en/mijn-vraag/nieuwe-link")

    page = press(client, form, "nieuwe-link", status=422, reference=reference, mail=mail)

    assert "%(" not in page.words()
    assert "<script>alert" not in page.text
    assert page.title().startswith("Error: ")


def test_the_sixth_request_for_a_link_in_a_minute_is_stopped_kindly(client: PageClient) -> None:
    form = client.get("/mijn-vraag/nieuwe-link")

    answers = [
        client.raw.post(
            "/mijn-vraag/nieuwe-link",
            data={**form.form("nieuwe-link")[1], "reference": f"LMDS-1999-{n:03d}", "mail": f"n{n}@example.org"},
            base_url=client.base_url,
        ).status_code
        for n in range(6)
    ]

    assert answers == [200] * 5 + [429]
