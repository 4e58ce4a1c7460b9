"""The desk of challenges: from the question's page to open, in the browser, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import Role
from leren_app.models import Challenge, Event, FieldLanguage, WorkForm
from leren_app.services.challenges import reading
from leren_app.web.challenges.forms import FORMS
from leren_app.web.challenges.steps import DOES
from leren_app.web.challenges.words import STEP_WORDS
from tests.client import Page, PageClient
from tests.intake import coordinator
from tests.makers import make_question, make_user
from tests.makers_education import make_challenge, the_day
from tests.signing_in import press, sign_in

S = ChallengeState


def state_of(session: Session, challenge: Challenge) -> ChallengeState:
    """Where it stands, read anew."""
    return fresh(session, challenge).state


def fresh(session: Session, challenge: Challenge) -> Challenge:
    """The challenge as it stands in the database now."""
    session.rollback()
    session.refresh(challenge)
    return challenge


def step(client: PageClient, challenge: Challenge, name: str, *, status: int = 303, **fields: str) -> Page:
    """Open the page of a step, fill in its form, and send it."""
    path = f"/werk/vraagstukken/{challenge.slug}/stap/{name}"
    return press(client, client.get(path), f"/stap/{name}", status=status, **fields)


def test_every_step_a_coordinator_may_take_has_a_form_words_and_a_service() -> None:
    steps = {s.name for s in CHALLENGE.steps if Role.COORDINATOR in s.by and None not in s.sources} - {"edit"}

    assert set(FORMS) == set(DOES) == set(STEP_WORDS) == steps


def test_a_public_question_becomes_an_open_challenge(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "publish", noor)
    session.commit()
    desk = client.get(f"/werk/vragen/{question.reference}")
    assert f"/werk/vraagstukken/van/{question.reference}" in desk.links()

    begin = client.get(f"/werk/vraagstukken/van/{question.reference}")
    edit = client.follow(press(client, begin, "/van/", work_form="course_part"))
    assert edit.form("/tekst")[1]["hours"] == "140"
    today = the_day(session)
    days = {"starts_on": 60, "ends_on": 120, "last_plan_on": 30}
    frame = {name: (today + timedelta(days=n)).isoformat() for name, n in days.items()}
    draft = client.follow(press(client, edit, "/tekst", level="hbo", field_language="nl", slots="2", **frame))
    assert "De opdrachtgever heeft nog niet bevestigd" in draft.words()
    session.rollback()
    challenge = session.scalars(select(Challenge)).one()
    path = f"/werk/vraagstukken/{challenge.slug}"
    press(client, client.get(f"{path}/vaardigheden"), "/vaardigheden", skills="interviewing")
    person = {"who": "partner", "name": "Fatima Aydin", "mail": "fatima@example.org", "organisation": "De Vogel"}
    named = client.follow(press(client, client.get(f"{path}/opdrachtgever"), "/opdrachtgever", **person))
    assert "De opdrachtgever heeft nog niet bevestigd dat er tijd voor is." in named.words()
    ready = client.follow(press(client, named, "/uren", client_hours="10", note="Fatima, aan de telefoon"))
    assert "Klaar om open te zetten" in ready.words()

    opened = client.follow(step(client, challenge, "open"))

    assert state_of(session, challenge) is S.OPEN
    assert "Fatima, aan de telefoon" in opened.words()
    assert (challenge.hours, challenge.work_form, challenge.field_language) == (
        140,
        WorkForm.COURSE_PART,
        FieldLanguage.DUTCH,
    )
    assert "Fatima" not in client.get(f"/vraagstukken/{challenge.slug}").words()


def test_what_is_usual_fills_in_numbers_and_keeps_what_was_typed(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = make_challenge(session, "slice")
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/tekst"

    page = press(client, client.get(path), "/tekst", status=200, preset="minor", title_nl="Mijn titel", hours="abc")

    values = page.form("/tekst")[1]
    assert (values["title_nl"], values["hours"], values["team_min"]) == ("Mijn titel", "840", "4")
    assert "Er is nog niets opgeslagen" in page.words()
    assert challenge.hours is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hours": "veel"}, "Vul een heel getal in"),
        ({"hours": "0"}, "Vul uren in van 1"),
        ({"team_min": "6", "team_max": "2"}, "Vul een getal in van 6"),
        ({"starts_on": "31-2-2026"}, "Schrijf de dag zo"),
        ({"starts_on": "0001-01-01"}, "Kijk het jaar na."),
        ({"level": "phd"}, "Kies"),
        ({"slots": ""}, "Vul een getal in"),
        ({"title_nl": "x" * 161}, "te lang"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    client: PageClient, session: Session, wrong: dict[str, str], said: str
) -> None:
    coordinator(client, session)
    challenge = make_challenge(session, "save")
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/tekst"

    page = press(client, client.get(path), "/tekst", status=422, **{"summary_en": "My own words", **wrong})

    assert page.title().startswith("Fout: ")
    assert said in page.words()
    assert page.form("/tekst")[1]["summary_en"] == "My own words"


def test_what_everyone_sees_already_may_not_lose_a_text(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = make_challenge(session)
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/tekst"

    page = press(client, client.get(path), "/tekst", status=422, title_en=" ")
    assert "iedereen ziet het al" in page.words()

    refused = press(client, client.get(path), "/tekst", status=409, title_nl="Bel 06 12345678")
    assert "06 12345678" in refused.form("/tekst")[1]["title_nl"]
    assert fresh(session, challenge).title_nl != "Bel 06 12345678"


def test_who_saves_after_a_colleague_is_told_and_keeps_the_text(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = make_challenge(session, "save")
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/tekst"
    form = client.get(path)
    press(client, client.get(path), "/tekst", title_nl="Van een collega")

    page = press(client, form, "/tekst", status=409, title_nl="Van mij")
    assert "Iemand anders heeft dit intussen veranderd" in page.words()
    assert page.form("/tekst")[1]["title_nl"] == "Van mij"

    press(client, page, "/tekst")
    assert fresh(session, challenge).title_nl == "Van mij"


def test_looking_for_a_skill_keeps_what_is_ticked_and_works_by_address_too(
    client: PageClient, session: Session
) -> None:
    coordinator(client, session)
    challenge = make_challenge(session, "skills")
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/vaardigheden"

    by_address = client.get(path + "?zoek=survey")
    looked = press(client, client.get(path), "/vaardigheden", status=200, look="1", zoek="podcast", skills="mapping")
    nothing = client.get(path + "?zoek=xyzzy")

    assert "enquêtes maken" in by_address.words()
    assert "interviewen" in by_address.words()  # ticked
    assert "zwemmen" not in looked.words()
    assert reading.skill_keys(fresh(session, challenge)) == ["interviewing", "survey-design"]
    assert "interviewen" in nothing.words()


def test_a_step_pressed_twice_happens_once_and_one_that_is_not_open_says_so(
    client: PageClient, session: Session
) -> None:
    coordinator(client, session)
    challenge = make_challenge(session)
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/stap/close"
    form = client.get(path)

    for _ in range(2):
        press(client, form, "/stap/close")
    again = client.get(path, status=409)

    assert state_of(session, challenge) is S.CLOSED
    assert "kan nu niet" in again.words()
    closes = select(Event).where(Event.subject_id == challenge.id, Event.step == "close")
    assert len(session.scalars(closes).all()) == 1


def test_each_remaining_step_works_from_its_page(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = make_challenge(session)
    session.commit()
    until = (the_day(session) + timedelta(days=9)).isoformat()

    assert "Schrijf op waarom" in step(client, challenge, "pause", status=422, until=until).words()
    step(client, challenge, "pause", status=409, reason="Verbouwing", until="2020-01-01")
    step(client, challenge, "pause", reason="Verbouwing", until=until)
    assert "Gepauzeerd tot" in client.get(f"/vraagstukken/{challenge.slug}").words()
    step(client, challenge, "resume")
    step(client, challenge, "withdraw", reason="De inloop stopt")
    assert state_of(session, challenge) is S.WITHDRAWN
    client.get(f"/vraagstukken/{challenge.slug}", status=410)
    step(client, challenge, "reopen", reason="Toch niet")
    assert state_of(session, challenge) is S.OPEN


def test_somebody_of_an_organisation_has_a_name_and_an_address(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = make_challenge(session, "skills")
    session.commit()
    path = f"/werk/vraagstukken/{challenge.slug}/opdrachtgever"

    for fields in ({"who": "partner"}, {"who": "partner", "name": "Fatima", "mail": "geen adres"}, {"who": "x"}):
        press(client, client.get(path), "/opdrachtgever", status=422, **fields)
    press(client, client.get(path), "/opdrachtgever", who="team")

    assert fresh(session, challenge).client_confirmed_at is not None


def test_the_desk_is_not_there_for_others_nor_is_what_never_was(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    session.commit()
    paths = ("", f"/{challenge.slug}", f"/{challenge.slug}/tekst", f"/van/{challenge.question.reference}")
    for path in paths:
        signed_out = client.get("/werk/vraagstukken" + path, status=303)
        assert signed_out.response.headers["Location"].endswith("/inloggen")

    sign_in(client, session, user=make_user(session, Role.LECTURER))
    for path in paths:
        client.get("/werk/vraagstukken" + path, status=404)
    sign_in(client, session, user=make_user(session, Role.COORDINATOR))
    for path in ("/geen", "/geen/tekst", "/van/LMDS-2020-999", f"/{challenge.slug}/stap/slice"):
        client.get("/werk/vraagstukken" + path, status=404)


def test_a_question_without_a_yes_says_why_it_cannot_be_sliced(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "put_before", noor)
    session.commit()

    page = client.get(f"/werk/vraagstukken/van/{question.reference}")

    assert "kan pas als de vraagsteller ja heeft gezegd" in page.words()
    client.post(f"/werk/vraagstukken/van/{question.reference}", {"work_form": "minor"}, status=409)


def test_the_desk_lists_by_where_they_stand(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    draft, shown = make_challenge(session, "save"), make_challenge(session, title_nl="Een ander vraagstuk")
    session.commit()

    drafts, opened = client.get("/werk/vraagstukken"), client.get("/en/werk/vraagstukken?tab=open")

    assert f"/werk/vraagstukken/{draft.slug}" in drafts.links()
    assert f"/en/werk/vraagstukken/{shown.slug}" in opened.links()
    assert "Hier staat geen vraagstuk" in client.get("/werk/vraagstukken?tab=rust").words()
