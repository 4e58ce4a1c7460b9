"""The asker changes the text that lies before them: a version of theirs, a step, a mail, and nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import Event, Outbox, Question, User
from leren_app.services.questions import clinic, reading
from leren_app.services.questions.sending_back import AskersText, as_read, base_of, send_back, unseen_by_asker
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city


def put(session: Session, noor: User) -> Question:
    return make_question(session, "put_before", noor)


def text_of(question: Question, language: str = "nl", **changes: str) -> AskersText:
    return replace(as_read(question.clinic_versions[0], language), **changes)


def send(
    session: Session,
    question: Question,
    language: str = "nl",
    *,
    seen_n: int = 1,
    who: Actor | None = None,
    **changes: str,
) -> Event:
    written = text_of(question, language, **changes)
    return send_back(
        session, question, written, language=language, actor=who or asker(question), city=the_city(), seen_n=seen_n
    )


@pytest.fixture
def noor(session: Session) -> User:
    return make_user(session, Role.COORDINATOR, name="Noor Bakker")


def test_the_asker_s_text_becomes_a_version_of_theirs_and_goes_back_to_intake(session: Session, noor: User) -> None:
    question = put(session, noor)

    event = send(session, question, worry="Vier flats.", title="Waarom komt niemand?")

    version = question.clinic_versions[-1]
    assert (version.n, version.by_asker, version.author_id, version.put_at) == (2, True, None, None)
    assert clinic.text_of(version) == replace(WRITTEN, worry="Vier flats.", title_nl="Waarom komt niemand?")
    assert (question.state, event.step, question.put_at) == (QuestionState.INTAKE, "change", None)
    said = reading.messages_of(question, reading.list_events(session, question))[-1]
    assert (said.own, said.text) == (True, "Ik heb zelf aangepast: ‘Wat zit u dwars?’, de titel.")


def test_in_english_the_english_text_changes_and_the_dutch_one_stays(session: Session, noor: User) -> None:
    question = put(session, noor)

    send(session, question, "en", summary="In four blocks of flats older people hardly meet.")

    version = question.clinic_versions[-1]
    assert (version.summary_nl, version.summary_en) == (
        WRITTEN.summary_nl,
        "In four blocks of flats older people hardly meet.",
    )


def test_nothing_changed_says_so_and_keeps_no_version(session: Session, noor: User) -> None:
    question = put(session, noor)

    with pytest.raises(FieldError) as same:
        send(session, question)
    with pytest.raises(FieldError) as caught:
        send(session, question, known=" ")

    assert "nog niets veranderd" in same.value.message.nl
    assert caught.value.field == "known"
    assert [v.n for v in question.clinic_versions] == [1]
    assert question.state is QuestionState.ARTICULATED


def test_who_read_an_older_text_is_stale_but_a_draft_they_never_saw_is_no_matter(session: Session, noor: User) -> None:
    question = put(session, noor)
    clinic.save_version(session, question, replace(WRITTEN, known="Een proef werkt."), actor=actor(noor))

    send(session, question, worry="Vier flats.")

    draft, theirs = question.clinic_versions[1:]
    assert theirs.known == WRITTEN.known
    assert base_of(question, theirs) is question.clinic_versions[0]
    assert unseen_by_asker(question) is draft
    clinic.put_before(session, question, actor=actor(noor), city=the_city())
    with pytest.raises(StaleError):
        send(session, question, worry="Vijf flats.", seen_n=1)


def test_only_the_asker_changes_it_and_only_while_it_lies_before_them(session: Session, noor: User) -> None:
    question, early = put(session, noor), make_question(session, "take", noor)
    agreed = make_question(session, "agree", noor)

    with pytest.raises(NotAllowedError), session.begin_nested():
        send(session, question, worry="Iets anders.", who=actor(noor))
    with pytest.raises(TransitionError), session.begin_nested():
        send(session, agreed, worry="Iets anders.")
    with pytest.raises(StaleError):
        send_back(session, early, text_of(question), language="nl", actor=asker(early), city=the_city(), seen_n=1)


def test_the_assignee_reads_in_the_mail_what_was_changed(session: Session, noor: User) -> None:
    question = put(session, noor)
    noor.language = "en"

    event = send(session, question, worry="Vier flats.", title="Waarom komt niemand?")

    rows = session.scalars(select(Outbox).where(Outbox.idem_key.startswith(f"mail:{event.id}"))).all()
    assert [(row.payload["topic"], row.payload["recipient"]) for row in rows] == [
        ("question/changed", f"user:{noor.id}")
    ]
    recipient = find_recipient(session, rows[0].payload["recipient"])
    assert recipient is not None
    _, body = write(session, rows[0].payload, recipient)
    assert "‘What worries you?’, the title" in body
    assert f"/en/werk/vragen/{question.reference}/spreekuur" in body
    assert "Vier flats" not in body  # typed words stay out of mails


def test_the_text_sent_back_can_be_put_before_the_asker_again_and_agreed(session: Session, noor: User) -> None:
    question = put(session, noor)
    send(session, question, worry="Vier flats.")

    clinic.put_before(session, question, actor=actor(noor), city=the_city(), seen_n=2)
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=2)

    assert (question.state, question.agreed_version) == (QuestionState.AGREED, 2)
