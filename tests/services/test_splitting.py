"""One question becomes two: own words only, the promised day stays, the asker hears, a second click makes no third."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.models import Question, QuestionKind
from leren_app.services.questions import handling, reading, splitting
from tests.makers import actor, asker, make_question, make_user, the_city
from tests.post import promised

TWO = "De lantaarns zijn te fel.\n\nEn waarom is er   geen bankje bij de bushalte?"


def split(session: Session, question: Question, text: str, key: str = "k1", **more: object) -> Question:
    who = more.pop("actor", None) or actor(make_user(session, Role.COORDINATOR))
    return splitting.split(session, question, text, form_key=key, actor=who, city=the_city(), **more)  # type: ignore[arg-type]


def test_the_second_question_has_a_number_of_its_own_and_the_same_promise(session: Session) -> None:
    question = make_question(session, "take", text=TWO)

    part = split(session, question, "waarom is er geen bankje bij de bushalte?")

    assert part.reference != question.reference
    assert (part.due_on, part.asker_id, part.state) == (question.due_on, question.asker_id, QuestionState.RECEIVED)
    assert part.split_from_id == question.id
    assert question.raw_text == TWO
    assert ("question/split", question.asker.mail) in promised(session)


@pytest.mark.parametrize("kind", [QuestionKind.CRISIS, QuestionKind.REPORT, None])
def test_a_half_is_urgent_as_its_own_words_are_and_without_a_kind_as_the_whole(
    session: Session, kind: QuestionKind | None
) -> None:
    question = make_question(session, "take", text=TWO)
    question.is_urgent = True

    part = split(session, question, "De lantaarns zijn te fel.", kind=kind)

    assert (part.kind, part.is_urgent) == (kind, kind is not QuestionKind.REPORT)


def test_a_half_for_which_nobody_says_a_kind_has_that_of_the_whole(session: Session) -> None:
    question = make_question(session, "ask_more", text=TWO)
    question.kind = QuestionKind.REPORT

    assert split(session, question, "De lantaarns zijn te fel.").kind is QuestionKind.REPORT


def test_its_asker_can_withdraw_it_and_a_coordinator_take_it(session: Session) -> None:
    part = split(session, make_question(session, "take", text=TWO), "De lantaarns zijn te fel.")
    who = actor(make_user(session, Role.COORDINATOR))

    handling.take(session, part, actor=who, city=the_city())
    handling.withdraw(session, part, "", actor=asker(part), city=the_city())

    assert part.state is QuestionState.WITHDRAWN
    assert reading.bridge_dates(part, reading.list_events(session, part))


def test_the_same_form_twice_makes_one_question(session: Session) -> None:
    question = make_question(session, "take", text=TWO)

    parts = {split(session, question, "De lantaarns zijn te fel.").id for _ in range(2)}

    assert len(parts) == 1


@pytest.mark.parametrize("text", ["Iets anders.", "De lantaarns zijn te fel.\nEn iets erbij", " \n "])
def test_words_the_asker_did_not_write_are_refused(session: Session, text: str) -> None:
    with pytest.raises(FieldError):
        split(session, make_question(session, "take", text=TWO), text)


def test_an_unconfirmed_or_changed_question_is_not_split(session: Session) -> None:
    with pytest.raises(TransitionError):
        split(session, make_question(session, text=TWO), "De lantaarns zijn te fel.")
    question = make_question(session, "take", text=TWO)
    with pytest.raises(StaleError):
        split(session, question, "De lantaarns zijn te fel.", seen_version=question.version - 1)


def test_nobody_else_splits(session: Session) -> None:
    question = make_question(session, "take", text=TWO)

    with pytest.raises(Exception, match="coordinator"):
        split(session, question, TWO, actor=Actor(contact_id=question.asker_id))
