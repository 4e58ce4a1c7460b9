"""The queue: what is mine, what is nobody's, what is due first, and who may see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.models import Question, QuestionTheme
from leren_app.services.questions.queue import PAGE
from leren_app.web.here import today
from tests.client import H, Page, PageClient
from tests.intake import asked, coordinator, count_statements, state_of
from tests.makers import make_question, make_user
from tests.signing_in import press, sign_in


def references(page: Page) -> list[str]:
    """The references of the rows, in the order of the page."""
    rows = ["".join(row.itertext()) for row in page.tree.iter(H + "tr")]
    return [found[0] for row in rows if (found := re.search(r"LMDS-\d{4}-\d{3}", row))]


def due_in(session: Session, question: Question, days: int) -> str:
    """Give a question another due date; gives its reference."""
    question.due_on = today() + timedelta(days=days)
    question.hear_by = question.due_on if question.hear_by else None
    session.commit()
    return question.reference


def test_a_visitor_is_asked_to_sign_in_first(client: PageClient) -> None:
    page = client.get("/werk/rij", status=303)

    assert page.response.headers["Location"].endswith("/inloggen")


def test_a_student_and_a_lecturer_find_no_queue_at_all(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.STUDENT, Role.LECTURER)

    hidden, unknown = client.get("/werk/rij", status=404), client.get("/werk/zomaar", status=404)

    assert hidden.text == unknown.text


def test_questions_that_are_late_stand_on_top_and_say_how_late(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    soon = due_in(session, make_question(session, "take", noor), 3)
    late = due_in(session, make_question(session, "take", noor), -30)
    today_due = due_in(session, make_question(session, "take", noor), 0)

    page = client.get("/werk/rij")

    assert references(page) == [late, today_due, soon]
    assert "werkdagen te laat" in page.words()
    assert "vandaag is de laatste dag" in page.words()


def test_a_theme_that_left_the_city_file_hides_neither_the_queue_nor_its_question(
    client: PageClient, session: Session
) -> None:
    question = make_question(session, "take", coordinator(client, session))
    question.themes.append(QuestionTheme(theme="a-theme-of-before"))
    reference = due_in(session, question, 3)

    assert references(client.get("/werk/rij")) == [reference]
    assert reference in client.get(f"/werk/vragen/{reference}").words()
    assert "werkdag" in client.get("/werk/rij").words()


def test_a_question_that_got_its_answer_stands_below_those_that_did_not(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    answered = due_in(session, make_question(session, "ask_more", noor), -30)
    unanswered = due_in(session, make_question(session, "take", noor), 5)

    page = client.get("/werk/rij")

    assert references(page) == [unanswered, answered]
    assert "Beantwoord op" in page.words()
    assert "te laat" not in page.words()


def test_each_tab_holds_its_own_questions_and_counts_them(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    other = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    mine, theirs = asked(session, "take", noor), asked(session, "ask_more", other)
    free, unconfirmed = asked(session, "confirm"), asked(session, "submit")
    public = asked(session, "publish", noor)

    found = {tab: set(references(client.get(f"/werk/rij?tab={tab}"))) for tab in ("mine", "nobody", "waiting")}
    found["unconfirmed"] = set(references(client.get("/werk/rij?tab=unconfirmed")))
    found["all"] = set(references(client.get("/werk/rij?tab=all")))

    assert found["mine"] == {mine.reference}
    assert found["nobody"] == {free.reference}
    assert found["waiting"] == {theirs.reference}
    assert found["unconfirmed"] == {unconfirmed.reference}
    assert found["all"] == {q.reference for q in (mine, theirs, free, unconfirmed, public)}
    assert "Van niemand 1" in client.get("/werk/rij").words()


def test_the_row_has_the_title_of_the_clinic_in_the_language_of_the_page(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    asked(session, "put_before", noor)
    asked(session, "take", noor, text="Waarom is het zwembad dicht? Mijn moeder zwom er elke dag.")

    dutch, english = client.get("/werk/rij").words(), client.get("/en/werk/rij").words()

    assert "Waarom gaan ouderen niet naar de inloop?" in dutch
    assert "Why do older people stay away from the drop-in?" in english
    assert "Waarom is het zwembad dicht?" in dutch
    assert "Mijn moeder" not in dutch


def test_one_press_takes_a_question_that_is_nobodys(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "confirm")

    landed = client.follow(press(client, client.get("/werk/rij?tab=nobody"), "/stap/take"))

    assert landed.path == f"/werk/vragen/{question.reference}?gedaan=1"
    assert "Deze vraag is nu bij u." in landed.words()
    assert state_of(session, question) is QuestionState.INTAKE
    assert question.assignee_id == noor.id


def test_filters_leave_a_district_or_a_theme_and_ignore_what_does_not_exist(
    client: PageClient, session: Session
) -> None:
    noor = coordinator(client, session)
    there = asked(session, "take", noor, place="leiden-noord", themes=("health",))
    here = asked(session, "take", noor, place="morsdistrict")

    assert references(client.get("/werk/rij?district=leiden-noord")) == [there.reference]
    assert references(client.get("/werk/rij?theme=health")) == [there.reference]
    assert set(references(client.get("/werk/rij?district=atlantis&theme=%00"))) == {there.reference, here.reference}
    assert "Geen vraag past bij dit filter" in client.get("/werk/rij?district=stationsdistrict").words()


def test_a_long_list_goes_on_where_it_ended_without_gaps_or_doubles(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    made = [make_question(session, "take", noor) for _ in range(PAGE + 3)]
    session.commit()

    for tab in ("mine", "all"):
        first = client.get(f"/werk/rij?tab={tab}")
        onward = next(link for link in first.links() if "after=" in link)
        second = client.get(onward)
        assert len(references(first)) == PAGE
        assert sorted(references(first) + references(second)) == sorted(q.reference for q in made)


@pytest.mark.parametrize("word", ["x", "%00", "WyJtaW5lIl0.abc", "'--", "é" * 300])
def test_a_made_up_place_in_the_list_is_the_first_page(client: PageClient, session: Session, word: str) -> None:
    question = asked(session, "take", coordinator(client, session))

    assert references(client.get(f"/werk/rij?after={word}&tab=nonsense")) == [question.reference]


def test_the_place_in_one_tab_means_nothing_in_another(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    for _ in range(PAGE + 1):
        make_question(session, "take", noor)
    session.commit()
    onward = next(link for link in client.get("/werk/rij?tab=all").links() if "after=" in link)

    page = client.get(onward.replace("tab=all", "tab=mine"))

    assert len(references(page)) == PAGE


@pytest.mark.parametrize("tab", ["mine", "nobody", "waiting", "unconfirmed", "all"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_empty_tab_says_what_comes_next(client: PageClient, session: Session, tab: str, prefix: str) -> None:
    coordinator(client, session)

    page = client.get(f"{prefix}/werk/rij?tab={tab}")

    assert any(e.get("class") == "lms-empty" for e in page.tree.iter(H + "div"))


def test_the_queue_costs_three_statements_with_one_row_and_with_fifty(
    client: PageClient, session: Session, app: Flask
) -> None:
    noor = coordinator(client, session)
    make_question(session, "put_before", noor, themes=("health",))
    session.commit()
    one = count_statements(app, client, "/werk/rij")
    for _ in range(49):
        make_question(session, "take", noor, themes=("health",))
    session.commit()

    fifty = count_statements(app, client, "/werk/rij")

    assert len(one) == len(fifty) == 3, one


def test_the_bar_stands_on_every_page_of_a_coordinator_and_on_nobody_elses(
    client: PageClient, session: Session, app: Flask
) -> None:
    coordinator(client, session)
    visitor, student = PageClient(app), PageClient(app)
    sign_in(student, session, Role.STUDENT)

    assert "/werk/rij" in client.get("/vragen").links()
    assert "/werk/rij" not in visitor.get("/vragen").links()
    assert "/werk/rij" not in student.get("/mijn/account").links()


def test_the_desk_begins_with_the_one_next_step(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    session.commit()
    nothing = client.get("/werk/rij").words()
    free = asked(session, "confirm")
    somebody_elses = client.get("/werk/rij").words()
    soon, late = asked(session, "take", noor), asked(session, "take", noor)
    due_in(session, soon, 3)
    due_in(session, late, -30)

    page = client.get("/werk/rij")

    assert "Er wacht geen vraag op u" in nothing
    assert "1 vraag is nog van niemand" in somebody_elses
    assert "Open deze vraag" not in somebody_elses
    frame = page.words()[page.words().index("Eerst dit") : page.words().index("Open deze vraag")]
    assert "te laat" in frame
    assert page.links().count(f"/werk/vragen/{late.reference}") == 2
    assert page.links().count(f"/werk/vragen/{soon.reference}") == 1
    assert "Eerst dit" not in client.get(f"/werk/rij?tab=nobody&district={free.district}").words()
