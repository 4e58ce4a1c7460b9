"""Links: random, kept as a hash, live until used, revoked or too old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import TransitionError
from leren_app.models import Question, Token, TokenPurpose
from leren_app.services import clock, tokens
from tests.makers import make_question, make_user


def confirm_link(session: Session, question: Question) -> str:
    return tokens.issue(session, TokenPurpose.CONFIRM, contact=question.asker, question=question)


def test_only_the_hash_of_a_link_is_kept(session: Session) -> None:
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=make_user(session))

    kept = session.scalars(select(Token)).one()

    assert len(raw) == 22  # 128 bits in base64
    assert kept.hash == tokens.hash_of(raw)
    assert raw not in {str(value) for value in vars(kept).values()}


def test_two_links_are_never_the_same(session: Session) -> None:
    user = make_user(session)

    assert tokens.issue(session, TokenPurpose.SIGN_IN, user=user) != tokens.issue(
        session, TokenPurpose.SIGN_IN, user=user
    )


def test_a_link_is_found_by_its_secret_and_for_its_purpose_only(session: Session) -> None:
    raw = confirm_link(session, make_question(session))

    assert tokens.find_live(session, raw) is not None
    assert tokens.find_live(session, raw, TokenPurpose.CONFIRM) is not None
    assert tokens.find_live(session, raw, TokenPurpose.ASKER_PAGE) is None


@pytest.mark.parametrize("raw", ["", "a", "\0", "é" * 22, "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_a_guessed_secret_finds_nothing(session: Session, raw: str) -> None:
    confirm_link(session, make_question(session))

    assert tokens.find_live(session, raw) is None


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [
        (TokenPurpose.CONFIRM, timedelta(days=30)),
        (TokenPurpose.ASKER_PAGE, timedelta(days=365)),
    ],
)
def test_a_link_of_a_question_lasts_as_long_as_promised(
    session: Session, purpose: TokenPurpose, lasts: timedelta
) -> None:
    question = make_question(session)
    raw = tokens.issue(session, purpose, contact=question.asker, question=question)

    clock.move(session, lasts - timedelta(minutes=1))
    assert tokens.find_live(session, raw) is not None
    clock.move(session, timedelta(minutes=1))
    assert tokens.find_live(session, raw) is None


def test_a_sign_in_link_lasts_thirty_minutes(session: Session) -> None:
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=make_user(session))

    clock.move(session, timedelta(minutes=29))
    assert tokens.find_live(session, raw) is not None
    clock.move(session, timedelta(minutes=1))
    assert tokens.find_live(session, raw) is None


def test_a_link_can_be_given_another_life(session: Session) -> None:
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=make_user(session), valid_for=timedelta(hours=24))

    clock.move(session, timedelta(hours=23))

    assert tokens.find_live(session, raw) is not None


def test_a_burnt_link_is_dead_and_burns_only_once(session: Session) -> None:
    raw = tokens.issue(session, TokenPurpose.SIGN_IN, user=make_user(session))
    token = tokens.find_live(session, raw)
    assert token is not None

    tokens.burn(session, token)

    assert tokens.find_live(session, raw) is None
    assert tokens.find_live_by_id(session, token.id) is None
    with pytest.raises(TransitionError):
        tokens.burn(session, token)


def test_burning_compares_with_the_database_and_not_with_what_was_read_before(session: Session) -> None:
    token = tokens.find_live(session, tokens.issue(session, TokenPurpose.SIGN_IN, user=make_user(session)))
    assert token is not None
    session.execute(Token.__table__.update().values(used_at=clock.now(session)))

    assert token.used_at is None  # what a second browser still believes
    with pytest.raises(TransitionError):
        tokens.burn(session, token)


def test_a_link_that_became_too_old_while_its_page_was_open_cannot_be_burnt(session: Session) -> None:
    token = tokens.find_live(session, tokens.issue(session, TokenPurpose.SIGN_IN, user=make_user(session)))
    assert token is not None
    clock.move(session, timedelta(hours=1))

    with pytest.raises(TransitionError):
        tokens.burn(session, token)


def test_revoking_ends_the_links_of_one_person_and_purpose_only(session: Session) -> None:
    question, user = make_question(session), make_user(session)
    confirm = confirm_link(session, question)
    page = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)
    sign_in = tokens.issue(session, TokenPurpose.SIGN_IN, user=user)

    tokens.revoke_all(session, TokenPurpose.CONFIRM, contact=question.asker, question=question)

    assert tokens.find_live(session, confirm) is None
    assert tokens.find_live(session, page) is not None
    assert tokens.find_live(session, sign_in) is not None
    tokens.revoke_all(session, user=user)
    assert tokens.find_live(session, sign_in) is None


def test_a_revoked_link_cannot_be_burnt(session: Session) -> None:
    user = make_user(session)
    token = tokens.find_live(session, tokens.issue(session, TokenPurpose.SIGN_IN, user=user))
    assert token is not None
    tokens.revoke_all(session, user=user)

    with pytest.raises(TransitionError):
        tokens.burn(session, token)


def test_revoking_nobodys_links_is_a_mistake_of_the_code(session: Session) -> None:
    with pytest.raises(ValueError, match="whose"):
        tokens.revoke_all(session, TokenPurpose.CONFIRM)


def test_a_row_without_a_secret_opens_a_page_but_no_link_leads_there(session: Session) -> None:
    question = make_question(session)

    row = tokens.issue_row(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)

    assert tokens.find_live_by_id(session, row.id, TokenPurpose.ASKER_PAGE) is row
    assert tokens.find_live(session, row.hash) is None
