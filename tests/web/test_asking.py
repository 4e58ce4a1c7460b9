"""Asking a question without an account, as a resident on a phone does it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.models import Question
from tests.client import PageClient
from tests.walk import ask, follow_mail, newest_mail, run_due


def test_a_resident_asks_confirms_and_sees_where_the_question_is(client: PageClient, session: Session) -> None:
    thanks = ask(client)
    assert "LMDS-" in thanks.words()

    run_due(client)
    confirm = follow_mail(client, newest_mail(session))
    assert "Veel ouderen in de Mors zijn eenzaam" in confirm.words()
    page = client.follow(client.post("/stel-uw-vraag/bevestig", status=303))

    assert "U hoort uiterlijk" in page.words() or "hoort" in page.words()
    session.rollback()
    assert session.scalars(select(Question)).one().state is QuestionState.RECEIVED
