"""A result as everyone reads it: in both languages, with names only by consent, closed, open, or taken away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.services.projects import ending, working
from leren_app.services.projects.facts import CHECKLIST
from tests.asker import open_own_page
from tests.client import H, PageClient
from tests.intake import count_statements
from tests.makers import actor, make_user, the_city
from tests.makers_education import (
    HANDED_IN,
    client_of,
    lecturer_of,
    make_project,
    member_of,
    the_day,
)
from tests.signing_in import press, sign_in


def test_a_coordinator_publishes_by_the_checklist_and_everyone_reads_it_in_both_languages(
    client: PageClient, session: Session
) -> None:
    project = make_project(session, "approve")
    session.commit()
    path = f"/resultaten/{project.slug}"
    client.get(path, status=404)
    sign_in(client, session, Role.COORDINATOR)
    page = client.get(f"/projecten/{project.slug}/stap/publish")
    refused = press(client, page, "/stap/publish", status=409)
    assert "checklist" in refused.words()
    _, values = page.form("/stap/publish")
    client.post(f"/projecten/{project.slug}/stap/publish", {**values, "checklist": list(CHECKLIST)})

    dutch, english = client.get(path), client.get("/en" + path)

    assert dutch.heading() == HANDED_IN.title_nl
    assert english.heading() == HANDED_IN.title_en
    assert HANDED_IN.open_ends in dutch.words()
    assert HANDED_IN.do_not_ask not in dutch.words()
    assert "Student 0" in dutch.words()
    assert "Student 1" not in dutch.words()
    assert "CC BY 4.0" in dutch.words()
    assert "M. de Graaf" not in dutch.words()
    assert HANDED_IN.title_nl in client.get("/resultaten").words()
    assert HANDED_IN.title_nl in client.get("/").words()


def test_what_changed_lesson_and_baton_stand_in_the_language_of_the_page(client: PageClient, session: Session) -> None:
    project = make_project(session, "publish")
    session.commit()
    path = f"/resultaten/{project.slug}"

    dutch, english = client.get(path), client.get("/en" + path)

    for name in ("first_nl", "now_nl", "lesson", "open_ends", "shareable"):
        assert getattr(HANDED_IN, name) in dutch.words(), name
        assert getattr(HANDED_IN, name) not in english.words(), name
    for name in ("first_en", "now_en", "lesson_en", "open_ends_en", "shareable_en"):
        assert getattr(HANDED_IN, name) in english.words(), name
        assert getattr(HANDED_IN, name) not in dutch.words(), name
    assert 'lang="nl"' not in english.text.split("<main")[1].split("</main")[0]


def test_home_shows_the_newest_result_that_changed_something(client: PageClient, session: Session) -> None:
    changed, newer = make_project(session, "publish"), make_project(session, "publish")
    assert changed.result is not None and newer.result is not None  # noqa: PT018
    assert newer.result.published_at is not None
    newer.result.published_at += timedelta(days=1)
    newer.result.first_nl = newer.result.first_en = newer.result.now_nl = newer.result.now_en = ""
    session.commit()

    dutch, english = client.get("/"), client.get("/en/")

    for page, first, now in ((dutch, "first_nl", "now_nl"), (english, "first_en", "now_en")):
        assert getattr(HANDED_IN, first) in page.words()
        assert getattr(HANDED_IN, now) in page.words()
        assert any(link.endswith(f"/resultaten/{changed.slug}") for link in page.links())
        assert not any(link.endswith(f"/resultaten/{newer.slug}") for link in page.links())


def test_where_nothing_says_what_changed_home_shows_the_newest_result(client: PageClient, session: Session) -> None:
    project = make_project(session, "publish")
    assert project.result is not None
    project.result.first_nl = project.result.first_en = project.result.now_nl = project.result.now_en = ""
    session.commit()

    page = client.get("/")

    assert "lms-changed" not in page.text
    assert any(link.endswith(f"/resultaten/{project.slug}") for link in page.links())


@pytest.mark.parametrize(
    ("lesson", "written_in"),
    [
        ("Vraag waar de mensen al zijn, en niet waarom zij wegblijven.", "nl"),
        ("Ask the foreman before the architect.", "en"),
    ],
)
def test_a_lesson_in_one_language_says_which_on_the_page_of_the_other(
    client: PageClient, session: Session, lesson: str, written_in: str
) -> None:
    project = make_project(session, "publish")
    assert project.result is not None and project.baton is not None  # noqa: PT018
    project.result.lesson, project.result.lesson_en = lesson, ""
    project.result.first_nl = project.result.first_en = project.result.now_nl = project.result.now_en = ""
    project.baton.open_ends, project.baton.open_ends_en = lesson, ""
    session.commit()

    for language, root in (("nl", ""), ("en", "/en")):
        page = client.get(f"{root}/resultaten/{project.slug}")
        found = [
            e for e in page.tree.iter() if e.get("lang") and lesson in "".join(e.itertext()) and e is not page.tree
        ]
        assert lesson in page.words()
        assert {e.get("lang") for e in found} == (set() if language == written_in else {written_in})
        assert "lms-changed" not in page.text


def test_the_asker_sees_the_students_begin_and_the_result(client: PageClient, session: Session) -> None:
    project = make_project(session, "start")
    question = project.placement.challenge.question
    begun = open_own_page(client, session, question)
    assert "Studenten zijn met uw vraag aan het werk" in begun.words()
    finished = make_project(session, "publish")

    page = open_own_page(client, session, finished.placement.challenge.question)

    assert "Er is een resultaat" in page.words()
    assert f"/resultaten/{finished.slug}" in page.text
    reference = finished.placement.challenge.question.reference
    assert "Lees het resultaat" in client.get(f"/vragen/{reference}").words()
    assert "Beantwoord" in client.get("/vragen").words()


def test_the_coordinator_answers_the_question_when_there_is_a_result(client: PageClient, session: Session) -> None:
    project = make_project(session, "publish")
    question = project.placement.challenge.question
    session.commit()
    sign_in(client, session, Role.COORDINATOR)

    assert "Laat weten wat eruit kwam" in client.get(f"/werk/vragen/{question.reference}").words()
    page = client.get(f"/werk/vragen/{question.reference}/stap/answer")
    press(client, page, "/stap/answer", text="De tafel staat nu op dinsdag.")

    session.rollback()  # what was read before the answer
    assert "De tafel staat nu op dinsdag." in open_own_page(client, session, question).words()


def test_during_an_embargo_the_page_names_the_day_and_nothing_that_was_found(
    client: PageClient, session: Session
) -> None:
    project = make_project(session, "hand_in")
    working.client_looked(session, project, actor=client_of(project.placement.challenge))
    for n in (0, 1):
        working.consent(session, project, actor=member_of(project, n), is_public=True)
    until, lecturer = the_day(session) + timedelta(days=30), lecturer_of(project.placement.run)
    ending.approve(session, project, licence="cc-by", embargo_on=until, actor=lecturer, city=the_city())
    who = actor(make_user(session, Role.COORDINATOR))
    ending.publish(session, project, CHECKLIST, actor=who, city=the_city())
    session.commit()

    page = client.get(f"/resultaten/{project.slug}")

    assert "Er is een resultaat. Na " in page.words()
    assert HANDED_IN.title_nl not in page.text
    client.get(f"/projecten/{project.slug}/bestanden/{project.result.report_id}", status=404)


def test_a_result_that_was_taken_off_says_so_and_stands_in_no_list(client: PageClient, session: Session) -> None:
    project = make_project(session, "publish")
    who = actor(make_user(session, Role.COORDINATOR))
    ending.retract(session, project, "Een naam in het verslag", actor=who, city=the_city())
    session.commit()

    client.get(f"/resultaten/{project.slug}", status=410)
    assert HANDED_IN.title_nl not in client.get("/resultaten").text
    client.get(f"/projecten/{project.slug}/bestanden/{project.result.report_id}", status=404)
    assert HANDED_IN.title_nl not in client.get(f"/projecten/{project.slug}").text


def test_the_list_costs_the_same_few_queries_with_one_result_and_with_many(
    app: Flask, client: PageClient, session: Session
) -> None:
    make_project(session, "publish")
    session.commit()
    one = len(count_statements(app, client, "/resultaten"))
    for _ in range(3):
        make_project(session, "publish")
    session.commit()

    assert len(count_statements(app, client, "/resultaten")) == one <= 3
    assert "Er past nog geen resultaat" in client.get("/resultaten?jaar=2024").words()


def test_projects_are_one_step_from_the_menu_on_each_size(client: PageClient) -> None:
    results = client.get("/resultaten")
    wide, small = (nav for nav in results.tree.iter(H + "nav") if nav.get("class") == "lms-nav")

    assert "/projecten" not in addresses(wide)
    assert "/projecten" in addresses(small)
    tabs = next(nav for nav in results.tree.iter(H + "nav") if nav.get("class") == "lms-tabs")
    assert addresses(tabs) == ["/resultaten", "/projecten"]
    projects = client.get("/projecten")
    here = [a for a in projects.tree.iter(H + "a") if a.get("aria-current")]
    assert [a.get("href") for a in here] == ["/resultaten", "/projecten", "/projecten"]


def addresses(nav: Any) -> list[str]:
    """Where the links of a menu lead."""
    return [a.get("href") for a in nav.iter(H + "a")]
