"""The asker of a merged question withdraws it or says that it is not theirs; and taking apart after that."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from leren_app.domain.errors import DomainError, GoneError, MovedError, TransitionError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.jobs.play import run_due
from leren_app.models import Contact, Following, FollowingSource, Question, Task, TokenPurpose
from leren_app.services import tokens
from leren_app.services.questions import handling, merging, noting, reading, speaking
from leren_app.services.questions.moving import move
from tests.makers import actor, asker, make_follower, make_question, make_user, the_city
from tests.post import mailbox, promised
from tests.together import in_threads


@pytest.fixture
def who(session: Session) -> Actor:
    return actor(make_user(session, Role.COORDINATOR))


def two(session: Session, source: str = "take", target: str = "publish") -> tuple[Question, Question]:
    return make_question(session, source), make_question(session, target)


def follows(session: Session, question: Question) -> set[tuple[str, FollowingSource]]:
    rows = session.scalars(select(Following).where(Following.question_id == question.id))
    return {(str(row.contact.mail), row.source) for row in rows}


def mails_about(session: Session, question: Question, *steps: str) -> list[tuple[str, str]]:
    """(topic, address) of every mail about the events of these names."""
    events = [event for event in reading.list_events(session, question) if event.step in steps]
    return sorted(mail for event in events for mail in promised(session, event))


def test_while_merged_every_step_but_those_of_the_table_is_refused(session: Session, who: Actor) -> None:
    source, target = two(session, "put_before")
    merging.merge(session, source, target, actor=who)
    anybody = Actor(contact_id=source.asker_id, roles=frozenset(Role) - {Role.ASKER})

    for step in QUESTION.steps:
        if not step.while_merged and None not in step.sources:
            with pytest.raises(TransitionError, match=f"now lives in {target.reference}"):
                move(session, source, step.name, actor=anybody, city=the_city())
    assert source.state is QuestionState.ARTICULATED


@pytest.mark.parametrize("until", ["confirm", "put_before", "agree", "publish"])
def test_an_asker_withdraws_a_merged_question_and_hears_of_the_other_no_more(
    session: Session, who: Actor, until: str
) -> None:
    source, target = two(session, until)
    fan = make_follower(session, source)
    merging.merge(session, source, target, actor=who)

    event = handling.withdraw(session, source, "Laat maar.", actor=asker(source), city=the_city())

    assert (source.state, source.merged_into_id) == (QuestionState.WITHDRAWN, target.id)
    assert promised(session, event) == [("question/withdrawn", str(source.asker.mail))]
    assert follows(session, target) == {(str(fan.mail), FollowingSource.MERGED)}
    later = handling.unpublish(session, target, "Er stond een naam in.", actor=who, city=the_city())
    assert {mail for _, mail in promised(session, later)} == {target.asker.mail, fan.mail}


def test_a_coordinator_withdraws_a_merged_question_for_an_asker_who_calls(session: Session, who: Actor) -> None:
    source, target = two(session)
    merging.merge(session, source, target, actor=who)

    handling.withdraw(session, source, "Gebeld.", actor=who, city=the_city())

    assert source.state is QuestionState.WITHDRAWN
    assert follows(session, target) == set()


def test_who_goes_also_goes_as_the_follower_they_were_before_and_is_forgotten_there(
    session: Session, who: Actor
) -> None:
    source = make_question(session, "take", mail="twice@example.org")
    target = make_question(session, "publish")
    double = make_follower(session, target, mail="Twice@example.org")
    merging.merge(session, source, target, actor=who)

    handling.withdraw(session, source, "", actor=asker(source), city=the_city())

    assert follows(session, target) == set()
    assert session.scalar(select(Contact.id).where(Contact.id == double.id)) is None
    assert source.asker.mail == "twice@example.org"


def test_the_mail_to_who_left_says_that_the_other_question_goes_on(app: Flask, session: Session, who: Actor) -> None:
    source, target = two(session)
    merging.merge(session, source, target, actor=who)
    handling.withdraw(session, source, "", actor=asker(source), city=the_city())
    session.commit()

    run_due()

    (told,) = [mail for mail in mailbox(session) if mail.subject.startswith("Uw vraag is ingetrokken")]
    body = " ".join(told.body.split())
    assert f"samengevoegd met {target.reference}. Die vraag gaat verder" in body
    assert "Stop hier" not in body


def test_taken_apart_after_its_asker_left_only_the_followers_hear_that_it_was_withdrawn(
    session: Session, who: Actor
) -> None:
    source, target = two(session, "publish")
    fan = make_follower(session, source)
    merging.merge(session, source, target, actor=who)
    handling.withdraw(session, source, "", actor=asker(source), city=the_city())

    merging.unmerge(session, source, actor=who)

    assert (source.state, source.merged_into_id) == (QuestionState.WITHDRAWN, None)
    assert mails_about(session, source, noting.UNMERGE) == [("question/withdrawn", str(fan.mail))]
    assert mails_about(session, target, noting.UNMERGED_HERE) == [("question/unmerged_target", str(target.asker.mail))]
    assert follows(session, target) == set()
    assert follows(session, source) == {(str(fan.mail), FollowingSource.ALSO_MINE)}


def test_the_address_of_a_withdrawn_question_goes_on_until_it_is_taken_apart(session: Session, who: Actor) -> None:
    source, target = two(session, "publish")
    merging.merge(session, source, target, actor=who)
    handling.withdraw(session, source, "", actor=asker(source), city=the_city())

    with pytest.raises(MovedError):
        reading.get_public(session, source.reference)
    merging.unmerge(session, source, actor=who)
    with pytest.raises(GoneError):
        reading.get_public(session, source.reference)


def test_who_left_can_be_taken_up_again_after_taking_apart_and_merged_anew(session: Session, who: Actor) -> None:
    source, target = two(session)
    merging.merge(session, source, target, actor=who)
    handling.withdraw(session, source, "", actor=asker(source), city=the_city())

    with pytest.raises(TransitionError, match="now lives in"):
        handling.reopen(session, source, "Toch.", actor=who, city=the_city())
    merging.unmerge(session, source, actor=who)
    with pytest.raises(TransitionError, match="First open that question again"):
        merging.merge(session, source, target, actor=who)
    handling.reopen(session, source, "Toch.", actor=who, city=the_city())
    merging.merge(session, source, target, actor=who)

    assert follows(session, target) == {(str(source.asker.mail), FollowingSource.MERGED)}


@pytest.mark.parametrize("phone", [None, "06 12345678"])
def test_not_mine_on_a_merged_question_erases_the_wrong_address_and_its_part_in_the_other(
    session: Session, who: Actor, phone: str | None
) -> None:
    source, target = two(session, "put_before")
    source.asker.phone = phone
    wrong = str(source.asker.mail)
    merging.merge(session, source, target, actor=who)
    link = tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=source.asker, question=target)

    event = speaking.not_mine(session, source, actor=asker(source), city=the_city())

    assert (source.state, source.asker.mail) == (QuestionState.WITHDRAWN, None)
    assert (source.asker.erased_at is None) is (phone is not None)
    assert follows(session, target) == set()
    assert wrong not in {mail for _, mail in promised(session, event)}
    assert tokens.find_live(session, link) is None
    merging.unmerge(session, source, actor=who)
    assert mails_about(session, source, noting.UNMERGE) == []
    assert len(session.scalars(select(Task).where(Task.question_id == source.id)).all()) == 1


def test_withdrawing_and_merging_at_the_same_moment_leave_no_follower_behind(
    app: Flask, session: Session, who: Actor
) -> None:
    source, target = two(session)
    keys, own = (source.id, target.id), asker(source)
    session.commit()

    def click(inside: Session, n: int) -> str:
        first, second = (inside.get_one(Question, key) for key in keys)
        try:
            if n == 0:
                merging.merge(inside, first, second, actor=who)
            else:
                handling.withdraw(inside, first, "", actor=own, city=the_city())
        except (DomainError, StaleDataError):
            inside.rollback()
            return "refused"
        return "done"

    in_threads(app, click, 2)

    session.rollback()
    session.expire_all()
    if source.state is QuestionState.WITHDRAWN:
        assert follows(session, target) == set()
