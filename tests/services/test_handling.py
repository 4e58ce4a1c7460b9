"""What coordinators do with a question, and how it ends, comes back, or leaves the website."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_reasons import REFER_REASONS, REFUSE_REASONS
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.models import NoteAudience, Question
from leren_app.services import clock
from leren_app.services.questions import clinic, handling
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


def end(session: Session, question: Question, name: str, who: Actor, **changes: Any) -> None:
    reason = "report" if name == "refer" else "harmful"
    values = {"reason": reason, "text": "Bel 14 071.", "link": "https://example.org", **changes}
    getattr(handling, name)(session, question, actor=who, city=the_city(), **values)


def test_taking_makes_it_mine(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "confirm")

    handling.take(session, question, actor=coordinator, city=the_city())

    assert question.assignee_id == coordinator.user_id


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.COORDINATOR, Role.ASKER}])
def test_nobody_but_a_coordinator_takes_asks_refers_refuses_or_publishes(session: Session, role: Role) -> None:
    someone = Actor(roles=frozenset({role}), user_id=make_user(session).id)
    received, agreed = make_question(session, "confirm"), make_question(session, "agree")

    for act in (
        lambda: handling.take(session, received, actor=someone, city=the_city()),
        lambda: handling.ask_more(session, received, "Wie?", actor=someone, city=the_city()),
        lambda: end(session, received, "refer", someone),
        lambda: end(session, received, "refuse", someone),
        lambda: handling.publish(session, agreed, actor=someone, city=the_city()),
        lambda: handling.withdraw(session, agreed, "", actor=someone, city=the_city()),
    ):
        with pytest.raises(NotAllowedError):
            act()


# ---- asking and answering ----


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_a_question_to_the_asker_needs_words(session: Session, coordinator: Actor, text: str) -> None:
    question = make_question(session, "take")

    with pytest.raises(FieldError) as blamed:
        handling.ask_more(session, question, text, actor=coordinator, city=the_city())

    assert blamed.value.field == "text"
    assert question.state is QuestionState.INTAKE


def test_the_asker_answers_and_it_is_our_turn(session: Session) -> None:
    question = make_question(session, "ask_more")

    event = handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city())

    assert (question.state, question.put_at, question.reminders) == (QuestionState.INTAKE, None, 0)
    assert event.contact_id == question.asker_id


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HOST])
def test_an_answer_by_phone_is_written_down_by_one_of_us(session: Session, role: Role) -> None:
    question = make_question(session, "ask_more")
    who = make_user(session, role)

    event = handling.reply(session, question, "Zij zei: voor ons.", actor=actor(who), city=the_city())

    assert (event.user_id, event.contact_id, event.role) == (who.id, None, role)


def test_an_answer_to_an_earlier_question_is_stale(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "ask_more")
    read_at = question.put_at
    clock.move(session, timedelta(minutes=1))
    handling.reply(session, question, "Aan de telefoon.", actor=coordinator, city=the_city())
    handling.ask_more(session, question, "En hoe oud?", actor=coordinator, city=the_city())

    with pytest.raises(StaleError):
        handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city(), asked_at=read_at)


def test_an_asker_answers_only_their_own_question(session: Session) -> None:
    question, other = make_question(session, "ask_more"), make_question(session, "ask_more")

    with pytest.raises(NotAllowedError):
        handling.reply(session, question, "Ik ben het niet.", actor=asker(other), city=the_city())


# ---- publishing and taking off ----


def test_publishing_without_a_yes_says_why_not(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "put_before")

    with pytest.raises(TransitionError):
        handling.publish(session, question, actor=coordinator, city=the_city())

    assert question.published_at is None


def test_publishing_keeps_the_moment(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "agree")

    event = handling.publish(session, question, actor=coordinator, city=the_city())

    assert (question.state, question.published_at) == (QuestionState.PUBLIC, event.at)


def test_what_was_taken_off_needs_a_new_yes(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "publish")

    handling.unpublish(session, question, "Er stond een naam in.", actor=coordinator, city=the_city())

    assert (question.state, question.agreed_version) == (QuestionState.INTAKE, None)
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    with pytest.raises(TransitionError):
        handling.publish(session, question, actor=coordinator, city=the_city())
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=1)
    handling.publish(session, question, actor=coordinator, city=the_city())


def test_taking_off_needs_a_reason(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "publish")

    with pytest.raises(TransitionError):
        handling.unpublish(session, question, "  ", actor=coordinator, city=the_city())


# ---- ending ----


@pytest.mark.parametrize("until", ["confirm", "take", "ask_more", "put_before"])
@pytest.mark.parametrize("name", ["refer", "refuse"])
def test_a_question_in_triage_is_referred_or_refused_with_text_and_link(
    session: Session, coordinator: Actor, until: str, name: str
) -> None:
    question = make_question(session, until)

    end(session, question, name, coordinator)

    assert str(question.state) == {"refer": "referred", "refuse": "refused"}[name]
    assert question.ended_because in (REFER_REASONS | REFUSE_REASONS)
    assert question.first_answer_at is not None


@pytest.mark.parametrize(
    ("name", "reason"), [("refer", "harmful"), ("refuse", "report"), ("refer", ""), ("refuse", "x" * 500)]
)
def test_a_reason_that_is_not_on_the_list_is_blamed_on_its_field(
    session: Session, coordinator: Actor, name: str, reason: str
) -> None:
    question = make_question(session, "take")

    with pytest.raises(FieldError) as blamed:
        end(session, question, name, coordinator, reason=reason)

    assert blamed.value.field == "reason"
    assert (question.state, question.ended_because) == (QuestionState.INTAKE, None)


@pytest.mark.parametrize("name", ["refer", "refuse"])
def test_nobody_is_sent_away_without_a_word(session: Session, coordinator: Actor, name: str) -> None:
    question = make_question(session, "take")

    with pytest.raises(FieldError) as blamed:
        end(session, question, name, coordinator, text=" ")

    assert blamed.value.field == "text"


@pytest.mark.parametrize("until", ["submit", "confirm", "take", "ask_more", "put_before", "agree", "publish"])
@pytest.mark.parametrize("by", ["asker", "coordinator"])
def test_the_asker_or_we_for_them_can_withdraw_at_any_time(
    session: Session, coordinator: Actor, until: str, by: str
) -> None:
    question = make_question(session, until)
    who = asker(question) if by == "asker" else coordinator

    handling.withdraw(session, question, "", actor=who, city=the_city())

    assert question.state is QuestionState.WITHDRAWN


@pytest.mark.parametrize("ending", ["refer", "refuse", "withdraw"])
def test_an_ended_question_is_reopened_with_a_reason_and_goes_to_who_did(
    session: Session, coordinator: Actor, ending: str
) -> None:
    question = make_question(session, "take")
    if ending == "withdraw":
        handling.withdraw(session, question, "", actor=asker(question), city=the_city())
    else:
        end(session, question, ending, coordinator)
    other = actor(make_user(session, Role.COORDINATOR))

    with pytest.raises(TransitionError):
        handling.reopen(session, question, " ", actor=other, city=the_city())
    handling.reopen(session, question, "Toch iets voor ons.", actor=other, city=the_city())

    assert (question.state, question.ended_because, question.assignee_id) == (
        QuestionState.INTAKE,
        None,
        other.user_id,
    )


def test_a_question_that_was_never_confirmed_is_not_reopened(session: Session, coordinator: Actor) -> None:
    question = make_question(session)
    handling.withdraw(session, question, "", actor=coordinator, city=the_city())

    with pytest.raises(TransitionError, match="never confirmed"):
        handling.reopen(session, question, "Toch.", actor=coordinator, city=the_city())

    session.commit()  # the database has nothing against it either
    assert question.state is QuestionState.WITHDRAWN


def test_a_public_question_that_was_withdrawn_comes_back_unpublished_with_all_its_steps_ahead(
    session: Session, coordinator: Actor
) -> None:
    question = make_question(session, "publish")
    handling.withdraw(session, question, "", actor=asker(question), city=the_city())
    handling.reopen(session, question, "Op verzoek.", actor=coordinator, city=the_city())

    assert question.state is QuestionState.INTAKE
    clinic.save_version(session, question, WRITTEN, actor=coordinator)
    clinic.put_before(session, question, actor=coordinator, city=the_city())
    assert question.agreed_version is None


# ---- colleagues ----


def test_a_question_goes_to_a_colleague_with_a_note_nobody_outside_reads(session: Session, coordinator: Actor) -> None:
    question, colleague = make_question(session, "take"), make_user(session, Role.COORDINATOR, name="Noor")

    event = handling.assign(session, question, colleague, actor=coordinator, note="Bel eerst.")

    assert question.assignee is colleague
    assert {(note.audience, note.text) for note in event.notes} == {
        (NoteAudience.INTERNAL, "Noor"),
        (NoteAudience.INTERNAL, "Bel eerst."),
    }


@pytest.mark.parametrize("why_not", ["nobody", "other role", "ended role", "future role", "closed account"])
def test_only_a_coordinator_of_today_gets_a_question(session: Session, coordinator: Actor, why_not: str) -> None:
    question, user = make_question(session, "take"), make_user(session, Role.COORDINATOR)
    now = clock.now(session)
    if why_not == "other role":
        user = make_user(session, Role.LECTURER)
    elif why_not == "ended role":
        user.grants[0].granted_from, user.grants[0].granted_until = now - timedelta(days=2), now - timedelta(days=1)
    elif why_not == "future role":
        user.grants[0].granted_from = now + timedelta(days=1)
    elif why_not == "closed account":
        user.deactivated_at = now
    session.flush()

    with pytest.raises(FieldError) as blamed:
        handling.assign(session, question, None if why_not == "nobody" else user, actor=coordinator)

    assert blamed.value.field == "assignee"
    assert user not in handling.list_colleagues(session) or why_not == "nobody"


def test_colleagues_are_listed_once_by_name(session: Session) -> None:
    for name in ("Zoë", "Anna"):
        user = make_user(session, Role.COORDINATOR, Role.ADMINISTRATOR, name=name)
    user.grants[0].granted_until = None

    assert [colleague.name for colleague in handling.list_colleagues(session)] == ["Anna", "Zoë"]


def test_assigning_on_an_older_page_is_refused(session: Session, coordinator: Actor) -> None:
    question, colleague = make_question(session, "take"), make_user(session, Role.COORDINATOR)

    with pytest.raises(StaleError):
        handling.assign(session, question, colleague, actor=coordinator, seen_version=question.version + 1)


def test_a_note_is_kept_with_its_author(session: Session, coordinator: Actor) -> None:
    question = make_question(session, "take")

    note = handling.add_note(session, question, "Bel na zes uur.", actor=coordinator)

    assert (note.author_id, note.text, note.question_id) == (coordinator.user_id, "Bel na zes uur.", question.id)
