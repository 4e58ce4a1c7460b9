"""The asker's page and what leads to it: in which language it speaks, under which title, what stays true at the end."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.models import Event, EventNote, NoteAudience, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import merging
from leren_app.web.asker.page import first_words
from tests.asker import open_own_page
from tests.client import PageClient
from tests.makers import WRITTEN, actor, make_question, make_user
from tests.walk import ASKED, ask, follow_mail, newest_mail, run_due

TYPED = "Many seniors here are lonely. Who can help them to meet others in the block where we live?"


LONELY = "Veel ouderen zijn eenzaam, kan iemand helpen?"
WASTE = "Hallo! Ik wil graag weten waarom de vuilnis hier altijd naast de bak"
FLAT = "In de flat wonen o.a. veel ouderen die elkaar niet kennen en nooit"
TITLES = {
    f"{LONELY} In onze flat kennen we elkaar niet.": LONELY,
    f"{WASTE} staat en niet erin.": f"{WASTE}…",
    f"{FLAT} eens buiten komen.": f"{FLAT}…",
    "Kort.\nEn meer.": "Kort.",
}


@pytest.mark.parametrize(("text", "title"), TITLES.items())
def test_a_title_ends_with_the_first_sentence_where_that_is_one(text: str, title: str) -> None:
    assert first_words(text) == title


def test_words_in_another_language_than_the_page_say_so(client: PageClient, session: Session) -> None:
    question = make_question(session, "ask_more", text=TYPED, language="en")

    page = open_own_page(client, session, question)
    english = open_own_page(client, session, question, "/en")

    assert page.heading() == "Many seniors here are lonely."
    assert '<h1 class="utrecht-heading-1" lang="en">' in page.text
    assert f'lang="en"><p>{TYPED}</p>' in page.text
    assert '<blockquote class="lms-quote" lang="en">' in page.text
    assert 'lang="en">' not in english.text.partition("<main")[2].partition("</main>")[0]


def test_the_agreed_title_is_in_the_language_of_the_page(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish", text=TYPED, language="en")

    page = open_own_page(client, session, question)

    assert page.heading() == WRITTEN.title_nl
    assert '<h1 class="utrecht-heading-1">' in page.text


def test_a_closed_question_still_shows_the_answer_on_top(client: PageClient, session: Session) -> None:
    question, at = make_question(session, "publish"), clock.now(session)
    for step, state, words in (("answer", "answered", ["Dit kwam eruit: kom eens langs."]), ("close", "closed", [])):
        event = Event(subject="question", subject_id=question.id, step=step, to_state=state, role=Role.CLOCK, at=at)
        event.notes = [EventNote(audience=NoteAudience.ASKER, text=text) for text in words]
        session.add(event)
    question.state, question.answered_at, question.closed_at = QuestionState.CLOSED, at, at
    session.flush()

    page = open_own_page(client, session, question)

    assert "Dit kwam eruit: kom eens langs." in page.text.partition('id="step"')[2].partition("</section>")[0]


@pytest.mark.parametrize("state", [QuestionState.LAPSED, QuestionState.WITHDRAWN, QuestionState.REFUSED])
def test_what_is_over_promises_no_website_and_no_later_question(
    client: PageClient, session: Session, state: QuestionState
) -> None:
    question = make_question(session, "submit" if state is QuestionState.LAPSED else "take")
    question.state, question.ended_because = state, "commercial" if state is QuestionState.REFUSED else None
    session.flush()

    words = open_own_page(client, session, question).words()

    assert "Uw eigen vraag staat niet op de website" in words
    assert "Hier stopte uw vraag" in words
    assert "pas op de website als u ja zegt" not in words
    assert "Zes maanden later" not in words


def test_the_card_of_a_merged_question_says_where_it_lives_and_how_far_that_is(
    client: PageClient, session: Session
) -> None:
    source, target = make_question(session, "take"), make_question(session, "publish")
    merging.merge(session, source, target, actor=actor(make_user(session, Role.COORDINATOR)))
    raw = tokens.issue(session, TokenPurpose.CARD, contact=source.asker, question=source)
    session.commit()

    page = client.follow(client.get(f"/v/{raw}", status=303))

    assert f"Uw vraag gaat nu verder als {target.reference}" in page.words()
    assert "Uw vraag gaat samen met een andere verder" in page.words()
    assert "Wij zijn aan zet" not in page.words()
    assert f"/vragen/{target.reference}" in page.links()
    assert "Gekoppeld" in page.words()


def test_both_askers_read_when_questions_went_together_and_apart(client: PageClient, session: Session) -> None:
    source, target = make_question(session, "take"), make_question(session, "publish")
    who = actor(make_user(session, Role.COORDINATOR))
    merging.merge(session, source, target, actor=who)
    merging.unmerge(session, source, actor=who)

    own, other = (open_own_page(client, session, each).words() for each in (source, target))

    assert own.index("Uw vraag gaat samen met een andere verder") < own.index("Uw vraag gaat weer zelf verder")
    assert other.index("Een andere vraag gaat samen") < other.index("Die andere vraag gaat weer zelf verder")


def test_who_no_longer_knows_the_number_is_told_where_to_ask(client: PageClient) -> None:
    page = client.get("/mijn-vraag/nieuwe-link")

    assert "Weet u het nummer niet meer" in page.words()
    assert any("kom" in link or "balie" in link or "langs" in link for link in page.links())


def test_the_thanks_page_names_the_address_until_it_is_proven(client: PageClient, session: Session) -> None:
    thanks = ask(client)
    assert ASKED["mail"] in thanks.words()
    assert "Staat er een fout in het adres?" in thanks.words()

    run_due(client)
    page = follow_mail(client, newest_mail(session))
    client.post(*page.form("/stel-uw-vraag/bevestig"))

    assert ASKED["mail"] not in client.get("/stel-uw-vraag/bedankt").text
