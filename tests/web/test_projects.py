"""The team's page, the steps on it, and handing in a file: what each reader sees and what a browser may send."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.roles import Actor, Role
from leren_app.models import Project, TokenPurpose, User
from leren_app.services import tokens
from leren_app.services.projects import files, working
from tests.client import Page, PageClient
from tests.intake import count_statements
from tests.makers import make_user, the_city
from tests.makers_education import (
    HANDED_IN,
    client_of,
    hand_in,
    lecturer_of,
    make_file,
    make_project,
    member_of,
    the_day,
)
from tests.services.test_storage import PDF, PNG
from tests.signing_in import press, sign_in

TYPED = {name: value for name, value in vars(HANDED_IN).items() if name != "report_id"}


def path_of(project: Project, rest: str = "") -> str:
    return f"/projecten/{project.slug}{rest}"


def member(client: PageClient, session: Session, project: Project, n: int = 0) -> User:
    return sign_in(client, session, user=project.members[n].user)


def lecturer(client: PageClient, session: Session, project: Project) -> User:
    return sign_in(client, session, user=project.placement.run.course.lecturers[0].user)


def send_work(
    client: PageClient,
    project: Project,
    file: bytes = PDF,
    name: str = "verslag.pdf",
    *,
    status: int = 303,
    **changes: Any,
) -> Page:
    """Fill in the form of handing in and send it with a file."""
    path = path_of(project, "/inleveren")
    _, values = client.get(path).form("inleveren")
    data: dict[str, Any] = {**values, **TYPED, "report": (io.BytesIO(file), name), **changes}
    return client.post(path, {key: value for key, value in data.items() if value is not None}, status=status)


def state_of(session: Session, project: Project) -> ProjectState:
    session.rollback()
    session.refresh(project)
    return project.state


def test_the_page_begins_with_the_readers_next_step(client: PageClient, session: Session) -> None:
    project = make_project(session)
    session.commit()
    client.get(path_of(project), status=404)

    lecturer(client, session, project)
    page = client.get(path_of(project))
    press(client, client.get(path_of(project, "/stap/start")), "/stap/start")

    assert "Klaar om te beginnen?" in page.words()
    assert "Student 0" in page.words()
    assert state_of(session, project) is ProjectState.RUNNING
    assert "Studenten zijn begonnen" in client.get(path_of(project)).words()


def test_visitors_see_that_students_work_but_not_who(client: PageClient, session: Session) -> None:
    project = make_project(session, "start")
    session.commit()

    page = client.get(path_of(project))

    assert "Studenten zijn hiermee aan het werk" in page.words()
    assert "Student 0" not in page.text
    assert "Fatima Aydin" not in page.text
    assert project.placement.challenge.title_en in client.get("/en" + path_of(project)).words()


@pytest.mark.parametrize("path", ["/inleveren", "/stap/approve", "/leden/nieuw", "/mijlpalen/nieuw", "/beloften/nieuw"])
def test_the_teams_side_is_not_there_for_others(client: PageClient, session: Session, path: str) -> None:
    project = make_project(session, "start")
    session.commit()
    client.get(path_of(project, path), status=303)

    sign_in(client, session, Role.STUDENT)
    page = client.get(path_of(project, path), status=404)
    client.post(path_of(project, path), {}, status=404)
    assert project.placement.challenge.title_nl not in page.text


def test_a_team_hands_in_and_its_lecturer_approves_after_the_client_looked(
    client: PageClient, session: Session
) -> None:
    project = make_project(session, "start")
    session.commit()
    member(client, session, project)
    for milestone in project.milestones:
        page = client.get(path_of(project, f"/mijlpalen/{milestone.id}"))
        _, values = page.form("/klaar")
        client.post(
            path_of(project, f"/mijlpalen/{milestone.id}/klaar"), {**values, "file": (io.BytesIO(PNG), "a.png")}
        )

    send_work(client, project)

    assert state_of(session, project) is ProjectState.DELIVERED
    assert "Ingeleverd: nu lezen anderen" in client.get(path_of(project)).words()
    press(client, client.get(path_of(project)), "/naam", name="yes")
    session.rollback()  # what was read before others wrote
    working.client_looked(session, project, actor=client_actor(project))
    working.consent(session, project, actor=member_of(project, 1), is_public=False)
    session.commit()
    lecturer(client, session, project)
    page = client.get(path_of(project, "/stap/approve"))
    assert all(getattr(HANDED_IN, name) in page.words() for name in ("title_en", "now_en", "lesson_en", "open_ends_en"))
    press(client, page, "/stap/approve", licence="cc-by")
    assert state_of(session, project) is ProjectState.APPROVED


def client_actor(project: Project) -> Actor:
    return client_of(project.placement.challenge)


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        (b"MZ" + b"\0" * 500, "setup.exe", "nemen wij niet aan"),
        (PNG, "verslag.pdf", "iets anders of is stuk"),
        (b"MZ" + b"\0" * 12_000_000, "verslag.pdf", "groter dan 10 MB"),
    ],
)
def test_a_file_we_do_not_take_is_refused_with_a_reason_and_the_text_stays(
    app: Flask, client: PageClient, session: Session, file: bytes, name: str, words: str
) -> None:
    project = make_project(session, "start")
    session.commit()
    member(client, session, project)

    page = send_work(client, project, file, name, status=422)

    assert words in page.words()
    assert HANDED_IN.lesson in page.text
    assert state_of(session, project) is ProjectState.RUNNING


@pytest.mark.parametrize("changes", [{"whole": None}, {"report": None}])
def test_a_form_that_was_cut_off_or_has_no_report_hands_in_nothing(
    client: PageClient, session: Session, changes: dict[str, None]
) -> None:
    project = make_project(session, "start")
    session.commit()
    member(client, session, project)

    page = send_work(client, project, status=422 if "whole" in changes else 409, **changes)

    assert "kwam niet helemaal aan" in page.words() or "verslag" in page.words()
    assert state_of(session, project) is ProjectState.RUNNING


def test_only_this_route_takes_a_large_body(client: PageClient, session: Session) -> None:
    project = make_project(session, "start")
    session.commit()
    member(client, session, project)

    page = client.post(path_of(project, "/stap/stop"), {"reason_nl": "x" * 2_000_000}, status=413)

    assert "te groot" in page.words()


def test_a_file_goes_only_to_who_may_have_it_and_is_never_shown(
    client: PageClient, session: Session, app: Flask
) -> None:
    project = make_project(session, "start")
    session.commit()
    member(client, session, project)
    send_work(client, project)
    session.rollback()
    session.refresh(project)
    address = path_of(project, f"/bestanden/{project.result.report_id}")

    with client.raw.get(address, base_url=client.base_url) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=verslag.pdf")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.data == PDF
    PageClient(app).get(address, status=404)


def test_a_draft_of_a_milestone_is_not_for_the_client_and_not_public(session: Session) -> None:
    project = make_project(session, "start")
    draft = files.keep(session, project, make_file(), actor=member_of(project))
    hand_in(session, project)

    with pytest.raises(Exception, match="does not exist"):
        files.get_file(session, project, draft.id, actor=client_actor(project))
    assert files.get_file(session, project, project.result.report_id, actor=client_actor(project))
    assert files.get_file(session, project, draft.id, actor=lecturer_of(project.placement.run))


def test_what_was_handed_in_before_stands_in_the_form_after_it_was_returned(
    client: PageClient, session: Session
) -> None:
    project = make_project(session, "hand_in")
    day = the_day(session) + timedelta(days=9)
    who = lecturer_of(project.placement.run)
    working.give_back(session, project, "Noem de flats niet.", day, actor=who, city=the_city())
    session.commit()
    member(client, session, project)

    assert "Noem de flats niet." in client.get(path_of(project)).words()
    send_work(client, project, report=None, lesson="Vraag het aan de deur.")

    assert state_of(session, project) is ProjectState.DELIVERED


def test_a_lecturer_adds_and_removes_members_and_the_client_is_named_to_the_team(
    client: PageClient, session: Session
) -> None:
    project = make_project(session, "start")
    joining = make_user(session, Role.STUDENT, name="Nieuw Lid")
    session.commit()
    lecturer(client, session, project)

    press(client, client.get(path_of(project, "/leden/nieuw")), "/leden/nieuw", mail=joining.mail)
    page = client.get(path_of(project))
    assert "Nieuw Lid" in page.words()
    assert "Fatima Aydin" in page.words()
    first = re.findall(r"/leden/([0-9a-f-]+)/weg", page.text)
    client.post(path_of(project, f"/leden/{first[-1]}/weg"), {}, status=303)
    assert len(re.findall("/weg", client.get(path_of(project)).text)) == 2


def test_the_list_costs_the_same_few_queries_with_one_project_and_with_many(
    app: Flask, client: PageClient, session: Session
) -> None:
    make_project(session, "start")
    session.commit()
    one = len(count_statements(app, client, "/projecten"))
    for _ in range(3):
        make_project(session, "start")
    session.commit()

    assert len(count_statements(app, client, "/projecten")) == one <= 3
    assert "Er past nog geen project" in client.get("/projecten?status=stopped").words()


def test_why_somebody_is_in_the_team_is_said_to_them_alone(client: PageClient, session: Session) -> None:
    project = make_project(session, "start")
    project.members[0].reason = "Je spreekt Arabisch."
    session.commit()

    member(client, session, project, 1)
    other = client.get(path_of(project))
    member(client, session, project)
    own = client.get(path_of(project))

    assert "Je spreekt Arabisch." not in other.words()
    assert "Je spreekt Arabisch." in own.words()


def test_a_project_is_stopped_with_a_baton_in_both_languages(client: PageClient, session: Session) -> None:
    project = make_project(session, "start")
    session.commit()
    lecturer(client, session, project)
    said = {"reason_nl": "De groep verhuisde.", "reason_en": "The group moved.", "open_ends": "De lijst ligt er."}

    page = client.get(path_of(project, "/stap/stop"))
    _, values = page.form("/stap/stop")
    half = client.post(path_of(project, "/stap/stop"), {**values, **said}, status=422)
    press(client, page, "/stap/stop", **said, open_ends_en="The list is there.")

    assert "Schrijf in het Engels wat anderen moeten weten" in half.words()
    session.rollback()
    baton = session.get_one(Project, project.id).baton
    assert baton is not None
    assert (baton.open_ends, baton.open_ends_en) == ("De lijst ligt er.", "The list is there.")


def test_the_client_looks_by_the_link_in_the_mail(client: PageClient, session: Session, app: Flask) -> None:
    project = make_project(session, "start")
    session.commit()
    member(client, session, project)
    send_work(client, project)
    session.rollback()
    challenge = session.get_one(Project, project.id).placement.challenge
    raw = tokens.issue(session, TokenPurpose.CLIENT_PAGE, contact=challenge.client, challenge=challenge)
    session.commit()
    browser = PageClient(app)
    page = browser.follow(browser.get(f"/v/{raw}", status=303))
    path = f"/opdracht/{challenge.slug}/project/{project.slug}"
    assert path in page.text

    read = browser.get(path)
    report = re.findall(r"/opdracht/\S+/bestanden/[0-9a-f-]+", read.text)[0]
    press(browser, read, "/gekeken")

    assert HANDED_IN.title_nl in read.words()
    assert project.placement.run.course.lecturers[0].user.mail in read.words()
    with browser.raw.get(report, base_url=browser.base_url) as answer:
        assert answer.data == PDF
    assert "U hebt gekeken" in browser.get(path).words()
    PageClient(app).get(path, status=404)
