"""Reading help stands where a text becomes public, in the language of the page, and stops nobody."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.models import Question
from leren_app.services.questions import clinic
from tests.client import PageClient
from tests.intake import asked, coordinator, state_of, step_path, take_step
from tests.makers import WRITTEN, actor, asker, make_question

HARD = replace(
    WRITTEN,
    title_nl="Hoe faciliteren wij <dat>?",
    summary_nl=f"Wij {'zien ' * 21}het.",
    title_en="How do we utilise it?",
)


def hard_to_read(client: PageClient, session: Session) -> Question:
    noor = coordinator(client, session)
    question = make_question(session, "take", noor)
    clinic.save_version(session, question, HARD, actor=actor(noor))
    session.commit()
    return question


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", ["Moeilijk woord: faciliteren → gewoner is mogelijk maken", "Heel lange zin (23 woorden)", "utilise"]),
        ("/en", ["Hard word: faciliteren → plainer is mogelijk maken", "Very long sentence (23 words)"]),
    ],
)
def test_the_clinic_names_what_is_hard_below_each_field(
    client: PageClient, session: Session, prefix: str, said: list[str]
) -> None:
    question = hard_to_read(client, session)

    words = client.get(f"{prefix}/werk/vragen/{question.reference}/spreekuur").words()

    for each in said:
        assert each in words


def test_it_reads_what_was_just_sent_when_the_form_comes_back(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    path = f"/werk/vragen/{question.reference}/spreekuur"
    _, values = client.get(path).form("/spreekuur")

    page = client.post(path, {**values, **asdict(HARD), "title_en": "x" * 200}, status=422)

    assert "mogelijk maken" in page.words()


@pytest.mark.parametrize("name", ["put_before", "publish"])
def test_the_pages_before_it_goes_out_advise_and_let_it_go(client: PageClient, session: Session, name: str) -> None:
    question = hard_to_read(client, session)
    if name == "publish":
        take_step(client, question, "put_before")
        session.rollback()
        clinic.agree(session, question, actor=asker(question), city=client.app.extensions["city"], seen_n=1)
        session.commit()

    page = client.get(step_path(question, name))
    take_step(client, question, name)

    assert "Dit is advies. U kunt ook zo verdergaan." in page.words()
    assert state_of(session, question) is (QuestionState.PUBLIC if name == "publish" else QuestionState.ARTICULATED)


def test_a_text_that_reads_well_says_so(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "take", noor)
    short = replace(WRITTEN, research_question_nl="Wat helpt ouderen?", research_question_en="What helps older people?")
    clinic.save_version(session, question, short, actor=actor(noor))
    session.commit()

    assert "Wij vonden geen lange zinnen of moeilijke woorden." in client.get(step_path(question, "put_before")).words()
