"""The host's pages: a question written down and read no more, a card, calls, two steps for somebody else."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.days import spoken
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.models import Channel, Event, Question, Task, TokenPurpose, User
from leren_app.services import tokens
from leren_app.services.questions import clinic, handling
from leren_app.web.here import today
from tests.client import H, Page, PageClient
from tests.database import fresh
from tests.intake import count_statements
from tests.makers import WRITTEN, actor, make_question, make_user, the_city
from tests.signing_in import press, sign_in

NEW, DESK = "/werk/balie/nieuw", "/werk/balie"
RAW = "KANARIE woorden: in onze straat durft niemand meer naar buiten."
FORM: dict[str, Any] = {
    "text": RAW,
    "place": "morsdistrict",
    "themes": ["health"],
    "asks_as": "resident",
    "name": "KANARIE naam",
    "channel": "phone",
    "phone": "06 98765432",
    "language": "nl",
    "is_adult": "y",
    "consent": "y",
}
SECRETS = ("KANARIE", "98765432", "Kanariestraat")
ASKED = "Om welke straat gaat het?"


@pytest.fixture
def host(client: PageClient, session: Session) -> User:
    return sign_in(client, session, Role.HOST)


def record(client: PageClient, session: Session, prefix: str = "", **changes: Any) -> Question:
    """Fill in and send the form; gives the question, which the browser looks at by then."""
    _, values = client.get(prefix + NEW).form(NEW)
    client.follow(client.post(prefix + NEW, {**values, **FORM, **changes}))
    session.rollback()
    return session.scalars(select(Question).order_by(Question.submitted_at.desc())).first() or pytest.fail("none")


def own(question: Question, prefix: str = "") -> str:
    return f"{prefix}{DESK}/{question.reference}"


def print_card(client: PageClient, question: Question, prefix: str = "", form_key: str = "") -> tuple[str, str]:
    """Press the button, of a new page or of the one with this key; gives the text of the PDF and the code on it."""
    path = own(question, prefix) + "/kaart"
    headers = {"Referer": client.base_url + path}
    data = {"csrf_token": client.csrf_token(), "form_key": form_key}
    answer = client.raw.post(path, data=data, base_url=client.base_url, headers=headers)  # no page: its bytes are a PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    code = re.search(r"\b[A-Z0-9]{5}-[A-Z0-9]{5}\b", text)
    assert code, text
    return text, code.group()


def waiting(client: PageClient, session: Session, app: Flask) -> Question:
    """A question of this host that a coordinator asked something about, with the call that belongs to it."""
    question = record(client, session)
    coordinator = actor(make_user(session, Role.COORDINATOR))
    handling.take(session, question, actor=coordinator, city=the_city())
    handling.ask_more(session, question, ASKED, actor=coordinator, city=the_city())
    session.commit()
    app.extensions["leren.run_due"]()
    session.rollback()
    return question


def before_asker(client: PageClient, session: Session) -> Question:
    question = record(client, session)
    coordinator = actor(make_user(session, Role.COORDINATOR))
    handling.take(session, question, actor=coordinator, city=the_city())
    clinic.save_version(session, question, WRITTEN, actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    session.commit()
    return question


def test_pressing_print_twice_gives_the_same_card_and_another_page_another_one(
    client: PageClient, session: Session
) -> None:
    sign_in(client, session, Role.HOST)
    question = record(client, session)
    keys = [key_of_button(client.get(own(question))) for _ in range(2)]

    first, again, other = (print_card(client, question, form_key=key)[1] for key in (keys[0], keys[0], keys[1]))

    assert first == again != other


def key_of_button(page: Page) -> str:
    """What the button that prints says about its page."""
    button = next(each for each in page.tree.iter(H + "button") if each.get("name") == "form_key")
    return str(button.get("value"))


# ---- who may come here ----


def pages_of(question: Question) -> list[str]:
    return [DESK, NEW, own(question)]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.LECTURER, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_but_hosts_and_coordinators_finds_the_desk(client: PageClient, session: Session, role: Role) -> None:
    question = make_question(session, "confirm")
    question.recorded_by_id = make_user(session, Role.HOST).id
    sign_in(client, session, role)

    for page in pages_of(question):
        client.get(page, status=404)
    for action in ("/kaart", "/antwoord", "/ja"):
        client.post(own(question) + action, {"text": "x"}, status=404)
    client.post(NEW, FORM, status=404)
    assert session.scalar(select(func.count(Question.id))) == 1


def test_a_visitor_signs_in_first(client: PageClient) -> None:
    for page in (DESK, NEW, DESK + "/LMDS-2026-001"):
        assert client.get(page, status=303).response.headers["Location"] == "/inloggen"


@pytest.mark.usefixtures("host")
def test_a_host_reaches_no_page_of_the_intake(client: PageClient, session: Session, app: Flask) -> None:
    question = record(client, session)

    for path in ("", "/spreekuur", "/geschiedenis", "/stap/take", "/stap/ask_more", "/stap/publish"):
        assert client.raw.get(f"/werk/vragen/{question.reference}{path}", base_url=client.base_url).status_code == 404
    for page in ("/werk/rij", "/werk/vraagstukken", "/werk/vastgelopen"):
        assert client.raw.get(page, base_url=client.base_url).status_code == 404
    intake = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("intake.")]
    assert len(intake) > 5
    for rule in intake:
        with app.test_request_context():
            path = rule.rule.replace("<reference>", question.reference).replace("<name>", "take")
        method = client.raw.post if rule.methods and "GET" not in rule.methods else client.raw.get
        data = {"csrf_token": client.csrf_token()} if method == client.raw.post else None
        answer = method(path, base_url=client.base_url, data=data, headers={"Referer": client.base_url + path})
        assert answer.status_code == 404, path


@pytest.mark.usefixtures("host")
def test_a_host_sees_no_question_that_came_by_the_website(client: PageClient, session: Session) -> None:
    question = make_question(session, "ask_more")
    session.commit()

    client.get(own(question), status=404)
    for action in ("/kaart", "/antwoord", "/ja"):
        client.post(own(question) + action, {"text": "Ik doe maar wat."}, status=404)

    assert fresh(session, question).state is QuestionState.WAITING


def test_the_day_of_a_host_begins_at_the_desk_and_that_of_a_coordinator_in_the_queue(
    client: PageClient, session: Session
) -> None:
    sign_in(client, session, Role.COORDINATOR)
    question = record(client, session)

    assert client.get(own(question)).heading()
    assert DESK in client.get("/werk/rij").links()


# ---- writing down ----


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_desk_is_never_empty_of_a_next_step(client: PageClient, prefix: str) -> None:
    page = client.get(prefix + DESK)

    assert prefix + NEW in page.links()
    assert ("You have not written anything down yet" if prefix else "U hebt nog niets opgeschreven") in page.words()


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_question_is_written_down_and_stands_on_the_desk_by_its_number(
    client: PageClient, session: Session, prefix: str
) -> None:
    question = record(client, session, prefix)

    assert (question.raw_text, question.asker.name, question.asker.phone) == (RAW, "KANARIE naam", "06 98765432")
    assert question.state is QuestionState.RECEIVED
    assert own(question, prefix) in client.get(prefix + DESK).links()


@pytest.mark.usefixtures("host")
def test_what_was_written_down_stands_on_no_page_of_the_host_again(
    client: PageClient, session: Session, app: Flask
) -> None:
    letter = {"channel": "letter", "phone": "", "address": "Kanariestraat 12, 2311 AA Dorp", "form_key": "b" * 32}
    questions = [waiting(client, session, app), record(client, session, **letter), before_asker(client, session)]

    for question in questions:
        for prefix in ("", "/en"):
            seen = [client.get(path) for path in (prefix + DESK, prefix + NEW, own(question, prefix))]
            seen.append(client.post(own(question) + "/antwoord", {"text": ""}, status=422))
            text, _ = print_card(client, question, prefix)
            said = " ".join([*(page.text for page in seen), text])
            assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "kort"}, "text"),
        ({"place": "atlantis"}, "place"),
        ({"channel": "pigeon"}, "channel-0"),
        ({"phone": "geen idee"}, "phone"),
        ({"channel": "letter", "address": ""}, "address"),
        ({"channel": "mail", "mail": "x@"}, "mail"),
        ({"is_adult": None}, "is_adult"),
        ({"consent": None}, "consent"),
    ],
)
def test_what_is_missing_comes_back_with_everything_that_was_typed(
    client: PageClient, session: Session, changes: dict[str, Any], field: str
) -> None:
    sent = {name: value for name, value in {**FORM, **changes}.items() if value is not None}

    page = client.post(NEW, sent, status=422)

    assert page.title().startswith("Fout: ")
    assert f"#{field}" in page.links()
    assert page.form(NEW)[1]["name"] == "KANARIE naam"
    assert session.scalar(select(func.count(Question.id))) == 0


@pytest.mark.usefixtures("host")
def test_only_the_chosen_way_to_reach_somebody_is_kept(client: PageClient, session: Session) -> None:
    question = record(client, session, address="Kanariestraat 12, 2311 AA Dorp", mail="kanarie@example.org")

    assert (question.asker.channel, question.asker.address, question.asker.mail) == (Channel.PHONE, None, None)


@pytest.mark.usefixtures("host")
def test_the_save_button_pressed_twice_writes_one_question_down(client: PageClient, session: Session) -> None:
    _, values = client.get(NEW).form(NEW)
    both = [client.post(NEW, {**values, **FORM}).response.headers["Location"] for _ in range(2)]

    assert both[0] == both[1]
    assert session.scalar(select(func.count(Question.id))) == 1


@pytest.mark.usefixtures("host")
def test_a_busy_desk_meets_no_limit(client: PageClient, session: Session) -> None:
    for n in range(8):
        record(client, session, form_key=f"{n:032x}")

    assert session.scalar(select(func.count(Question.id))) == 8


# ---- the card ----


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_card_holds_number_and_code_in_the_askers_language(
    client: PageClient, session: Session, prefix: str
) -> None:
    question = record(client, session, language="en" if prefix else "nl")

    text, _ = print_card(client, question)

    assert question.reference in text
    assert ("Your question" if prefix else "Uw vraag") in text
    assert f"{prefix}/mijn-vraag/kaart" in text


@pytest.mark.usefixtures("host")
def test_a_new_card_ends_the_old_one(client: PageClient, session: Session, app: Flask) -> None:
    question = record(client, session)
    (_, old), (_, new) = (print_card(client, question) for _ in range(2))

    for code, status in ((old, 422), (new, 303)):
        PageClient(app).post("/mijn-vraag/kaart", {"reference": question.reference, "code": code}, status=status)
    assert old != new


@pytest.mark.usefixtures("host")
def test_looking_at_the_page_makes_no_card(client: PageClient, session: Session) -> None:
    question = record(client, session)

    for _ in range(2):
        client.get(own(question))
    assert client.raw.get(own(question) + "/kaart", base_url=client.base_url).status_code in {404, 405}

    assert "Druk de kaart af" in client.get(own(question)).words()
    print_card(client, question)
    assert "Kaart kwijt?" in client.get(own(question)).words()


# ---- what a host may do ----


@pytest.mark.usefixtures("host")
def test_a_host_hears_the_answer_writes_it_down_and_the_call_is_done(
    client: PageClient, session: Session, app: Flask
) -> None:
    question = waiting(client, session, app)
    page = client.get(own(question))
    assert ASKED in page.words()

    for _ in range(2):  # pressed twice
        client.follow(press(client, page, "/antwoord", text="KANARIE de hele straat"))

    assert fresh(session, question).state is QuestionState.INTAKE
    assert session.scalar(select(func.count(Event.id)).where(Event.step == "reply")) == 1
    assert [task.done_at is not None for task in session.scalars(select(Task))] == [True]
    page = client.get(own(question))
    assert "KANARIE" not in page.text
    assert question.hear_by is not None
    assert spoken(question.hear_by, today()).nl in page.words()  # the new day, as on the asker's own page


@pytest.mark.usefixtures("host")
def test_a_host_reads_the_text_aloud_and_records_the_yes(client: PageClient, session: Session) -> None:
    question = before_asker(client, session)
    page = client.get(own(question))
    assert WRITTEN.research_question_nl in page.words()
    assert WRITTEN.worry not in page.words()

    client.follow(press(client, page, "/ja", how="phone", who="KANARIE tegen mij"))

    assert fresh(session, question).state is QuestionState.AGREED
    assert "KANARIE" not in client.get(own(question)).text


@pytest.mark.usefixtures("host")
def test_a_yes_without_how_or_who_comes_back(client: PageClient, session: Session) -> None:
    question = before_asker(client, session)

    page = press(client, client.get(own(question)), "/ja", status=422)

    assert {"#how-0", "#who"} <= set(page.links())
    assert fresh(session, question).state is QuestionState.ARTICULATED


@pytest.mark.usefixtures("host")
def test_an_answer_that_came_too_late_keeps_its_words_on_the_page(
    client: PageClient, session: Session, app: Flask
) -> None:
    question = waiting(client, session, app)
    page = client.get(own(question))
    who = actor(make_user(session, Role.COORDINATOR))
    handling.reply(session, question, "Gebeld.", actor=who, city=the_city())
    handling.ask_more(session, question, "En wanneer?", actor=who, city=the_city())
    session.commit()

    late = press(client, page, "/antwoord", status=409, text="Mijn lange verhaal.")

    assert late.form("/antwoord")[1]["text"] == "Mijn lange verhaal."
    assert "En wanneer?" in late.words()


@pytest.mark.usefixtures("host")
def test_a_call_is_done_once_with_a_word_about_how_it_went(client: PageClient, session: Session, app: Flask) -> None:
    question = waiting(client, session, app)
    page = client.get(DESK)
    path, values = page.form("/klaar")
    note = next(name for name in values if name.endswith("-note"))

    for _ in range(2):
        client.follow(client.post(path, {**values, note: "Belt terug."}))

    (task,) = fresh(session, question) and session.scalars(select(Task)).all()
    assert (task.done_note, task.version) == ("Belt terug.", 2)
    assert "/klaar" not in client.get(DESK).text


@pytest.mark.usefixtures("host")
def test_a_desk_with_many_questions_costs_no_more_statements(client: PageClient, session: Session, app: Flask) -> None:
    record(client, session)
    one = len(count_statements(app, client, DESK))
    for n in range(12):
        record(client, session, form_key=f"{n:032x}")

    assert len(count_statements(app, client, DESK)) == one


@pytest.mark.usefixtures("host")
def test_markup_in_what_we_say_is_text(client: PageClient, session: Session, app: Flask) -> None:
    question = waiting(client, session, app)
    (task,) = session.scalars(select(Task)).all()
    task.text = "<script>alert(1)</script>"
    session.commit()

    pages: list[Page] = [client.get(DESK), client.get(own(question))]

    assert not [page for page in pages if "<script>alert" in page.text]


def test_the_askers_own_link_does_not_open_the_desk(client: PageClient, session: Session) -> None:
    question = make_question(session, "confirm")
    raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)
    session.commit()
    client.get(f"/v/{raw}", status=303)

    assert client.get(own(question), status=303).response.headers["Location"] == "/inloggen"
