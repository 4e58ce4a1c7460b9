"""The coordinator's Monday: many questions to a colleague at once, filters under a name, what is urgent and late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.roles import Role
from leren_app.models import Event, Question, QuestionKind, SavedFilter, TaskKind, User
from leren_app.services import tasks
from leren_app.services.questions import handling
from leren_app.web.here import today
from tests.client import Page, PageClient
from tests.intake import asked, coordinator, count_statements
from tests.makers import actor, make_question, make_user, the_city
from tests.signing_in import press, sign_in

ASSIGN = "/werk/rij/toewijzen"


@pytest.fixture
def noor(client: PageClient, session: Session) -> User:
    return coordinator(client, session)


@pytest.fixture
def joris(session: Session) -> User:
    user = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    session.commit()
    return user


def tick(*questions: Question) -> list[str]:
    """The values of the ticks of these rows, as they stand on the page now."""
    return [f"{question.reference}:{question.version}" for question in questions]


def hand_over(client: PageClient, page: Page, ticks: list[str], to: str, *, status: int = 303) -> Page:
    """Tick rows, choose somebody, and press the button."""
    path, values = page.form(ASSIGN)
    return client.post(path, {**values, "chosen": ticks, "assignee": to}, status=status)


def with_whom(session: Session, *questions: Question) -> list[object]:
    """Who has these questions, read anew."""
    session.rollback()
    for question in questions:
        session.refresh(question)
    return [question.assignee_id for question in questions]


def test_ticked_questions_go_to_a_colleague_and_the_rest_stay(
    client: PageClient, session: Session, noor: User, joris: User
) -> None:
    first, second, other = (asked(session, "take", noor) for _ in range(3))
    page = client.get("/werk/rij")

    landed = client.follow(hand_over(client, page, tick(first, second), str(joris.id)))

    assert "2 vragen zijn nu bij Joris van Dam." in landed.words()
    assert with_whom(session, first, second, other) == [joris.id, joris.id, noor.id]
    assert first.first_answer_at is None
    assert [e.step for e in session.scalars(select(Event).where(Event.subject_id == first.id))].count("assign") == 1


def test_the_bar_keeps_the_tab_and_the_filter_it_was_pressed_in(
    client: PageClient, session: Session, noor: User
) -> None:
    question = asked(session, "confirm")
    page = client.get(f"/werk/rij?tab=nobody&district={question.district}")

    sent = hand_over(client, page, tick(question), str(noor.id))

    assert sent.response.headers["Location"].endswith(f"/werk/rij?tab=nobody&district={question.district}")


def test_a_question_that_changed_meanwhile_is_named_and_ticked_and_the_others_go(
    client: PageClient, session: Session, noor: User, joris: User
) -> None:
    still, moved = asked(session, "take", noor), asked(session, "take", noor)
    page, ticks = client.get("/werk/rij"), tick(still, moved)
    moved.kind = QuestionKind.CHALLENGE  # a colleague decided
    session.commit()

    back = hand_over(client, page, ticks, str(joris.id), status=409)

    assert "1 vraag is nu bij Joris van Dam." in back.words()
    assert "1 vraag is intussen veranderd en niet overgedragen" in back.words()
    assert back.title().startswith("Fout:")
    assert with_whom(session, still, moved) == [joris.id, noor.id]
    assert back.ticked("chosen") == tick(moved)
    assert [o.get("value") for o in back.options("assignee") if o.get("selected") is not None] == [str(joris.id)]
    client.post(ASSIGN, {"chosen": tick(moved), "assignee": str(joris.id)})
    assert with_whom(session, moved) == [joris.id]


@pytest.mark.parametrize(
    ("ticked", "said"),
    [(False, "Kies eerst de vragen"), (True, "Kies naar wie de gekozen vragen gaan")],
)
def test_a_bar_that_is_not_filled_in_says_what_to_do_and_keeps_the_ticks(
    client: PageClient, session: Session, noor: User, ticked: bool, said: str
) -> None:
    question = asked(session, "take", noor)
    ticks = tick(question) if ticked else []

    back = hand_over(client, client.get("/werk/rij"), ticks, "", status=422)

    assert said in back.words()
    assert back.ticked("chosen") == ticks


@pytest.mark.parametrize("value", ["", "x", ":", "LMDS-1999-001:1", "LMDS-2026-001:", "%00:1", "é" * 90, ":::9"])
def test_a_made_up_tick_changes_nothing(client: PageClient, session: Session, noor: User, value: str) -> None:
    question = asked(session, "take", noor)

    client.post(ASSIGN, {"chosen": [value], "assignee": str(noor.id)}, status=409)

    assert [e.step for e in session.scalars(select(Event).where(Event.subject_id == question.id))].count("assign") == 0


@pytest.mark.parametrize("whom", ["nonsense", "student"])
def test_only_a_coordinator_can_get_questions(client: PageClient, session: Session, noor: User, whom: str) -> None:
    student = make_user(session, Role.STUDENT)
    question = asked(session, "take", noor)
    to = str(student.id) if whom == "student" else whom

    back = client.post(ASSIGN, {"chosen": tick(question), "assignee": to}, status=422)

    assert "Kies een coördinator." in back.words()
    assert with_whom(session, question) == [noor.id]


def test_what_nobody_has_work_with_has_no_tick_and_is_not_handed_over(
    client: PageClient, session: Session, noor: User, joris: User
) -> None:
    public, unconfirmed = asked(session, "publish", noor), asked(session, "submit")

    page = client.get("/werk/rij?tab=all")
    client.post(ASSIGN, {"chosen": tick(public, unconfirmed), "assignee": str(joris.id)}, status=409)

    assert 'name="chosen"' not in page.text
    assert with_whom(session, public, unconfirmed) == [noor.id, None]


def test_visitors_and_students_hand_over_nothing(app: Flask, session: Session, noor: User) -> None:
    question, student = asked(session, "take", noor), PageClient(app)
    visitor = PageClient(app)
    sign_in(student, session, Role.STUDENT)

    for path in (ASSIGN, "/werk/rij/filters"):
        visitor.post(path, {"chosen": tick(question), "assignee": str(noor.id)}, status=303)
        student.post(path, {"chosen": tick(question), "assignee": str(noor.id)}, status=404)

    assert with_whom(session, question) == [noor.id]


# ---- filters under a name ----


def test_a_filter_is_kept_under_a_name_opened_and_taken_away(client: PageClient, session: Session, noor: User) -> None:
    place = the_city().districts[1].key
    page = client.get(f"/werk/rij?tab=nobody&district={place}&kind=report&theme=atlantis&x=1")

    landed = client.follow(press(client, page, "/rij/filters", name="Meldingen in de wijk"))
    kept = next(link for link in landed.links() if link.startswith("/werk/rij?") and "kind=report" in link)
    gone = client.follow(press(client, client.get(kept), "/weg"))

    assert kept == f"/werk/rij?tab=nobody&district={place}&kind=report"
    assert "Meldingen in de wijk" in landed.words()
    assert "Meldingen in de wijk" not in gone.words()
    assert list(session.scalars(select(SavedFilter))) == []


def test_a_filter_without_a_name_says_so_and_stays_open(client: PageClient, session: Session, noor: User) -> None:
    page = client.get("/werk/rij?tab=nobody&kind=report")

    back = press(client, page, "/rij/filters", status=422, name="  ")

    assert "Geef het filter een naam" in back.words()
    assert back.form("/rij/filters")[1]["kind"] == "report"
    assert list(session.scalars(select(SavedFilter))) == []


def test_a_kept_filter_whose_district_left_the_city_still_opens(
    client: PageClient, session: Session, noor: User
) -> None:
    session.add(SavedFilter(user_id=noor.id, name="Oud", query="tab=gone&district=atlantis&theme=<b>"))
    session.commit()

    page = client.get("/werk/rij")

    assert "Oud" in page.words()
    assert "atlantis" not in page.text


def test_nobody_takes_away_the_filter_of_a_colleague(
    client: PageClient, session: Session, noor: User, joris: User
) -> None:
    kept = SavedFilter(user_id=joris.id, name="Van Joris", query="tab=all")
    session.add(kept)
    session.commit()

    client.post(f"/werk/rij/filters/{kept.id}/weg", {}, status=404)

    assert "Van Joris" not in client.get("/werk/rij").words()
    assert session.scalar(select(SavedFilter)) is not None


# ---- what the rows say ----


def test_an_urgent_question_stands_on_top_with_a_word(client: PageClient, session: Session, noor: User) -> None:
    calm, urgent = asked(session, "take", noor), asked(session, "take", noor)
    urgent.is_urgent = True
    session.commit()

    rows = client.get("/werk/rij").words()

    assert "Urgent: read this now" in client.get("/en/werk/rij").words()
    assert rows.index(urgent.reference) < rows.index(calm.reference)
    assert "Spoed: lees dit nu" in rows


@pytest.mark.parametrize(
    ("left", "word"), [(-1, "Te laat"), (0, "Vandaag antwoorden"), (2, "Bijna te laat"), (5, "Halverwege"), (6, None)]
)
def test_the_row_says_how_near_the_end_of_the_term_it_is(
    client: PageClient, session: Session, noor: User, left: int, word: str | None
) -> None:
    question = asked(session, "take", noor)
    day = calendar.next_working_day(today(), the_city().closed_days)
    question.hear_by = calendar.add_working_days(day, left, the_city().closed_days) if left else today()
    session.commit()

    words = client.get("/werk/rij").words().split("Bij wie")[-1]

    found = [w for w in ("Te laat", "Vandaag antwoorden", "Bijna te laat", "Halverwege") if w in words]
    assert found == ([word] if word else [])


def test_the_kind_of_a_message_stands_in_its_row_and_filters(client: PageClient, session: Session, noor: User) -> None:
    report, other = asked(session, "take", noor), asked(session, "take", noor)
    report.kind = QuestionKind.REPORT
    session.commit()

    words = client.get("/werk/rij?kind=report").words()

    assert report.reference in words
    assert "Melding voor de gemeente" in words
    assert other.reference not in words


def test_the_queue_still_costs_three_statements_with_filters_tasks_and_colleagues(
    client: PageClient, session: Session, noor: User, app: Flask
) -> None:
    make_question(session, "take", noor)
    session.commit()
    one = count_statements(app, client, "/werk/rij")
    for n in range(8):
        make_question(session, "take", noor)
        make_user(session, Role.COORDINATOR)
        session.add(SavedFilter(user_id=noor.id, name=f"Filter {n}", query="tab=all"))
        tasks.promise_task(session, TaskKind.CALL, f"call:{n}", due_on=today() + timedelta(days=n))
    session.commit()

    many = count_statements(app, client, "/werk/rij")

    assert len(one) == len(many) == 3
    assert "Taken 8" in client.get("/werk/rij").words()


# ---- what a colleague wrote when they handed it over ----


def test_the_new_colleague_reads_what_they_should_know_on_the_page_of_the_question(
    client: PageClient, session: Session, noor: User, joris: User
) -> None:
    question = asked(session, "take", joris)
    handling.assign(session, question, noor, actor=actor(joris), note="Mevrouw belt liever.\nNa tien uur.")
    session.commit()

    page = client.get(f"/werk/vragen/{question.reference}").words()
    handling.assign(session, question, joris, actor=actor(noor))
    session.commit()

    assert "Aan u overgedragen" in page
    assert "Mevrouw belt liever." in page
    assert "Mevrouw belt liever." not in client.get(f"/werk/vragen/{question.reference}").words()
