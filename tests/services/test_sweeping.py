"""What has served its time is thrown away, and nothing that still serves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import LoginSession, Token, TokenPurpose
from leren_app.models.base import now_utc
from leren_app.services import clock, sessions, sweeping, tokens
from tests.makers import make_user


def test_links_that_ended_a_month_ago_go_and_younger_ones_stay(session: Session) -> None:
    user = make_user(session, Role.STUDENT)
    for days in (-31, -29, 1):
        tokens.issue(session, TokenPurpose.SIGN_IN, user=user, valid_for=timedelta(days=days))

    sweeping.sweep_ended_access(session)

    left = session.scalars(select(Token.expires_at).order_by(Token.expires_at)).all()
    assert [round((at - clock.now(session)) / timedelta(days=1)) for at in left] == [-29, 1]


def test_moving_the_demo_clock_sweeps_no_sign_in_that_is_live(session: Session) -> None:
    user = make_user(session, Role.STUDENT)
    sessions.begin(session, user)
    session.add(LoginSession(user_id=user.id, hash="old", expires_at=now_utc() - timedelta(days=31)))
    session.flush()
    clock.move(session, timedelta(days=200))

    sweeping.sweep_ended_access(session)

    assert session.scalar(select(func.count()).select_from(LoginSession)) == 1
