"""Also mine: nobody follows before the address is proven, one address hears once, and stopping forgets."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import Contact, Following, FollowingSource, Outbox, Question, Token, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import following, handling
from leren_app.transaction import transaction
from tests.makers import actor, make_follower, make_question, make_user, the_city
from tests.post import promised
from tests.together import in_threads

MAIL = "Anne.Bos@example.org"


def all_following(session: Session) -> list[Following]:
    return list(session.scalars(select(Following)))


def follow_link(session: Session, question: Question) -> Token:
    """The token of the mail that was promised last."""
    raw = tokens.issue(session, TokenPurpose.FOLLOW, contact=all_following(session)[-1].contact, question=question)
    found = tokens.find_live(session, raw)
    assert found is not None
    return found


def test_who_says_also_mine_gets_one_mail_and_follows_nothing_yet(session: Session) -> None:
    question = make_question(session, "publish")

    following.follow(session, question, MAIL, language="en")
    following.follow(session, question, MAIL.lower(), language="en")

    assert [each.confirmed_at for each in all_following(session)] == [None]
    assert (following.CONFIRM_TOPIC, MAIL) in promised(session)
    assert [topic for topic, _ in promised(session)].count(following.CONFIRM_TOPIC) == 1


def test_the_link_makes_somebody_a_follower_who_then_hears_of_steps(session: Session) -> None:
    question = make_question(session, "publish")
    following.follow(session, question, MAIL, language="nl")

    following.confirm(session, follow_link(session, question))
    who = actor(make_user(session, Role.COORDINATOR))
    event = handling.unpublish(session, question, "Er stond een naam in.", actor=who, city=the_city())

    assert ("question/unpublished", MAIL) in promised(session, event)


def test_a_link_to_confirm_works_once(session: Session) -> None:
    question = make_question(session, "publish")
    following.follow(session, question, MAIL, language="nl")
    token = follow_link(session, question)
    following.confirm(session, token)

    with pytest.raises(TransitionError):
        following.confirm(session, token)


def test_who_follows_already_gets_the_page_and_no_second_row(session: Session) -> None:
    question = make_question(session, "publish")
    make_follower(session, question, mail=MAIL)

    following.follow(session, question, MAIL.upper(), language="nl")

    assert len(all_following(session)) == 1
    assert (following.FOLLOWED_TOPIC, MAIL) in promised(session)


def test_the_asker_gets_the_link_to_their_own_page(session: Session) -> None:
    question = make_question(session, "publish")

    following.follow(session, question, str(question.asker.mail).upper(), language="nl")

    assert all_following(session) == []
    assert ("question/new_link", question.asker.mail) in promised(session)


def test_two_clicks_at_the_same_moment_make_one_follower(app: Flask, session: Session) -> None:
    question = make_question(session, "publish")
    session.commit()
    key = question.id

    def click(inside: Session, _n: int) -> str:
        following.follow(inside, inside.get_one(Question, key), MAIL, language="nl")
        return "asked"

    in_threads(app, click, 3)

    session.expire_all()
    assert session.scalar(select(func.count(Following.id))) == 1


def test_who_stops_is_forgotten_with_their_links(session: Session) -> None:
    question = make_question(session, "publish")
    contact = make_follower(session, question)
    tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=contact, question=question)
    key = contact.id
    session.commit()

    with transaction() as inside:
        following.unfollow(inside, inside.get_one(Contact, key), inside.get_one(Question, question.id))

    session.expire_all()
    assert session.get(Contact, key) is None
    assert session.scalar(select(func.count(Token.id)).where(Token.contact_id == key)) == 0


def test_of_two_who_press_stop_at_the_same_moment_the_second_finds_it_done(app: Flask, session: Session) -> None:
    question = make_question(session, "publish")
    token = tokens.issue_row(
        session, TokenPurpose.FOLLOWER_PAGE, contact=make_follower(session, question), question=question
    )
    key, question_id = token.id, question.id
    session.commit()

    def press(inside: Session, _: int) -> str:
        following.unfollow_by_visit(inside, key, inside.get_one(Question, question_id))
        return "stopped"

    assert in_threads(app, press, 2) == ["stopped", "stopped"]
    session.expire_all()
    assert session.scalar(select(func.count(Following.id))) == 0
    assert not tokens.is_kept(session, key)


def test_the_button_of_a_mail_program_and_that_of_the_page_at_the_same_moment_stop_once(
    app: Flask, session: Session
) -> None:
    question = make_question(session, "publish")
    contact = make_follower(session, question)
    raw = tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=contact, question=question)
    session.commit()

    def press(inside: Session, _: int) -> str:
        following.unfollow_by_link(inside, raw)
        return "stopped"

    assert in_threads(app, press, 2) == ["stopped", "stopped"]
    session.expire_all()
    assert session.scalar(select(func.count(Following.id))) == 0
    assert tokens.find_live(session, raw) is None


def test_who_follows_another_question_too_stays_known(session: Session) -> None:
    first, second = make_question(session, "publish"), make_question(session, "publish")
    contact = make_follower(session, first)
    session.add(
        Following(
            contact_id=contact.id,
            question_id=second.id,
            source=FollowingSource.MERGED,
            confirmed_at=clock.now(session),
        )
    )
    session.flush()

    following.unfollow(session, contact, first)

    assert session.get(Contact, contact.id) is not None
    assert following.find_following(session, contact.id, second.id) is not None


def test_who_never_confirmed_is_forgotten_after_thirty_days(session: Session) -> None:
    question = make_question(session, "publish")
    following.follow(session, question, MAIL, language="nl")
    [row] = all_following(session)
    key, contact_id = row.id, row.contact_id
    due = session.scalar(select(Outbox.available_at).where(Outbox.kind == "question.drop_following"))
    assert due is not None
    assert due - clock.now(session) > timedelta(days=29)

    following.drop_unconfirmed(session, key)

    assert all_following(session) == []
    assert session.get(Contact, contact_id) is None


def test_who_confirmed_is_not_dropped(session: Session) -> None:
    question = make_question(session, "publish")
    make_follower(session, question)

    following.drop_unconfirmed(session, all_following(session)[0].id)

    assert len(all_following(session)) == 1


def test_following_instead_takes_the_own_question_back_and_ends_its_link(session: Session) -> None:
    other, own = make_question(session, "publish"), make_question(session)
    raw = tokens.issue(session, TokenPurpose.CONFIRM, contact=own.asker, question=own)

    following.follow_instead(session, own, other, city=the_city())

    assert own.state is QuestionState.WITHDRAWN
    assert tokens.find_live(session, raw) is None
    assert (following.CONFIRM_TOPIC, own.asker.mail) in promised(session)


def test_a_confirmed_question_is_not_swapped(session: Session) -> None:
    other, own = make_question(session, "publish"), make_question(session, "confirm")

    with pytest.raises(TransitionError):
        following.follow_instead(session, own, other, city=the_city())

    assert own.state is QuestionState.RECEIVED


@pytest.mark.parametrize("topic", ["question/published", "question/answered", "question/withdrawn"])
def test_every_mail_to_a_follower_says_how_to_stop(session: Session, topic: str) -> None:
    question = make_question(session, "publish")
    contact = make_follower(session, question, language="en")

    body = letter(session, question, topic, contact.id)
    own = letter(session, question, topic, question.asker_id)

    assert "Stop here:" in body
    assert body.count("/v/") >= 1
    assert "Stop here:" not in own
    assert "Stop hier:" not in own


@pytest.mark.parametrize("topic", ["question/published", "question/answered", "question/withdrawn"])
@pytest.mark.parametrize(("language", "reader", "asker"), [("nl", "lezer", "vraagsteller"), ("en", "reader", "asker")])
def test_a_follower_is_not_addressed_as_the_asker(
    session: Session, topic: str, language: str, reader: str, asker: str
) -> None:
    question = make_question(session, "publish", name="", language=language)
    contact = make_follower(session, question, language=language, name="")

    body, own = (letter(session, question, topic, key) for key in (contact.id, question.asker_id))

    assert f" {reader}," in body.partition("\n")[0]
    assert f" {asker}," in own.partition("\n")[0]
    helped = "Heeft het niet geholpen?" if language == "nl" else "Did it not help?"
    assert helped not in body
    assert (helped in own) is (topic == "question/answered")


def letter(session: Session, question: Question, topic: str, contact_id: UUID) -> str:
    recipient = find_recipient(session, f"contact:{contact_id}")
    assert recipient is not None
    return write(session, {"topic": topic, "question": str(question.id)}, recipient)[1]
