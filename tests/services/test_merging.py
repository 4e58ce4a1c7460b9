"""Merging and taking apart: what is refused, who hears, what stays, and that both ways leave nothing behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, MovedError, NotAllowedError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import VISITOR, Actor, Role
from leren_app.jobs.play import run_due
from leren_app.models import Channel, Following, FollowingSource, Outbox, Question, Task, TaskKind
from leren_app.services.questions import answering, asking, clinic, handling, merging, noting, reading, relating
from leren_app.services.questions.queue import Filter, Tab, list_queue
from tests.makers import WRITTEN, actor, asker, make_follower, make_question, make_user, the_city
from tests.makers_education import make_challenge
from tests.post import promised
from tests.together import in_threads


@pytest.fixture
def who(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


def two(session: Session, source: str = "take", target: str = "publish") -> tuple[Question, Question]:
    return make_question(session, source), make_question(session, target)


def follows(session: Session, question: Question) -> set[tuple[str, FollowingSource]]:
    rows = session.scalars(select(Following).where(Following.question_id == question.id))
    return {(str(row.contact.mail), row.source) for row in rows}


# ---- who hears ----


def test_both_askers_and_the_followers_of_the_merged_question_hear_once(session: Session, who: Actor) -> None:
    source, target = two(session)
    fan = make_follower(session, source)
    make_follower(session, target)
    make_follower(session, source, confirmed=False)

    merging.merge(session, source, target, actor=who, said="U vraagt hetzelfde.")

    assert [mail for mail in promised(session) if "merged" in mail[0]] == sorted(
        [
            ("question/merged_source", str(source.asker.mail)),
            ("question/merged_source", str(fan.mail)),
            ("question/merged_target", str(target.asker.mail)),
        ]
    )


def test_somebody_who_asked_both_gets_one_mail(session: Session, who: Actor) -> None:
    source = make_question(session, "take", mail="twice@example.org")
    target = make_question(session, "take", mail="Twice@example.org")

    merging.merge(session, source, target, actor=who)

    assert [mail for mail in promised(session) if "merged" in mail[0]] == [
        ("question/merged_source", "twice@example.org")
    ]
    assert follows(session, target) == set()


def test_from_then_on_they_hear_of_the_steps_of_the_other_question(session: Session, who: Actor) -> None:
    source, target = two(session)
    fan = make_follower(session, source)
    merging.merge(session, source, target, actor=who)

    event = handling.unpublish(session, target, "Er stond een naam in.", actor=who, city=the_city())

    assert {mail for _, mail in promised(session, event)} == {source.asker.mail, target.asker.mail, fan.mail}


def test_after_taking_apart_they_hear_it_no_more(session: Session, who: Actor) -> None:
    source, target = two(session)
    fan, own = make_follower(session, source), make_follower(session, target)
    merging.merge(session, source, target, actor=who)

    merging.unmerge(session, source, actor=who)

    assert follows(session, target) == {(str(own.mail), FollowingSource.ALSO_MINE)}
    assert follows(session, source) == {(str(fan.mail), FollowingSource.ALSO_MINE)}
    assert [topic for topic, _ in promised(session) if "unmerged" in topic] == [
        "question/unmerged_source",
        "question/unmerged_source",
        "question/unmerged_target",
    ]


@pytest.mark.parametrize("leaves", [False, True])
def test_an_asker_without_mail_is_called_about_the_other_question_at_their_own_until_they_leave(
    app: Flask, session: Session, who: Actor, leaves: bool
) -> None:
    source, target = two(session)
    source.asker.channel, source.asker.phone, source.asker.mail = Channel.PHONE, "06 12345678", None
    session.flush()
    merging.merge(session, source, target, actor=who)
    if leaves:
        handling.withdraw(session, source, "Gebeld.", actor=who, city=the_city())

    handling.unpublish(session, target, "KANARIE naam.", actor=who, city=the_city())
    session.commit()
    run_due()

    told = {task.topic: task for task in session.scalars(select(Task).where(Task.question_id == source.id))}
    assert ("question/unpublished" in told) is not leaves
    if not leaves:
        call = told["question/unpublished"]
        assert (call.kind, call.text.count(target.reference)) == (TaskKind.CALL, 1)
        assert "van de website gehaald" in call.text
        assert "KANARIE" not in call.text  # written to the asker of the other one
    assert session.scalars(select(Task).where(Task.question_id == target.id, Task.kind == TaskKind.CALL)).all() == []


# ---- what stays, what works ----


def test_a_merged_question_keeps_its_state_and_refuses_every_step(session: Session, who: Actor) -> None:
    source, target = two(session, "put_before")
    merging.merge(session, source, target, actor=who)

    for step in (
        lambda: clinic.agree(session, source, actor=asker(source), city=the_city(), seen_n=1),
        lambda: handling.ask_more(session, source, "Wie?", actor=who, city=the_city()),
        lambda: clinic.save_version(session, source, replace(WRITTEN, known="Anders."), actor=who),
    ):
        with pytest.raises(TransitionError, match=f"now lives in {target.reference}"):
            step()
    assert source.state is QuestionState.ARTICULATED
    merging.unmerge(session, source, actor=who)
    clinic.agree(session, source, actor=asker(source), city=the_city(), seen_n=1)
    assert source.state.value == "agreed"


def test_the_old_address_goes_on_to_the_public_question_and_comes_back(session: Session, who: Actor) -> None:
    source, target = two(session, "publish")
    merging.merge(session, source, target, actor=who)

    with pytest.raises(MovedError) as moved:
        reading.get_public(session, source.reference)
    assert moved.value.reference == target.reference
    assert [each.question.id for each in reading.list_public(session)] == [target.id]
    merging.unmerge(session, source, actor=who)
    assert reading.get_public(session, source.reference).question.id == source.id


def test_a_merged_question_waits_for_nobody_in_the_queue(session: Session) -> None:
    user = make_user(session, Role.COORDINATOR)
    source, target = make_question(session, "take", user), make_question(session, "take", user)

    merging.merge(session, source, target, actor=actor(user))

    mine = list_queue(session, Tab.MINE, user_id=user.id, wanted=Filter())
    assert [row.question.id for row in mine] == [target.id]


def test_no_reminder_goes_to_the_asker_of_a_merged_question(session: Session, who: Actor) -> None:
    source, target = two(session, "put_before")
    event = next(e for e in reading.list_events(session, source) if e.step == "put_before")
    merging.merge(session, source, target, actor=who)

    clinic.remind_asker(session, source, event)

    assert source.reminders == 0


def test_an_answered_question_that_was_merged_closes_after_it_was_taken_apart(session: Session, who: Actor) -> None:
    source, target = two(session, "publish")
    source.state, source.answered_at = QuestionState.ANSWERED, source.published_at
    session.flush()
    merging.merge(session, source, target, actor=who)
    answering.close_if_due(session, source, city=the_city())
    assert source.state is QuestionState.ANSWERED

    event = merging.unmerge(session, source, actor=who)

    due = session.scalars(select(Outbox.idem_key).where(Outbox.kind == "question.close")).all()
    assert f"question.close:{event.id}" in due


def test_both_histories_say_what_happened_and_with_which(session: Session, who: Actor) -> None:
    source, target = two(session)

    merging.merge(session, source, target, actor=who, said="Samen sterker.")
    merging.unmerge(session, source, actor=who)

    steps = [[event.step for event in reading.list_events(session, q)][-2:] for q in (source, target)]
    assert steps == [[noting.MERGE, noting.UNMERGE], [noting.MERGED_HERE, noting.UNMERGED_HERE]]
    messages = reading.messages_of(target, reading.list_events(session, target))
    assert [m.text for m in messages if not m.own] == ["Samen sterker."]


# ---- what is refused ----


def test_a_question_is_not_merged_into_itself(session: Session, who: Actor) -> None:
    question = make_question(session, "take")

    with pytest.raises(TransitionError, match="into itself"):
        merging.merge(session, question, question, actor=who)


def test_there_are_no_chains_and_no_rings(session: Session, who: Actor) -> None:
    first, second, third = (make_question(session, "take") for _ in range(3))
    merging.merge(session, first, second, actor=who)

    for source, target in ((second, first), (second, third), (third, first), (first, third)):
        with pytest.raises(TransitionError):
            merging.merge(session, source, target, actor=who)
    assert (second.merged_into_id, third.merged_into_id) == (None, None)


def test_each_into_the_other_at_the_same_moment_makes_no_ring(app: Flask, session: Session, who: Actor) -> None:
    keys = [make_question(session, "take").id for _ in range(2)]
    session.commit()

    def click(inside: Session, n: int) -> str:
        source, target = (inside.get_one(Question, key) for key in (keys if n == 0 else keys[::-1]))
        try:
            merging.merge(inside, source, target, actor=who)
        except DomainError:
            inside.rollback()
            return "refused"
        return "merged"

    assert in_threads(app, click, 2) == ["merged", "refused"]


@pytest.mark.parametrize("ended", ["unconfirmed", "withdrawn"])
def test_an_unconfirmed_or_ended_question_takes_no_part(session: Session, who: Actor, ended: str) -> None:
    odd, live = make_question(session), make_question(session, "take")
    if ended == "withdrawn":
        handling.withdraw(session, odd, "", actor=asker(odd), city=the_city())

    for pair in ((odd, live), (live, odd)):
        with pytest.raises(TransitionError, match=odd.reference):
            merging.merge(session, *pair, actor=who)


def test_a_public_question_does_not_vanish_into_one_that_nobody_may_read(session: Session, who: Actor) -> None:
    hidden, public = two(session)

    with pytest.raises(TransitionError, match="other way round"):
        merging.merge(session, public, hidden, actor=who)


def test_a_question_that_education_can_take_is_not_merged(session: Session, who: Actor) -> None:
    challenge = make_challenge(session)
    source, target = challenge.question, make_question(session, "publish")

    with pytest.raises(TransitionError, match="Close those first"):
        merging.merge(session, source, target, actor=who)
    merging.merge(session, target, source, actor=who)


def test_the_second_of_two_coordinators_is_stale(session: Session, who: Actor) -> None:
    source, target = two(session)
    seen = (source.version, target.version)
    handling.ask_more(session, source, "Wie?", actor=who, city=the_city())

    with pytest.raises(StaleError):
        merging.merge(session, source, target, actor=who, seen=seen)


def test_only_coordinators_merge_split_and_relate(session: Session) -> None:
    source, target = two(session)

    for nobody in (VISITOR, asker(source), Actor(roles=frozenset({Role.HOST}))):
        for act in (merging.merge, relating.relate, relating.unrelate):
            with pytest.raises(NotAllowedError):
                act(session, source, target, actor=nobody)


def test_taking_apart_what_is_not_merged_is_refused(session: Session, who: Actor) -> None:
    with pytest.raises(TransitionError):
        merging.unmerge(session, make_question(session, "take"), actor=who)


# ---- relating ----


def test_a_relation_is_seen_from_both_sides_and_stored_once(session: Session, who: Actor) -> None:
    first, second = two(session)

    relating.relate(session, first, second, actor=who)
    relating.relate(session, second, first, actor=who)

    assert relating.list_related(session, first) == [second]
    assert relating.list_related(session, second) == [first]
    steps = [event.step for event in reading.list_events(session, first)]
    assert steps.count(noting.RELATE) == 1


def test_the_public_sees_a_relation_only_when_both_are_public(session: Session, who: Actor) -> None:
    public, hidden, other = (make_question(session, until) for until in ("publish", "take", "publish"))
    for each in (hidden, other):
        relating.relate(session, public, each, actor=who)

    assert [each.question.id for each in relating.list_related_public(session, public)] == [other.id]
    relating.unrelate(session, other, public, actor=who)
    assert relating.list_related_public(session, public) == []


def test_a_lapsing_job_leaves_a_merged_question_in_peace(session: Session, who: Actor) -> None:
    source, target = two(session)
    merging.merge(session, source, target, actor=who)

    asking.lapse(session, source, city=the_city())

    assert source.state is QuestionState.INTAKE
