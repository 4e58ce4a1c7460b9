"""Reading courses in, page by page, and the forms of courses and editions: what is shown, said and allowed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.calendar import weeks_in
from leren_app.domain.days import spoken
from leren_app.domain.roles import Role
from leren_app.jobs.play import run_due
from leren_app.models import Course, CourseImport, CourseRun
from tests.client import H, Page, PageClient
from tests.intake import count_statements
from tests.makers import make_user, the_city
from tests.makers_education import make_course, make_lecturer, make_run, the_day
from tests.services.test_course_imports import ONE, TWO, a_file
from tests.signing_in import press, sign_in

NEW = "/mijn/vakken/inlezen"


def upload(client: PageClient, data: bytes, *, status: int = 303, name: str = "vakken.csv", **fields: str) -> Page:
    """Choose a file and press the button."""
    form: dict[str, Any] = {"whole": "yes", "file": (io.BytesIO(data), name), **fields}
    return client.post(NEW, form, status=status)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_file_is_looked_at_said_yes_to_and_read_in(client: PageClient, session: Session) -> None:
    sign_in(client, session, user=make_lecturer(session))
    assert NEW in client.get("/mijn/vakken").links()

    page = client.follow(upload(client, a_file(session, ONE, TWO)))

    assert page.heading() == "Kijk het eerst na"
    assert "2 regels zijn nieuw" in page.words()
    assert "WO-1 Wijkonderzoek" in page.words()
    assert spoken(the_day(session) + timedelta(days=60), the_day(session)).nl in page.words()
    assert (the_day(session) + timedelta(days=60)).isoformat() not in page.words()
    assert session.scalar(select(Course)) is None
    session.rollback()
    page = client.follow(press(client, page, "/doe"))
    assert page.heading() == "Wij lezen uw bestand in"
    assert "0 van 2 regels bekeken." in page.words()
    bar = next(page.tree.iter(H + "progress"))
    assert (bar.get("value"), bar.get("max"), bar.get("class")) == ("0", "2", "lms-bar")

    run_due()

    page = client.get(page.path)
    assert page.heading() == "Uw bestand is ingelezen"
    assert "2 regels zijn nieuw" in page.words()
    assert "Wijkonderzoek" in client.get("/mijn/vakken").words()
    again = client.follow(upload(client, a_file(session, ONE, TWO)))
    assert "2 regels blijven zoals ze zijn" in again.words()
    assert "Er valt niets in te lezen." in again.words()


def test_wrong_rows_are_listed_first_and_given_back_as_a_file_without_formulas(
    client: PageClient, session: Session
) -> None:
    sign_in(client, session, user=make_lecturer(session))
    wrong = ONE.replace("hbo", "=cmd|x").replace(";24;", ";veel;")

    page = client.follow(upload(client, a_file(session, TWO, wrong)))

    assert page.heading() == "1 regel moet eerst anders"
    assert "Vul een heel getal in, zoals 24." in page.words()
    assert not [action for _, action, _ in page.forms() if action.endswith("/doe")]
    client.post(page.path + "/doe", status=422)
    for root, head in (("", ["Regel", "Kolom", "Reden"]), ("/en", ["Line", "Column", "Reason"])):
        answer = client.get(f"{root}{page.path}/fouten.csv")
        found = rows_of(answer.text)
        assert answer.response.headers["Content-Disposition"].startswith("attachment")
        assert found[0] == head
        assert {row[0] for row in found[1:]} == {"3"}
        assert "=cmd|x" in found[1][2]
        assert not any(cell.startswith("=") for row in found for cell in row)
    assert "forgot" in client.follow(client.post("/en" + page.path + "/weg")).words()
    client.get(page.path, status=404)


def test_more_rows_than_a_page_holds_are_counted_and_fifty_shown(client: PageClient, session: Session) -> None:
    sign_in(client, session, user=make_lecturer(session))
    many = [ONE.replace("WO-1", f"W-{n:03}") for n in range(80)]

    page = client.follow(upload(client, a_file(session, *many, ONE.replace("hbo", "phd"))))

    assert "U ziet 50 van 81 regels" in page.words()
    rows = ["".join(row.itertext()) for body in page.tree.iter(H + "tbody") for row in body.iter(H + "tr")]
    assert any("Kan zo niet" in row for row in rows)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"PK\x03\x04\x14", "vakken.xlsx", "In Excel of een PDF"),
        (b"%PDF-1.7", "vakken.pdf", "Opslaan als"),
        (b"", "vakken.csv", "Dit bestand is leeg."),
        (b"zomaar wat tekst\nzonder kolommen", "x.csv", "Wij zien geen kolom Vakcode."),
        (b"x" * 5_000_001, "x.csv", "groter dan 5 MB"),
        (b"", "", "Kies een bestand."),
    ],
)
def test_what_is_no_file_with_courses_comes_back_with_a_sentence(
    client: PageClient, session: Session, data: bytes, name: str, said: str
) -> None:
    sign_in(client, session, user=make_lecturer(session))

    page = upload(client, data, name=name, status=422)

    assert said.removeprefix("In ") in page.words() or said in page.words()
    assert session.scalar(select(CourseImport)) is None


def test_a_body_that_was_cut_off_is_not_taken_for_a_file(client: PageClient, session: Session) -> None:
    sign_in(client, session, user=make_lecturer(session))

    assert "kwam niet helemaal aan" in upload(client, a_file(session, ONE), whole="", status=422).words()


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_example_file_is_itself_a_file_we_read(client: PageClient, session: Session, root: str) -> None:
    sign_in(client, session, user=make_lecturer(session))
    example = client.get(f"{root}{NEW}/voorbeeld.csv")
    explained = client.get(root + NEW)

    page = client.follow(upload(client, example.response.data))

    assert "1 regel is nieuw" in page.words()
    for heading in rows_of(example.text)[0]:
        assert heading in explained.words()


def test_another_lecturer_a_student_and_a_visitor_find_nothing_of_a_file(client: PageClient, session: Session) -> None:
    lecturer = make_lecturer(session)
    sign_in(client, session, user=lecturer)
    path = upload(client, a_file(session, ONE)).response.headers["Location"]
    for user in (make_lecturer(session, institution=lecturer.institution), make_user(session, Role.STUDENT)):
        other = PageClient(client.app)
        sign_in(other, session, user=user)
        for action in ("", "/fouten.csv"):
            other.get(path + action, status=404)
        for action in ("/doe", "/weg"):
            other.post(path + action, status=404)

    assert "inloggen" in PageClient(client.app).get(path, status=303).response.headers["Location"]
    coordinator = PageClient(client.app)
    sign_in(coordinator, session, Role.COORDINATOR)
    assert lecturer.institution is not None
    assert lecturer.institution.name in coordinator.get(path).words()


def test_a_coordinator_chooses_the_institution_and_a_lecturer_is_not_asked(
    client: PageClient, session: Session
) -> None:
    lecturer = make_lecturer(session)
    sign_in(client, session, user=lecturer)
    assert "organisation" not in client.get(NEW).form("/inlezen")[1]
    sign_in(client, session, Role.COORDINATOR)

    page = client.follow(upload(client, a_file(session, ONE), organisation=str(lecturer.institution_id)))

    assert lecturer.institution is not None
    assert lecturer.institution.name in page.words()
    upload(client, a_file(session, ONE), organisation="zomaar", status=422)


def test_a_page_of_a_file_asks_the_database_as_often_for_many_rows_as_for_one(
    app: Flask, client: PageClient, session: Session
) -> None:
    sign_in(client, session, user=make_lecturer(session))
    counts = []
    for many in (1, 60):
        rows = [ONE.replace("WO-1", f"W-{n:03}") for n in range(many)]
        path = upload(client, a_file(session, *rows)).response.headers["Location"]
        counts.append(len(count_statements(app, client, path)))

    assert counts[0] == counts[1] <= 5


# ---- courses and editions by hand ----


def test_an_empty_desk_offers_by_hand_and_from_a_file(client: PageClient, session: Session) -> None:
    sign_in(client, session, user=make_lecturer(session))

    desk = client.get("/mijn/vakken")

    assert "Begin met uw vak" in desk.words()
    assert {"/mijn/vakken/nieuw", NEW} <= set(desk.links())


def test_a_course_keeps_its_load_languages_and_milestones_in_the_words_of_its_level(
    client: PageClient, session: Session
) -> None:
    sign_in(client, session, user=make_lecturer(session))
    typed = {"name_nl": "Vak", "name_en": "Course", "code": "X-1", "level": "hbo", "load": "7,5"}
    milestones = "3: plan klaar | plan ready\n1; start; start"

    press(client, client.get("/mijn/vakken/nieuw"), "/nieuw", **typed, milestones=milestones)

    course = session.scalars(select(Course)).one()
    assert (course.hours, course.languages) == (210, ["nl"])
    form = client.get(f"/mijn/vakken/{course.id}").form(str(course.id))[1]
    assert form["load"] == "7.5"
    assert form["milestones"] == "1; start; start\n3; plan klaar; plan ready"
    taught = {key for institution in the_city().institutions for key in institution.levels}
    hourly = next(each.key for each in the_city().levels if each.counts_in == "hours" and each.key in taught)
    press(client, client.get(f"/mijn/vakken/{course.id}"), str(course.id), level=hourly, load="160")
    session.rollback()
    assert session.scalars(select(Course.hours)).one() == 160
    assert "Gegeven in het Nederlands" in client.get(f"/vakken/{course.id}").words()


def test_everything_wrong_with_a_course_is_said_at_once(client: PageClient, session: Session) -> None:
    sign_in(client, session, user=make_lecturer(session))
    typed = {
        "name_nl": "",
        "name_en": "Course",
        "code": "X",
        "level": "hbo",
        "load": "61",
        "skills": "vliegen als hobby",
    }

    page = press(client, client.get("/mijn/vakken/nieuw"), "/nieuw", status=422, **typed, milestones="straks")

    for said in ("Vul dit in", "hoogstens 60 EC", "kennen wij niet: vliegen als hobby", "Schrijf regel 1"):
        assert said in page.words()


def test_weeks_fill_in_the_days_and_the_deadline(client: PageClient, session: Session) -> None:
    course = make_course(session)
    sign_in(client, session, user=course.lecturers[0].user)
    path = f"/mijn/vakken/{course.id}/uitvoering"
    page = client.get(path)
    year = next(y for y in the_city().academic_years if y.ends_on > the_day(session) + timedelta(days=400))
    assert year.key in page.words()

    fits = press(client, page, "/uitvoering", weeks="6 t/m 12", year=year.key, places="24", days="tue")

    session.rollback()
    run = session.scalars(select(CourseRun)).one()
    assert (run.starts_on.isocalendar()[1:], run.ends_on.isocalendar()[1:]) == ((6, 1), (12, 5))
    assert run.starts_on - run.planning_deadline == timedelta(weeks=11)
    assert run.days == ["tue"]
    edit = client.get(f"/mijn/vakken/uitvoering/{run.id}")
    assert edit.form(str(run.id))[1]["starts_on"] == run.starts_on.isoformat()
    assert "week 6 tot en met 12" in edit.words()
    assert fits.response.status_code == 303


def test_a_period_of_the_academic_year_fills_in_its_days(client: PageClient, session: Session) -> None:
    course = make_course(session)
    sign_in(client, session, user=course.lecturers[0].user)
    page = client.get(f"/mijn/vakken/{course.id}/uitvoering")
    period = next(p for y in the_city().academic_years for p in y.blocks if p.starts_on > the_day(session))
    value = f"{period.starts_on}/{period.ends_on}"
    assert value in {option.get("value") for option in page.options("period")}

    press(client, page, "/uitvoering", period=value, places="24")

    session.rollback()
    run = session.scalars(select(CourseRun)).one()
    assert (run.starts_on, run.ends_on) == (period.starts_on, period.ends_on)


def test_weeks_that_are_not_there_and_all_else_are_said_at_once(client: PageClient, session: Session) -> None:
    course = make_course(session)
    sign_in(client, session, user=course.lecturers[0].user)
    page = client.get(f"/en/mijn/vakken/{course.id}/uitvoering")
    year = next(
        y for y in the_city().academic_years if weeks_in(y.starts_on.year) == 52 and y.ends_on > the_day(session)
    )

    refused = press(
        client, page, "/uitvoering", status=422, weeks="53", year=year.key, places="many", team_min="6", team_max="4"
    )

    words = refused.words()
    assert f"{year.starts_on.year} has no week 53. Choose a week from 1 to 52." in words
    assert "Fill in a whole number, such as 10" in words
    assert "The largest team is smaller than the smallest." in words
    assert "Fill in a day, such as" not in words
    assert 'value="53"' in refused.text


def test_days_and_sizes_are_blamed_although_another_field_is_empty(client: PageClient, session: Session) -> None:
    course = make_course(session)
    sign_in(client, session, user=course.lecturers[0].user)
    today = the_day(session)
    start = (today + timedelta(days=60)).isoformat()

    page = press(
        client,
        client.get(f"/mijn/vakken/{course.id}/uitvoering"),
        "/uitvoering",
        status=422,
        starts_on=start,
        ends_on="gisteren",
        planning_deadline=start,
        places="3",
    )

    assert "Schrijf de dag zo" in page.words()
    assert "De planning sluit vóór de eerste dag van het vak." in page.words()
    assert "Er zijn minder plaatsen dan één team nodig heeft." in page.words()


def test_the_form_shows_weeks_and_holidays_of_the_academic_year(client: PageClient, session: Session) -> None:
    course = make_course(session)
    sign_in(client, session, user=course.lecturers[0].user)

    page = client.get(f"/mijn/vakken/{course.id}/uitvoering")

    year = next(y for y in the_city().academic_years if y.ends_on >= the_day(session))
    assert f"Weken en vrije dagen van {year.key}" in page.words()
    assert "Tweede Paasdag" in page.words()


def test_a_colleague_is_added_and_taken_off_on_a_page(client: PageClient, session: Session) -> None:
    course = make_course(session)
    colleague = make_lecturer(session, institution=course.organisation, name="Docent Bos")
    make_run(session, course)
    sign_in(client, session, user=course.lecturers[0].user)
    path = f"/mijn/vakken/{course.id}/docenten"
    assert path in client.get(f"/mijn/vakken/{course.id}").links()

    refused = press(client, client.get(path), "/docenten", status=422, mail="niemand@example.org")
    assert "Wij kennen geen docent" in refused.words()
    page = client.follow(press(client, client.get(path), "/docenten", mail=colleague.mail))

    assert "Docent Bos geeft dit vak nu ook." in page.words()
    gone = client.follow(press(client, page, f"{colleague.id}/weg"))
    assert "Docent Bos" not in gone.words()
    session.rollback()
    client.post(f"{path}/{course.lecturers[0].user_id}/weg", status=422)
    session.rollback()
    stranger = PageClient(client.app)
    sign_in(stranger, session, user=colleague)
    stranger.get(path, status=404)
    stranger.post(f"{path}/{colleague.id}/weg", status=404)
