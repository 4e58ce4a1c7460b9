"""A lecturer's desk: from the first course to a settled agreement, and who may see none of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.jobs.play import run_due
from leren_app.models import CourseRun, Placement
from leren_app.services.placements import agreement, answering
from tests.client import H, PageClient
from tests.intake import count_statements
from tests.makers import make_user, the_city
from tests.makers_education import (
    client_of,
    lecturer_of,
    make_alone,
    make_challenge,
    make_course,
    make_lecturer,
    make_placement,
    make_project,
    make_run,
    the_day,
)
from tests.signing_in import press, sign_in

COURSE = {
    "name_nl": "Wijkonderzoek",
    "name_en": "District research",
    "code": "WO-1",
    "level": "hbo",
    "goals": "Studenten interviewen ouderen in een buurthuis over eenzaamheid.",
}


def days_of(session: Session, **changes: str) -> dict[str, str]:
    """What a lecturer types for an edition of ten weeks in two months."""
    today = the_day(session)
    days = {"planning_deadline": 35, "starts_on": 60, "ends_on": 127}
    typed = {name: (today + timedelta(days=n)).isoformat() for name, n in days.items()}
    return {**typed, "places": "24", "team_min": "4", "team_max": "6", "languages": "nl", **changes}


def teach(client: PageClient, session: Session, run: CourseRun) -> None:
    """Sign in as the first lecturer of an edition."""
    sign_in(client, session, user=run.course.lecturers[0].user)


def look_for(session: Session) -> None:
    """What the worker does after a change."""
    session.commit()
    run_due()


# ---- from nothing to a request ----


def test_an_empty_desk_names_one_next_step_and_leads_to_what_fits(client: PageClient, session: Session) -> None:
    make_challenge(session)
    sign_in(client, session, user=make_lecturer(session))

    desk = client.get("/mijn/vakken")
    assert "Zet mijn vak erin" in desk.words()
    course = client.follow(press(client, client.get("/mijn/vakken/nieuw"), "/nieuw", **COURSE))
    assert course.heading() == "Wanneer loopt uw vak?"
    fits = client.follow(press(client, course, "/uitvoering", **days_of(session)))

    assert "Wij zijn aan het zoeken" in fits.words()
    look_for(session)
    fits = client.get(fits.path)
    assert fits.heading() == "1 vraag die past"
    assert "ouderen" in fits.words()
    assert "Veldwerk in het Nederlands, uw vak spreekt dat" in fits.words()


def test_impossible_days_get_a_sentence_at_each_field(client: PageClient, session: Session) -> None:
    course = make_course(session)
    sign_in(client, session, user=course.lecturers[0].user)
    path = f"/mijn/vakken/{course.id}/uitvoering"
    wrong = days_of(session, ends_on="2020-01-01", planning_deadline="2019-01-01", team_min="7")

    page = press(client, client.get(path), "/uitvoering", status=422, **wrong)

    assert "De laatste dag ligt vóór de eerste." in page.words()
    assert "Deze dag is al voorbij." in page.words()
    assert "Het grootste team is kleiner dan het kleinste." in page.words()
    assert 'value="7"' in page.text


def test_asking_for_a_suggestion_makes_a_request_and_putting_one_aside_keeps_it_away(
    client: PageClient, session: Session
) -> None:
    first, second, run = (
        make_challenge(session),
        make_challenge(session, title_nl="Ouderen en de bus"),
        make_run(session),
    )
    look_for(session)
    teach(client, session, run)
    path = f"/mijn/vakken/uitvoering/{run.id}/vragen"

    press(client, client.get(path), "/vraag-aan", challenge=str(first.id))
    refused = client.post(f"/mijn/vakken/uitvoering/{run.id}/leg-weg/{second.id}", {}, status=422)
    assert "Kies waarom dit vraagstuk niet past" in refused.words()
    name = f"c{second.id.hex[:12]}"
    form = {f"{name}-reason": "too_large", f"{name}-challenge": str(second.id)}
    client.post(f"/mijn/vakken/uitvoering/{run.id}/leg-weg/{second.id}", form)
    look_for(session)

    page = client.get(path)
    assert "U vroeg 1 vraag aan." in page.words()
    assert "Weggelegd (1)" in page.words()
    assert "Te groot" in page.words()
    assert page.heading() == "Nog geen vraag die past"


def test_the_page_names_the_limit_when_nothing_fits(client: PageClient, session: Session) -> None:
    make_challenge(session)
    run = make_run(session, languages=("en",))
    look_for(session)
    teach(client, session, run)

    page = client.get(f"/en/mijn/vakken/uitvoering/{run.id}/vragen")

    assert "Without the language demand there would be 1." in page.words()


def test_dutch_words_on_the_english_page_stand_in_an_english_sentence_and_say_their_language(
    client: PageClient, session: Session
) -> None:
    make_challenge(session)
    run = make_run(session)
    look_for(session)
    teach(client, session, run)
    path = f"/mijn/vakken/uitvoering/{run.id}/vragen"

    english, dutch = client.get("/en" + path), client.get(path)

    sentences = [e for e in english.tree.iter(H + "p") if e.get("class") == "lms-meet"]
    assert sentences
    for sentence in sentences:
        said = "".join(sentence.itertext())
        assert re.search(r"mention|mean|the same|fits|come together|looks like", said), said
    foreign = {"".join(m.itertext()): m.get("lang") for s in sentences for m in s.iter(H + "mark")}
    assert foreign["buurthuis"] == "nl"
    assert all(m.get("lang") is None for m in dutch.tree.iter(H + "mark"))


# ---- a placement ----


def test_both_sides_settle_an_agreement_and_get_it_as_a_tagged_pdf(client: PageClient, session: Session) -> None:
    placement = make_placement(session, "accept")
    teach(client, session, placement.run)
    path, day = f"/mijn/koppelingen/{placement.id}", placement.run.starts_on.isoformat()

    page = press(client, client.get(path), "/afspraak", **{"write-kickoff_on": day, "write-yes": "y"})
    assert "Het voorstel is bewaard" in client.follow(page).words()
    session.rollback()
    agreement.tick(
        session,
        placement,
        actor=client_of(placement.challenge),
        city=the_city(),
        seen_agreement=placement.agreement_version,
    )
    session.commit()

    assert "Beide kanten zeiden ja" in client.get(path).words()
    for language, name in (("", "afspraak"), ("/en", "agreement")):
        made = client.raw.get(f"{language}{path}/afspraak.pdf", base_url=client.base_url)
        assert made.data.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in made.data
        assert made.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-')
    ics = client.get(f"{path}/startdag.ics").text
    assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}" in ics


def test_of_two_lecturers_the_second_reads_that_it_changed_and_keeps_the_text(
    client: PageClient, session: Session
) -> None:
    placement = make_placement(session, "accept")
    teach(client, session, placement.run)
    path = f"/mijn/koppelingen/{placement.id}"
    mine = client.get(path)
    agreement.write(session, placement, {}, placement.run.starts_on, actor=lecturer_of(placement.run))
    session.commit()

    page = press(client, mine, "/afspraak", status=409, **{"write-term_costs": "Wij betalen de bus."})

    assert "Iemand anders heeft dit intussen veranderd" in page.words()
    assert "Wij betalen de bus." in page.text


def test_a_step_out_of_turn_is_refused_with_409(client: PageClient, session: Session) -> None:
    placement = make_placement(session)
    teach(client, session, placement.run)
    page = client.get(f"/mijn/koppelingen/{placement.id}")
    answering.accept(session, placement, actor=client_of(placement.challenge), city=the_city())
    session.commit()

    refused = press(client, page, "/stap/retract", status=409)

    assert session.get(Placement, placement.id)
    assert "intussen veranderd" in refused.words()


# ---- who may see it ----


def test_another_lecturer_and_a_student_find_nothing_of_a_course(client: PageClient, session: Session) -> None:
    placement = make_placement(session)
    run = placement.run
    paths = (
        f"/mijn/vakken/{run.course_id}",
        f"/mijn/vakken/uitvoering/{run.id}",
        f"/mijn/vakken/uitvoering/{run.id}/vragen",
        f"/mijn/koppelingen/{placement.id}",
        f"/mijn/koppelingen/{placement.id}/afspraak.pdf",
    )
    sign_in(client, session, user=make_lecturer(session))

    nothing = client.get("/mijn/zomaar", status=404).text
    for path in paths:
        assert client.get(path, status=404).text == nothing


def test_a_coordinator_proposes_a_challenge_to_an_edition(client: PageClient, session: Session) -> None:
    challenge, run = make_challenge(session), make_run(session)
    sign_in(client, session, Role.COORDINATOR)
    path = f"/werk/vraagstukken/{challenge.slug}/koppelingen"

    page = client.follow(press(client, client.get(path), "/koppelingen", run=str(run.id)))

    assert "Voorgesteld aan het vak" in page.words()


@pytest.mark.parametrize(
    ("edition", "challenge", "said"),
    [
        ({"languages": ("en",)}, {}, "None of 1 fits. Without the language demand there would be 1."),
        ({}, {"level": "wo"}, "Without the level there would be 1."),
        ({}, {"level": "wo", "field_language": "en"}, "at least two limits are in the way"),
    ],
)
def test_a_challenge_that_nobody_fits_says_so_and_names_the_limit(
    client: PageClient, session: Session, edition: dict[str, Any], challenge: dict[str, Any], said: str
) -> None:
    made = make_challenge(session, **challenge)
    make_run(session, **edition)
    look_for(session)
    sign_in(client, session, Role.COORDINATOR)

    page = client.get(f"/en/werk/vraagstukken/{made.slug}/koppelingen")

    assert said in page.words()


def test_a_challenge_with_every_place_taken_or_not_open_yet_says_so(client: PageClient, session: Session) -> None:
    full = make_challenge(session, slots=1)
    make_placement(session, "accept", challenge=full, run=make_run(session))
    draft = make_challenge(session, "skills")
    look_for(session)
    sign_in(client, session, Role.COORDINATOR)

    assert "Alle plaatsen van dit vraagstuk zijn vergeven" in client.get(f"{WORK}/{full.slug}/koppelingen").words()
    assert "niet open voor onderwijs" in client.get(f"{WORK}/{draft.slug}/koppelingen").words()


WORK = "/werk/vraagstukken"


def test_a_student_takes_a_challenge_alone_in_one_click(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    student = make_user(session, Role.STUDENT)
    student.institution = make_lecturer(session).institution
    sign_in(client, session, user=student)

    page = press(client, client.get(f"/mijn/vakken/alleen/{challenge.slug}"), "/alleen/", kind="thesis", languages="nl")

    assert "De opdrachtgever is aan zet" in client.follow(page).words()


def test_who_works_alone_makes_the_project_in_one_click_and_begins_it(client: PageClient, session: Session) -> None:
    placement, _ = make_alone(session)
    person = placement.run.person
    assert person is not None
    sign_in(client, session, user=person)
    desk = client.get("/mijn")
    assert "Beide kanten zeiden ja. Maak je project met één klik." in desk.words()
    path = f"/mijn/koppelingen/{placement.id}"
    assert f"{path}/team/alleen" in client.get(path).links()
    page = client.get(f"{path}/team/alleen")
    assert "Er zit niemand anders in" in page.words()

    project = client.follow(press(client, page, "/team/alleen"))

    assert "Noor Thesis" in project.words()
    assert "Werk voor één persoon." in project.words()
    assert not any("/leden/nieuw" in link for link in project.links())
    assert "Het project is er" in client.get(f"{path}/team/alleen").words()
    started = client.follow(press(client, client.get(f"{project.path}/stap/start"), "/stap/start"))
    assert "Studenten zijn begonnen" in started.words()
    assert "Wat je aanvroeg" not in client.get("/mijn").words()


def test_the_project_of_one_person_waits_for_the_agreement_and_is_nobody_elses(
    client: PageClient, session: Session
) -> None:
    placement, _ = make_alone(session, "accept")
    path = f"/mijn/koppelingen/{placement.id}/team/alleen"
    assert placement.run.person is not None
    sign_in(client, session, user=placement.run.person)

    assert "Not yet: the agreement is not settled" in client.get("/en" + path).words()
    assert "afspraak" in client.post(path, status=409).words()
    assert "What you asked for, to do it alone" in client.get("/en/mijn").words()
    other = PageClient(client.app)
    sign_in(other, session, Role.STUDENT)
    other.get(path, status=404)
    other.post(path, status=404)


def test_a_coordinator_finds_the_project_of_one_person_by_way_of_the_team_page(
    client: PageClient, session: Session
) -> None:
    placement, _ = make_alone(session)
    sign_in(client, session, Role.COORDINATOR)

    page = client.follow(client.get(f"/mijn/koppelingen/{placement.id}/team", status=303))

    assert page.heading() == "Een project voor één persoon"
    assert "Noor Thesis is het enige lid." in page.words()


def test_after_the_agreement_the_lecturer_finds_the_way_to_the_team(client: PageClient, session: Session) -> None:
    placement = make_placement(session, "agree")
    teach(client, session, placement.run)

    page = client.get(f"/mijn/koppelingen/{placement.id}")

    assert f"/mijn/koppelingen/{placement.id}/team" in page.links()


def test_courses_that_are_shown_stand_in_the_public_list(client: PageClient, session: Session) -> None:
    shown, hidden = make_course(session), make_course(session, is_shown=False, name_nl="Verborgen vak")
    make_run(session, shown)
    session.commit()

    page = client.get("/vakken")

    assert "Wijkonderzoek" in page.words()
    assert "Verborgen vak" not in page.words()
    assert "Studenten interviewen bewoners" in client.get(f"/vakken/{shown.id}").words()
    client.get(f"/vakken/{hidden.id}", status=404)


def test_what_is_agreed_without_a_team_and_what_was_handed_in_come_first_on_the_desk(
    client: PageClient, session: Session
) -> None:
    run = make_run(session, team_min=2, team_max=3)
    placement = make_placement(session, "agree", run=run)
    lecturer = placement.run.course.lecturers[0].user
    session.commit()
    sign_in(client, session, user=lecturer)
    agreed = client.get("/mijn/vakken")
    project = make_project(session, "hand_in", run=run)
    session.commit()

    handed_in = client.get("/mijn/vakken")

    assert "Het is afgesproken: nu een team" in agreed.words()
    assert f"/mijn/koppelingen/{placement.id}/team" in agreed.links()
    assert "Een team heeft het werk ingeleverd" in handed_in.words()
    assert f"/projecten/{project.slug}" in handed_in.links()
    assert "Ingeleverd: lees het werk" in client.get("/projecten/mijn").words()


def test_editions_that_can_be_planned_stand_above_those_that_run_or_are_over(
    client: PageClient, session: Session
) -> None:
    run = make_run(session)
    session.commit()
    teach(client, session, run)
    open_now = client.get("/mijn/vakken").words()
    run.planning_deadline = the_day(session) - timedelta(days=1)
    session.commit()

    closed = client.get("/mijn/vakken").words()

    assert "Nog te plannen" in open_now
    assert "Loopt nu, of is voorbij" not in open_now
    assert "Loopt nu, of is voorbij" in closed
    assert "Aan deze uitvoering is geen vraag gekoppeld." in closed


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        (Role.COORDINATOR, "/werk/rij"),
        (Role.STUDENT, "/mijn"),
        (Role.LECTURER, "/mijn/vakken"),
        (Role.ADMINISTRATOR, "/werk/mensen"),
        (Role.HOST, "/werk/balie"),
    ],
)
def test_whoever_signs_in_begins_at_their_own_desk(
    client: PageClient, session: Session, role: Role, begins: str
) -> None:
    user = make_user(session, role)
    session.commit()

    page = press(client, client.get("/dev/mensen"), str(user.id))

    assert page.response.headers["Location"].endswith(begins)


@pytest.mark.parametrize("many", [1, 12])
def test_lists_ask_the_database_as_often_for_many_as_for_one(
    app: Flask, client: PageClient, session: Session, many: int
) -> None:
    run = make_run(session)
    for n in range(many):
        make_challenge(session)
        make_placement(session, challenge=make_challenge(session, slots=3), run=run)
        make_run(session, run.course if n % 2 else None)
    look_for(session)
    fits = f"/mijn/vakken/uitvoering/{run.id}/vragen"

    teach(client, session, run)
    assert len(count_statements(app, client, "/vakken")) <= 4
    assert len(count_statements(app, client, "/mijn/vakken")) == 6
    assert len(count_statements(app, client, fits)) == 6
    sign_in(client, session, Role.COORDINATOR)
    assert len(count_statements(app, client, "/mijn/vakken")) == 6
    assert len(count_statements(app, client, fits)) == 6


@pytest.mark.parametrize("many", [1, 12])
def test_an_empty_list_of_suggestions_costs_one_statement_more_however_much_is_open(
    app: Flask, client: PageClient, session: Session, many: int
) -> None:
    run = make_run(session, languages=("en",))
    for _ in range(many):
        make_challenge(session)
    look_for(session)
    teach(client, session, run)

    assert len(count_statements(app, client, f"/mijn/vakken/uitvoering/{run.id}/vragen")) == 6
