"""Looking for questions, challenges and results in words: across languages, within filters, whatever is typed."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.jobs.play import run_due
from leren_app.models import FieldLanguage, Outbox, Question, QuestionTheme
from leren_app.services.challenges import steps
from leren_app.services.projects import ending
from leren_app.services.questions import clinic, handling
from tests.client import PageClient
from tests.intake import count_statements
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.makers_education import make_challenge, make_project
from tests.signing_in import sign_in

BEES = {
    "title_nl": "Hoeveel bijenkasten passen er in een park?",
    "title_en": "How many beehives fit in a park?",
    "summary_nl": "Tel bijen en bloemen langs vijf routes.",
    "summary_en": "Count bees and flowers along five routes.",
    "research_question_nl": "Wanneer vinden wilde bijen te weinig bloemen?",
    "research_question_en": "When do wild bees find too few flowers?",
}


def make_public(session: Session, text: dict[str, str] | None = None, **asked: object) -> Question:
    """A public question with this agreed text."""
    who = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "take", **asked)
    clinic.save_version(session, question, replace(WRITTEN, **(text or {})), actor=who)
    clinic.put_before(session, question, actor=who, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)
    handling.publish(session, question, actor=who, city=the_city())
    return question


def work(session: Session) -> None:
    """What the worker does with all that is promised."""
    session.commit()
    run_due()
    session.rollback()


def references(client: PageClient, path: str) -> list[str]:
    return [link.rsplit("/", 1)[1] for link in client.get(path).links() if "/vragen/" in link and "?" not in link]


# ---- questions ----


def test_a_search_finds_across_languages_and_says_why(client: PageClient, session: Session) -> None:
    older, bees = make_public(session), make_public(session, BEES)
    work(session)

    english, dutch = client.get("/en/vragen?q=lonely+elderly"), client.get("/vragen?q=insecten")

    assert f"/en/vragen/{older.reference}" in english.links()
    assert f"/en/vragen/{bees.reference}" not in english.links()
    assert "1 question for “lonely elderly”" in english.words()
    assert "“lonely elderly” fits “older people”: it is about older people." in english.words()
    assert references(client, "/vragen?q=insecten") == [bees.reference]
    assert "gaan over hetzelfde" in dutch.words()
    assert 'value="insecten"' in dutch.text


def test_words_of_the_other_language_say_so(client: PageClient, session: Session) -> None:
    make_public(session, BEES)
    work(session)

    assert '<mark lang="en">bees</mark>' in client.get("/vragen?q=bees").text


def test_the_best_comes_first_and_filters_still_hold(client: PageClient, session: Session) -> None:
    city = the_city()
    here, there = city.districts[0].key, city.districts[1].key
    partly = make_public(session, {"summary_nl": WRITTEN.summary_nl + " Er zijn ook bijen."}, place=here)
    wholly = make_public(session, BEES, place=there)
    work(session)

    assert references(client, "/vragen?q=bijen+en+bloemen")[:1] == [wholly.reference]
    assert references(client, f"/vragen?q=bijen&wijk={here}") == [partly.reference]
    assert references(client, f"/vragen?q=bijen&thema={city.themes[0].key}") == []


def test_a_long_result_is_read_page_by_page(client: PageClient, session: Session) -> None:
    made = {make_public(session, BEES).reference for _ in range(23)}
    work(session)

    first = client.get("/vragen?q=bijen")
    more = next(link for link in first.links() if "na=20" in link)

    assert "23 vragen" in first.words()
    assert "q=bijen" in more
    seen = references(client, "/vragen?q=bijen") + references(client, more)
    assert len(seen) == 23
    assert set(seen) == made
    assert references(client, "/vragen?q=bijen&na=60") == []


HOSTILE = [
    "de het een",
    "\0",
    "😀😀",
    "مرحبا بالعالم",
    "a" * 100_000,
    "bijen " * 20_000,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "%",
    "\u202e\u200b",
    "1234 AB 06-12345678",
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("path", ["/vragen", "/en/vraagstukken", "/resultaten"])
def test_whatever_is_typed_gives_a_page_in_words(client: PageClient, session: Session, typed: str, path: str) -> None:
    challenge = make_challenge(session)
    work(session)

    page = client.get(f"{path}?q={quote(typed)}&na=%00")

    assert "<script>alert" not in page.text
    assert len(page.element("filter-q").get("value")) <= 200
    assert challenge.question.raw_text not in page.words()
    if typed.startswith(("de het", "😀", "م", "%7")):
        assert "Niets gevonden voor" in page.words() or "Nothing found for" in page.words()


def test_names_of_the_city_find_nothing(client: PageClient, session: Session) -> None:
    city = the_city()
    make_public(session, {"summary_nl": f"In {city.name.nl}, in {city.districts[-1].name.nl}."})
    work(session)

    assert references(client, f"/vragen?q={quote(city.name.nl + ' ' + city.districts[-1].name.nl)}") == []


@pytest.mark.parametrize("path", ["/vragen?q=bijen", "/vraagstukken?q=bijen"])
def test_a_search_takes_three_statements_for_many_as_for_one(
    app: Flask, client: PageClient, session: Session, path: str
) -> None:
    counts = []
    for many in (1, 12):
        for _ in range(many):
            make_challenge(session, question=make_public(session, BEES), title_nl="Bijen tellen")
        work(session)
        counts.append(len(count_statements(app, client, path)))

    assert counts[0] == counts[1] <= 3


def test_a_search_holds_without_an_index_and_has_it_made(app: Flask, client: PageClient, session: Session) -> None:
    bees = make_public(session, BEES)
    session.commit()

    assert references(client, "/vragen?q=bijen") == [bees.reference]
    assert references(client, "/vragen?q=bijen") == [bees.reference]

    promised = select(Outbox.payload).where(Outbox.kind == "suggestions.index", Outbox.idem_key.contains("missing"))
    assert [each["all_of"] for each in session.scalars(promised)] == ["questions"]


def test_where_there_is_too_much_to_look_at_once_it_says_so(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leren_app.services.indexes.keeping.MOST_FITTED", 0)
    make_project(session, "publish")
    session.commit()

    for path in ("/en/vragen", "/en/vraagstukken", "/en/resultaten"):
        assert "Searching is not ready yet" in client.get(f"{path}?q=older").words()


def test_what_went_off_the_website_is_not_found_though_the_index_still_has_it(
    client: PageClient, session: Session
) -> None:
    question = make_public(session, BEES)
    work(session)
    who = actor(make_user(session, Role.COORDINATOR))
    handling.unpublish(session, question, "Er staat een naam in.", actor=who, city=the_city())
    session.commit()

    assert references(client, "/vragen?q=bijen") == []


# ---- challenges ----


def test_challenges_are_found_with_their_filters_and_in_every_status(client: PageClient, session: Session) -> None:
    hbo = make_challenge(session, title_nl="Bijen tellen in het park", title_en="Counting bees")
    wo = make_challenge(session, title_nl="Bijen en bloemen", level="wo", field_language=FieldLanguage.ANY)
    closed = make_challenge(session, title_nl="Bijen van vorig jaar")
    steps.close(session, closed, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())
    work(session)

    every, one = client.get("/en/vraagstukken?q=bees"), client.get("/vraagstukken?q=bees&niveau=wo")
    past = client.get("/vraagstukken?q=bees&stand=not-now")

    assert {f"/en/vraagstukken/{each.slug}" for each in (hbo, wo)} <= set(every.links())
    assert "2 challenges for “bees”" in every.words()
    assert f"/vraagstukken/{wo.slug}" in one.links()
    assert f"/vraagstukken/{hbo.slug}" not in one.links()
    assert f"/vraagstukken/{closed.slug}" in past.links()
    assert "Niets gevonden" in client.get("/vraagstukken?q=zweefvliegen").words()


# ---- results ----


def test_results_are_found_across_languages_within_their_filters_and_say_why(
    client: PageClient, session: Session
) -> None:
    first = make_project(session, "publish")
    question = first.placement.challenge.question
    theme, other = (each.key for each in the_city().themes[:2])
    question.themes = [QuestionTheme(theme=theme)]
    path = f"/resultaten/{first.slug}"
    work(session)

    dutch, english = client.get("/resultaten?q=apotheek"), client.get("/en/resultaten?q=pharmacy")

    assert path in dutch.links()
    assert "1 resultaat voor ‘apotheek’" in dutch.words()
    assert "Noemt: apotheek." in dutch.words()
    assert "/en" + path in english.links()
    assert "1 result for “pharmacy”" in english.words()
    assert "Names: pharmacy." in english.words()
    assert path in client.get(f"/resultaten?q=apotheek&wijk={question.district}&thema={theme}").links()
    assert path not in client.get(f"/resultaten?q=apotheek&thema={other}").links()
    assert path not in client.get("/resultaten?q=apotheek&jaar=2024").links()
    assert "Niets gevonden voor ‘zweefvliegen’" in client.get("/resultaten?q=zweefvliegen").words()
    assert 'value="apotheek"' in dutch.text


def test_a_search_in_results_takes_four_statements_for_many_as_for_one(
    app: Flask, client: PageClient, session: Session
) -> None:
    counts = []
    for many in (1, 3):
        for _ in range(many):
            make_project(session, "publish")
        work(session)
        counts.append(len(count_statements(app, client, "/resultaten?q=apotheek")))

    assert counts[0] == counts[1] <= 4


def test_many_results_are_read_page_by_page(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leren_app.services.results.PAGE", 2)
    made = {f"/resultaten/{make_project(session, 'publish').slug}" for _ in range(3)}
    work(session)

    first = client.get("/resultaten?q=apotheek")
    more = next(link for link in first.links() if "na=2" in link)

    assert "3 resultaten" in first.words()
    assert made == {*first.links(), *client.get(more).links()} & made
    assert len(made & set(client.get(more).links())) == 1


def test_a_result_that_was_taken_off_is_not_found_though_the_index_still_has_it(
    client: PageClient, session: Session
) -> None:
    project = make_project(session, "publish")
    work(session)
    who = actor(make_user(session, Role.COORDINATOR))
    ending.retract(session, project, "Er staat een naam in.", actor=who, city=the_city())
    session.commit()

    assert f"/resultaten/{project.slug}" not in client.get("/resultaten?q=apotheek").links()


# ---- questions like this one ----


def test_a_question_shows_what_is_like_it_and_why(client: PageClient, session: Session) -> None:
    bees = make_public(session, BEES)
    near = make_public(session, {**BEES, "title_nl": "Waar vinden bijen bloemen?", "title_en": "Where do bees go?"})
    older = make_public(session)
    work(session)

    page, alone = client.get(f"/vragen/{bees.reference}"), client.get(f"/en/vragen/{older.reference}")

    assert "Vragen die hierop lijken" in page.words()
    assert f"/vragen/{near.reference}" in page.links()
    assert f"/vragen/{older.reference}" not in page.links()
    assert "Allebei noemen: " in page.words()
    assert "Questions like this one" not in alone.words()


def test_a_coordinator_sees_how_many_public_questions_are_like_one_that_came_in(
    client: PageClient, session: Session
) -> None:
    bees = make_public(session, BEES)
    asked = make_question(session, "take", text="Vinden wilde bijen in ons park nog genoeg bloemen?")
    small = make_question(session, "take", text="Hoe kan dat zo in de stad?")
    work(session)
    sign_in(client, session, Role.COORDINATOR)

    page = client.get(f"/en/werk/vragen/{asked.reference}")

    assert "1 question is like this one" in page.words()
    assert any(bees.reference in link for link in page.links())
    assert "No question is like this one" in client.get(f"/en/werk/vragen/{small.reference}").words()
