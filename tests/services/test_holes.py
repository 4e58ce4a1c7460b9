"""What somebody could have got at or broken: each test stands for a hole that was found, and closed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, GoneError, MovedError, NotFoundError, TransitionError
from leren_app.domain.roles import Role
from leren_app.models import Following, Outbox, Question, SavedFilter, Task, TaskKind, TokenPurpose
from leren_app.services import tasks, tokens
from leren_app.services.questions import following, merging, reading, saved_filters, speaking, splitting
from leren_app.storage import LONGEST_NAME, shown_name
from tests.makers import actor, asker, make_follower, make_question, make_user, the_city
from tests.makers_education import the_day
from tests.together import in_threads

TWO = "De lantaarns zijn te fel.\n\nEn waarom is er geen bankje bij de bushalte?"


def split(session: Session, question: Question, key: str = "k") -> Question:
    who = actor(make_user(session, Role.COORDINATOR))
    return splitting.split(session, question, "De lantaarns zijn te fel.", form_key=key, actor=who, city=the_city())


# ---- splitting ----


@pytest.mark.parametrize("key", ["", "None", "x" * 500])
def test_the_key_of_a_form_to_split_counts_for_its_own_question_alone(session: Session, key: str) -> None:
    first, second = (make_question(session, "take", text=TWO, form_key=f"f{n}") for n in range(2))

    parts = [split(session, question, key) for question in (first, second, first)]

    assert parts[0].id == parts[2].id != parts[1].id
    assert [part.split_from_id for part in parts[:2]] == [first.id, second.id]


def test_a_form_to_split_never_gives_a_question_that_was_asked_with_the_same_key(session: Session) -> None:
    question, other = make_question(session, "take", text=TWO), make_question(session, "take")

    assert split(session, question, other.form_key).split_from_id == question.id


def test_two_clicks_to_split_at_the_same_moment_make_one_question(app: Flask, session: Session) -> None:
    key = make_question(session, "take", text=TWO).id
    session.commit()

    parts = in_threads(app, lambda inside, _n: split(inside, inside.get_one(Question, key)).reference, 2)

    assert len(set(parts)) == 1


def test_the_day_of_the_answer_is_watched_for_the_second_question_as_well(session: Session) -> None:
    part = split(session, make_question(session, "take", text=TWO))

    keys = session.scalars(select(Outbox.idem_key).where(Outbox.kind == "question.warn"))
    assert any(str(part.id) in key for key in keys)


def test_who_got_mail_of_both_halves_reads_neither_after_saying_that_it_is_anothers(session: Session) -> None:
    question = make_question(session, "take", text=TWO)
    part = split(session, question)
    links = [
        tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=each.asker, question=each) for each in (question, part)
    ]

    speaking.not_mine(session, part, actor=asker(part), city=the_city())

    assert [tokens.find_live(session, link) for link in links] == [None, None]


def test_a_merged_question_is_not_split(session: Session) -> None:
    source, target = make_question(session, "take", text=TWO), make_question(session, "take")
    merging.merge(session, source, target, actor=actor(make_user(session, Role.COORDINATOR)))

    with pytest.raises(TransitionError, match=target.reference):
        split(session, source)

    assert session.scalar(select(func.count(Question.id))) == 2


# ---- following ----


def test_who_stopped_is_not_brought_back_by_somebody_who_follows_later(session: Session) -> None:
    source, target = make_question(session, "publish"), make_question(session, "publish")
    stopped, later = make_follower(session, source), make_follower(session, source, confirmed=False)
    merging.merge(session, source, target, actor=actor(make_user(session, Role.COORDINATOR)))
    for person in (stopped, source.asker):
        following.unfollow(session, person, target)

    raw = tokens.issue(session, TokenPurpose.FOLLOW, contact=later, question=source)
    token = tokens.find_live(session, raw)
    assert token is not None
    following.confirm(session, token)

    hears = session.scalars(select(Following.contact_id).where(Following.question_id == target.id))
    assert list(hears) == [later.id]


# ---- merging ----


def test_nobody_learns_what_became_of_a_question_that_never_was_public(session: Session) -> None:
    hidden, public = make_question(session, "take"), make_question(session, "publish")
    merging.merge(session, hidden, public, actor=actor(make_user(session, Role.COORDINATOR)))

    for reference in (hidden.reference, "LMDS-1999-999"):
        with pytest.raises(NotFoundError) as error:
            reading.get_public(session, reference)
        assert not isinstance(error.value, (GoneError, MovedError))


# ---- the same thing twice at once ----


def test_the_same_task_promised_twice_at_once_is_one(app: Flask, session: Session) -> None:
    day = the_day(session)
    session.commit()

    made = in_threads(
        app, lambda inside, _n: str(tasks.promise_task(inside, TaskKind.FAULT, "report:x", due_on=day).id), 2
    )

    assert len(set(made)) == 1
    assert session.scalar(select(func.count(Task.id))) == 1


def test_a_filter_kept_twice_at_once_is_kept_once(app: Flask, session: Session) -> None:
    user_id = make_user(session, Role.COORDINATOR).id
    session.commit()

    def press(inside: Session, _n: int) -> str:
        try:
            saved_filters.save(inside, user_id, "Mors", "tab=all")
        except DomainError:
            inside.rollback()
        return ""

    in_threads(app, press, 2)

    assert session.scalar(select(func.count(SavedFilter.id))) == 1


# ---- names ----


@pytest.mark.parametrize("name", ["a" * 900 + "." + "b" * 900, "a" * 900 + ".pdf", "a" * 900, "." * 900 + "x"])
def test_the_name_of_a_file_is_never_longer_than_it_may_be(name: str) -> None:
    assert 0 < len(shown_name(name)) <= LONGEST_NAME


def test_who_stops_following_is_not_mailed_after_taking_apart(session: Session) -> None:
    source, target = make_question(session, "publish"), make_question(session, "publish")
    stopped = make_follower(session, source)
    who = actor(make_user(session, Role.COORDINATOR))
    merging.merge(session, source, target, actor=who)

    following.unfollow(session, stopped, source)
    merging.unmerge(session, source, actor=who)

    assert session.scalar(select(func.count(Following.id)).where(Following.contact_id == stopped.id)) == 0
