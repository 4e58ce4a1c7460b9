"""A new link for who lost the old one: to the right address only, and no more than one an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.jobs.play import run_due
from leren_app.services import clock
from leren_app.services.questions.links import send_new_link
from tests.database import statements
from tests.makers import make_question
from tests.post import mailbox, promised


def links(session: Session) -> list[tuple[str, str]]:
    return [(topic, mail) for topic, mail in promised(session) if topic.endswith(("new_link", "confirm_reminder"))]


def test_the_asker_gets_a_new_link_whatever_the_capitals(session: Session) -> None:
    question = make_question(session, "confirm", mail="Jan.Smit@example.org")

    assert send_new_link(session, question.reference.lower(), "jan.smit@EXAMPLE.org")

    assert links(session) == [("question/new_link", "Jan.Smit@example.org")]


def test_who_never_confirmed_gets_the_link_to_confirm(session: Session) -> None:
    question = make_question(session)

    assert send_new_link(session, question.reference, str(question.asker.mail))

    assert links(session) == [("question/confirm_reminder", question.asker.mail)]


@pytest.mark.parametrize("mail", ["someone@example.org", "", "%", "_" * 10, "x" * 300])
def test_another_address_gets_nothing(session: Session, mail: str) -> None:
    question = make_question(session, "confirm")

    assert not send_new_link(session, question.reference, mail)

    assert links(session) == [("question/new_link", "nobody")]


@pytest.mark.parametrize("stands_in", ["someone@example.org", "lapsed"])
def test_another_address_costs_the_same_and_reaches_nobody(session: Session, stands_in: str) -> None:
    mine, other = make_question(session, "confirm"), make_question(session, "confirm")
    if stands_in == "lapsed":
        other.state = QuestionState.LAPSED
        session.flush()
    mail = str(other.asker.mail) if stands_in == "lapsed" else stands_in

    costs = [_statements(session, q.reference, m) for q, m in ((mine, str(mine.asker.mail)), (other, mail))]

    assert costs[0] == costs[1]
    run_due()
    assert [sent.recipient for sent in mailbox(session) if "link" in sent.subject] == [mine.asker.mail]


def _statements(session: Session, reference: str, mail: str) -> list[str]:
    with statements(session.connection()) as seen:
        send_new_link(session, reference, mail)
    session.commit()
    return seen


def test_the_asker_of_another_question_gets_nothing(session: Session) -> None:
    mine, other = make_question(session, "confirm"), make_question(session, "confirm")

    assert not send_new_link(session, other.reference, str(mine.asker.mail))
    assert links(session) == [("question/new_link", "nobody")]


def test_a_lapsed_question_has_no_link(session: Session) -> None:
    question = make_question(session)
    question.state = QuestionState.LAPSED
    session.flush()

    assert not send_new_link(session, question.reference, str(question.asker.mail))


def test_asking_often_gives_one_mail_an_hour(session: Session) -> None:
    question = make_question(session, "confirm")

    for _ in range(5):
        send_new_link(session, question.reference, str(question.asker.mail))
    first = len(links(session))
    clock.move(session, timedelta(hours=1, minutes=1))
    send_new_link(session, question.reference, str(question.asker.mail))

    assert (first, len(links(session))) == (1, 2)
