"""Two administrators at the same moment, with the interleaving that hurts forced: nobody decides on what was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError
from leren_app.domain.roles import Actor, Role
from leren_app.models import Question, RoleGrant, Token, TokenPurpose, User
from leren_app.services import accounts, clock, sessions, tokens
from leren_app.services.people import changing, inviting
from leren_app.services.people.handing_over import Handover
from leren_app.services.people.inviting import Invitation
from leren_app.services.questions import handling
from leren_app.transaction import transaction
from tests.makers import actor, make_question, make_user, the_city
from tests.together import in_threads


@dataclass(frozen=True)
class Somebody:
    """An administrator, as ids that any thread may use."""

    id: UUID
    grant_id: UUID
    actor: Actor


def administrators(session: Session, many: int) -> list[Somebody]:
    """So many administrators, and no others."""
    users = [make_user(session, Role.ADMINISTRATOR, Role.COORDINATOR) for _ in range(many)]
    found = [Somebody(user.id, user.grants[0].id, actor(user)) for user in users]
    session.commit()
    return found


def end(session: Session, whose: Somebody, by: Somebody) -> None:
    changing.end_role(session, whose.id, whose.grant_id, actor=by.actor)


def close(session: Session, whose: Somebody, by: Somebody) -> None:
    changing.close(session, whose.id, actor=by.actor)


def still(session: Session) -> int:
    """How many administrators are left."""
    session.rollback()
    live = select(func.count(RoleGrant.id)).join(User, User.id == RoleGrant.user_id)
    is_admin = (RoleGrant.role == Role.ADMINISTRATOR) & accounts.is_live_at(clock.now(session))
    return session.scalar(live.where(is_admin, User.deactivated_at.is_(None))) or 0


Way = Callable[[Session, Somebody, Somebody], None]


WAYS = [(end, end), (close, close), (end, close), (close, end)]


@pytest.mark.parametrize("own", [True, False], ids=["each themself", "each the other"])
@pytest.mark.parametrize("ways", WAYS, ids=["end end", "close close", "end close", "close end"])
def test_of_two_last_administrators_who_go_at_once_one_stays(
    app: Flask, session: Session, ways: tuple[Way, Way], own: bool
) -> None:
    both = administrators(session, 2)

    def go(writing: Session, n: int) -> str:
        whose = both[n] if own else both[1 - n]
        try:
            ways[n](writing, whose, both[n])
        except DomainError as refusal:
            return type(refusal).__name__
        return "done"

    got = in_threads(app, go, 2)

    assert got[0] == "done"
    assert got[1] == ("TransitionError" if own else "NotFoundError")
    assert still(session) == 1


def test_of_five_who_all_go_one_stays(app: Flask, session: Session) -> None:
    all_of_them = administrators(session, 5)

    def go(writing: Session, n: int) -> str:
        try:
            end(writing, all_of_them[n], all_of_them[n])
        except DomainError:
            return "stays"
        return "gone"

    assert sorted(in_threads(app, go, 5)) == ["gone"] * 4 + ["stays"]
    assert still(session) == 1


def test_two_who_invite_the_same_address_at_once_make_one_account(app: Flask, session: Session) -> None:
    both = administrators(session, 2)
    roles = (Role.HOST, Role.LECTURER)

    def go(writing: Session, n: int) -> str:
        wanted = Invitation("Fatima", "fatima@example.org", (roles[n],), institution="lumc")
        return str(inviting.invite(writing, wanted, actor=both[n].actor, city=the_city()).is_new)

    assert in_threads(app, go, 2) == ["True", "False"]
    session.rollback()
    user = accounts.find_user(session, "fatima@example.org")
    assert user is not None
    assert accounts.roles_of(user, clock.now(session)) == set(roles)


def test_two_who_change_one_account_at_once_do_not_undo_each_other(app: Flask, session: Session) -> None:
    both, user = administrators(session, 2), make_user(session)
    user_id, seen = user.id, user.version
    session.commit()
    roles = (Role.HOST, Role.LECTURER)

    def go(writing: Session, n: int) -> str:
        try:
            changing.give_role(writing, user_id, roles[n], actor=both[n].actor, seen_version=seen)
        except DomainError as refusal:
            return type(refusal).__name__
        return "given"

    assert in_threads(app, go, 2) == ["given", "StaleError"]


def test_a_question_handed_to_who_is_just_leaving_is_not_left_behind(app: Flask, session: Session) -> None:
    admin, noor = administrators(session, 2)
    leaver = make_user(session, Role.COORDINATOR)
    question = make_question(session, "take", make_user(session, Role.COORDINATOR))
    leaver_id, grant_id, question_id = leaver.id, leaver.grants[0].id, question.id
    session.commit()

    def go(writing: Session, n: int) -> str:
        try:
            if n == 0:
                changing.end_role(writing, leaver_id, grant_id, actor=admin.actor, handover=Handover(None))
            else:
                found = writing.get_one(Question, question_id)
                handling.assign(writing, found, writing.get(User, leaver_id), actor=noor.actor)
        except DomainError as refusal:
            return type(refusal).__name__
        return "done"

    assert in_threads(app, go, 2) == ["done", "FieldError"]
    session.rollback()
    assert session.get_one(Question, question_id).assignee_id != leaver_id


def test_who_signs_in_while_their_account_is_being_closed_holds_nobody_up(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = administrators(session, 1)[0]
    user = make_user(session, Role.HOST)
    user_id, raw = user.id, tokens.issue(session, TokenPurpose.SIGN_IN, user=user)
    session.commit()
    burn, closing = tokens.burn, []

    def close_it() -> None:
        with app.app_context(), transaction() as writing:
            changing.close(writing, user_id, actor=admin.actor)
            closing.append("closed")

    thread = Thread(target=close_it)

    def burn_and_wait(writing: Session, token: Token) -> None:
        burn(writing, token)
        thread.start()
        thread.join(0.5)  # it stands before the account by now, or holds it and waits for the link

    monkeypatch.setattr(tokens, "burn", burn_and_wait)
    with transaction() as writing:
        found = tokens.find_live(writing, raw)
        assert found is not None
        cookie = sessions.sign_in(writing, found)
    thread.join(20)

    assert closing == ["closed"]
    assert sessions.find(session, cookie) is None
