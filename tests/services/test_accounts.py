"""Accounts, their roles from a moment until a moment, and where they are signed in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotAllowedError, NotFoundError, TransitionError
from leren_app.domain.roles import GRANTED, SYSTEM, VISITOR, Role
from leren_app.models import LoginSession, Outbox, RoleGrant, Token, TokenPurpose, User
from leren_app.models.base import now_utc
from leren_app.services import accounts, clock, sessions, sweeping, tokens
from tests.database import statements
from tests.makers import actor, make_user


def grant_of(user: User, role: Role) -> RoleGrant:
    return next(grant for grant in user.grants if grant.role is role)


# ---- addresses ----


def test_an_address_is_kept_without_spaces_around_it() -> None:
    assert accounts.one_address("  Anna@Example.org ") == "Anna@example.org"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "anna",
        "a@x.org, b@evil.org",
        "a@x.org b@evil.org",
        "a@x.org;b@evil.org",
        "a@x.org\nBcc: b@evil.org",
        "a@x.org\r\nSubject: hi",
        "\na@x.org",
        "a@x.org\0",
        "Anna <a@x.org>",
        "a@x.org" + "x" * 100_000,
        "a" * 100_000 + "@x.org",
        "javascript:alert(1)",
        "a@\ud800.org",
        "a@@x.org",
        "a@x..org",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(raw: str) -> None:
    with pytest.raises(FieldError) as refusal:
        accounts.one_address(raw)

    assert refusal.value.field == "mail"


def test_an_address_has_one_account_whatever_its_capitals(session: Session) -> None:
    first = accounts.create_user(session, name="Anna", mail="anna@example.org")

    with pytest.raises(FieldError):
        accounts.create_user(session, name="Anna", mail="ANNA@example.org")

    assert accounts.find_user(session, "aNNa@EXAMPLE.org") is first


def test_of_two_who_take_an_address_at_once_the_second_reads_a_sentence(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.create_user(session, name="Anna", mail="anna@example.org")
    monkeypatch.setattr(accounts, "find_user", lambda *_: None)  # both looked before either wrote

    with pytest.raises(FieldError):
        accounts.create_user(session, name="Anna", mail="Anna@example.org")


def test_a_person_changes_their_own_name_and_language(session: Session) -> None:
    user = make_user(session)

    accounts.change_own(session, user.id, name="Noor", language="en")

    assert (user.name, user.language) == ("Noor", "en")


# ---- roles ----


@pytest.mark.parametrize("role", GRANTED)
def test_an_administrator_grants_a_role_and_ends_it(session: Session, role: Role) -> None:
    admin, user = actor(make_user(session, Role.ADMINISTRATOR)), make_user(session)

    grant = accounts.grant_role(session, user, role, actor=admin)
    assert accounts.roles_of(user, clock.now(session)) == {role}
    assert grant.granted_by_id == admin.user_id

    accounts.end_role(session, grant, actor=admin)
    assert accounts.roles_of(user, clock.now(session)) == frozenset()


@pytest.mark.parametrize("role", [r for r in GRANTED if r is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_grants_or_ends_roles(session: Session, role: Role) -> None:
    someone, user = actor(make_user(session, role)), make_user(session, Role.STUDENT)

    for who in (someone, VISITOR):
        with pytest.raises(NotAllowedError):
            accounts.grant_role(session, user, Role.ADMINISTRATOR, actor=who)
        with pytest.raises(NotAllowedError):
            accounts.end_role(session, grant_of(user, Role.STUDENT), actor=who)
        with pytest.raises(NotAllowedError):
            accounts.deactivate(session, user, actor=who)


@pytest.mark.parametrize("role", [r for r in Role if r not in GRANTED])
def test_a_role_that_needs_no_account_is_not_granted(session: Session, role: Role) -> None:
    with pytest.raises(TransitionError):
        accounts.grant_role(session, make_user(session), role, actor=SYSTEM)


def test_a_role_is_not_granted_twice_at_the_same_time(session: Session) -> None:
    user = make_user(session, Role.HOST)

    with pytest.raises(TransitionError, match="host"):
        accounts.grant_role(session, user, Role.HOST, actor=SYSTEM)

    assert [grant.role for grant in user.grants] == [Role.HOST]


def test_a_role_can_be_granted_again_after_its_end(session: Session) -> None:
    user = make_user(session)
    first = accounts.grant_role(session, user, Role.HOST, actor=SYSTEM)
    clock.move(session, timedelta(days=1))
    accounts.end_role(session, first, actor=SYSTEM)

    second = accounts.grant_role(session, user, Role.HOST, actor=SYSTEM)

    assert first.granted_until is not None
    assert first.granted_until <= second.granted_from
    assert accounts.roles_of(user, clock.now(session)) == {Role.HOST}


def test_a_role_granted_until_a_moment_ends_by_itself(session: Session) -> None:
    user = make_user(session)
    until = clock.now(session) + timedelta(days=7)
    accounts.grant_role(session, user, Role.HOST, actor=SYSTEM, until=until)

    assert accounts.roles_of(user, until - timedelta(seconds=1)) == {Role.HOST}
    assert accounts.roles_of(user, until) == frozenset()


def test_a_role_does_not_end_twice(session: Session) -> None:
    grant = accounts.grant_role(session, make_user(session), Role.HOST, actor=SYSTEM)
    accounts.end_role(session, grant, actor=SYSTEM)

    with pytest.raises(TransitionError):
        accounts.end_role(session, grant, actor=SYSTEM)


def test_the_last_administrator_stays(session: Session) -> None:
    last = make_user(session, Role.ADMINISTRATOR)

    with pytest.raises(TransitionError, match="last administrator"):
        accounts.end_role(session, grant_of(last, Role.ADMINISTRATOR), actor=actor(last))
    with pytest.raises(TransitionError, match="last administrator"):
        accounts.deactivate(session, last, actor=actor(last))

    assert Role.ADMINISTRATOR in accounts.roles_of(last, clock.now(session))


def test_an_administrator_may_leave_when_another_stays(session: Session) -> None:
    leaving, staying = make_user(session, Role.ADMINISTRATOR), make_user(session, Role.ADMINISTRATOR)

    accounts.end_role(session, grant_of(leaving, Role.ADMINISTRATOR), actor=actor(leaving))

    with pytest.raises(TransitionError):
        accounts.end_role(session, grant_of(staying, Role.ADMINISTRATOR), actor=actor(staying))


def test_an_administrator_with_a_closed_account_does_not_count_as_one_who_stays(session: Session) -> None:
    closed, last = make_user(session, Role.ADMINISTRATOR), make_user(session, Role.ADMINISTRATOR)
    accounts.deactivate(session, closed, actor=actor(last))

    with pytest.raises(TransitionError):
        accounts.end_role(session, grant_of(last, Role.ADMINISTRATOR), actor=actor(last))


def test_whoever_signs_in_may_still_do_what_visitors_may(session: Session) -> None:
    user = make_user(session, Role.HOST)

    found = accounts.actor_of(user, clock.now(session))

    assert found.roles == {Role.HOST, Role.VISITOR}
    assert found.user_id == user.id


# ---- being let in ----


def test_a_known_address_gets_the_promise_of_a_mail_without_any_secret(session: Session) -> None:
    user = make_user(session)

    accounts.request_sign_in(session, user.mail.upper())

    promised = session.scalars(select(Outbox)).one()
    assert promised.kind == "mail"
    assert promised.payload == {"v": 1, "topic": "account/sign_in", "recipient": f"user:{user.id}"}
    assert session.scalars(select(Token)).all() == []  # the job makes the link when it writes the mail


@pytest.mark.parametrize("who", ["nobody", "closed"])
def test_an_unknown_or_closed_address_costs_the_same_and_reaches_nobody(session: Session, who: str) -> None:
    closed, known = make_user(session), make_user(session)
    closed.deactivated_at = clock.now(session)
    session.flush()
    asked = closed.mail if who == "closed" else "nobody@example.org"

    asked_of = {mail: _statements(session, mail) for mail in (known.mail, asked)}

    recipients = {UUID(row.payload["recipient"].removeprefix("user:")) for row in session.scalars(select(Outbox))}
    assert asked_of[known.mail] == asked_of[asked]
    assert len(recipients) == 2
    assert [session.get(User, i) for i in recipients - {known.id}] == [None]


def _statements(session: Session, mail: str) -> list[str]:
    with statements(session.connection()) as seen:
        accounts.request_sign_in(session, mail)
    return seen


def test_signing_in_uses_up_the_link_and_all_others_of_this_person(session: Session) -> None:
    user, other = make_user(session), make_user(session)
    links = [tokens.issue(session, TokenPurpose.SIGN_IN, user=user) for _ in range(2)]
    of_other = tokens.issue(session, TokenPurpose.SIGN_IN, user=other)
    token = tokens.find_live(session, links[0])
    assert token is not None

    cookie = sessions.sign_in(session, token)

    found = sessions.find(session, cookie)
    assert found is not None
    assert found.user is user
    assert [tokens.find_live(session, link) for link in links] == [None, None]
    assert tokens.find_live(session, of_other) is not None
    with pytest.raises(TransitionError):
        sessions.sign_in(session, token)


def test_only_a_sign_in_link_signs_in(session: Session) -> None:
    from_question = Token(purpose=TokenPurpose.ASKER_PAGE)

    with pytest.raises(TransitionError):
        sessions.sign_in(session, from_question)


def test_a_closed_account_is_not_let_in_by_an_old_link(session: Session) -> None:
    user = make_user(session)
    token = tokens.find_live(session, tokens.issue(session, TokenPurpose.SIGN_IN, user=user))
    assert token is not None
    user.deactivated_at = clock.now(session)

    with pytest.raises(NotFoundError):
        sessions.sign_in(session, token)


# ---- sessions ----


def test_only_the_hash_of_a_session_id_is_kept(session: Session) -> None:
    cookie = sessions.begin(session, make_user(session))

    kept = session.scalars(select(LoginSession)).one()

    assert cookie not in {str(value) for value in vars(kept).values()}
    assert now_utc() + timedelta(days=29) < kept.expires_at <= now_utc() + timedelta(days=30)


def test_finding_a_session_takes_one_query_for_person_and_roles(session: Session) -> None:
    cookie = sessions.begin(session, make_user(session, Role.COORDINATOR, Role.ADMINISTRATOR))
    session.expire_all()
    seen: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda _c, _cu, statement, *_: seen.append(statement))

    found = sessions.find(session, cookie)

    assert found is not None
    assert accounts.actor_of(found.user, now_utc()).has(Role.COORDINATOR)
    assert len(seen) == 1


def test_an_ended_session_is_found_no_more_and_ending_it_again_changes_nothing(session: Session) -> None:
    cookie = sessions.begin(session, make_user(session))
    found = sessions.find(session, cookie)
    assert found is not None

    sessions.end(session, found.id)
    ended_at = session.get_one(LoginSession, found.id, populate_existing=True).revoked_at
    sessions.end(session, found.id)

    assert sessions.find(session, cookie) is None
    assert session.get_one(LoginSession, found.id, populate_existing=True).revoked_at == ended_at


@pytest.mark.parametrize("cookie", ["", "x", "\0", "\ud800", "y" * 100_000])
def test_a_guessed_session_id_finds_nobody(session: Session, cookie: str) -> None:
    sessions.begin(session, make_user(session))

    assert sessions.find(session, cookie) is None


def test_a_session_ends_after_thirty_days(session: Session) -> None:
    cookie = sessions.begin(session, make_user(session))
    session.execute(LoginSession.__table__.update().values(expires_at=now_utc()))

    assert sessions.find(session, cookie) is None


def test_moving_the_clock_of_a_demo_signs_nobody_out(session: Session) -> None:
    cookie = sessions.begin(session, make_user(session))

    clock.move(session, timedelta(days=180))

    assert sessions.find(session, cookie) is not None


def test_signing_out_elsewhere_leaves_this_browser_and_other_people(session: Session) -> None:
    user, other = make_user(session), make_user(session)
    here, there, others = (sessions.begin(session, who) for who in (user, user, other))
    this = sessions.find(session, here)
    assert this is not None

    sessions.end_all(session, user.id, but=this.id)

    assert [place.id for place in sessions.list_live(session, user.id)] == [this.id]
    assert sessions.find(session, there) is None
    assert sessions.find(session, others) is not None


@pytest.mark.parametrize("change", ["grant", "end", "close"])
def test_a_change_of_rights_ends_all_sessions_of_that_person(session: Session, change: str) -> None:
    user = make_user(session, Role.STUDENT)
    cookie = sessions.begin(session, user)
    link = tokens.issue(session, TokenPurpose.SIGN_IN, user=user)

    match change:
        case "grant":
            accounts.grant_role(session, user, Role.COORDINATOR, actor=SYSTEM)
        case "end":
            accounts.end_role(session, grant_of(user, Role.STUDENT), actor=SYSTEM)
        case _:
            accounts.deactivate(session, user, actor=SYSTEM)
            assert tokens.find_live(session, link) is None

    assert sessions.find(session, cookie) is None


def test_a_closed_account_is_signed_out_and_has_no_roles(session: Session) -> None:
    user = make_user(session, Role.COORDINATOR)
    cookie = sessions.begin(session, user)
    user.deactivated_at = clock.now(session)
    session.flush()

    assert sessions.find(session, cookie) is None
    assert accounts.roles_of(user, clock.now(session)) == frozenset()
    with pytest.raises(NotFoundError):
        sessions.begin(session, user)


def test_moving_the_clock_of_a_demo_sweeps_old_links_away_but_no_sign_in(session: Session) -> None:
    user = make_user(session)
    cookie = sessions.begin(session, user)
    tokens.issue(session, TokenPurpose.SIGN_IN, user=user)
    clock.move(session, timedelta(days=180))

    for table, which in ((Token, sweeping.ended_links), (LoginSession, sweeping.ended_sign_ins)):
        sweeping.sweep_batch(session, table, which, timedelta(days=30))

    assert session.scalars(select(Token)).all() == []
    assert sessions.find(session, cookie) is not None


def test_an_address_is_known_whatever_its_capitals_also_accented_ones(session: Session) -> None:
    user = accounts.create_user(session, name="Zoë", mail="ZOË.Çelik@example.org")

    assert accounts.find_user(session, "zoë.ÇELIK@example.org") is user
    assert accounts.find_user(session, "zoe.celik@example.org") is None
    with pytest.raises(FieldError):
        accounts.create_user(session, name="Zoë", mail="zoË.çelik@example.org")
