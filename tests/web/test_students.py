"""The desk of a student, a profile in two minutes, applying, and the lecturer who makes a team."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.roles import Role
from leren_app.models import Application, Placement, Profile, Project, User
from leren_app.services.applications import applying
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.profiles import suggesting
from leren_app.services.profiles.aside import list_put_aside
from leren_app.services.profiles.keeping import find_profile
from leren_app.services.teams import forming
from leren_app.services.teams.forming import Choice
from tests.client import Page, PageClient
from tests.intake import count_statements
from tests.makers import make_user, the_city
from tests.makers_education import (
    make_application,
    make_challenge,
    make_course,
    make_learner,
    make_lecturer,
    make_placement,
    make_run,
    teacher,
)
from tests.signing_in import press, sign_in

S = ApplicationState
TITLE_EN, TITLE_NL = "What helps older people across the threshold?", "Wat helpt ouderen over de drempel?"


def student(client: PageClient, session: Session, **told: object) -> Profile:
    """A student with a profile, signed in with this browser."""
    profile = make_learner(session, **told)  # type: ignore[arg-type]
    sign_in(client, session, user=profile.user)
    return profile


def team_page(client: PageClient, session: Session, n: int = 3) -> tuple[Placement, list[Application], User]:
    """An agreed placement with applicants, and its lecturer signed in."""
    lecturer = make_lecturer(session)
    challenge = make_challenge(session, team_min=2, team_max=3)
    run = make_run(session, make_course(session, lecturer), team_min=2, team_max=3)
    placement = make_placement(session, "agree", challenge=challenge, run=run)
    people = [make_learner(session, name=f"Student {i}", institution=lecturer.institution) for i in range(n)]
    sent = [make_application(session, challenge, each) for each in people]
    session.commit()
    sign_in(client, session, user=lecturer)
    return placement, sent, lecturer


def skills_of(profile: Profile) -> list[str]:
    return [each.skill for each in profile.skills]


def read(session: Session, application: Application) -> ApplicationState:
    session.rollback()
    session.refresh(application)
    return application.state


# ---- the profile and what fits ----


def test_an_international_student_tells_three_things_and_sees_at_once_what_fits_and_why(
    client: PageClient, session: Session
) -> None:
    make_challenge(session, level="wo")
    user = make_user(session, Role.STUDENT, language="en")
    session.commit()
    sign_in(client, session, user=user)
    start = client.get("/en/mijn")
    assert "Tell us in two minutes" in start.words()

    form = client.get("/en/mijn/profiel")
    page = press(
        client,
        form,
        "/mijn/profiel",
        level="wo",
        programme="Anthropology",
        typed="interviews, survey design; photography",
        consents="y",
    )
    desk = client.follow(page)

    assert TITLE_EN in desk.words()
    assert "It asks for what you can do: interviewing, survey design" in desk.words()
    assert "Needs Dutch in the team" in desk.words()
    profile = find_profile(session, user.id)
    assert profile is not None
    assert skills_of(profile) == ["interviewing", "photography", "survey-design"]
    assert (profile.languages, profile.consented_at is not None) == (["en"], True)


def test_saving_a_profile_as_it_stands_changes_nothing_in_it(client: PageClient, session: Session) -> None:
    profile = student(client, session, skills=("interviewing", "photography"))
    session.commit()
    before = (set(skills_of(profile)), profile.programme, profile.level, profile.free_days, profile.consented_at)

    page = client.get("/mijn/profiel")
    _, values = page.form("/mijn/profiel")
    ticked = {name: page.ticked(name) for name in ("skills", "languages", "interests", "free_days")}
    client.post("/mijn/profiel", {**values, **ticked})

    session.rollback()
    session.refresh(profile)
    after = (set(skills_of(profile)), profile.programme, profile.level, profile.free_days, profile.consented_at)
    assert before[0] == {"interviewing", "photography"}
    assert after == before


def test_a_profile_that_cannot_be_kept_comes_back_with_everything_that_was_typed(
    client: PageClient, session: Session
) -> None:
    sign_in(client, session, Role.STUDENT)

    page = client.post("/mijn/profiel", {"typed": "jongleren met kettingzagen", "about": "Ik leer snel."}, status=422)

    assert page.title().startswith("Fout")
    assert "Wij hebben geen vaardigheid “jongleren met kettingzagen”" in page.words()
    assert "Kies je niveau" in page.words()
    assert "Ik leer snel." in page.words()


def test_nothing_that_fits_is_said_with_the_limit_and_no_random_list(client: PageClient, session: Session) -> None:
    make_challenge(session)
    student(client, session, level="wo")

    desk = client.get("/mijn")

    assert "Er past nu niets bij je" in desk.words()
    assert "1 open vraagstuk is voor een ander niveau dan universiteit (wo)." in desk.words()
    assert TITLE_NL not in desk.words()


def test_a_suggestion_that_is_put_aside_with_a_reason_stays_away_until_it_is_brought_back(
    client: PageClient, session: Session
) -> None:
    challenge = make_challenge(session)
    profile = student(client, session)
    path = f"/mijn/leg-weg/{challenge.id}"
    desk = client.get("/mijn")
    assert TITLE_NL in desk.words()
    assert "Alleen jij en de coördinatoren zien je reden" in desk.words()

    refused = client.post(path, desk.form(path)[1], status=422)
    assert refused.title().startswith("Fout")
    assert "Kies waarom dit niets voor jou is" in refused.words()
    name = f"c{challenge.id.hex[:12]}-reason"
    after = client.follow(client.post(path, {**desk.form(path)[1], name: "time"}))

    assert after.words().count(TITLE_NL) == 1
    assert "Weggelegd (1)" in after.words()
    assert "De periode of het aantal uren past niet" in after.words()
    assert "of je legde het weg" in after.words()
    session.rollback()
    suggesting.refresh_person(session, profile.user_id, the_city())
    session.commit()
    assert "Weggelegd (1)" in client.get("/mijn").words()
    back = client.follow(press(client, after, f"{path}/terug"))
    assert "Weggelegd" not in back.words()
    assert path in [action for _, action, _ in back.forms()]


def test_two_suggestions_on_one_page_keep_their_own_reasons(client: PageClient, session: Session) -> None:
    first, second = make_challenge(session), make_challenge(session, title_nl="Ouderen en de bus")
    student(client, session)
    path = f"/mijn/leg-weg/{first.id}"
    sent = {f"c{second.id.hex[:12]}-reason": "time"}

    client.post(path, sent, status=422)
    after = client.follow(client.post(path, {f"c{first.id.hex[:12]}-reason": "theme"}))

    assert "Weggelegd (1)" in after.words()
    assert f"/mijn/leg-weg/{second.id}" in [action for _, action, _ in after.forms()]


def test_nobody_puts_aside_what_is_not_open_or_for_somebody_else(client: PageClient, session: Session) -> None:
    draft, challenge = make_challenge(session, "skills"), make_challenge(session)
    profile = student(client, session)
    name = f"c{draft.id.hex[:12]}-reason"

    client.post(f"/mijn/leg-weg/{draft.id}", {name: "time"}, status=404)
    client.post(f"/mijn/leg-weg/{challenge.id}/terug", status=404)
    lecturer = PageClient(client.app)
    sign_in(lecturer, session, Role.LECTURER)
    lecturer.post(f"/mijn/leg-weg/{challenge.id}", status=404)
    session.rollback()
    assert list_put_aside(session, profile.user_id) == []


def test_taking_the_yes_back_leaves_a_profile_for_its_owner_alone(client: PageClient, session: Session) -> None:
    profile = student(client, session)
    application = make_application(session, make_challenge(session), profile)
    session.commit()

    press(client, client.get("/mijn/profiel"), "intrekken")

    assert read(session, application) is S.WITHDRAWN
    assert "alleen voor jou" in client.get("/mijn").words()


def test_pages_of_learners_are_for_learners(client: PageClient, session: Session) -> None:
    application = make_application(session, make_challenge(session))
    session.commit()
    assert "/inloggen" in client.get("/mijn/profiel", status=303).response.headers["Location"]

    student(client, session, name="Iemand anders")
    client.get(f"/mijn/aanmeldingen/{application.id}", status=404)
    client.post(f"/mijn/aanmeldingen/{application.id}/intrekken", status=404)
    lecturer = PageClient(client.app)
    sign_in(lecturer, session, Role.LECTURER)
    for path in ("/mijn", "/mijn/profiel", "/mijn/aanmeldingen"):
        lecturer.get(path, status=404)


# ---- applying ----


def test_applying_changing_the_sentence_and_withdrawing(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    profile = student(client, session)
    path = f"/mijn/aanmeldingen/nieuw/{challenge.slug}"

    client.post(path, {"motivation": "  "}, status=422)
    mine = client.follow(press(client, client.get(path), path, motivation="<b>Ik</b> wil dit."))
    assert "“<b>Ik</b> wil dit.”" in mine.words()
    session.rollback()
    application = session.scalars(select(Application).where(Application.profile_id == profile.id)).one()
    own = client.follow(client.get(path, status=303))
    press(client, own, str(application.id), motivation="Beter.")
    press(client, client.get(f"/mijn/aanmeldingen/{application.id}"), "intrekken")

    assert read(session, application) is S.WITHDRAWN
    assert application.motivation == "Beter."
    assert "Meld je opnieuw aan" in client.get(f"/mijn/aanmeldingen/{application.id}").words()


def test_without_a_profile_the_page_names_the_one_next_step(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    session.commit()
    sign_in(client, session, Role.STUDENT)

    page = client.get(f"/mijn/aanmeldingen/nieuw/{challenge.slug}")

    assert "Vul eerst je profiel in" in page.words()
    assert "/mijn/profiel" in page.links()


# ---- the team ----


def test_a_lecturer_takes_the_suggested_team_and_the_student_reads_why(client: PageClient, session: Session) -> None:
    placement, sent, _ = team_page(client, session)
    page = client.get(f"/mijn/koppelingen/{placement.id}/team")
    assert "Hieronder staat een team van 3 aangevinkt" in page.words()
    ids = [str(each.id) for each in sent]

    client.post(page.path, {**page.form("/team")[1], "members": ids[:2]})

    assert [read(session, each) for each in sent] == [S.PLACED, S.PLACED, S.WAITING]
    student_ = PageClient(client.app)
    sign_in(student_, session, user=sent[0].profile.user)
    assert sent[0].reason
    assert sent[0].reason in student_.get("/mijn/aanmeldingen").words()
    assert "Je zit in een team" in student_.get("/mijn").words()


def test_a_lecturer_compares_three_teams_that_differ_and_ticks_another(client: PageClient, session: Session) -> None:
    placement, sent, _ = team_page(client, session, n=7)
    sent[6].profile.programme, sent[6].profile.free_days = "Geschiedenis", []
    session.commit()
    path = f"/mijn/koppelingen/{placement.id}/team"
    page = client.get(path)

    assert "Samen brengen ze mee: " in page.words()
    assert "Andere teams kunnen ook" in page.words()
    other = client.get(f"{path}?voorstel=2")
    assert len(ticked(page)) == len(ticked(other)) == 3
    assert len(ticked(page) & ticked(other)) <= 1
    assert "Voorstel 1" in other.words()
    assert "Voorstel 2" not in other.words()
    for odd in ("0", "4", "-1", "x", "9" * 40):
        assert ticked(client.get(f"{path}?voorstel={odd}")) == ticked(page)
    assert "Together they bring: " in client.get(f"/en{path}").words()


def test_somebody_in_another_team_is_shown_with_the_hours_that_took(client: PageClient, session: Session) -> None:
    placement, sent, lecturer = team_page(client, session, n=2)
    elsewhere = make_challenge(session, team_min=1, team_max=2)
    run = make_run(session, placement.run.course, team_min=1, team_max=2)
    at = make_placement(session, "agree", challenge=elsewhere, run=run)
    application = make_application(session, elsewhere, sent[0].profile)
    session.flush()
    chosen = Choice(frozenset({application.id}), frozenset({application.id}))
    forming.form_team(session, at.id, chosen, actor=teacher(lecturer), city=the_city())
    sent[0].profile.hours_per_week = 20
    session.commit()

    page = client.get(f"/mijn/koppelingen/{placement.id}/team")

    assert "Heeft 16 uur per week aan een ander team beloofd." in page.words()
    assert "Met genoeg tijd: 1. Al te druk met ander werk: 1." in page.words()


def test_the_team_page_costs_the_same_with_few_applicants_and_with_many(
    app: Flask, client: PageClient, session: Session
) -> None:
    placement, _, lecturer = team_page(client, session, n=1)
    path = f"/mijn/koppelingen/{placement.id}/team"
    few = len(count_statements(app, client, path))
    for n in range(12):
        learner = make_learner(session, name=f"Nog een {n}", institution=lecturer.institution)
        make_application(session, placement.challenge, learner)
    session.commit()

    assert len(count_statements(app, client, path)) <= few + 1


def test_who_withdraws_while_the_team_is_made_costs_the_lecturer_no_tick(client: PageClient, session: Session) -> None:
    placement, sent, _ = team_page(client, session)
    page = client.get(f"/mijn/koppelingen/{placement.id}/team")
    applying.withdraw(session, sent[2], actor=teacher(sent[2].profile.user))
    session.commit()

    ids = [str(each.id) for each in sent]
    values = {**page.form("/team")[1], "members": ids, "reason": "Volgend jaar weer."}
    again = client.post(page.path, values, status=409)

    assert "heeft zich intussen teruggetrokken" in again.words()
    assert ticked(again) == set(ids[:2])
    assert "Volgend jaar weer." in again.words()
    session.rollback()
    assert session.scalars(select(Project)).all() == []


def test_a_team_too_small_and_a_stranger_are_refused(client: PageClient, session: Session) -> None:
    placement, sent, _ = team_page(client, session)
    path = f"/mijn/koppelingen/{placement.id}/team"
    page = client.get(path)

    refused = client.post(path, {**page.form("/team")[1], "members": [str(sent[0].id)]}, status=422)
    assert "Een team heeft er minstens 2 en hoogstens 3." in refused.words()
    other = PageClient(client.app)
    sign_in(other, session, user=make_lecturer(session, name="Een ander"))
    other.get(path, status=404)
    other.post(path, {"members": [str(sent[0].id)]}, status=404)


def test_a_place_that_is_left_can_be_given_later(client: PageClient, session: Session) -> None:
    placement, sent, _ = team_page(client, session)
    path = f"/mijn/koppelingen/{placement.id}/team"
    page = client.get(path)
    client.post(path, {**page.form("/team")[1], "members": [str(each.id) for each in sent[:2]]})

    press(client, client.get(path), str(sent[2].id))

    assert read(session, sent[2]) is S.PLACED


def test_the_desk_costs_the_same_with_one_suggestion_and_with_many(
    app: Flask, client: PageClient, session: Session
) -> None:
    make_challenge(session)
    student(client, session)
    keeping.build(session, Kind.CHALLENGES, the_city())
    few = len(count_statements(app, client, "/mijn"))
    for n in range(6):
        make_challenge(session, title_nl=f"Praten met ouderen {n}")
    keeping.build(session, Kind.CHALLENGES, the_city())
    session.commit()

    assert len(count_statements(app, client, "/mijn")) == few <= 14


def ticked(page: Page) -> set[str]:
    """The people who are ticked."""
    h = "{http://www.w3.org/1999/xhtml}"
    boxes = [e for e in page.tree.iter(h + "input") if e.get("name") == "members"]
    return {box.get("value") for box in boxes if box.get("checked") is not None}
