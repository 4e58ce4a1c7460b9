"""What stands open, what is shown to whom, and words that would no longer be true."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.models import QuestionKind, TaskKind
from leren_app.models.contact import Channel
from leren_app.services import tasks
from tests.asker import open_own_page
from tests.client import Page, PageClient
from tests.intake import asked, coordinator
from tests.makers import make_question
from tests.signing_in import sign_in

PHONE, STREET = "071 000 0099", "Kanariestraat 12"


def is_open(page: Page, element: str) -> bool:
    """Whether a part that can be closed stands open."""
    return "open" in page.element(element).attrib


@pytest.mark.parametrize(("kind", "shown", "not_shown"), [("call", PHONE, STREET), ("letter", STREET, PHONE)])
def test_who_has_to_call_or_write_reads_where_and_a_host_does_not(
    client: PageClient, session: Session, kind: str, shown: str, not_shown: str
) -> None:
    question = make_question(session, "confirm")
    question.asker.channel, question.asker.phone, question.asker.address = Channel.PHONE, PHONE, STREET
    noor = coordinator(client, session)
    question.recorded_by_id = noor.id
    day, topic = date(2026, 12, 1), "question/more"
    task = tasks.promise_task(session, TaskKind(kind), f"test:{kind}", due_on=day, question=question, topic=topic)
    session.commit()

    words = client.get("/werk/taken").words()
    of_task = client.get(f"/werk/taken/{task.id}").words()

    assert f"M. de Graaf, {shown}" in words
    assert not_shown not in words
    assert shown in of_task
    sign_in(client, session, Role.HOST)
    desk = client.get("/werk/balie").words()
    assert question.reference in desk
    assert PHONE not in desk
    assert STREET not in desk


def test_the_proposal_stands_open_only_while_nothing_is_decided(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    new = client.get(f"/werk/vragen/{asked(session, 'confirm', noor).reference}")
    answered = client.get(f"/werk/vragen/{asked(session, 'ask_more', noor).reference}")
    sorted_out = make_question(session, "take", noor)
    sorted_out.kind = QuestionKind.CHALLENGE
    session.commit()

    assert is_open(new, "triage")
    assert not is_open(answered, "triage")
    assert not is_open(client.get(f"/werk/vragen/{sorted_out.reference}"), "triage")
    assert not is_open(new, "alike")
    assert not is_open(new, "assign")


def test_who_asked_reads_back_what_they_told_beside_it(client: PageClient, session: Session) -> None:
    told, untold = make_question(session, "confirm"), make_question(session, "confirm")
    told.for_whom, told.tried, told.wanted_by = "Voor onze flat <b>", "Een brief", "voor de zomer"

    words = open_own_page(client, session, told).words()

    assert "Wat u erbij vertelde en meestuurde" in words
    assert "Voor onze flat <b>" in words
    assert "Een brief" in words
    assert "voor de zomer" in words
    assert "Wat u erbij vertelde" not in open_own_page(client, session, untold).words()


@pytest.mark.parametrize(("state", "stopped"), [("withdrawn", True), ("answered", False), ("closed", False)])
def test_a_question_that_ended_is_not_still_under_way(
    client: PageClient, session: Session, state: str, stopped: bool
) -> None:
    question = make_question(session, "publish")
    question.state = QuestionState(state)

    words = open_own_page(client, session, question).words()

    assert ("Hier stopte uw vraag" in words) is stopped
    assert ("Hier is uw vraag nu" in words) is not stopped
